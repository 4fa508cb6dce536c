import { VerifierError } from '../../core/errors.ts'

/** The one error of reading PDF; the text never repeats what the document says. */
export function pdfMalformed(what: string, cause?: unknown): VerifierError {
  return new VerifierError('pdf-malformed', `PDF: ${what}`, { cause })
}
