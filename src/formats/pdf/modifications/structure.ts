import { deepestTree, dictionaryOf, integerIn, itemsIn, nameIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'
import { type Comparison, keysOf, type Seen } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { followTyped, frozen, type Typed } from './frozen.ts'
import { at, into, type Spot } from './spot.ts'
import { type ParentEntry, parentEntries, placesIn, Trail } from './structure-parents.ts'

const clause = 'ISO 32000-2 §14.7.5.3'

/** New elements of one revision, each of which is looked for below its parent: who signs adds one. */
const mostElements = 100

/**
 * The structure tree (ISO 32000-2 §14.7). Whoever puts a widget or another annotation on a page of a
 * tagged document gives it an element of its own (§14.7.5.3), which holds it and nothing else, behind all
 * that the parent of the element had, and with an entry in the parent tree (§14.7.5.4). Where more than
 * that changed nothing is explained here, and the remainder tells it.
 */
export function compareStructure(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  if (to?.kind !== 'reference' || !same(from, to)) {
    frozen(comparison, from, to, spot)
    return
  }
  if (comparison.changed.get(to.number) !== 'changed') return
  const grown = growthOf(comparison, to, into(spot, to.number))
  const typed = grown === null ? null : followTyped(comparison, to, spot)
  if (grown === null || typed === null) return
  grown.trail.explain()
  compareElement(comparison, typed, grown, to.number)
  for (const number of grown.parents) compareAncestors(comparison, typed, grown, number)
  for (const effect of new Set(grown.elements.map((one) => one.effect))) {
    const reason = `${clause}: an annotation that is added is given its place in the structure`
    comparison.report(typed.spot, { kind: 'structure', effect, reason })
  }
}

interface Element {
  readonly reference: PdfReference
  readonly parent: number
  /** Whether it is for a field, which has rules of its own, or for another annotation. */
  readonly effect: 'validation-data' | 'annotations'
}

interface Growth {
  readonly root: number
  readonly elements: readonly Element[]
  /** Objects from each parent of an element up to the root, the root left out. */
  readonly chains: ReadonlyMap<number, readonly number[]>
  readonly parents: readonly number[]
  readonly trail: Trail
}

/** What is new in the tree; null where anything is not as it should be. */
function growthOf(comparison: Comparison, root: PdfReference, spot: Spot): Growth | null {
  const [before, after] = [comparison.before.object(root), comparison.after.object(root)]
  if (before.kind !== 'dictionary' || after.kind !== 'dictionary') return null
  const trail = new Trail(comparison)
  const tree = {
    object: after.entries.get('ParentTree') ?? pdfNothing,
    spot: at(spot, 'ParentTree'),
  }
  const found = parentEntries(comparison, before.entries.get('ParentTree'), tree, trail)
  if (found === null || found.added.length === 0 || found.added.length > mostElements) return null
  const elements: Element[] = []
  const chains = new Map<number, readonly number[]>()
  for (const key of found.added) {
    const entry = found.all.get(key)
    const element = entry === undefined ? null : elementOf(comparison, key, entry, trail)
    const chain = element === null ? null : chainTo(comparison, element.parent, root.number)
    if (element === null || chain === null) return null
    elements.push(element)
    chains.set(element.parent, chain)
  }
  if (new Set(elements.map(({ reference }) => reference.number)).size < elements.length) return null
  const numbers = new Set([...chains.values()].flat())
  for (const entry of found.all.values()) {
    for (const place of placesIn(comparison, entry, numbers)) trail.step(place.number, place.spot)
    if (entry.value.kind === 'reference') trail.step(entry.value.number, entry.spot)
  }
  return { root: root.number, elements, chains, parents: [...chains.keys()], trail }
}

const pdfNothing: PdfObject = { kind: 'null' }

/**
 * §14.7.2, Table 355: an element of one annotation that is as new as itself. Nothing in it is read
 * aloud (Alt, ActualText, E, T) or has a class or attributes.
 */
function elementOf(
  comparison: Comparison,
  key: number,
  { value, spot: there }: ParentEntry,
  trail: Trail,
): Element | null {
  const { after } = comparison
  const element = after.resolve(value)
  if (value.kind !== 'reference' || !comparison.isFresh(value)) return null
  if (element.kind !== 'dictionary' || !hasOnly(element, /^(Type|S|P|Pg|K)$/)) return null
  if (!/^(Form|Annot|Link)$/.test(nameIn(after, element, 'S') ?? '')) return null
  const [parent, page] = [element.entries.get('P'), element.entries.get('Pg')]
  if (parent?.kind !== 'reference') return null
  const subject = subjectOf(comparison, { object: element, spot: into(there, value.number) }, trail)
  const annotation = dictionaryOf(after.resolve(subject ?? undefined))
  if (subject === null || annotation === null) return null
  if (integerIn(after, annotation, 'StructParent') !== key) return null
  const field = comparison.fields.has(subject.number)
  if (!isOnPage(comparison, page ?? annotation.entries.get('P'), subject)) return null
  return {
    reference: value,
    parent: parent.number,
    effect: field ? 'validation-data' : 'annotations',
  }
}

/** §14.7.5.3, Table 358: the annotation that an element refers to, and that is its only content. */
function subjectOf(comparison: Comparison, element: Seen, trail: Trail): PdfReference | null {
  if (element.object.kind !== 'dictionary') return null
  let kid = trail.follow(element.object.entries.get('K'), at(element.spot, 'K'))
  if (kid.object.kind === 'array') {
    if (kid.object.items.length !== 1) return null
    kid = trail.follow(kid.object.items[0], at(kid.spot, 0))
  }
  const { object, spot } = kid
  if (object.kind !== 'dictionary' || !hasOnly(object, /^(Type|Obj|Pg)$/)) return null
  const subject = object.entries.get('Obj')
  if (nameIn(comparison.after, object, 'Type') !== 'OBJR') return null
  if (subject?.kind !== 'reference' || !comparison.isFresh(subject)) return null
  trail.step(subject.number, at(spot, 'Obj'))
  return subject
}

function isOnPage(
  { after }: Comparison,
  page: PdfObject | undefined,
  subject: PdfReference,
): boolean {
  const dictionary = dictionaryOf(after.resolve(page))
  if (dictionary === null || nameIn(after, dictionary, 'Type') !== 'Page') return false
  return itemsIn(after, dictionary, 'Annots').some((item) => same(item, subject))
}

function hasOnly({ entries, repeated }: PdfDictionary, keys: RegExp): boolean {
  return repeated.length === 0 && [...entries.keys()].every((key) => keys.test(key))
}

/** The objects from an element that was there up to the root, which is left out; null where none lead there. */
function chainTo(comparison: Comparison, from: number, root: number): readonly number[] | null {
  const chain: number[] = []
  for (let number = from; number !== root; ) {
    if (chain.length === deepestTree || chain.includes(number)) return null
    const element = comparison.after.object({ number, generation: 0 })
    const parent = element.kind === 'dictionary' ? element.entries.get('P') : undefined
    if (parent?.kind !== 'reference' || comparison.changed.get(number) === 'added') return null
    chain.push(number)
    number = parent.number
  }
  return chain
}

/** Goes down from the root to a parent of new elements, and compares whatever is on the way. */
function compareAncestors(
  comparison: Comparison,
  root: Typed,
  growth: Growth,
  parent: number,
): void {
  let above = root
  for (const number of [...(growth.chains.get(parent) ?? [])].reverse()) {
    const kids = kidsOf(comparison, above)
    const kid = kids.find(({ object }) => object.kind === 'reference' && object.number === number)
    if (kid?.object.kind !== 'reference') return
    const typed = followTyped(comparison, kid.object, kid.spot)
    if (typed === null) return
    compareElement(comparison, typed, growth, number)
    above = typed
  }
}

function compareElement(
  comparison: Comparison,
  typed: Typed,
  growth: Growth,
  number: number,
): void {
  const { before, after, spot } = typed
  for (const key of keysOf(before.entries, after.entries)) {
    const [old, now] = [before.entries.get(key), after.entries.get(key)]
    if (key === 'K') compareKids(comparison, typed, growth, number)
    else if (number !== growth.root) frozen(comparison, old, now, at(spot, key))
    else if (key === 'ParentTreeNextKey' && isNextKey(old, now)) continue
    else if (key === 'RoleMap' && isNull(old) && isEmpty(now)) continue
    else if (key !== 'ParentTree') frozen(comparison, old, now, at(spot, key))
  }
}

function isEmpty(object: PdfObject | undefined): boolean {
  return object?.kind === 'dictionary' && object.entries.size === 0
}

function isNextKey(from: PdfObject | undefined, to: PdfObject | undefined): boolean {
  if (to?.kind !== 'integer') return false
  return isNull(from) || (from?.kind === 'integer' && from.value <= to.value)
}

/** All that was there stays in its order, and behind it are the new elements of this parent. */
function compareKids(comparison: Comparison, typed: Typed, growth: Growth, number: number): void {
  const { elements } = growth
  const had = comparison.before.resolve(typed.before.entries.get('K'))
  const old = had.kind === 'array' ? had.items : [typed.before.entries.get('K')]
  const kept = old.filter((kid) => !isNull(kid))
  const kids = kidsOf(comparison, typed)
  const left = new Set(
    elements.flatMap((one) => (one.parent === number ? [one.reference.number] : [])),
  )
  const grows = kids.every(({ object, spot }, index) => {
    if (index < kept.length) return same(kept[index], object)
    if (object.kind !== 'reference' || !left.delete(object.number)) return false
    comparison.explain(object.number, spot)
    return true
  })
  if (grows && kids.length >= kept.length && left.size === 0) return
  const reason = `${clause}: the structure changed by more than new annotations`
  comparison.report(at(typed.spot, 'K'), { kind: 'structure', effect: 'other', reason })
}

/** The items of K where it is an array, or K itself (§14.7.2, Table 355). */
function kidsOf(comparison: Comparison, { after, spot }: Typed): readonly Seen[] {
  const value = after.entries.get('K')
  const there = at(spot, 'K')
  const object = comparison.after.resolve(value)
  if (object.kind !== 'array')
    return isNull(value) ? [] : [{ object: value ?? pdfNothing, spot: there }]
  const array = comparison.follow(value, there)
  comparison.budget.spendNodes(object.items.length)
  return object.items.map((item, index) => ({ object: item, spot: at(array.spot, index) }))
}
