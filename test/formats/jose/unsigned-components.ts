import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { baseline } from '../cms/material.ts'
import { b64u, bob, parse, type Signed, signJws } from './material.ts'

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** A pkiOb with its value and nothing else. */
export const val = (bytes: Uint8Array) => ({ val: base64(bytes) })

/** Any CMS will do where the token is not validated. */
export const token = { tstTokens: [val(baseline(Buffer.from('a token')))] }

export const twoTokens = { tstTokens: [...token.tstTokens, ...token.tstTokens] }

const evidence = join(import.meta.dirname, '../../../trust-lists/sample/evidence')

export const crl = readFileSync(
  join(evidence, readdirSync(evidence).find((one) => one.endsWith('.crl')) ?? ''),
)

/** Validation data: a certificate; a list, and a response that cannot be read. */
export const xVals = [{ x509Cert: val(bob.certificate) }]

export const rVals = { crlVals: [val(crl)], ocspVals: [val(Buffer.from('300a'))] }

/** A flattened JWS with unsigned components. */
export const withUnsigned = (etsiU: readonly unknown[], signed: Signed = signJws()) =>
  JSON.stringify({ ...signed, header: { etsiU } })

/** The same components in base64url, as TS 119 182-1 §5.3.1 has them. */
export const encoded = (components: readonly unknown[]) =>
  components.map((one) => b64u(JSON.stringify(one)))

/** The first signature of a document. */
export const signatureIn = (document: string) => {
  const [signature] = parse(document).signatures
  if (signature === undefined) throw new Error('no signature')
  return signature
}
