import type { Budget } from '../../../core/budget.ts'
import type { XrefEntry } from '../file.ts'
import type { PdfObject } from '../object.ts'
import type { Way } from './graph.ts'

/** Entries that lead across; those that lead back up do so as the last key alone. */
const across = new Set(['Annots', 'Parent', 'P', 'Pg', 'Dest', 'D', 'Prev', 'Next'])

/** The same within a way through objects. */
export const leadsAcross = /\/(Annots|Parent|P|Pg|Dest|D|Prev|Next)(\/|$)/

/** Behind a key that comes again later: no rule explains what only readers of the first value see. */
const overwritten = ' first'

function overwrittenIn(object: PdfObject): readonly (readonly [string, PdfObject])[] {
  const dictionary = object.kind === 'stream' ? object.dictionary : object
  return (dictionary.kind === 'dictionary' ? dictionary.overwritten : null) ?? none
}

const none: readonly (readonly [string, PdfObject])[] = []

/** Every reference within one object, with the way that it leads; it is not followed. */
export function visitReferences(
  object: PdfObject,
  way: Way,
  visit: (number: number, way: Way) => void,
): void {
  if (object.kind === 'reference') {
    visit(object.number, way)
    return
  }
  for (const [key, child] of children(object)) {
    if (isContainer(child)) visitReferences(child, wayOf(key, child, way), visit)
  }
  for (const [, child] of overwrittenIn(object)) visitReferences(child, way, visit)
}

function wayOf(key: string | number, child: PdfObject, way: Way): Way {
  if (typeof key === 'number' || !across.has(key)) return way
  return child.kind === 'reference' && (key === 'Parent' || key === 'P') ? 'up' : 'across'
}

/** Behind the keys to a reference that is not to generation 0. */
const generation = ' generation '

/**
 * The keys to a reference, which has a rule only where its generation is that of the object: to any
 * other the standard has nothing (§7.3.10), and readers that pass over generations have the object.
 */
export function ofGeneration(inner: string, entry: XrefEntry | null): string {
  const [plain = '', written = '0'] = inner.includes(' ') ? inner.split(generation) : [inner]
  const inUse = entry?.kind === 'offset' ? entry.generation : 0
  return entry === null || written === String(inUse) ? plain : `${plain}${generation}${written}`
}

/** The same with all keys that lead to it from the object, and its generation behind them. */
export function visitWays(
  object: PdfObject,
  inner: string,
  visit: (number: number, inner: string) => void,
): void {
  if (object.kind === 'reference') {
    visit(
      object.number,
      object.generation === 0 ? inner : `${inner}${generation}${object.generation}`,
    )
    return
  }
  for (const [key, child] of children(object)) {
    if (isContainer(child)) visitWays(child, `${inner}/${shown(key)}`, visit)
  }
  for (const [key, child] of overwrittenIn(object)) {
    visitWays(child, `${inner}/${shown(key)}${overwritten}`, visit)
  }
}

/** The objects that one refers to from within it, each once. */
export function referencesIn(
  object: PdfObject,
  budget: Budget,
): readonly { readonly number: number }[] {
  const numbers = new Set<number>()
  // What is in it was counted as it was read.
  budget.spendNodes()
  visitReferences(object, 'down', (number) => numbers.add(number))
  return [...numbers].map((number) => ({ number }))
}

/** How many objects stand in one, itself included. */
export function partsOf(object: PdfObject): number {
  let parts = 1
  for (const [, child] of children(object)) parts += partsOf(child)
  return parts
}

/** What stands in an object, by key or place; nothing where it is a plain value. */
export function children(object: PdfObject): Iterable<readonly [string | number, PdfObject]> {
  if (object.kind === 'array') return object.items.entries()
  if (object.kind === 'dictionary') return object.entries
  return object.kind === 'stream' ? object.dictionary.entries : []
}

/** Whether something can stand in an object, or behind it. */
function isContainer(object: PdfObject): boolean {
  const { kind } = object
  return kind === 'reference' || kind === 'array' || kind === 'dictionary' || kind === 'stream'
}

/** ISO 32000-2 §7.3.5: what is not a plain character of a name is written with its code. */
export function shown(key: string | number): string {
  if (typeof key === 'number') return String(key)
  return key.replace(/[^!-.0-~]|#/g, (character) => {
    return `#${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`
  })
}
