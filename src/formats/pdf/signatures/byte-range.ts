import type { Coverage } from '../../format.ts'
import type { PdfFile } from '../file.ts'
import type { PdfDictionary, Place } from '../object.ts'
import type { FoundSignature } from './found.ts'
import { shortened } from './text-string.ts'

/** What a signature dictionary says it is over, held against the file. */
export interface CheckedByteRange {
  /** Why it cannot be taken for what it says; null where it can. */
  readonly problem: string | null
  /** The octets of both ranges; null where there is a problem. */
  readonly octets: readonly [Uint8Array, Uint8Array] | null
  readonly coverage: Coverage
}

/** Two ranges with a gap between them; offsets are those of the file. */
interface Ranges {
  readonly first: Place
  readonly second: Place
}

/**
 * ISO 32000-2 §12.8.1: the whole file, as it was when it was signed, but for the value of `Contents`
 * with its delimiters. The standard has that as "should"; we demand it, since whatever else is left
 * out of what is signed can be changed without a trace (signature wrapping, universal forgery).
 */
export function checkByteRange(file: PdfFile, found: FoundSignature): CheckedByteRange {
  const { dictionary } = found
  const revisions = file.revisions.length
  const field = shortened(found.field.name)
  const nothing = { extent: 'unclear', revision: null, octets: null } as const
  const unclear: Coverage = { ...nothing, field, revisions }
  const ranges = rangesOf(dictionary, file.bytes.length)
  if (typeof ranges === 'string') return { problem: ranges, octets: null, coverage: unclear }
  const gap = gapProblem(dictionary, ranges)
  if (gap !== null) return { problem: gap, octets: null, coverage: unclear }
  const end = ranges.second.end
  const signed = revisionEndingAt(file, end)
  const late = signed === null ? endProblem(file, end) : placeProblem(found, signed)
  if (signed === null || late !== null) {
    const coverage: Coverage = { ...unclear, extent: 'beginning' }
    return { problem: late, octets: null, coverage }
  }
  const octets = [
    file.bytes.subarray(0, ranges.first.end),
    file.bytes.subarray(ranges.second.start, end),
  ] as const
  const extent = end === file.bytes.length ? 'file' : 'revision'
  const upTo = file.bytes.subarray(0, end)
  const coverage: Coverage = { ...unclear, extent, revision: signed + 1, octets: upTo }
  return { problem: null, octets, coverage }
}

/** Table 255: pairs of integers, an offset and a length each; here there are two pairs. */
function rangesOf(dictionary: PdfDictionary, size: number): Ranges | string {
  const value = dictionary.entries.get('ByteRange')
  if (value === undefined) return 'the signature has no ByteRange'
  if (value.kind !== 'array') return 'the ByteRange is no array that stands in the signature itself'
  const numbers = value.items.flatMap((item) => (item.kind === 'integer' ? [item.value] : []))
  const [start, length, secondStart, secondLength] = numbers
  if (
    value.items.length !== 4 ||
    start === undefined ||
    length === undefined ||
    secondStart === undefined ||
    secondLength === undefined
  ) {
    return 'the ByteRange is not made of four integers'
  }
  if (numbers.some((one) => one < 0)) return 'the ByteRange has a negative number in it'
  if (start !== 0) return 'the ByteRange does not begin with the file'
  const first = { start, end: length }
  const second = { start: secondStart, end: secondStart + secondLength }
  if (first.end > second.start) return 'the two parts of the ByteRange overlap'
  if (second.end > size) return 'the ByteRange goes beyond the end of the file'
  return { first, second }
}

/** The gap is exactly the hexadecimal string of this very dictionary, from < to >. */
function gapProblem(dictionary: PdfDictionary, { first, second }: Ranges): string | null {
  const contents = dictionary.entries.get('Contents')
  if (contents === undefined) return 'the signature has no Contents'
  if (contents.kind !== 'string' || contents.place === null) {
    return 'Contents is no string that stands in the signature itself'
  }
  if (contents.form !== 'hexadecimal') return 'Contents is no hexadecimal string'
  const { place } = contents
  return place.start === first.end && place.end === second.start
    ? null
    : 'what the ByteRange leaves out is not exactly the value of Contents'
}

/** Line ends that writers leave out of what they sign, or put behind it, change nothing. */
function revisionEndingAt({ revisions, bytes }: PdfFile, end: number): number | null {
  for (const { index, place } of revisions) {
    const [from, to] = place.end < end ? [place.end, end] : [end, place.end]
    if (to - from <= longestLineEnds && isLineEnds(bytes.subarray(from, to))) return index
  }
  return null
}

/** Octets of line ends between %%EOF and the end of what is signed; two are usual. */
const longestLineEnds = 16

function isLineEnds(octets: Uint8Array): boolean {
  return octets.every((octet) => octet === 0x0a || octet === 0x0d)
}

function endProblem({ revisions }: PdfFile, end: number): string {
  const ends = revisions.map(({ place }) => place.end)
  return end > Math.max(...ends)
    ? 'the ByteRange ends behind the last revision'
    : 'the ByteRange ends within a revision, and not where one ends'
}

/**
 * The signature has to come with the revision that it is over: one that came before is over more than
 * its own, and one that comes after makes nobody sign what was there.
 */
function placeProblem({ revision, goneIn }: FoundSignature, signed: number): string | null {
  const over = `revision ${signed + 1} that it is over`
  if (goneIn !== null && goneIn <= signed)
    return `the signature is no longer in its field in ${over}`
  return revision === signed
    ? null
    : `the signature came into its field in revision ${revision + 1}, and not in ${over}`
}
