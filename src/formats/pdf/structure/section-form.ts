import type { PdfDictionary, PdfObject } from '../object.ts'
import { digitsEnd, octetAt, valueOfDigits } from '../syntax/lexer.ts'
import { largestObjectNumber } from './limits.ts'
import type { Save } from './saves.ts'
import { type Section, sizeOf } from './section.ts'
import { type Source, skipLineEnd } from './source.ts'
import { endMarkerAt, startsWith } from './start.ts'

/**
 * Says which cross-references of the later revisions are not written as ISO 32000-2 §7.5.4, §7.5.5 and
 * §7.5.8 write them. Where anything else stands, some readers find no cross-references, and rebuild
 * the file from whatever looks like an object in it. The first revision may be as it is: a signature
 * over it is over what readers saw. Of every revision it is said where `Size` is above annex C: some
 * readers rebuild the file for that as well.
 */
export function sayOfForm(source: Source, saves: readonly Save[]): void {
  const { problems } = source
  const starts = new Set(saves.flatMap(({ sections }) => sections.map(({ place }) => place.start)))
  for (const [index, { sections, markers }] of saves.entries()) {
    for (const section of sections) {
      const { start } = section.place
      if (sizeOf(section.trailer) > largestObjectNumber + 1) {
        problems.add('size-too-large', 'a Size that is above what any file may have', start)
      }
      if (index === 0 || (isWritten(source, section) && leadsExactly(source, section, starts))) {
        continue
      }
      const message = 'cross-references that are not written as the standard has them'
      problems.add('section-written-otherwise', message, start)
    }
    for (const { start } of index === 0 ? [] : markers) {
      if (isMarkerWritten(source, start, starts)) continue
      const message = '"startxref", its offset and %%EOF are not written as the standard has them'
      problems.add('end-written-otherwise', message, start)
    }
  }
}

function isWritten(source: Source, section: Section): boolean {
  return section.keyword === null
    ? isStreamWritten(source, section)
    : isTableWritten(source, section.place.start, section.keyword)
}

/** Whether `Prev` and `XRefStm` lead to where sections begin. */
function leadsExactly(source: Source, { trailer }: Section, starts: ReadonlySet<number>) {
  return ['Prev', 'XRefStm'].every((key) => {
    const value = trailer.entries.get(key)
    return value === undefined || (value.kind === 'integer' && leads(source, value.value, starts))
  })
}

/** Departure from §7.5.5: one line end may stand there before the section, as some writers count. */
function leads({ bytes, shift }: Source, offset: number, starts: ReadonlySet<number>): boolean {
  return starts.has(offset + shift) || starts.has(skipLineEnd(bytes, offset + shift))
}

/**
 * ISO 32000-2 §7.5.4. Departures, for what writers put and all readers take: a space behind the head
 * of a subsection, a line end before `trailer`, and `trailer` and its dictionary on one line.
 */
function isTableWritten({ bytes }: Source, start: number, keyword: number): boolean {
  let at = lineBehind(bytes, start + 'xref'.length)
  while (at !== null && at < keyword) {
    at = subsectionEnd(bytes, at)
    if (at !== null && skipLineEnd(bytes, at) === keyword) at = keyword
  }
  if (at !== keyword) return false
  const behind = keyword + 'trailer'.length
  const dictionary = skipLineEnd(bytes, octetAt(bytes, behind) === space ? behind + 1 : behind)
  return startsWith(bytes, dictionary, '<<')
}

/** Behind `first count` and so many entries; null where they are written in another way. */
function subsectionEnd(bytes: Uint8Array, at: number): number | null {
  const first = numberEnd(bytes, at)
  if (first === null || octetAt(bytes, first) !== space) return null
  const second = numberEnd(bytes, first + 1)
  if (second === null) return null
  const count = valueOfDigits(bytes, first + 1, second)
  const head = octetAt(bytes, second) === space ? second + 1 : second
  let next = lineBehind(bytes, head)
  for (let index = 0; next !== null && index < count; index += 1) next = entryEnd(bytes, next)
  return next
}

/** Twenty octets; the number of the next free object is one that there may be. */
function entryEnd(bytes: Uint8Array, at: number): number | null {
  const [last, end] = [octetAt(bytes, at + 18), octetAt(bytes, at + 19)]
  const ends = last === space ? end === lineFeed || end === carriageReturn : isCrLf(last, end)
  const isFree = octetAt(bytes, at + 17) === 0x66
  if (!ends || (isFree && valueOfDigits(bytes, at, at + 10) > largestObjectNumber)) return null
  return at + 20
}

const space = 0x20
const lineFeed = 0x0a
const carriageReturn = 0x0d

function isCrLf(first: number, second: number): boolean {
  return first === carriageReturn && second === lineFeed
}

/** Behind the line end at an offset; null where there is none. */
function lineBehind(bytes: Uint8Array, at: number): number | null {
  const end = skipLineEnd(bytes, at)
  return end === at ? null : end
}

/** Behind a number without zeros before it, as long as those of an offset; null where there is none. */
function numberEnd(bytes: Uint8Array, at: number): number | null {
  const end = digitsEnd(bytes, at, 10)
  if (end === -1 || (octetAt(bytes, at) === 0x30 && end > at + 1)) return null
  return end
}

/**
 * ISO 32000-2 §7.5.8. Beyond it: the filter is the one that all writers use, and the fields are no
 * wider than readers take them; nothing needs more.
 */
function isStreamWritten({ bytes }: Source, { object, place, trailer }: Section): boolean {
  if (object === null || object.generation !== 0) return false
  if (!startsWith(bytes, place.start, `${object.number} 0 obj`)) return false
  return isFlate(trailer.entries.get('Filter')) && hasUsualWidths(trailer)
}

function isFlate(filter: PdfObject | undefined): boolean {
  if (filter?.kind === 'array') return filter.items.length === 1 && isFlate(filter.items[0])
  return filter === undefined || (filter.kind === 'name' && filter.name === 'FlateDecode')
}

/** Octets of the type, of an offset and of a generation, at the most. */
const widest = [1, 8, 4]

function hasUsualWidths({ entries }: PdfDictionary): boolean {
  const widths = entries.get('W')
  if (widths?.kind !== 'array') return false
  return widths.items.every((width, index) => {
    return width.kind === 'integer' && width.value <= (widest[index] ?? 0)
  })
}

/** ISO 32000-2 §7.5.5: three lines, and the offset of a section. What is no such end is a trailer. */
function isMarkerWritten(source: Source, start: number, starts: ReadonlySet<number>): boolean {
  const { bytes } = source
  const marker = endMarkerAt(source, start)
  if (marker === null) return true
  const offset = lineBehind(bytes, start + 'startxref'.length)
  const end = offset === null ? null : numberEnd(bytes, offset)
  const last = end === null ? null : lineBehind(bytes, end)
  return last !== null && startsWith(bytes, last, '%%EOF') && leads(source, marker.offset, starts)
}
