import { type ErrorCode, VerifierError } from '../core/errors.ts'

/** What a caller is told of a request that could not be carried out. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string | null
}

/** What helps against an error of a code, where whoever threw it knew no better. */
const hints: Readonly<Partial<Record<ErrorCode, string>>> = {
  'certificate-malformed': 'give certificates in DER or PEM',
  'crl-malformed': 'give CRLs in DER or PEM',
  'ocsp-malformed': 'give OCSP responses in DER, or in PEM as "OCSP RESPONSE"',
  'der-malformed': 'give it in DER or PEM, whole and with nothing behind it',
  'document-empty': 'check that the file was written and sent whole',
  'file-unreadable': 'check the path and its permissions',
  'not-a-signed-document':
    'give the file that holds the signature, and the file it belongs to as detached content',
  'not-found':
    'GET /openapi.json describes every resource; /v1/trust-lists and /v1/agreements list what there is',
  'password-wrong': 'the document is encrypted: give the password that opens it',
  'request-malformed':
    'docs/openapi.json lists the members of a request; GET /openapi.json gives it over HTTP',
  'xml-malformed': 'give XML 1.0 without a document type declaration',
}

/** The public side of an error; of one that is not ours it tells nothing but that it happened. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof VerifierError) {
    const { code, message, hint } = error
    return { code, message, hint: hint ?? hints[code] ?? null }
  }
  return {
    code: 'internal-error',
    message: 'an error of the program itself',
    hint: 'please report it, with the request that caused it',
  }
}
