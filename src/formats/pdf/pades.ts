import { fromLatin1 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument } from '../format.ts'
import type { PdfFile } from './file.ts'
import { readPdf } from './read.ts'
import { documentSignatures } from './signatures/document-signatures.ts'

/** PDF signatures (ISO 32000-2 §12.8), and PAdES in them (EN 319 142-1 and -2). */
export const pdf: Format = { name: 'PDF', recognises: looksLikePdf, parse: parsePdf }

/** Octets looked at: the header stands in the first kilobyte (ISO 32000-2 §7.5.2 and annex I). */
const head = 1024

function looksLikePdf(bytes: Uint8Array): boolean {
  return fromLatin1(bytes.subarray(0, head)).includes('%PDF-')
}

function parsePdf(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  const { budget, crypto, password } = context
  budget.spend('bytes', bytes.length)
  const file = readPdf(bytes, { budget, crypto, ...(password !== undefined && { password }) })
  const { warnings, warn } = boundedWarnings()
  // What could be read all the same is said: another reader may read it another way.
  for (const { code, message } of file.problems) warn(`pdf-${code}`, message)
  const { signatures, timestamps } = documentSignatures(file, context, warn)
  if (signatures.length + timestamps.length === 0) throw unsigned(file)
  if (signatures.length === 0) {
    const message =
      'no field of the document has a signature, only time-stamps, which are not validated yet'
    warn('pdf-timestamps-only', message)
  }
  return { mediaType, container: null, signatures, timestamps, warnings: warnings() }
}

/** Of a file that was cut off nobody can say that it was not signed: its signature may be what is lost. */
function unsigned({ bytes, revisions, problems }: PdfFile): VerifierError {
  if (!problems.some(({ code }) => code === 'data-behind-the-end')) {
    return new VerifierError('not-a-signed-document', 'the PDF document has no signature', {
      hint: 'give the document that was signed, and not the one that was prepared to be: no signature field of it has a value',
    })
  }
  const end = revisions.at(-1)?.place.end ?? 0
  const where = `octets ${end} to ${bytes.length} stand behind the last end of the file`
  return new VerifierError(
    'document-unreadable',
    `the PDF seems to be incomplete (cut off), or was written on: ${where}`,
    { hint: 'check that the file was written and sent whole' },
  )
}

const mediaType = 'application/pdf'

/** Warnings of one kind that are given; more would hide the rest of the report. */
const mostOfAKind = 10

interface BoundedWarnings {
  warn(code: string, message: string): void
  warnings(): ParsedDocument['warnings']
}

function boundedWarnings(): BoundedWarnings {
  const given: { code: string; message: string }[] = []
  const counts = new Map<string, number>()
  return {
    warn: (code, message) => {
      const count = (counts.get(code) ?? 0) + 1
      counts.set(code, count)
      if (count <= mostOfAKind) given.push({ code, message })
    },
    warnings: () => {
      const over = [...counts].filter(([, count]) => count > mostOfAKind)
      return [
        ...given,
        ...over.map(([code, count]) => {
          return { code, message: `and ${count - mostOfAKind} more of this kind` }
        }),
      ]
    },
  }
}
