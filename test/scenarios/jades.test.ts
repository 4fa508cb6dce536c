import { describe, expect, it } from 'vitest'
import { verify } from '../../src/verify.ts'
import { b64u, type Header, sha256 } from '../formats/jose/material.ts'
import { request, revokedCrl, signerCertificate, told, type World, xmlSigner } from './world.ts'

interface Telling {
  readonly header?: Header
  /** What goes under the value; as the document has it, unless told otherwise. */
  readonly signed?: string
  readonly payload?: string
}

/** The citizen of the other stories, who signs a JWS. */
function document({ header = {}, payload = b64u('hello'), signed = payload }: Telling): Uint8Array {
  const certificate = signerCertificate()
  const head = b64u(
    JSON.stringify({
      alg: 'ES256',
      iat: 1_719_000_000,
      'x5t#S256': b64u(sha256(certificate.der)),
      x5c: [Buffer.from(certificate.der).toString('base64')],
      ...header,
    }),
  )
  const value = xmlSigner(certificate).sign(Buffer.from(`${head}.${signed}`))
  return Buffer.from(`${head}.${payload}.${b64u(value)}`)
}

const world = (telling: Telling, more: World = {}): World => ({
  document: document(telling),
  ...more,
})
const given = (name: string, text: string) => ({ name, bytes: Buffer.from(text), digests: {} })

const body = '{"price": 1000}'
const digest = `SHA-256=${sha256(body).toString('base64')}`
const http = {
  payload: '',
  signed: `(request-target): post /contracts\ndigest: ${digest}`,
  header: {
    b64: false,
    sigD: { mId: 'http://uri.etsi.org/19182/HttpHeaders', pars: ['(request-target)', 'digest'] },
    crit: ['b64', 'sigD'],
  },
}
const fields = [given('(request-target)', 'post /contracts'), given('Digest', digest)]

describe('signed in JSON in Tbilisi, verified in Athens', () => {
  it.each<[string, World, string]>([
    ['with everything in order', world({}), 'TOTAL-PASSED, recognised: agreement-in-force'],
    ['at home', world({}, { relying: 'GE' }), 'TOTAL-PASSED, domestic: same-state'],
    [
      'by a certificate that was revoked since',
      world({}, { crls: [revokedCrl('2024-06-19')] }),
      'INDETERMINATE REVOKED_NO_POE, undetermined: signature-undetermined',
    ],
    [
      'with another payload',
      world({ signed: b64u('hallo') }),
      'TOTAL-FAILED SIG_CRYPTO_FAILURE, not-recognised: signature-invalid',
    ],
    [
      'with an extension that nobody knows',
      world({ header: { crit: ['exp'], exp: 1 } }),
      'TOTAL-FAILED FORMAT_FAILURE, not-recognised: signature-invalid',
    ],
    [
      'with no algorithm',
      world({ header: { alg: 'none' } }),
      'TOTAL-FAILED FORMAT_FAILURE, not-recognised: signature-invalid',
    ],
    [
      'with the certificate itself signed, and not its digest',
      world({ header: { 'x5t#S256': undefined } }),
      'TOTAL-PASSED, recognised: agreement-in-force',
    ],
    [
      'without a word on whose certificate it is',
      world({ header: { 'x5t#S256': undefined, x5c: undefined } }),
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE, undetermined: signature-undetermined',
    ],
    [
      'as the header fields of a request, with its body',
      world(http, { detached: [...fields, given('body', body)] }),
      'TOTAL-PASSED, recognised: agreement-in-force',
    ],
    [
      'as the header fields of a request, with another body',
      world(http, { detached: [...fields, given('body', '{"price": 9000}')] }),
      'TOTAL-FAILED HASH_FAILURE, not-recognised: signature-invalid',
    ],
    [
      'as the header fields of a request, of which one is missing',
      world(http, { detached: fields.slice(1) }),
      'INDETERMINATE SIGNED_DATA_NOT_FOUND, undetermined: signature-undetermined',
    ],
  ])('%s', (_, story, outcome) => expect(told(story)).toBe(outcome))

  it('asks for the payload that is not there', () => {
    const { needs } = verify(request(world({ payload: '', signed: b64u('hello') })))
    expect(needs).toContainEqual(expect.objectContaining({ kind: 'content', for: 'payload' }))
  })
})
