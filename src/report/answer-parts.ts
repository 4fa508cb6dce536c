import { z } from 'zod'

// What verdicts on documents and on chains have in common.

export const says = (description: string) => ({ description })
export const time = z.string().meta({ format: 'date-time' })
export const sha256 = z.string().meta(says('lower-case hexadecimal'))
const state = z.string().meta(says('ISO 3166-1 alpha-2'))
export const count = z.int()
export const texts = z.array(z.string())
export const text = z.string().nullable()

export const integrity = z
  .enum(['intact', 'broken', 'unknown'])
  .meta(says('of the octets that were signed; no trust, no policy'))
export const mainIndication = z.enum(['PASSED', 'FAILED', 'INDETERMINATE'])
export const subIndication = z.string().nullable().meta(says('spelled as in EN 319 102-1'))
const level = z.enum(['QES', 'AdES-QC', 'AdES', 'QESeal', 'AdESeal-QC', 'AdESeal']).nullable()

export const reason = z
  .enum([
    'ALGORITHM_NOT_RELIABLE',
    'BUDGET_EXCEEDED',
    'CRYPTO_UNSUPPORTED',
    'DETACHED_CONTENT_MISSING',
    'DOCUMENT_MODIFIED',
    'FORMAT_UNSUPPORTED',
    'KEY_MALFORMED',
    'NO_REVOCATION_DATA',
    'NO_TRUST_ANCHOR',
    'SIGNATURE_MALFORMED',
    'SIGNING_CERTIFICATE_MISMATCH',
    'SIGNING_CERTIFICATE_MISSING',
    'SIGNING_CERTIFICATE_NOT_REFERENCED',
  ])
  .nullable()
  .meta(says('a stable code that says more'))

export const check = z.strictObject({
  id: z.string(),
  rule: z.string().meta(says('the clause that it is made by')),
  conclusion: z.enum(['PASSED', 'FAILED', 'INDETERMINATE', 'WARNED', 'IGNORED']),
  detail: z.string(),
})

export const need = z.strictObject({
  kind: z.enum(['crl', 'ocsp', 'certificate', 'content', 'trust-list']),
  for: z.string().meta(says('a subject, a file name')),
  uri: text,
  request: z.string().optional().meta(says('for OCSP: the OCSPRequest to send, DER in base64')),
  digestAlgorithms: texts.optional().meta(says('for content: digests that would do in its place')),
})

export const warning = z.strictObject({ code: z.string(), message: z.string() })

export const agreement = z.strictObject({ id: z.string(), version: count, sha256 })

export const recognition = z
  .strictObject({
    outcome: z.enum(['domestic', 'recognised', 'not-recognised', 'undetermined']),
    relying: state,
    origin: state.nullable(),
    agreement: agreement.nullable(),
    originLevel: level,
    grantedLevel: level,
    reason: z.enum([
      'same-state',
      'agreement-in-force',
      'no-agreement',
      'agreement-not-verified',
      'agreement-draft',
      'not-yet-in-force',
      'suspended',
      'terminated',
      'certificate-issued-outside-agreement',
      'no-proof-of-time',
      'list-not-named',
      'service-not-listed',
      'service-type-not-covered',
      'status-not-equivalent',
      'level-too-low',
      'subject-type-not-covered',
      'algorithm-not-allowed',
      'mechanism-not-supported',
      'list-expired',
      'origin-ambiguous',
      'agreement-ambiguous',
      'signature-invalid',
      'signature-undetermined',
      'no-trust-anchor',
    ]),
    explanation: z.string().meta(says('one sentence that a civil servant understands')),
  })
  .nullable()
  .meta(says('null where no relying state was given'))
