import { dictionaryOf, nameIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { awaitingOf } from './awaiting.ts'
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

/** Whether some are added. A name that something waits for stands for nothing else than it ever did. */
function compareNamed(comparison: Comparison, kind: string, { had, now, spot }: Named): boolean {
  let added = false
  for (const { key, old, value, spot: there } of entriesOf(had, now, spot)) {
    if (same(old, value)) continue
    const awaiting = kind === 'Font' ? awaitingOf(comparison) : null
    const isNew = isNull(old) && awaiting?.any !== true
    if (awaiting?.fonts.has(key) && !(isNew && isUsual(comparison, key, value))) {
      forbidFont(comparison, value, there)
    } else if (isNull(old) || (kind === 'XObject' && comparison.isFresh(value))) {
      comparison.adopt(value, there)
      if (awaiting?.any) tellFont(comparison, there)
      added = true
    } else frozen(comparison, old, value, there)
  }
  return added
}

/** Readers may take any font of the form for a text that waits to be drawn, where its own has no such letters. */
function tellFont(comparison: Comparison, spot: Spot): void {
  const reason = 'ISO 32000-2 §12.7.4.3: a font is added, and readers draw a text by themselves'
  comparison.report(spot, { kind: 'form-resources', effect: 'form-filling', reason })
}
