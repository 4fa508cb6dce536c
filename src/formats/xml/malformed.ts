import { VerifierError } from '../../core/errors.ts'

/** The one error of reading XML; the text never repeats what the document says. */
export function xmlMalformed(what: string, cause?: unknown): VerifierError {
  return new VerifierError('xml-malformed', `XML: ${what}`, {
    cause,
  })
}
