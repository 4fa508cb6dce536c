import type { PdfFile } from '../file.ts'
import { searchable } from '../structure/source.ts'
import { isRegular, octetAt } from '../syntax/lexer.ts'
import type { FoundSignature, Warn } from './found.ts'

/**
 * Signature dictionaries that stand in the file, and that no field leads to, in no revision: somebody
 * may have signed with them, and no report says so. They are counted by the name of their ByteRange
 * (ISO 32000-2 table 255), so that those in a compressed stream are not seen.
 */
export function warnOfUnreached(
  { bytes }: PdfFile,
  found: readonly FoundSignature[],
  warn: Warn,
): void {
  const reached = found.filter(({ dictionary }) => dictionary.entries.has('ByteRange')).length
  const count = byteRangesIn(bytes) - reached
  if (count <= 0) return
  const what = count === 1 ? 'one signature dictionary' : `${count} signature dictionaries`
  const message = `in the file, or in what is attached to it, at least ${what} can be seen by the name ByteRange that no field leads to: nothing is said of them here`
  warn('pdf-signatures-not-reached', message)
}

const name = '/ByteRange'

/** How often the name stands in the file; takes linear time, and reads no syntax. */
function byteRangesIn(bytes: Uint8Array): number {
  const octets = searchable(bytes)
  let count = 0
  for (let at = octets.indexOf(name); at !== -1; at = octets.indexOf(name, at + name.length)) {
    if (!isRegular(octetAt(bytes, at + name.length))) count += 1
  }
  return count
}
