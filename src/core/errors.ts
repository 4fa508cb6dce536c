/** Every code a request can be refused with; stable, and part of the contract. */
export type ErrorCode =
  | 'agreement-malformed'
  | 'budget-exceeded'
  | 'certificate-malformed'
  | 'crl-malformed'
  | 'der-malformed'
  | 'document-empty'
  | 'document-too-large'
  | 'document-unreadable'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'format-unsupported'
  | 'not-a-signed-document'
  | 'not-found'
  | 'ocsp-malformed'
  | 'password-wrong'
  | 'pdf-malformed'
  | 'request-malformed'
  | 'source-refused'
  | 'trust-list-malformed'
  | 'trust-unusable'
  | 'xml-malformed'

/** The facts behind an error, for machines: plain values only, never document content. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null>>

/**
 * The one error of this package: a request that cannot be carried out.
 * A bad signature is a result, never an error.
 */
export class VerifierError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly facts: ErrorFacts

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; facts?: ErrorFacts; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'VerifierError'
    this.code = code
    this.hint = options.hint
    this.facts = options.facts ?? {}
  }
}

/** What is read, or null where it cannot be: for callers to whom the unreadable is as good as absent. */
export function readOrNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}
