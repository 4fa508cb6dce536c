import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../src/core/bytes.ts'
import { DerReader, encodedBytes, tags } from '../../src/core/der.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { statedParameters, withParameters } from '../../src/x509/public-key.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'

const crypto = nodeCrypto()
const spki = (key: KeyObject): Uint8Array => key.export({ format: 'der', type: 'spki' })
const bits = (content: Uint8Array) => tlv(tags.bitString, Uint8Array.of(0), content)
const integer = (...octets: readonly number[]) => tlv(tags.integer, Uint8Array.from(octets))
const nothing = tlv(tags.null)
const because = (key: Uint8Array) => crypto.keyProblem(key)?.because ?? null

const rsaOid = oid('1.2.840.113549.1.1.1')
const modulus = integer(0, ...Buffer.alloc(128, 0xff))

function rsaKey(exponent: Uint8Array, parameters = nothing, number = modulus): Uint8Array {
  return sequence(sequence(rsaOid, parameters), bits(sequence(number, exponent)))
}

describe('a key of RSA', () => {
  it('is taken as RFC 8017 writes it', () => {
    expect(because(rsaKey(integer(1, 0, 1)))).toBeNull()
  })

  it.each([
    ['an exponent of 1', rsaKey(integer(1))],
    ['an even exponent', rsaKey(integer(4))],
    ['a negative exponent', rsaKey(integer(0xff))],
    ['an even modulus', rsaKey(integer(3), nothing, integer(0, ...Buffer.alloc(128, 0xfe)))],
    ['no parameters', sequence(sequence(rsaOid), bits(sequence(modulus, integer(3))))],
    ['other parameters', rsaKey(integer(3), oid('1.2.3'))],
    [
      'bytes behind the numbers',
      sequence(
        sequence(rsaOid, nothing),
        bits(concatBytes([sequence(modulus, integer(3)), integer(1)])),
      ),
    ],
    [
      'a third number',
      sequence(sequence(rsaOid, nothing), bits(sequence(modulus, integer(3), integer(3)))),
    ],
  ])('is malformed with %s', (_, key) => {
    expect(because(key)).toBe('malformed')
  })

  it('is unsupported with a modulus written as a negative INTEGER (RFC 3279 §2.3.1)', () => {
    const negative = rsaKey(integer(1, 0, 1), nothing, integer(0x9f, ...Buffer.alloc(127, 0xff)))
    expect(because(negative)).toBe('unsupported')
    const algorithm = {
      scheme: 'RSASSA-PKCS1-v1_5',
      digest: 'SHA-256',
      valueEncoding: 'DER',
    } as const
    const value = Buffer.alloc(128, 1)
    expect(crypto.verify(negative, algorithm, value, value).outcome).toBe('unsupported')
  })

  it('is malformed with a modulus that is negative, and too long, or even zero', () => {
    const padded = rsaKey(integer(3), nothing, integer(0xff, 0x9f, ...Buffer.alloc(127, 0xff)))
    const zero = rsaKey(integer(3), nothing, integer(0))
    expect([because(padded), because(zero)]).toEqual(['malformed', 'malformed'])
  })

  it('is unsupported beyond 8,192 bits, and beyond an exponent of 32', () => {
    const long = integer(0, ...Buffer.alloc(1025, 0xff))
    expect(because(rsaKey(integer(3), nothing, long))).toBe('unsupported')
    expect(because(rsaKey(integer(1, 0, 0, 0, 1)))).toBe('unsupported')
  })
})

describe('a key of EC', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })
  const x = Buffer.from(jwk.x ?? '', 'base64url')
  const y = Buffer.from(jwk.y ?? '', 'base64url')
  const odd = (y[31] ?? 0) & 1
  const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
  const point = (form: number, ...parts: readonly Uint8Array[]) =>
    sequence(algorithm, bits(concatBytes([Uint8Array.of(form), ...parts])))

  it('is a point, uncompressed or compressed', () => {
    expect([because(point(4, x, y)), because(point(2 + odd, x))]).toEqual([null, null])
  })

  it('is malformed in the hybrid form, or of another length', () => {
    const found = [point(6 + odd, x, y), point(4, x), point(4, x, y, y), point(2, x, y)]
    expect(found.map(because)).toEqual(['malformed', 'malformed', 'malformed', 'malformed'])
  })
})

describe('a key of Ed25519', () => {
  const key = spki(generateKeyPairSync('ed25519').publicKey)
  const raw = key.subarray(-32)

  it('has 32 octets and no parameters', () => {
    expect(because(key)).toBeNull()
    expect(because(sequence(sequence(oid('1.3.101.112'), nothing), bits(raw)))).toBe('malformed')
    expect(because(sequence(sequence(oid('1.3.101.112')), bits(raw.subarray(1))))).toBe('malformed')
  })
})

describe('a key of DSA', () => {
  const pair = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
  const whole = spki(pair.publicKey)
  const parameters = statedParameters(whole) ?? expect.fail('no parameters')
  const members = DerReader.of(whole).enter(tags.sequence)
  members.read()
  const number = encodedBytes(members.read())
  const dsa = oid('1.2.840.10040.4.1')

  it.each([
    ['without parameters', sequence(sequence(dsa), number)],
    ['with NULL', sequence(sequence(dsa, nothing), number)],
  ])('%s is one whose parameters are missing', (_, key) => {
    expect(because(key)).toBe('parameters-missing')
    expect(statedParameters(key)).toBeNull()
  })

  it('verifies with those of its issuer', () => {
    const bare = sequence(sequence(dsa), number)
    const inherited = withParameters(bare, parameters)
    expect(Buffer.from(inherited)).toEqual(Buffer.from(whole))
    const message = Buffer.from('Hello, Black Sea')
    const algorithm = { scheme: 'DSA', digest: 'SHA-1', valueEncoding: 'DER' } as const
    const value = sign('sha1', message, pair.privateKey)
    expect(crypto.verify(bare, algorithm, message, value).outcome).toBe('unsupported')
    expect(crypto.verify(inherited, algorithm, message, value).outcome).toBe('valid')
  })
})
