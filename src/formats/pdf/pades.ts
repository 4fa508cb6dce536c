import { fromLatin1 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument } from '../format.ts'
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
  if (signatures.length + timestamps.length === 0) {
    throw new VerifierError('not-a-signed-document', 'the PDF document has no signature', {
      hint: 'no signature field of any of its revisions has a value',
    })
  }
  return { mediaType, container: null, signatures, timestamps, warnings: warnings() }
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
