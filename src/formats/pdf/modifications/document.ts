import type { PdfDictionary, PdfObject } from '../object.ts'
import { type Comparison, keysOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { compareForm } from './form.ts'
import { frozen } from './frozen.ts'
import { referencesIn } from './inside.ts'
import { compareInformation, compareMetadata } from './metadata.ts'
import { comparePages } from './pages.ts'
import { at, atTrailer, type Spot } from './spot.ts'
import { compareStructure } from './structure.ts'
import { compareExtensions, compareSecurityStore, compareVersion } from './validation-data.ts'

/** Entries of a trailer that tell where its cross-references are (ISO 32000-2 §7.5.5, §7.5.8.2). */
const ofCrossReferences = new Set(
  'Size Prev XRefStm Type W Index Length Filter DecodeParms DL'.split(' '),
)

/** ISO 32000-2 §7.5.5: the document begins at its trailer. */
export function compareDocument(comparison: Comparison): void {
  const [before, after] = [comparison.before.trailer, comparison.after.trailer]
  for (const key of keysOf(before.entries, after.entries)) {
    const [from, to] = [before.entries.get(key), after.entries.get(key)]
    if (ofCrossReferences.has(key)) continue
    const spot = at(atTrailer, key)
    if (key === 'Info') compareInformation(comparison, from, to, spot)
    else if (key === 'Root') compareCatalog(comparison, from, to, spot)
    else if (key === 'ID') compareIdentifiers(comparison, from, to, spot)
    else if (key === 'AuthCode' && !isNull(from)) comparison.adopt(to, spot)
    else if (key === 'Encrypt') frozen(comparison, from, to, spot)
    else compareUnknown(comparison, from, to, spot)
  }
}

/**
 * §14.4: the first identifier stays, and the second one changes with every save. Many a writer makes
 * up both anew; nothing changes by it but what the keys of an encrypted file depend on.
 */
function compareIdentifiers(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = comparison.before.resolve(from)
  const { object, spot: there } = comparison.follow(to, spot)
  const first = before.kind === 'array' ? before.items[0] : before
  const now = object.kind === 'array' ? object.items[0] : object
  if (same(first, now)) return
  const reason = 'ISO 32000-2 §14.4: the identifier of the file is another'
  const encrypted = comparison.file.encryption !== null
  comparison.report(there, { kind: 'trailer', effect: encrypted ? 'other' : 'none', reason })
}

/**
 * An entry that ISO 32000-2 does not know. A writer that does not know it either leaves it out, or
 * with references to nothing; nothing is seen of it then.
 */
function compareUnknown(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const references = to === undefined ? [] : referencesIn(to, comparison.budget)
  const leads = references.some(({ number }) => comparison.after.entry(number) !== null)
  const lost = references.length > 0 && !leads
  if (!isNull(to) && !lost) frozen(comparison, from, to, spot)
}

type Rule = (
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
) => void

/** Entries of the catalog (§7.7.2) with a rule; all others stay as they are. */
const rules: Readonly<Record<string, Rule>> = {
  DSS: compareSecurityStore,
  Extensions: compareExtensions,
  Version: compareVersion,
  Metadata: compareMetadata,
}

/** Entries of the catalog that are compared together. */
const parts = new Set(['AcroForm', 'Pages', 'StructTreeRoot'])

/** The catalog, which a writer may write anew under another number: it is compared all the same. */
function compareCatalog(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  if (!same(from, to) && !comparison.isFresh(to)) {
    frozen(comparison, from, to, spot)
    return
  }
  const before = comparison.before.resolve(from)
  const { object: after, spot: catalog } = comparison.follow(to, spot)
  if (before.kind !== 'dictionary' || after.kind !== 'dictionary') {
    frozen(comparison, before, after, catalog)
    return
  }
  if (to?.kind === 'reference' && same(from, to)) comparison.markTyped(to.number)
  for (const key of keysOf(before.entries, after.entries)) {
    if (parts.has(key)) continue
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    const [old, now] = [before.entries.get(key), after.entries.get(key)]
    if (rule === undefined) frozen(comparison, old, now, at(catalog, key))
    else rule(comparison, old, now, at(catalog, key))
  }
  compareParts(comparison, before, after, catalog)
}

/**
 * The form before the pages: it tells which widgets may be put on them. The structure behind both: it
 * has a place for what is new on a page.
 */
function compareParts(
  comparison: Comparison,
  before: PdfDictionary,
  after: PdfDictionary,
  catalog: Spot,
): void {
  const [oldForm, form] = [before.entries.get('AcroForm'), after.entries.get('AcroForm')]
  compareForm(comparison, oldForm, form, at(catalog, 'AcroForm'))
  const [oldPages, pages] = [before.entries.get('Pages'), after.entries.get('Pages')]
  comparePages(comparison, oldPages, pages, at(catalog, 'Pages'))
  const [oldTree, tree] = [
    before.entries.get('StructTreeRoot'),
    after.entries.get('StructTreeRoot'),
  ]
  compareStructure(comparison, oldTree, tree, at(catalog, 'StructTreeRoot'))
}
