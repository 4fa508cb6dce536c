import { VerifierError } from '../../../core/errors.ts'
import type { PdfDictionary, Place } from '../object.ts'
import { readNumberPair } from '../syntax/atoms.ts'
import { isWhiteSpace, keywordAt, octetAt, skipSpace } from '../syntax/lexer.ts'
import { parseObject } from '../syntax/parser.ts'
import { roomFor } from '../syntax/weight.ts'
import { headerWithin } from './limits.ts'
import { type Source, searchable } from './source.ts'

/** Whether the first object is a linearisation parameter dictionary (ISO 32000-2 annex F.3.3). */
export function isLinearised(source: Source, header: number): boolean {
  const first = firstObject(source, header)
  return first !== null && first !== 'unreadable' && first.dictionary.entries.has('Linearized')
}

/**
 * ISO 32000-2 annex F.3.3: where the file is as long as `L` says, readers begin at the section behind
 * the first object, and not at the end. So `L` may be no more than the first revision has, or whoever
 * makes the file that long decides what it shows; and where it is that, both have to be one section.
 */
export function sayOfLinearisation(source: Source, saves: readonly Saved[], header: number): void {
  const first = firstObject(source, header)
  const [save] = saves
  if (first === null || save === undefined) return
  if (first === 'unreadable' ? !mayBeLinearised(source, header) : isTrue(source, first, save))
    return
  const message =
    'a linearised file of another length, or with other cross-references, than it says'
  source.problems.add('linearisation-of-another-length', message, header)
}

/** The place of what one save wrote, and of the section that its `startxref` leads to. */
interface Saved {
  readonly place: Place
  readonly main: { readonly place: Place }
}

interface FirstObject {
  readonly dictionary: PdfDictionary
  /** Behind the dictionary. */
  readonly end: number
}

/** The dictionary that the first object is, whatever stands behind it; null where it is none. */
function firstObject({ bytes, budget }: Source, header: number): FirstObject | 'unreadable' | null {
  const head = readNumberPair(bytes, skipSpace(bytes, header, budget), budget)
  if (head === null || !keywordAt(bytes, head.next, 'obj')) return null
  const options = { budget, place: 'file', room: roomFor(bytes.length) } as const
  try {
    const { object, end } = parseObject(bytes, head.next + 'obj'.length, options)
    return object.kind === 'dictionary' ? { dictionary: object, end } : null
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'pdf-malformed') return 'unreadable'
    throw error
  }
}

/** Whether the name stands in what cannot be read, or may, with characters in hexadecimal. */
function mayBeLinearised({ bytes }: Source, header: number): boolean {
  const octets = searchable(bytes.subarray(header, header + headerWithin))
  return octets.includes('Linearized') || octets.includes('#')
}

function isTrue(source: Source, { dictionary, end }: FirstObject, { place, main }: Saved): boolean {
  const { entries, repeated } = dictionary
  const length = entries.get('L')
  if (!entries.has('Linearized') || length === undefined) return true
  if (length.kind !== 'integer' || repeated.includes('L') || repeated.includes('Linearized')) {
    return false
  }
  // A line end behind %%EOF may be of the file or not.
  if (length.value < place.end - 2) return true
  if (length.value > source.bytes.length) return false
  for (let at = place.end; at < length.value; at += 1) {
    if (!isWhiteSpace(octetAt(source.bytes, at))) return false
  }
  const { bytes, budget } = source
  const close = skipSpace(bytes, end, budget)
  if (!keywordAt(bytes, close, 'endobj')) return false
  return skipSpace(bytes, close + 'endobj'.length, budget) === main.place.start
}
