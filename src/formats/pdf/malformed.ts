import { VerifierError } from '../../core/errors.ts'

/** What the caller can do about it, by why a PDF is not read. */
const hints = {
  damaged:
    'the file was damaged on its way, or written by a program that does not keep to the standard: ask for it once more, as it was signed. To repair it or save it anew breaks its signatures',
  incomplete: 'check that the file was written and sent whole',
  'two readings':
    'programs would not all see the same document in it, so that no signature could be shown to be over what you see: ask for one that was written anew, and signed then',
} as const

/** The error of reading PDF; the text never repeats what the document says. */
export function pdfMalformed(what: string, cause?: unknown): VerifierError {
  return malformed(what, 'damaged', cause)
}

/** The same where the end of the file seems to be lost, which is said first and in plain words. */
export function pdfIncomplete(what: string): VerifierError {
  const plain = 'it is incomplete (cut off), or no whole PDF'
  return malformed(`${plain}: ${what}`, 'incomplete')
}

/** The same where two programs could read two documents from the file. */
export function pdfAmbiguous(what: string): VerifierError {
  return malformed(what, 'two readings')
}

function malformed(what: string, why: keyof typeof hints, cause?: unknown): VerifierError {
  return new VerifierError('pdf-malformed', `PDF: ${what}`, { hint: hints[why], cause })
}
