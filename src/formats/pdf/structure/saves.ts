import { pdfAmbiguous, pdfMalformed } from '../malformed.ts'
import type { Place } from '../object.ts'
import { keywordAt, skipSpace } from '../syntax/lexer.ts'
import { parseObject } from '../syntax/parser.ts'
import { roomFor } from '../syntax/weight.ts'
import { mostSpaceAtTheEnd } from './limits.ts'
import { isLinearised } from './linearised.ts'
import type { Section } from './section.ts'
import { type Source, searchable, skipLineEnd, skipWhiteSpace } from './source.ts'
import { type EndMarker, endMarkerAt } from './start.ts'

/** What one save of the file wrote (ISO 32000-2 §7.5.6). */
export interface Save {
  readonly place: Place
  /** The one that `startxref` leads to. */
  readonly main: Section
  /** All of them, in the order in which an entry is looked for. */
  readonly sections: readonly Section[]
  /** Of those, the ones that an earlier save has led to already. */
  readonly again: ReadonlySet<Section>
  /**
   * What else is no object: `startxref` with its offset and `%%EOF`, of which a linearised save has
   * two, and a trailer behind a cross-reference stream.
   */
  readonly markers: readonly Place[]
}

/**
 * The saves of a file, oldest first, of its sections, newest first. Each save stands behind the one
 * before; the first two sections of a linearised file are of one save (annex F).
 */
export function savesOf(
  source: Source,
  chain: readonly Section[],
  header: number,
  last: EndMarker,
): readonly Save[] {
  const groups = groupsOf(source, chain, header)
  const saves: Save[] = []
  const known = new Set<Section>()
  for (const [index, group] of groups.entries()) {
    const before = saves.at(-1)
    const next = groups[index + 1]?.[0].place.start ?? null
    const save = saveOf(source, group, before?.place.end ?? 0, next, last, known)
    for (const section of save.sections) known.add(section)
    if (before !== undefined && isRestOfHybrid(source, group, before)) {
      saves[saves.length - 1] = joined(before, save)
    } else {
      saves.push(save)
    }
  }
  sayHiddenOutside(source, saves)
  return saves
}

/** The sections of a save, the main one first. */
type Group = readonly [Section, ...Section[]]

function groupsOf(source: Source, chain: readonly Section[], header: number): readonly Group[] {
  const groups: Group[] = chain.map((section) => [section])
  const main = chain.at(-1)
  const firstPage = chain.at(-2)
  if (main !== undefined && firstPage !== undefined && firstPage.place.start < main.place.start) {
    if (!isLinearised(source, header)) {
      throw pdfAmbiguous('cross-reference sections that are not in the order of the revisions')
    }
    groups.splice(-2, 2, [firstPage, main])
  }
  return groups.reverse()
}

/** `next` is where the section of the next save begins, null for the last. */
function saveOf(
  source: Source,
  group: Group,
  start: number,
  next: number | null,
  last: EndMarker,
  known: ReadonlySet<Section>,
): Save {
  const [main] = group
  const first = Math.min(...group.map(({ place }) => place.start))
  if (first < start) {
    throw pdfAmbiguous('cross-reference sections that are not in the order of the revisions')
  }
  const end = Math.max(...group.map(({ place }) => place.end))
  const marker =
    markerBehind(source, end, next ?? last.place.end, main) ?? (next === null ? last : null)
  if (marker !== null && marker.place.start < end) {
    throw pdfMalformed('a cross-reference section behind its "startxref"')
  }
  sayOfMarker(source, marker, main, end)
  const place = { start, end: marker?.place.end ?? skipLineEnd(source.bytes, end) }
  const markers = marker === null ? [] : [marker.place]
  if (group.length > 1) markers.push(...firstPageMarker(source, main))
  markers.push(...group.flatMap((section) => trailerBehind(source, section)))
  const sections = group.flatMap((one) => (one.hidden === null ? [one] : [one, one.hidden]))
  const again = new Set(sections.filter((section) => known.has(section)))
  return { place, main, sections, again, markers }
}

/**
 * The `startxref` of a save: the next thing behind its section; or, for a cross-reference stream is
 * not always the last object, the first one that leads back to it.
 */
function markerBehind(source: Source, from: number, to: number, main: Section): EndMarker | null {
  const near = endMarkerAt(source, skipSpace(source.bytes, from, source.budget))
  if (near !== null || from >= to) return near
  const octets = searchable(source.bytes.subarray(0, to))
  for (let at = octets.indexOf('startxref', from); at !== -1; ) {
    const marker = endMarkerAt(source, at)
    if (marker !== null && leadsTo(source, marker, main)) return marker
    at = octets.indexOf('startxref', at + 1)
  }
  return null
}

function leadsTo(source: Source, marker: EndMarker, main: Section): boolean {
  const at = marker.offset + source.shift
  return at <= main.place.start && skipWhiteSpace(source, at) === main.place.start
}

function sayOfMarker(source: Source, marker: EndMarker | null, main: Section, end: number): void {
  const { problems } = source
  if (marker === null) {
    problems.add('revision-without-end', 'a revision that does not end with "startxref"', end)
    return
  }
  if (marker.closed === 'without') {
    const message = 'no %%EOF behind "startxref"'
    problems.add('end-of-file-marker-missing', message, marker.place.start)
  }
  if (marker.space > mostSpaceAtTheEnd) {
    const message = `${marker.space} octets of white space between "startxref" and %%EOF`
    problems.add('much-white-space-at-the-end', message, marker.place.start)
  }
  if (!leadsTo(source, marker, main)) {
    const message = 'a revision whose "startxref" leads elsewhere than the next revision says'
    problems.add('revision-begins-elsewhere', message, marker.place.start)
  }
}

/** `startxref 0` behind the first-page section of a linearised file (annex F.3.5). */
function firstPageMarker(source: Source, section: Section): Place[] {
  const [trailer = section.place] = trailerBehind(source, section)
  const marker = endMarkerAt(source, skipSpace(source.bytes, trailer.end, source.budget))
  return marker === null ? [] : [marker.place]
}

/**
 * A trailer that no reader needs: some writers put one behind a cross-reference stream. One that
 * would lead a reader elsewhere is left to be found as what it is.
 */
function trailerBehind(source: Source, { object, place }: Section): Place[] {
  const { bytes, budget } = source
  const start = skipSpace(bytes, place.end, budget)
  if (object === null || !keywordAt(bytes, start, 'trailer')) return []
  const read = parseObject(bytes, start + 'trailer'.length, {
    budget,
    place: 'file',
    room: roomFor(bytes.length),
  })
  const trailer = read.object.kind === 'dictionary' ? read.object : null
  const leads = ['Root', 'Prev', 'XRefStm', 'Encrypt'].some((key) => trailer?.entries.has(key))
  if (trailer === null || leads) return []
  const message = 'a trailer behind a cross-reference stream'
  source.problems.add('trailer-behind-stream', message, start)
  return [{ start, end: read.end }]
}

/**
 * The stream of a hybrid that stands before its revision, and is of none before it, is said; behind
 * it, there was nothing when the revision was the last one.
 */
function sayHiddenOutside(source: Source, saves: readonly Save[]): void {
  for (const { sections, place, again } of saves) {
    for (const section of sections) {
      const { start, end } = section.place
      if (end > place.end) throw pdfMalformed('a cross-reference stream behind its revision')
      if (start >= place.start || again.has(section)) continue
      const message = 'a cross-reference stream that stands outside of the revision that it is of'
      source.problems.add('section-outside-its-revision', message, start)
    }
  }
}

/**
 * Whether a save is no more than the empty table that makes a hybrid of the one before (§7.5.8.4,
 * with its example): its stream stands in that one, and nothing stands between the two.
 */
function isRestOfHybrid(source: Source, group: Group, before: Save): boolean {
  const [{ hidden, entries, place }] = group
  if (hidden === null || entries.size > 0 || hidden.place.start >= before.place.end) return false
  return skipSpace(source.bytes, before.place.end, source.budget) === place.start
}

function joined(before: Save, save: Save): Save {
  return {
    place: { start: before.place.start, end: save.place.end },
    main: save.main,
    sections: [...save.sections, ...before.sections],
    again: before.again,
    markers: [...before.markers, ...save.markers],
  }
}
