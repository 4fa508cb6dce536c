import type { PdfDictionary, PdfObject } from '../object.ts'
import { keysOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { flagsOf } from './visibility.ts'

/** What a field has from those above it (ISO 32000-2 §12.7.4.1). */
export interface Ancestor {
  /** Of its object; null above the top. */
  readonly number: number | null
  /** The full name (§12.7.4.2), put together when it is asked for. */
  name(): string
  readonly type: string | null
  /** Ff; null where nobody can tell which flags are set. */
  readonly flags: number | null
  /** Whether the field, or one above it, has been signed before this revision, or is in it. */
  readonly signature: 'none' | 'before' | 'now'
  /** Whether it is given a signature in this revision that is no document time-stamp. */
  readonly signs: boolean
  /** Its value before this revision and in it, or that of one above it where it has none. */
  readonly was: PdfObject
  readonly now: PdfObject
  /** Whether that is another in this revision. */
  readonly value: 'kept' | 'changed'
  readonly depth: number
}

/**
 * ISO 32000-2 §12.5.3, Table 167: ReadOnly, Locked, LockedContents. Print is none of them: paper shows
 * by it what the signed document did not print.
 */
const annotationFlags = 64 | 128 | 512
/** §12.7.4.1, Table 227: ReadOnly, which a writer sets where a signature locks the field. */
const fieldFlags = 1

/** Whether an object may be the value of a field of a type (ISO 32000-2 §12.7.5). */
export function isValueOf(type: string | null, value: PdfObject): boolean {
  if (isNull(value)) return type === 'Tx' || type === 'Btn' || type === 'Ch'
  if (type === 'Tx') return value.kind === 'string' || value.kind === 'stream'
  if (type === 'Btn') return value.kind === 'name' || value.kind === 'string'
  if (type !== 'Ch') return false
  if (value.kind !== 'array') return value.kind === 'string'
  return value.items.every(({ kind }) => kind === 'string')
}

/** Entries that go with a value, or that a writer sets as it signs. */
export function isFilledIn(
  here: Ancestor,
  key: string,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
): boolean {
  const { type, signature, value } = here
  if (signature === 'before') return false
  if (type === 'Sig') return signature === 'now' && isSetBySigning(key, from, to)
  // By themselves they show an old value in another way, as an appearance does.
  if (value === 'kept') return key === 'M' && to?.kind === 'string'
  // §12.7.5.2.2: a push button keeps no value, so that it shows none in another way either.
  if (type === 'Btn' && !isChoice(here)) return key === 'M' && to?.kind === 'string'
  // That it is the state of the new value is asked with the value.
  if (key === 'AS') return isChoice(here) && (isNull(to) || to?.kind === 'name')
  if (key === 'M' || key === 'DA') return to?.kind === 'string'
  if (key === 'MK') return isChoice(here) && onlyColours(from, to)
  if (key === 'BS') return to?.kind === 'dictionary' && isBorder(to)
  if (key === 'Rect') return sameRectangle(from, to)
  if (key === 'Q') return to?.kind === 'integer'
  if (key === 'RV') return type === 'Tx' && (isNull(to) || to?.kind === 'string')
  if (key === 'I') return type === 'Ch' && (isNull(to) || isIndices(to))
  return key === 'TI' && type === 'Ch' && to?.kind === 'integer'
}

function isSetBySigning(
  key: string,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
): boolean {
  if (key === 'M' || key === 'DA') return to?.kind === 'string'
  if (key === 'P') return isNull(from) && to?.kind === 'reference'
  if (key === 'Rect') return isNothing(to)
  return key === 'MK' && to?.kind === 'dictionary' && isPlain(to)
}

/** §12.5.4, Table 168: width and style, which an appearance has already. */
function isBorder({ entries, repeated }: PdfDictionary): boolean {
  return (
    repeated.length === 0 &&
    [...entries].every(([key, { kind }]) => {
      if (key === 'W') return kind === 'integer' || kind === 'real'
      return (key === 'S' || key === 'Type') && kind === 'name'
    })
  )
}

/** §7.9.5: a rectangle by two of its corners, whichever they are, in single precision (Annex C.2). */
function sameRectangle(from: PdfObject | undefined, to: PdfObject | undefined): boolean {
  const [before, after] = [cornersOf(from), cornersOf(to)]
  return before?.every((corner, index) => corner === after?.[index]) ?? false
}

function cornersOf(rectangle: PdfObject | undefined): readonly number[] | null {
  if (rectangle?.kind !== 'array') return null
  const corners = rectangle.items.map((item) =>
    item.kind === 'integer' || item.kind === 'real' ? Math.fround(item.value) : Number.NaN,
  )
  const [x = 0, y = 0, otherX = 0, otherY = 0] = corners
  if (corners.length !== 4 || !corners.every(Number.isFinite)) return null
  return [Math.min(x, otherX), Math.min(y, otherY), Math.max(x, otherX), Math.max(y, otherY)]
}

/** No area at all: whoever signs may show nothing where a field waited to be signed. */
function isNothing(rectangle: PdfObject | undefined): boolean {
  if (rectangle?.kind !== 'array' || rectangle.items.length !== 4) return false
  return rectangle.items.every((item) => 'value' in item && item.value === 0)
}

/** §12.7.5.2.1, Table 229: the flag Pushbutton, of a button that has no value. */
const pushbutton = 2 ** 16

/** Whether a button is a check box or a radio button, which show by a mark what is selected. */
export function isChoice({ type, flags }: Ancestor): boolean {
  return type === 'Btn' && flags !== null && (flags & pushbutton) === 0
}

export function isPushbutton({ type, flags }: Ancestor): boolean {
  return type === 'Btn' && flags !== null && (flags & pushbutton) !== 0
}

/** §12.7.5.2.1, Table 229: the flag Radio. */
const radio = 2 ** 15

export function isRadio({ type, flags }: Ancestor): boolean {
  return type === 'Btn' && flags !== null && (flags & radio) !== 0
}

/** §12.5.6.19, Table 192: the colours of border and ground, and the character of the mark. */
function onlyColours(from: PdfObject | undefined, to: PdfObject | undefined): boolean {
  const [before, after] = [characteristics(from), characteristics(to)]
  if (before === null || after === null) return false
  return [...keysOf(before.entries, after.entries)].every((key) => {
    const value = after.entries.get(key)
    if (same(before.entries.get(key), value)) return true
    if (key === 'BC' || key === 'BG') return isNull(value) || isNumbers(value)
    return key === 'CA' && (isNull(value) || (value?.kind === 'string' && value.bytes.length === 1))
  })
}

function characteristics(object: PdfObject | undefined): PdfDictionary | null {
  if (isNull(object)) return { kind: 'dictionary', entries: new Map(), repeated: [] }
  return object?.kind === 'dictionary' && object.repeated.length === 0 ? object : null
}

function isNumbers(object: PdfObject | undefined): boolean {
  const items = object?.kind === 'array' ? object.items : null
  return items?.every(({ kind }) => kind === 'integer' || kind === 'real') ?? false
}

function isPlain(object: PdfObject): boolean {
  if (object.kind === 'array') return object.items.every(isPlain)
  if (object.kind === 'dictionary') return [...object.entries.values()].every(isPlain)
  return object.kind !== 'reference' && object.kind !== 'stream'
}

function isIndices(object: PdfObject | undefined): boolean {
  return object?.kind === 'array' && object.items.every(({ kind }) => kind === 'integer')
}

/** The type of a widget, which one without it has all the same (ISO 32000-2 §12.5.2). */
export function namesItsType(
  key: string,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
): boolean {
  return key === 'Type' && isNull(from) && to?.kind === 'name' && to.name === 'Annot'
}

/**
 * Flags that keep a field from being changed and show nothing else. A field without Ff has those of the one
 * above it (ISO 32000-2 §12.7.4.1, Table 226), which are `inherited`: some make a push button of it.
 */
export function onlyAddsFlags(
  key: string,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  inherited: number | null,
): boolean {
  const flags = key === 'F' ? annotationFlags : key === 'Ff' ? fieldFlags : 0
  const [had, has] = [from, to].map((object) => {
    return key === 'Ff' && isNull(object) ? inherited : flagsOf(object)
  })
  if (flags === 0 || typeof had !== 'number' || typeof has !== 'number') return false
  return (had & ~has) === 0 && (has & ~had & ~flags) === 0
}
