import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import type { PdfObject } from '../object.ts'
import { children, readable, shown } from './references.ts'

/** Entries that lead back up, or across: followed when everything else is. */
const across = new Set(['Annots', 'Parent', 'P', 'Pg', 'Dest', 'D', 'Prev', 'Next'])

interface Waiting {
  readonly object: PdfObject
  readonly path: string
}

/**
 * Every object that a reader of a document can come to from its trailer, with the way to it: through
 * the pages where there is one, then through the form, then through anything.
 */
export function reachFrom(view: PdfView, budget: Budget): ReadonlyMap<number, string> {
  const paths = new Map<number, string>()
  const stages: Waiting[][] = [pagesOf(view), [], [], []]
  stages[1] = entriesOf(view.resolve(view.trailer.entries.get('Root')), 'Root', ['AcroForm'])
  stages[2] = entriesOf(view.trailer, '', null)
  for (let stage = 0; stage < stages.length; stage++) {
    const queue = stages[stage] ?? []
    const later = stages[stages.length - 1] ?? []
    for (let place = 0; place < queue.length; place++) {
      const next = queue[place]
      if (next !== undefined) step(view, next, { paths, queue, later, budget })
    }
  }
  return paths
}

interface Walk {
  readonly paths: Map<number, string>
  readonly queue: Waiting[]
  readonly later: Waiting[]
  readonly budget: Budget
}

function step(view: PdfView, { object, path }: Waiting, walk: Walk): void {
  if (object.kind === 'reference') {
    if (walk.paths.has(object.number)) return
    walk.budget.spendNodes()
    walk.paths.set(object.number, path)
    const found = readable(view, object.number)
    if (found !== null) walk.queue.push({ object: found, path })
    return
  }
  for (const [key, child] of children(object)) {
    if (child.kind === 'string' || child.kind === 'integer' || child.kind === 'name') continue
    const queue = typeof key === 'string' && across.has(key) ? walk.later : walk.queue
    queue.push({ object: child, path: joined(path, key) })
  }
}

function pagesOf(view: PdfView): Waiting[] {
  return entriesOf(view.resolve(view.trailer.entries.get('Root')), 'Root', ['Pages'])
}

function entriesOf(object: PdfObject, path: string, keys: readonly string[] | null): Waiting[] {
  if (object.kind !== 'dictionary') return []
  const entries = [...object.entries].filter(([key]) => keys === null || keys.includes(key))
  return entries.map(([key, value]) => ({ object: value, path: joined(path, key) }))
}

/** A way that is longer than this is cut where it is: nothing genuine comes near. */
const longest = 1000

function joined(path: string, key: string | number): string {
  if (path.length > longest) return path
  return path === '' ? shown(key) : `${path}/${shown(key)}`
}
