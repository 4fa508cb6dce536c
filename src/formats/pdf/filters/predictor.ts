import { pdfMalformed } from '../malformed.ts'
import { octetAt } from '../syntax/lexer.ts'
import type { Parameter } from './parameter.ts'

/** Poppler takes no more components than 32; images have four, cross-reference streams one. */
const mostColors = 32

/** How the samples of a row lie (ISO 32000-2 §7.4.4.3, table 8). */
interface Layout {
  readonly colors: number
  readonly bits: number
  /** Octets of a row. */
  readonly row: number
  /** Octets from one sample to the one of the same colour before it, 1 at least. */
  readonly step: number
}

/**
 * ISO 32000-2 §7.4.4.4: 1 is none, 2 TIFF's, 10 to 15 those of PNG, where each row names its own.
 * Rows have to be whole. Throws `pdf-malformed`.
 */
export function undoPredictor(octets: Uint8Array, parameter: Parameter): Uint8Array {
  const predictor = parameter('Predictor', 1)
  if (predictor === 1) return octets
  const layout = layoutOf(parameter)
  if (predictor === 2) return undoTiff(octets, layout)
  if (predictor >= 10 && predictor <= 15) return undoPng(octets, layout)
  throw pdfMalformed('a predictor that is not known')
}

function layoutOf(parameter: Parameter): Layout {
  const colors = parameter('Colors', 1)
  const bits = parameter('BitsPerComponent', 8)
  const columns = parameter('Columns', 1)
  const known = colors >= 1 && colors <= mostColors && [1, 2, 4, 8, 16].includes(bits)
  if (!known || columns < 1) throw pdfMalformed('parameters of a predictor that make no sense')
  const row = Math.ceil((colors * bits * columns) / 8)
  return { colors, bits, row, step: Math.max(1, (colors * bits) >> 3) }
}

/** PNG, third edition, §9: each row has the number of its filter before it. */
function undoPng(octets: Uint8Array, { row, step }: Layout): Uint8Array {
  const rows = wholeRows(octets, row + 1)
  const plain = new Uint8Array(rows * row)
  for (let index = 0; index < rows; index += 1) {
    const from = index * (row + 1)
    const start = index * row
    for (let at = 0; at < row; at += 1) plain[start + at] = octetAt(octets, from + 1 + at)
    undoPngRow(plain, start, { filter: octetAt(octets, from), row, step })
  }
  return plain
}

function wholeRows(octets: Uint8Array, length: number): number {
  if (octets.length % length !== 0)
    throw pdfMalformed('a last row of a predictor that is not whole')
  return octets.length / length
}

/** PNG, third edition, §9.2: none, sub, up, average and Paeth; what is outside of the image is 0. */
function undoPngRow(
  plain: Uint8Array,
  start: number,
  { filter, row, step }: { readonly filter: number; readonly row: number; readonly step: number },
): void {
  const end = start + row
  if (filter === 1) addOctets(plain, start + step, end, step)
  else if (filter === 2) addOctets(plain, start === 0 ? end : start, end, row)
  else if (filter !== 0) {
    const predict = filter === 3 ? average : paeth
    if (filter > 4) throw pdfMalformed('a row of a predictor that is not known')
    for (let at = start; at < end; at += 1) {
      const left = at < start + step ? 0 : octetAt(plain, at - step)
      const above = start === 0 ? 0 : octetAt(plain, at - row)
      const corner = start === 0 || at < start + step ? 0 : octetAt(plain, at - row - step)
      plain[at] = octetAt(plain, at) + predict(left, above, corner)
    }
  }
}

/** Adds to each octet the one that stands `distance` before it. */
function addOctets(plain: Uint8Array, start: number, end: number, distance: number): void {
  for (let at = start; at < end; at += 1) {
    plain[at] = octetAt(plain, at) + octetAt(plain, at - distance)
  }
}

function average(left: number, above: number): number {
  return (left + above) >> 1
}

/** PNG, third edition, §9.4. */
function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const toLeft = Math.abs(estimate - left)
  const toAbove = Math.abs(estimate - above)
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** TIFF 6.0, section 14: each sample is the difference from the one of its colour before it. */
function undoTiff(octets: Uint8Array, layout: Layout): Uint8Array {
  const rows = wholeRows(octets, layout.row)
  const plain = octets.slice()
  for (let index = 0; index < rows; index += 1) {
    const row = plain.subarray(index * layout.row, (index + 1) * layout.row)
    if (layout.bits === 8) addOctets(row, layout.step, row.length, layout.step)
    else if (layout.bits === 16) undoPairs(row, layout.step)
    else undoBits(row, layout)
  }
  return plain
}

/** Two octets each, the high one first. */
function undoPairs(row: Uint8Array, step: number): void {
  const view = new DataView(row.buffer, row.byteOffset, row.length)
  for (let at = step; at < row.length; at += 2) {
    view.setUint16(at, view.getUint16(at) + view.getUint16(at - step))
  }
}

/** Samples of one, two or four bits, the high ones first; a row is filled up to a whole octet. */
function undoBits(row: Uint8Array, { colors, bits }: Layout): void {
  const mask = (1 << bits) - 1
  const before = new Uint8Array(colors)
  const samples = Math.floor((row.length * 8) / bits)
  for (let index = 0; index < samples; index += 1) {
    const at = (index * bits) >> 3
    const shift = 8 - bits - ((index * bits) & 7)
    const octet = octetAt(row, at)
    const sample = ((octet >> shift) + octetAt(before, index % colors)) & mask
    before[index % colors] = sample
    row[at] = (octet & ~(mask << shift)) | (sample << shift)
  }
}
