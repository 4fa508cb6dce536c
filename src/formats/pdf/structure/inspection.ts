import type { Place } from '../object.ts'
import { isWhiteSpace, keywordAt } from '../syntax/lexer.ts'
import type { Definition } from './definition.ts'
import type { EntryIndex } from './entry-index.ts'
import type { Landmarks } from './landmarks.ts'
import { mostSpaceAtTheEnd } from './limits.ts'
import type { ObjectReader } from './objects.ts'
import { standsIn } from './offsets.ts'
import { foundIn, type OpenRevision } from './open-revision.ts'
import type { Save } from './saves.ts'
import type { Source } from './source.ts'
import { sayOfStray } from './stray.ts'
import { type Region, Walk } from './walk.ts'

/** What the octets of a file are compared with. */
export interface Inspected {
  readonly source: Source
  readonly saves: readonly Save[]
  readonly revisions: readonly OpenRevision[]
  readonly index: EntryIndex
  readonly objects: ObjectReader
  readonly landmarks: Landmarks
}

/**
 * Compares the octets of every revision with its cross-references: what stands there and is not
 * listed, is listed and does not stand there, or stands there twice. Offsets are repaired where the
 * revision has one definition of that object, and nothing in it that cannot be read.
 */
export function inspect(file: Inspected, header: number): void {
  const { source, revisions, objects, landmarks } = file
  const walk = new Walk(source, objects, landmarks)
  const listed = new Set(revisions.flatMap(listedBy))
  const later = { objects: [] as Place[], strange: [] as Place[] }
  for (const [index, revision] of revisions.entries()) {
    const { start, end } = revision.place
    const region = walk.region({ start: index === 0 ? Math.max(start, header) : start, end })
    for (const offset of repair(file, revision, region)) listed.add(offset)
    sayOfEntries(file, revision)
    sayOfSectionObjects(file, revision)
    for (const definition of region.definitions) {
      if (!listed.has(definition.start)) sayOfUnlisted(source, revision, definition)
      else if (definition.holds === 'objects') sayOfUnlistedWithin(file, revision, definition)
    }
    sayOfRegion(source, region, listed)
    if (index === 0) continue
    for (const definition of region.definitions) later.objects.push(definition)
    for (const place of region.strange) later.strange.push(place)
  }
  sayOfStray(file, later)
  const end = revisions.at(-1)?.place.end ?? 0
  sayOfTail(source, walk.region({ start: end, end: source.bytes.length }), end)
}

/** Where what a revision lists stands; what is behind its end was not there yet, and a later one wrote it. */
function listedBy(revision: OpenRevision): readonly number[] {
  return foundIn(revision).filter((offset) => standsIn(revision, offset) !== 'behind')
}

/** Entries that lead nowhere get the one definition that they can mean; gives their offsets. */
function repair(file: Inspected, revision: OpenRevision, region: Region): number[] {
  const { source, index } = file
  const repaired: number[] = []
  const defined = revision.lost.size === 0 ? null : definedIn(region)
  for (const number of revision.lost) {
    const entry = revision.entries.get(number)
    if (entry?.kind !== 'offset') continue
    const only = defined?.get(number) ?? 'several'
    if (only === 'several' || only.generation !== entry.generation) {
      const message = `object ${number} is not where its cross-reference leads`
      source.problems.add('object-not-found', message, sectionOf(file, revision.index))
      continue
    }
    const moved = { ...entry, offset: only.start }
    revision.entries.set(number, moved)
    index.replace(number, revision.index, moved)
    repaired.push(only.start)
    source.problems.add('object-elsewhere', `object ${number} stands elsewhere`, only.start)
  }
  return repaired
}

/** The definitions of a region by their numbers; null where it has more than can be read. */
function definedIn({ definitions, strange, within }: Region) {
  if (strange.length > 0 || within.length > 0) return null
  const defined = new Map<number, Definition | 'several'>()
  for (const definition of definitions) {
    const { number } = definition
    defined.set(number, defined.has(number) ? 'several' : definition)
  }
  return defined
}

/** What a revision lists has to stand in it (§7.5.6): nothing else did it write. */
function sayOfEntries(file: Inspected, revision: OpenRevision): void {
  const { source, objects } = file
  for (const [number, entry] of revision.entries) {
    if (entry.kind === 'offset' && standsIn(revision, entry.offset) !== 'in') {
      const message = `revision ${revision.index + 1} lists object ${number} outside of itself`
      source.problems.add('entry-outside-its-revision', message, sectionOf(file, revision.index))
      // Where it stood, there was nothing yet.
      if (standsIn(revision, entry.offset) === 'behind') objects.forbid(entry)
    }
    if (entry.kind === 'compressed') sayOfCompressed(file, revision, number, entry.stream)
  }
}

/**
 * The same of an object stream; and where a later revision has another one under that number,
 * without a word of the objects in it, they become other objects unseen.
 */
function sayOfCompressed(
  file: Inspected,
  revision: OpenRevision,
  number: number,
  stream: number,
): void {
  const { index } = file
  const { problems } = file.source
  const container = index.at(stream, revision.index)
  if (container?.revision !== revision.index) {
    const message = `revision ${revision.index + 1} lists object ${number} in a stream outside of itself`
    problems.add('entry-outside-its-revision', message, sectionOf(file, revision.index))
  }
  const redefined = index.after(stream, revision.index)
  const replaced = index.after(number, revision.index)
  if (redefined !== null && (replaced === null || replaced.revision > redefined.revision)) {
    const message = `revision ${redefined.revision + 1} replaces the stream of object ${number}`
    problems.add('object-stream-redefined', message, sectionOf(file, redefined.revision))
  }
}

/** Where the cross-references of a revision stand, of which it is said. */
function sectionOf({ saves }: Inspected, revision: number): number | null {
  return saves[revision]?.main.place.start ?? null
}

/** A cross-reference stream is an object as well; its number has to be its own. */
function sayOfSectionObjects({ source, saves }: Inspected, revision: OpenRevision): void {
  for (const { object, place } of saves[revision.index]?.sections ?? []) {
    const entry = object === null ? undefined : revision.entries.get(object.number)
    if (entry === undefined || entry.kind === 'free') continue
    if (entry.kind === 'offset' && entry.offset === place.start) continue
    const message = `object ${object?.number} is a cross-reference stream, and something else`
    source.problems.add('object-defined-twice', message, place.start)
  }
}

/**
 * An object that no revision leads to. Freed by the revision that has it, it is gone; but in a later
 * one, it is not for readers that rebuild the file.
 */
function sayOfUnlisted(
  source: Source,
  revision: OpenRevision,
  { number, start }: Definition,
): void {
  const entry = revision.entries.get(number)
  if (entry?.kind === 'free' && revision.index === 0) return
  if (entry === undefined || entry.kind === 'free') {
    const message = `object ${number} stands in revision ${revision.index + 1}, and is not listed`
    source.problems.add('object-outside-xref', message, start)
  } else {
    const message = `object ${number} is defined twice in revision ${revision.index + 1}`
    source.problems.add('object-defined-twice', message, start)
  }
}

/** The same of the objects in an object stream: each has its entry in the revision of the stream. */
function sayOfUnlistedWithin(
  { source, index, objects }: Inspected,
  revision: OpenRevision,
  stream: Definition,
): void {
  const numbers = objects.numbersIn(stream)
  if (numbers === null) {
    const message = `object stream ${stream.number} cannot be read`
    source.problems.add('object-malformed', message, stream.start)
    return
  }
  for (const [place, number] of numbers.entries()) {
    const entry = index.at(number, revision.index)?.entry
    const isIts = entry?.kind === 'compressed' && entry.stream === stream.number
    if (entry?.kind === 'free' || (isIts && entry.index === place)) continue
    const message = `object ${number} in object stream ${stream.number} is not the one that is listed`
    source.problems.add('object-outside-xref', message, stream.start)
  }
}

function sayOfRegion(source: Source, region: Region, listed: ReadonlySet<number>): void {
  for (const { start, end } of region.strange) {
    const where = `octets ${start} to ${end}`
    if (listed.has(start)) {
      source.problems.add('object-malformed', `${where}: an object that cannot be read`, start)
    } else if (sectionWords.some((word) => keywordAt(source.bytes, start, word))) {
      const message = `${where}: a cross-reference section that nothing leads to`
      source.problems.add('section-outside-the-chain', message, start)
    } else {
      source.problems.add('unreferenced-octets', `${where} are of no object`, start)
    }
  }
  for (const offset of region.within) {
    const message = 'an object or a section begins within another, or in a comment'
    source.problems.add('objects-overlap', message, offset)
  }
}

const sectionWords = ['xref', 'trailer', 'startxref']

/** What stands behind the `%%EOF` of the last revision is of none. */
function sayOfTail({ bytes, problems }: Source, region: Region, start: number): void {
  if (start >= bytes.length) return
  const where = `octets ${start} to ${bytes.length}`
  const isSpace = bytes.subarray(start).every((octet) => octet !== 0 && isWhiteSpace(octet))
  if (isSpace) {
    const isMuch = bytes.length - start > mostSpaceAtTheEnd
    const code = isMuch ? 'much-white-space-at-the-end' : 'white-space-behind-the-end'
    problems.add(code, `${where}: white space behind %%EOF`, start)
    return
  }
  problems.add('data-behind-the-end', `${where} stand behind the end of the last revision`, start)
  for (const { number, start: at } of region.definitions) {
    problems.add('object-outside-xref', `object ${number} stands behind the end`, at)
  }
}
