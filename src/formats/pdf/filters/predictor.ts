import { pdfMalformed } from '../malformed.ts'
import { octetAt } from '../syntax/lexer.ts'
import type { Parameter } from './parameter.ts'

/** Poppler takes no more components than 32; images have four, cross-reference streams one. */
const mostColors = 32

/** How the samples of a row lie (ISO 32000-2 §7.4.4.3, table 8). */
interface Layout {
  readonly bits: number
  /** Octets of a row. */
  readonly row: number
  /** Octets from a pixel to the one before it, rounded up (PNG, third edition, §9.2). */
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
  return { bits, row, step: (colors * bits + 7) >> 3 }
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

/**
 * TIFF 6.0, section 14: each sample is the difference from the one of its colour before it. Departure:
 * samples of other than eight bits are refused, as readers do not undo those of one bit alike.
 */
function undoTiff(octets: Uint8Array, { row, step, bits }: Layout): Uint8Array {
  if (bits !== 8) throw pdfMalformed('a predictor that readers undo in different ways')
  const rows = wholeRows(octets, row)
  const plain = octets.slice()
  for (let index = 0; index < rows; index += 1) {
    addOctets(plain, index * row + step, (index + 1) * row, step)
  }
  return plain
}
