import type { PdfFile } from '../file.ts'
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

const name = Buffer.from('/ByteRange')
const second = name.readUInt8(1)

/**
 * How often the name stands in the file; takes linear time, and reads no syntax. Looked for by its second
 * octet alone: that takes half the time of looking for all of it, and a quarter of that of a digest.
 */
function byteRangesIn(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(second); at !== -1; at = bytes.indexOf(second, at + 1)) {
    if (isNameAt(bytes, at - 1) && !isRegular(octetAt(bytes, at - 1 + name.length))) count += 1
  }
  return count
}

function isNameAt(bytes: Uint8Array, start: number): boolean {
  if (bytes[start + 2] !== name[2]) return false
  return name.every((octet, at) => octet === bytes[start + at])
}
