import type { PdfView } from '../file.ts'
import { dictionaryOf, nameIn } from '../lookup.ts'
import type { StructureProblem } from '../structure/problems.ts'
import type { Change } from './change.ts'
import { type Comparison, mostOfAKind, nameOf } from './comparison.ts'
import { kindOf } from './kinds.ts'
import type { Paths } from './reach.ts'
import { type Edge, type References, readable } from './references.ts'
import { isOfRole } from './roles.ts'

/**
 * What the rules have left over: objects that changed and that something leads to which no rule has
 * come by. Whatever no reader can come to is told, and permitted: the document is what its trailer
 * leads to (ISO 32000-2 §7.5.5), and what leads there later is a change of its own.
 */
export function remainderOf(
  comparison: Comparison,
  references: References,
  paths: Paths,
): Change[] {
  const open: { number: number; edges: readonly Edge[] }[] = []
  let unreferenced = 0
  const untold = whyUntold(comparison, references)
  const search: Search = { comparison, references, known: new Map(), typed: new Set() }
  const isReached = ({ owner }: Edge) => references.isReached(owner, comparison.after.revision)
  for (const [number, how] of comparison.changed) {
    if (how === 'changed' && comparison.isTyped(number)) {
      search.typed.add(number)
      continue
    }
    const edges = edgesTo(search, number)
    const unexplained = [
      ...unexplainedTo(search, number),
      ...(how === 'changed' ? newUses(comparison, references, number, edges) : []),
    ]
    const left = unexplained.filter(isReached)
    // What a rule has come by is reached, whatever else refers to it.
    const isApart = untold === null && unexplained.length >= edges.length
    if (how === 'unreadable' || left.length > 0) open.push({ number, edges: left })
    else if (isApart && unreferenced < mostOfAKind && !isOfCrossReferences(comparison, number)) {
      unreferenced += 1
      open.push({ number, edges: left })
    }
  }
  const kept = [...comparison.dropped].filter(([number]) => {
    return unexplainedTo(search, number).some(isReached)
  })
  // Whoever is come by on the way joins them.
  const twofold: typeof open = []
  for (const number of search.typed) {
    const edges = unexplainedTo(search, number).filter(isReached)
    if (edges.length > 0) twofold.push({ number, edges })
  }
  for (const [, spot] of kept) {
    const reason = 'ISO 32000-2 §12.5.5: an appearance that is replaced is something else as well'
    comparison.report(spot, { kind: 'field-appearance', effect: 'other', reason })
  }
  return [
    ...open.map(({ number, edges }) => changeOf(comparison, number, edges, paths)),
    ...twofold.map(({ number }) => moreThanPermitted(comparison, paths, number, becauseTwofold)),
    ...hidingOf(comparison, paths),
    ...(untold === null
      ? []
      : changesBehind(comparison, untold, new Set(open.map(numberOf)), paths)),
  ]
}

function numberOf({ number }: { readonly number: number }): number {
  return number
}

/** Problems for which readers that go by the cross-references find other objects in the document. */
const ofOtherObjects = new Set<string>([
  'entries-differ',
  'entry-beyond-size',
  'object-elsewhere',
  'object-stream-redefined',
  'objects-beyond-last-size',
  'prev-zero',
  'trailers-differ',
] satisfies StructureProblem[])

/** Why nobody can tell what refers to an object at the end of a revision; null where it can be told. */
function whyUntold({ file, after }: Comparison, references: References): string | null {
  const unread = references.unreadIn(after.revision)
  if (unread !== null) return `${nameOf(after, unread)} cannot be read`
  return file.problems.find(({ code }) => ofOtherObjects.has(code))?.message ?? null
}

/**
 * What an object that cannot be read refers to, a reader that reads it all the same comes to: whatever
 * was changed, and what was added for a reference that led to nothing, even where a rule has come by it.
 */
function changesBehind(
  comparison: Comparison,
  untold: string,
  told: ReadonlySet<number>,
  paths: Paths,
): Change[] {
  const { revision } = comparison.after
  const reason = `ISO 32000-2 §7.3.10: what refers to it cannot be told: ${untold}`
  const numbers = [...comparison.changed.keys()].filter((number) => !told.has(number))
  return numbers.slice(0, mostOfAKind).map((number): Change => {
    const object = nameOf(comparison.after, number)
    const path = paths.to(comparison.after, number)
    return { revision, object, path, kind: 'unreadable', effect: 'other', reason }
  })
}

interface Search {
  readonly comparison: Comparison
  readonly references: References
  readonly known: Map<number, readonly Edge[]>
  /** Objects with a rule for every key which changed, or lead to what did. */
  readonly typed: Set<number>
}

function edgesTo({ comparison, references, known }: Search, number: number): readonly Edge[] {
  const before = known.get(number)
  if (before !== undefined) return before
  const edges = references.to(number, comparison.after.revision)
  if (edges.length > 0) known.set(number, edges)
  return edges
}

/**
 * The references that lead to an object, by whatever others, and that no rule has come by. What leads
 * to an object with a type is asked of that object, and what leads to one that changed, of this one.
 */
function unexplainedTo(search: Search, number: number): readonly Edge[] {
  const { comparison, typed } = search
  const unexplained: Edge[] = []
  const seen = new Set([number])
  const open = [number]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const edge of edgesTo(search, next)) {
      comparison.budget.spendNodes()
      const { owner } = edge
      if (!comparison.isExplained(next, edge)) {
        if (!isOfItsRole(search, next, edge)) unexplained.push(edge)
      } else if (comparison.isTyped(owner)) typed.add(owner)
      else if (!seen.has(owner) && owner !== 0 && !comparison.changed.has(owner)) {
        seen.add(owner)
        open.push(owner)
      }
    }
  }
  return unexplained
}

/** Of an object with a type, what takes it for what it is need not be what a rule has come by. */
function isOfItsRole(search: Search, number: number, edge: Edge): boolean {
  const { comparison } = search
  if (!comparison.isTyped(number)) return false
  return isOfRole(comparison, number, edge, (owner) => edgesTo(search, owner))
}

/** References to an object which is not what it was, from where there was none to it before. */
function newUses(
  comparison: Comparison,
  references: References,
  number: number,
  edges: readonly Edge[],
): readonly Edge[] {
  const { before, after } = comparison
  const known = references.to(number, before.revision).map((edge) => useOf(before, edge))
  const uses = new Set(known)
  return edges.filter((edge) => !uses.has(useOf(after, edge)))
}

/** The catalog is the same in this even where its number is another. */
function useOf({ trailer }: PdfView, { owner, inner }: Edge): string {
  const root = trailer.entries.get('Root')
  return `${root?.kind === 'reference' && root.number === owner ? 'Root' : owner}${inner}`
}

/** A change of an object that some rule permitted, and that is more than the rule knows. */
function moreThanPermitted(
  comparison: Comparison,
  paths: Paths,
  number: number,
  reason: string,
): Change {
  const { revision } = comparison.after
  const path = paths.to(comparison.after, number)
  const object = nameOf(comparison.after, number)
  const kind = path === null ? 'unexplained' : kindOf(path)
  return { revision, object, path, kind, effect: 'other', reason }
}

function hidingOf(comparison: Comparison, paths: Paths): readonly Change[] {
  const some = [...comparison.hiding].slice(0, mostOfAKind)
  return some.map((number) => moreThanPermitted(comparison, paths, number, becauseNull))
}

const becauseTwofold = 'ISO 32000-2 §7.3.10: what may change is something else as well'
const becauseNull =
  'ISO 32000-2 §7.7.3.4, §12.7.4.1: an entry is null that was inherited, or was null'

function changeOf(
  comparison: Comparison,
  number: number,
  edges: readonly Edge[],
  paths: Paths,
): Change {
  const { revision } = comparison.after
  const object = nameOf(comparison.after, number)
  const how = comparison.changed.get(number)
  if (how !== 'unreadable' && edges.length === 0) {
    const reason = 'ISO 32000-2 §7.5.5: nothing that the trailer leads to refers to it'
    return { revision, object, path: null, kind: 'unreferenced-object', effect: 'none', reason }
  }
  const path = paths.to(comparison.after, number)
  const place = { revision, object, path }
  if (how === 'unreadable') {
    const reason = 'ISO 32000-2 §7.3.10: an object cannot be read, so that nothing permits it'
    return { ...place, kind: 'unreadable', effect: 'other', reason }
  }
  const dangled = edges.some(({ owner }) => owner !== 0 && !comparison.changed.has(owner))
  if (how === 'added' && dangled) {
    const reason = 'ISO 32000-2 §7.3.10: what referred to nothing before refers to an object now'
    return { ...place, kind: 'hidden-content', effect: 'other', reason }
  }
  const kind = path === null ? 'unexplained' : kindOf(path)
  const what = { added: 'added', freed: 'removed', changed: 'replaced' }[how ?? 'changed']
  const reason = `${what}, and no rule permits it there`
  return { ...place, kind, effect: 'other', reason }
}

/** Object and cross-reference streams (§7.5.7, §7.5.8) hold what is compared elsewhere. */
function isOfCrossReferences(comparison: Comparison, number: number): boolean {
  const object = readable(comparison.after, number)
  const dictionary = object?.kind === 'stream' ? dictionaryOf(object) : null
  const type = dictionary === null ? null : nameIn(comparison.after, dictionary, 'Type')
  return type === 'XRef' || type === 'ObjStm'
}
