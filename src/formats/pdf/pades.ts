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
  const warnings: { code: string; message: string }[] = []
  const warn = (code: string, message: string) => warnings.push({ code, message })
  warnOfProblems(file.problems, warn)
  const { signatures, timestamps } = documentSignatures(file, context, warn)
  if (signatures.length + timestamps.length === 0) {
    throw new VerifierError('not-a-signed-document', 'the PDF document has no signature', {
      hint: 'no signature field of any of its revisions has a value',
    })
  }
  return { mediaType: 'application/pdf', container: null, signatures, timestamps, warnings }
}

/** Problems of one kind that are named; more would hide the rest of the report. */
const mostNamed = 3

/** What could be read all the same is said: another reader may read it another way. */
function warnOfProblems(
  problems: readonly { readonly code: string; readonly message: string }[],
  warn: (code: string, message: string) => void,
): void {
  const counts = new Map<string, number>()
  for (const { code, message } of problems) {
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    if (count <= mostNamed) warn(`pdf-${code}`, message)
  }
  for (const [code, count] of counts) {
    if (count > mostNamed) warn(`pdf-${code}`, `and ${count - mostNamed} more like it`)
  }
}
