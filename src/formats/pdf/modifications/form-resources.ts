import { fromLatin1 } from '../../../core/bytes.ts'
import { dictionaryIn, dictionaryOf, itemsIn, nameIn, stringIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { type Comparison, entriesOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { frozen } from './frozen.ts'
import type { Spot } from './spot.ts'

/**
 * DR: resources of the form may be added for what is filled in, and none is replaced that a value can
 * be shown with. Appearances that some writers keep there (XObject) are none of them.
 */
export function compareResources(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (now.object.kind !== 'dictionary') {
    frozen(comparison, comparison.before.resolve(from), now.object, now.spot)
    return
  }
  let added = before === null
  for (const { key, old: had, value, spot: there } of entriesOf(before, now.object, now.spot)) {
    const old = comparison.before.resolve(had)
    const kind = comparison.follow(value, there)
    if (same(old, kind.object)) continue
    if (kind.object.kind === 'dictionary' && (isNull(old) || old.kind === 'dictionary')) {
      const named = { had: dictionaryOf(old), now: kind.object, spot: kind.spot }
      added = compareNamed(comparison, key, named) || added
    } else if (isNull(old) && key === 'ProcSet') added = true
    else frozen(comparison, old, kind.object, kind.spot)
  }
  if (!added) return
  const reason = `ISO 32000-2 §12.7.3: resources of the form are added`
  comparison.report(now.spot, { kind: 'form-resources', effect: 'validation-data', reason })
}

/** Names of the fonts that the form and its fields, as they were, show values with (§12.7.4.3). */
function awaitedFonts({ before: view, budget }: Comparison): ReadonlySet<string> {
  const names = new Set<string>()
  const seen = new Set<number>()
  const root = dictionaryIn(view, view.trailer, 'Root')
  const form = root === null ? null : dictionaryIn(view, root, 'AcroForm')
  const open: PdfObject[] = form === null ? [] : [form, ...itemsIn(view, form, 'Fields')]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    budget.spendNodes()
    if (next.kind === 'reference' && seen.has(next.number)) continue
    if (next.kind === 'reference') seen.add(next.number)
    const field = dictionaryOf(view.resolve(next))
    if (field === null) continue
    for (const name of fontsIn(stringIn(view, field, 'DA'))) names.add(name)
    for (const kid of itemsIn(view, field, 'Kids')) open.push(kid)
  }
  return names
}

function fontsIn(look: Uint8Array | null): string[] {
  if (look === null) return []
  const found = fromLatin1(look).matchAll(/\/([^\s\0/<>()[\]{}%]+)/g)
  return [...found].map(([, name = '']) => decoded(name))
}

/** §7.3.5: a name may be written with the codes of its characters. */
function decoded(name: string): string {
  return name.replace(/#([0-9A-Fa-f]{2})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** A value that is there would be shown with a font of that name, which was not there. */
function forbidFont(comparison: Comparison, font: PdfObject | undefined, spot: Spot): void {
  comparison.adopt(font, spot)
  const reason = 'ISO 32000-2 §12.7.4.3: values that are there are shown with another font'
  comparison.report(spot, { kind: 'font', effect: 'other', reason })
}

/** What every form calls the fonts that every reader has (§9.6.2.2), and takes for them where there are none. */
const usual: Readonly<Record<string, string>> = { Helv: 'Helvetica', ZaDb: 'ZapfDingbats' }

/** A font that is what its name has always stood for, with nothing of its own. */
function isUsual({ after }: Comparison, name: string, value: PdfObject | undefined): boolean {
  const font = after.resolve(value)
  if (font.kind !== 'dictionary' || font.repeated.length > 0 || !Object.hasOwn(usual, name))
    return false
  if (nameIn(after, font, 'Subtype') !== 'Type1') return false
  const encoding = font.entries.get('Encoding')
  if (!isNull(encoding) && nameIn(after, font, 'Encoding') !== 'WinAnsiEncoding') return false
  const plain = [...font.entries.keys()].every((key) =>
    /^(Type|Subtype|BaseFont|Name|Encoding)$/.test(key),
  )
  return plain && nameIn(after, font, 'BaseFont') === usual[name]
}

interface Named {
  readonly had: PdfDictionary | null
  readonly now: PdfDictionary
  readonly spot: Spot
}

function compareNamed(comparison: Comparison, kind: string, { had, now, spot }: Named): boolean {
  let added = false
  let awaited: ReadonlySet<string> | null = null
  for (const { key, old, value, spot: there } of entriesOf(had, now, spot)) {
    if (same(old, value)) continue
    if (kind === 'Font') awaited ??= awaitedFonts(comparison)
    if (awaited?.has(key) && !(isNull(old) && isUsual(comparison, key, value))) {
      forbidFont(comparison, value, there)
    } else if (isNull(old) || (kind === 'XObject' && comparison.isFresh(value))) {
      comparison.adopt(value, there)
      added = true
    } else frozen(comparison, old, value, there)
  }
  return added
}
