import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { bareKey } from '../../../src/formats/xml/key-value.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'
import { ecKeyValue, encodedKeyValue } from './bare-keys.ts'

const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'

function read(text: string) {
  const declared = text.replace(/^<([\w:]+)/, `<$1 ${ds}`)
  return bareKey(parseXml(Buffer.from(declared), new Budget()).root)
}

const spkiOf = (key: KeyObject) => key.export({ format: 'der', type: 'spki' })
const base64 = (base64url: string | undefined) =>
  Buffer.from(base64url ?? '', 'base64url').toString('base64')

/** The members of a key value by their names, in base64. */
const value = (name: string, members: Readonly<Record<string, string>>) =>
  `<ds:KeyValue><ds:${name}>${Object.entries(members)
    .map(([member, text]) => `<ds:${member}>${text}</ds:${member}>`)
    .join('')}</ds:${name}></ds:KeyValue>`

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey

/** The INTEGERs in DER, in order: P, Q, G and, in the BIT STRING, Y. */
function integersOf(der: Buffer): readonly string[] {
  const found: string[] = []
  const walk = (bytes: Buffer): void => {
    for (let at = 0; at < bytes.length; ) {
      const tag = bytes[at]
      const first = bytes[at + 1] ?? 0
      const octets = first < 0x80 ? 0 : first & 0x7f
      const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets)
      const start = at + 2 + octets
      const content = bytes.subarray(start, start + length)
      if (tag === 0x02) found.push(content.toString('base64'))
      if (tag === 0x30) walk(content)
      if (tag === 0x03) walk(content.subarray(1))
      at = start + length
    }
  }
  walk(der)
  return found
}

describe('a bare key as SubjectPublicKeyInfo', () => {
  it('is that of an RSAKeyValue', () => {
    const { n, e } = rsa.export({ format: 'jwk' })
    const text = value('RSAKeyValue', { Modulus: base64(n), Exponent: base64(e) })
    expect(Buffer.from(read(text).spki ?? [])).toEqual(spkiOf(rsa))
  })

  it('is that of a DSAKeyValue with its parameters', () => {
    const [P = '', Q = '', G = '', Y = ''] = integersOf(spkiOf(dsa))
    expect(Buffer.from(read(value('DSAKeyValue', { P, Q, G, Y })).spki ?? [])).toEqual(spkiOf(dsa))
  })

  it('is none of a DSAKeyValue without them', () => {
    const { spki, value: key } = read(value('DSAKeyValue', { Y: 'AQID' }))
    expect({ spki, key }).toEqual({ spki: null, key: '0203010203' })
  })

  it('is that of an ECKeyValue on a named curve', () => {
    const spki = spkiOf(ec)
    expect(Buffer.from(read(ecKeyValue({ spki })).spki ?? [])).toEqual(spki)
  })

  it.each(['urn:oid:1.2.3', 'P-256', 'urn:oid:__proto__', ''])(
    'is none of an ECKeyValue on the curve %j',
    (curve) => {
      const text = ecKeyValue({ spki: spkiOf(ec) }).replace(/URI="[^"]*"/, `URI="${curve}"`)
      expect(read(text).spki).toBeNull()
    },
  )

  it('is that of a DEREncodedKeyValue as it stands', () => {
    const spki = spkiOf(ec)
    expect(Buffer.from(read(encodedKeyValue({ spki })).spki ?? [])).toEqual(spki)
  })

  it.each(['AAAA', '%', ''])('is none of a DEREncodedKeyValue that is %j', (text) => {
    const dsig11 = 'http://www.w3.org/2009/xmldsig11#'
    const element = `<d:DEREncodedKeyValue xmlns:d="${dsig11}">${text}</d:DEREncodedKeyValue>`
    expect(read(element)).toEqual({ value: null, spki: null })
  })

  it.each(['<ds:KeyValue/>', '<ds:KeyValue><ds:Other/></ds:KeyValue>'])('is none of %s', (text) =>
    expect(read(text)).toEqual({ value: null, spki: null }),
  )
})
