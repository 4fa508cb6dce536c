import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import { entry, nameIn } from '../lookup.ts'
import { type PdfDictionary, type PdfObject, pdfNull } from '../object.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { same } from './equality.ts'
import { children, type Edge, readable, shown } from './references.ts'

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
  if (isPage(comparison.after, before, after)) return true
  if (edge.inner.endsWith('/Parent') && !mayBeParent(comparison, number, edge)) return false
  const role = nameIn(comparison.after, after, 'Type') === 'Catalog' ? ofCatalog : ofRole
  return leads({ role, edgesTo, budget: comparison.budget }, edge, 0)
}

/**
 * Fields and nodes of the page tree are what others inherit from (§7.7.3.4, §12.7.4.1); of any other
 * annotation only its pop-up says `Parent` (§12.5.6.14), and has nothing from it.
 */
function mayBeParent(comparison: Comparison, number: number, { owner, inner }: Edge): boolean {
  if (comparison.fields.has(number) || comparison.pages.has(number)) return true
  let holder: PdfObject = readable(comparison.after, owner) ?? pdfNull
  for (const key of inner.split('/').slice(1, -1)) {
    comparison.budget.spendNodes()
    holder = [...children(holder)].find(([own]) => shown(own) === key)?.[1] ?? pdfNull
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

/** A page, of which nothing is another but its annotations: whatever leads to it finds what was signed. */
function isPage(view: PdfView, before: PdfDictionary, after: PdfDictionary): boolean {
  const type = nameIn(view, after, 'Type')
  if (type !== 'Page' && type !== 'Pages') return false
  return [...keysOf(before.entries, after.entries)].every((key) => {
    const kept = same(before.entries.get(key), after.entries.get(key))
    return kept || key === 'Annots' || key === 'LastModified'
  })
}
