import { VerifierError } from '../../core/errors.ts'

/** A container that is not read: two readers might see two documents in it, or none. */
export function unreadable(detail: string, cause?: unknown): VerifierError {
  return new VerifierError('document-unreadable', `the container cannot be read: ${detail}`, {
    hint: 'check that the file was written and sent whole',
    cause,
  })
}
