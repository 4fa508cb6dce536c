import { forged } from './pdf-contract.ts'
import type { PdfText } from './pdf-writer.ts'

/**
 * Universal signature forgery: another price stands on the page, and an entry of the signature
 * dictionary is such that a careless reader has nothing to verify and shows the signer all the same.
 */
export function forgery(honest: PdfText, key: string, value: string | null): string {
  const text = forged(honest.text)
  const signature = text.lastIndexOf('/Type /Sig\n')
  const pattern = new RegExp(`\\n/${key} [^\\n]*`, 'g')
  pattern.lastIndex = signature
  const found = pattern.exec(text)
  if (found === null) throw new Error(`the signature has no ${key}`)
  const [before] = found
  const after = value === null ? '\n' : `\n/${key} ${value}`
  if (after.length > before.length) throw new Error(`${value} is too long for its place`)
  const start = found.index
  // Blanks keep every offset.
  return text.slice(0, start) + after.padEnd(before.length) + text.slice(start + before.length)
}

/** The numbers of the byte range as they were. */
export function byteRangeOf({ text }: Pick<PdfText, 'text'>): readonly number[] {
  const [, numbers = ''] = /\/ByteRange \[([^\]]*)\]/.exec(text) ?? []
  return numbers.trim().split(' ').map(Number)
}

/** By what each does: the entry, and what becomes of it. */
export function forgeries(honest: PdfText): readonly (readonly [string, string, string | null])[] {
  const [, a = 0, b = 0, c = 0] = byteRangeOf(honest)
  return [
    ['byte-range-missing', 'ByteRange', null],
    ['byte-range-null', 'ByteRange', 'null'],
    ['byte-range-empty', 'ByteRange', '[]'],
    ['byte-range-zeros', 'ByteRange', '[0 0 0 0]'],
    ['byte-range-negative', 'ByteRange', `[0 ${a} ${b} -${c}]`],
    ['byte-range-one-pair', 'ByteRange', `[0 ${a}]`],
    ['byte-range-beyond-the-end', 'ByteRange', `[0 ${a} ${b} 99999]`],
    ['byte-range-not-from-the-start', 'ByteRange', `[9 ${a - 9} ${b} ${c}]`],
    ['byte-range-overlapping', 'ByteRange', `[0 ${b} ${a} ${c}]`],
    ['byte-range-of-reals', 'ByteRange', `[0 ${a}. ${b}. ${c}.]`],
    ['contents-missing', 'Contents', null],
    ['contents-null', 'Contents', 'null'],
    ['contents-empty', 'Contents', '<>'],
    ['contents-one-octet', 'Contents', '<00>'],
    ['contents-zeros', 'Contents', zeros(honest)],
    ['sub-filter-unknown', 'SubFilter', '/ETSI.CAdES.none'],
    ['sub-filter-missing', 'SubFilter', null],
  ]
}

function zeros({ text }: PdfText): string {
  const [, value = ''] = /\/Contents (<[^>]*>)/.exec(text) ?? []
  return value.replace(/[0-9a-f]/g, '0')
}
