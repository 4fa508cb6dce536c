import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../src/core/errors.ts'
import {
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  integrities,
  parse,
  signJws,
} from './material.ts'

function refusal(document: string): string {
  try {
    parse(document)
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
  return 'read'
}

const signed = signJws()
const { payload, ...ofAlice } = signed
const ofBob = (({ payload: _, ...rest }) => rest)(signJws({ signer: bob }))

describe('a signature', () => {
  it('is read in the compact serialisation', () => {
    expect(integrities(compact(signed))).toEqual(['intact'])
    expect(parse(compact(signed)).mediaType).toBe('application/jose')
  })
  it('is read in the flattened serialisation', () => {
    expect(integrities(JSON.stringify(signed))).toEqual(['intact'])
    expect(parse(JSON.stringify(signed)).mediaType).toBe('application/jose+json')
  })
  it('is read in the general serialisation, with others', () => {
    const document = parse(JSON.stringify({ payload, signatures: [ofAlice, ofBob] }))
    expect(document.signatures.map(({ id }) => id)).toEqual(['signature-1', 'signature-2'])
    expect(integrities(document)).toEqual(['intact', 'intact'])
  })
  it('is broken alone where another is not', () => {
    const signatures = [ofAlice, { ...ofBob, signature: ofAlice.signature }]
    expect(integrities(JSON.stringify({ payload, signatures }))).toEqual(['intact', 'broken'])
  })
  it('may have white space around it', () => {
    expect(integrities(`\n ${compact(signed)}\r\n`)).toEqual(['intact'])
  })
  it('may have members beside it that mean nothing (RFC 7515 §7.2.1)', () => {
    expect(integrities(JSON.stringify({ ...signed, more: 1 }))).toEqual(['intact'])
  })
  it('has its payload as its scope, under the name "payload"', () => {
    const [reference] = parse(compact(signed)).signatures[0]?.references ?? []
    expect(reference).toMatchObject({ name: 'payload', kind: 'full' })
    expect(reference?.octets).toEqual({ kind: 'bytes', bytes: Buffer.from('hello') })
  })
  it('is broken where its value is no base64url', () => {
    expect(integrities(`${compact(signed)}=`)).toEqual(['broken'])
  })
  it('is broken where its value has bits set behind its last octet', () => {
    const value = signed.signature
    const last = value.charCodeAt(value.length - 1)
    const other = `${value.slice(0, -1)}${String.fromCharCode(last + 1)}`
    expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(value, 'base64url'))
    expect(integrities(compact({ ...signed, signature: other }))).toEqual(['broken'])
  })
  it.each(['hello', 'aGVsbG8=', ['aGVsbG8'], null, 7])('is broken over the payload %j', (other) => {
    expect(integrities(JSON.stringify({ ...signed, payload: other }))).toEqual(['broken'])
  })
})

describe('a document', () => {
  const header = (json: string) => `${b64u(json)}.${payload}.${signed.signature}`
  const deep = `{"alg":"ES256","a":${'['.repeat(70)}${']'.repeat(70)}}`

  it.each([
    ['of two parts', 'eyJhbGciOiJFUzI1NiJ9.aGVsbG8'],
    ['of four parts', `${compact(signed)}.aGVsbG8`],
    ['with padding in its header', compact({ ...signed, protected: `${signed.protected}==` })],
    ['with a name twice in its header', header('{"alg":"ES256","alg":"none"}')],
    ['with a name twice, once as escapes', header('{"alg":"ES256","\\u0061lg":"none"}')],
    ['whose header is no object', header('["alg"]').replace(/^W/, 'e')],
    ['whose header is nested too deep', header(deep)],
    ['whose header is not in UTF-8', `${b64u(Buffer.from('{"alg":"\xff"}', 'latin1'))}.e30.AA`],
    [
      'whose header has a byte order mark',
      JSON.stringify({ ...signed, protected: b64u('\ufeff{}') }),
    ],
    ['of both JSON forms at once', JSON.stringify({ ...signed, signatures: [ofAlice] })],
    ['whose signatures are no array', JSON.stringify({ payload, signatures: ofAlice })],
    ['whose signature is no object', JSON.stringify({ payload, signatures: ['a'] })],
    [
      'without a value',
      JSON.stringify({ payload, signatures: [{ protected: ofAlice.protected }] }),
    ],
    ['whose unprotected header is no object', JSON.stringify({ ...signed, header: 'a' })],
    ['with a name twice', JSON.stringify(signed).replace('{', '{"payload":"aGk",')],
    ['cut short', JSON.stringify(signed).slice(0, -2)],
    ['with more behind it', `${JSON.stringify(signed)}{}`],
  ])('is refused %s', (_, document) => expect(refusal(document)).toBe('document-unreadable'))

  it('is no signed document where it is base64url of JSON without a dot', () => {
    expect(refusal(signed.protected)).toBe('not-a-signed-document')
  })
  it('is refused beyond the limit of signatures', () => {
    const signatures = Array.from({ length: 1_001 }, () => ({ protected: '', signature: '' }))
    expect(refusal(JSON.stringify({ payload, signatures }))).toBe('budget-exceeded')
  })
})

describe('members named as those of every object', () => {
  it('are members like others', () => {
    const odd = JSON.stringify(baselineHeader()).replace('{', '{"__proto__":{"b64":false},')
    const { key } = alice
    expect(key.type).toBe('private')
    const document = compact({ ...signed, protected: b64u(odd) })
    expect(parse(document).signatures[0]?.signedBytes).toMatchObject({ kind: 'bytes' })
    expect(integrities(document)).toEqual(['broken'])
  })
  it('are not found where they are inherited', () => {
    const document = compact(signJws({ header: baselineHeader(alice, { crit: ['toString'] }) }))
    expect(integrities(document)).toEqual(['broken'])
  })
})
