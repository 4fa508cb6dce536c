import { dictionaryOf, nameIn } from '../lookup.ts'
import type { Change } from './change.ts'
import { type Comparison, nameOf } from './comparison.ts'
import { kindOf } from './kinds.ts'
import { reachFrom } from './reach.ts'
import { type Edge, type References, readable, referencesIn } from './references.ts'

/**
 * What the rules have left over: objects that changed and that something leads to which no rule has
 * come by. Whatever no reader can come to is told, and permitted: the document is what its trailer
 * leads to (ISO 32000-2 §7.5.5), and what leads there later is a change of its own.
 */
export function remainderOf(comparison: Comparison, references: References): Change[] {
  const open: { number: number; edges: readonly Edge[] }[] = []
  for (const [number, how] of comparison.changed) {
    if (how !== 'added' && how !== 'unreadable' && comparison.typed.has(number)) continue
    const edges = edgesTo(comparison, references, number)
    const unexplained = edges.filter((edge) => !comparison.isExplained(number, edge))
    if (how === 'unreadable' || unexplained.length > 0) open.push({ number, edges: unexplained })
    else if (edges.length === 0 && !isOfCrossReferences(comparison, number)) {
      open.push({ number, edges })
    }
  }
  if (open.length === 0) return []
  const lead = open.some(({ edges }) => edges.length > 0)
  const paths = lead ? reachFrom(comparison.after, comparison.budget) : new Map<number, string>()
  return open.map(({ number, edges }) => changeOf(comparison, number, edges, paths))
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
  const reachable = edges.some(({ owner }) => owner === 0 || paths.has(owner))
  if (!reachable) {
    const reason = 'ISO 32000-2 §7.5.5: nothing that the trailer leads to refers to it'
    return { ...place, path: null, kind: 'unreferenced-object', effect: 'none', reason }
  }
  if (how === 'added') {
    const reason = 'ISO 32000-2 §7.3.10: what referred to nothing before refers to an object now'
    return { ...place, kind: 'hidden-content', effect: 'other', reason }
  }
  const kind = path === null ? 'unexplained' : kindOf(path)
  const reason = `${how === 'freed' ? 'removed' : 'replaced'}, and no rule permits it there`
  return { ...place, kind, effect: 'other', reason }
}

function edgesTo(comparison: Comparison, references: References, number: number): Edge[] {
  const edges = [...references.to(number, comparison.after.revision)]
  for (const found of referencesIn(comparison.after.trailer, comparison.budget)) {
    if (found.number === number) edges.push({ owner: 0, inner: found.inner })
  }
  return edges
}

/** Object and cross-reference streams (§7.5.7, §7.5.8) hold what is compared elsewhere. */
function isOfCrossReferences(comparison: Comparison, number: number): boolean {
  const object = readable(comparison.after, number)
  const dictionary = object?.kind === 'stream' ? dictionaryOf(object) : null
  const type = dictionary === null ? null : nameIn(comparison.after, dictionary, 'Type')
  return type === 'XRef' || type === 'ObjStm'
}
