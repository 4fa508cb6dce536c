import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import { dictionaryOf, entry, nameIn } from '../lookup.ts'
import { type PdfDictionary, type PdfObject, pdfNull } from '../object.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { same } from './equality.ts'
import { children, shown } from './inside.ts'
import { harmlessOnPage, type Page } from './page-entries.ts'
import { type Edge, readable } from './references.ts'

/** Resources by their kinds (ISO 32000-2 §7.8.3): what they lead to is content. */
const ofResources = /\/(Resources|DR|XObject|Font|ExtGState|Properties|Pattern|Shading|ColorSpace)/

/**
 * Entries that lead to an annotation or a field as such: the tree of fields and of answers (§12.5.6.2,
 * §12.7.4.1), the structure (§14.7.5.3), the order of calculation (§12.7.3), actions (§12.6.4).
 */
const ofRole = /^(\/.*)?\/(Parent|P|Popup|IRT|Obj|AN|T(\/\d+)?|(CO|Fields)\/\d+)$/

/** The catalog is what a signature reference is over (§12.8.1, Table 256). */
const ofCatalog = /(^|\/)Data$/

/** An item of an array that is an object of its own: what it is, whoever refers to the array says. */
const ofArray = /^(\/\d+)+$/

/** Arrays within arrays that are objects of their own: nothing genuine has more than one. */
const deepest = 4

/**
 * Whether a reference to an object with a rule for every key takes it for what the rule does. One
 * object can be a field and the resources of a page at once: what fills in the one paints the other.
 */
export function isOfRole(
  comparison: Comparison,
  number: number,
  edge: Edge,
  edgesTo: Edges,
): boolean {
  if (edge.inner === '' || ofResources.test(edge.inner)) return false
  const before = readable(comparison.before, number)
  const after = readable(comparison.after, number)
  if (before?.kind !== 'dictionary' || after?.kind !== 'dictionary') return false
  if (isPage(comparison, { number, before, after })) return true
  if (edge.inner.endsWith('/Parent') && !mayBeParent(comparison, number, edgesTo)) {
    return false
  }
  const role = nameIn(comparison.after, after, 'Type') === 'Catalog' ? ofCatalog : ofRole
  return leads({ role, edgesTo, budget: comparison.budget }, edge, 0)
}

/**
 * Nodes of the page tree and fields are what others inherit from (§7.7.3.4, §12.7.4.1), the latter what
 * stands in their `Kids`, and further down, which is looked at with them; of any other annotation only
 * its pop-up says `Parent` (§12.5.6.14), and has nothing from it.
 */
function mayBeParent(comparison: Comparison, number: number, edgesTo: Edges): boolean {
  if (comparison.pages.has(number)) return true
  const known = knownParents.get(comparison) ?? new Map<number, boolean>()
  knownParents.set(comparison, known)
  const before = known.get(number)
  if (before !== undefined) return before
  const may = inheritedByKids(comparison, number, edgesTo)
  known.set(number, may)
  return may
}

const knownParents = new WeakMap<Comparison, Map<number, boolean>>()

/**
 * Whether nothing but kids inherits from a field, and from these, and nothing from an annotation. A kid of two
 * fields has two names, of which a lock may mean the other (§12.7.4.2).
 */
function inheritedByKids(comparison: Comparison, number: number, edgesTo: Edges): boolean {
  const { budget, after, fields } = comparison
  const seen = new Set([number])
  const open = [number]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const field = fields.has(number) ? dictionaryOf(readable(after, next) ?? pdfNull) : null
    const kids = kidsOf(after.resolve(field?.entries.get('Kids')), budget)
    for (const { owner, inner } of edgesTo(next)) {
      budget.spendNodes()
      if (next !== number && standsInKids(comparison, { owner, inner }, edgesTo, seen)) return false
      if (!inner.endsWith('/Parent')) continue
      const isKid = inner === '/Parent' && kids.has(owner)
      if (!isKid && !isOfPopUp(comparison, { owner, inner })) return false
      if (inner !== '/Parent' || seen.has(owner)) continue
      seen.add(owner)
      open.push(owner)
    }
  }
  return true
}

/** Whether a reference to a kid is from the `Kids` of another than those. */
function standsInKids(
  { budget }: Comparison,
  { owner, inner }: Edge,
  edgesTo: Edges,
  those: ReadonlySet<number>,
): boolean {
  if (/^\/Kids\/\d+$/.test(inner)) return !those.has(owner)
  if (!ofArray.test(inner)) return false
  const above = edgesTo(owner)
  budget.spendNodes(above.length)
  return above.some((edge) => edge.inner === '/Kids' && !those.has(edge.owner))
}

const knownKids = new WeakMap<PdfObject, ReadonlySet<number>>()

/** The objects that an array names. */
function kidsOf(array: PdfObject, budget: Budget): ReadonlySet<number> {
  const known = knownKids.get(array)
  if (known !== undefined) return known
  const kids = new Set<number>()
  for (const [, item] of children(array)) {
    budget.spendNodes()
    if (item.kind === 'reference') kids.add(item.number)
  }
  knownKids.set(array, kids)
  return kids
}

function isOfPopUp(comparison: Comparison, { owner, inner }: Edge): boolean {
  let holder: PdfObject = readable(comparison.after, owner) ?? pdfNull
  for (const key of inner.split('/').slice(1, -1)) {
    let next: PdfObject = pdfNull
    for (const [own, child] of children(holder)) {
      comparison.budget.spendNodes()
      if (shown(own) === key) next = child
    }
    holder = next
  }
  return holder.kind === 'dictionary' && isPopUp(comparison.after, holder)
}

/** A pop-up, and no page or field at once, by the keys that make one. */
function isPopUp(view: PdfView, dictionary: PdfDictionary): boolean {
  const type = nameIn(view, dictionary, 'Type')
  if (nameIn(view, dictionary, 'Subtype') !== 'Popup' || (type ?? 'Annot') !== 'Annot') return false
  const contents = entry(view, dictionary, 'Contents').kind
  if (contents !== 'string' && contents !== 'null') return false
  const others = ['Kids', 'FT', 'Annots', 'Resources']
  return dictionary.repeated.length === 0 && !others.some((key) => dictionary.entries.has(key))
}

type Edges = (number: number) => readonly Edge[]

interface Walk {
  readonly role: RegExp
  readonly edgesTo: Edges
  readonly budget: Budget
}

function leads(walk: Walk, { owner, inner }: Edge, depth: number): boolean {
  if (owner === 0 || depth > deepest || inner === '' || ofResources.test(inner)) return false
  const above = walk.edgesTo(owner)
  walk.budget.spendNodes(above.length)
  if (ofArray.test(inner)) return above.every((edge) => leads(walk, ofItem(edge), depth + 1))
  // A dictionary of resources may have any name, such as P.
  const named = above.some((edge) => edge.inner === '' || ofResources.test(edge.inner))
  return walk.role.test(inner) && !named
}

/** Where an item stands of the array that stands there. */
function ofItem({ owner, inner }: Edge): Edge {
  return { owner, inner: `${inner}/0` }
}

/** A page, of which nothing else is shown but its annotations: whatever leads to it finds what was signed. */
function isPage(comparison: Comparison, page: Page): boolean {
  const { before, after } = page
  const type = nameIn(comparison.after, after, 'Type')
  if (type !== 'Page' && type !== 'Pages') return false
  return [...keysOf(before.entries, after.entries)].every((key) => {
    const kept = same(before.entries.get(key), after.entries.get(key))
    return kept || key === 'Annots' || harmlessOnPage(comparison, page, key) !== null
  })
}
