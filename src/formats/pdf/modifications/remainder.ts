import type { PdfView } from '../file.ts'
import { dictionaryOf, nameIn } from '../lookup.ts'
import type { Change } from './change.ts'
import { type Comparison, nameOf } from './comparison.ts'
import { kindOf } from './kinds.ts'
import { reachFrom } from './reach.ts'
import { type Edge, type References, readable } from './references.ts'

/**
 * What the rules have left over: objects that changed and that something leads to which no rule has
 * come by. Whatever no reader can come to is told, and permitted: the document is what its trailer
 * leads to (ISO 32000-2 §7.5.5), and what leads there later is a change of its own.
 */
export function remainderOf(comparison: Comparison, references: References): Change[] {
  const open: { number: number; edges: readonly Edge[] }[] = []
  const known = new Map<number, readonly Edge[]>()
  const reached = new Map<number, boolean>()
  const isReached = ({ owner }: Edge) => {
    const found = reached.get(owner) ?? references.isReached(owner, comparison.after.revision)
    reached.set(owner, found)
    return found
  }
  for (const [number, how] of comparison.changed) {
    if (how === 'changed' && comparison.isTyped(number)) continue
    const edges = references.to(number, comparison.after.revision)
    const unexplained = [
      ...unexplainedTo(comparison, references, number, known),
      ...(how === 'changed' ? newUses(comparison, references, number, edges) : []),
    ]
    const left = unexplained.filter(isReached)
    // What a rule has come by is reached, whatever else refers to it.
    const isApart = unexplained.length >= edges.length && !isOfCrossReferences(comparison, number)
    if (how === 'unreadable' || left.length > 0 || isApart) open.push({ number, edges: left })
  }
  const kept = [...comparison.dropped].filter(([number]) => {
    return unexplainedTo(comparison, references, number, known).some(isReached)
  })
  if (open.length + kept.length === 0) return []
  const lead = open.some(({ edges }) => edges.length > 0)
  const paths = lead ? reachFrom(comparison.after, comparison.budget) : new Map<number, string>()
  for (const [, spot] of kept) {
    const reason = 'ISO 32000-2 §12.5.5: an appearance that is replaced is something else as well'
    comparison.report(spot, { kind: 'field-appearance', effect: 'other', reason })
  }
  return open.map(({ number, edges }) => changeOf(comparison, number, edges, paths))
}

/**
 * The references that lead to an object, by whatever others, and that no rule has come by. A rule
 * answers for all that leads to an object with a type, and to one that changed itself.
 */
function unexplainedTo(
  comparison: Comparison,
  references: References,
  number: number,
  known: Map<number, readonly Edge[]>,
): readonly Edge[] {
  const unexplained: Edge[] = []
  const seen = new Set([number])
  const open = [number]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const edges = known.get(next) ?? references.to(next, comparison.after.revision)
    known.set(next, edges)
    for (const edge of edges) {
      comparison.budget.spendNodes()
      const { owner } = edge
      if (!comparison.isExplained(next, edge)) unexplained.push(edge)
      else if (!seen.has(owner) && owner !== 0 && !answered(comparison, owner)) {
        seen.add(owner)
        open.push(owner)
      }
    }
  }
  return unexplained
}

function answered(comparison: Comparison, owner: number): boolean {
  return comparison.isTyped(owner) || comparison.changed.has(owner)
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

function changeOf(
  comparison: Comparison,
  number: number,
  edges: readonly Edge[],
  paths: ReadonlyMap<number, string>,
): Change {
  const { revision } = comparison.after
  const object = nameOf(comparison.after, number)
  const how = comparison.changed.get(number)
  const path = paths.get(number) ?? null
  const place = { revision, object, path }
  if (how === 'unreadable') {
    const reason = 'ISO 32000-2 §7.3.10: an object cannot be read, so that nothing permits it'
    return { ...place, kind: 'unreadable', effect: 'other', reason }
  }
  if (edges.length === 0) {
    const reason = 'ISO 32000-2 §7.5.5: nothing that the trailer leads to refers to it'
    return { ...place, path: null, kind: 'unreferenced-object', effect: 'none', reason }
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
