import { fromLatin1 } from '../../../core/bytes.ts'
import type { PdfView } from '../file.ts'
import {
  deepestTree,
  dictionaryIn,
  dictionaryOf,
  entry,
  itemsIn,
  nameIn,
  stringIn,
} from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import type { Comparison } from './comparison.ts'
import { isNull } from './equality.ts'
import { flagsOf } from './visibility.ts'

/** What readers draw by themselves, with the appearance and the fonts that the form names. */
export interface Awaiting {
  /** Whether a field with a value, or a text on a page, has no appearance of its own. */
  readonly any: boolean
  /**
   * Whether a text or a choice with a value has no look of its own, though it may have an appearance: readers
   * that can fill in a form show the value in boxes of theirs, in the size and the colour of that look.
   */
  readonly boxes: boolean
  /** Names of fonts that such a text, the form, or a field may be drawn with. */
  readonly fonts: ReadonlySet<string>
}

const known = new WeakMap<PdfView, Awaiting>()

/**
 * What waits to be drawn in a document as it was before a revision: by the appearance of the form (ISO
 * 32000-2 §12.7.3, Table 224) and its fonts (§12.7.4.3), whoever sets them. Throws `budget-exceeded`.
 */
export function awaitingOf({ before: view, budget }: Comparison): Awaiting {
  const found = known.get(view) ?? new Search(view, budget).found()
  known.set(view, found)
  return found
}

/** What a field has from those above it (§12.7.4.1). */
interface Inherited {
  readonly type: string | null
  readonly value: PdfObject | undefined
  readonly flags: PdfObject | undefined
  readonly hasLook: boolean
}

interface Waiting {
  readonly item: PdfObject
  readonly above: Inherited
}

/** The font of marks (§12.7.5.2.3), which check boxes without an appearance have whatever their DA says. */
const ofMarks = 'ZaDb'
/** §12.7.5.2.1, Table 229, and §12.7.5.4, Table 233. */
const pushbutton = 2 ** 16
const combo = 2 ** 17

const none: Inherited = { type: null, value: undefined, flags: undefined, hasLook: false }

class Search {
  readonly #view: PdfView
  readonly #budget: Comparison['budget']
  readonly #fonts = new Set<string>()
  readonly #root: PdfDictionary | null
  readonly #form: PdfDictionary | null
  #any = false
  #boxes = false

  constructor(view: PdfView, budget: Comparison['budget']) {
    this.#view = view
    this.#budget = budget
    this.#root = dictionaryIn(view, view.trailer, 'Root')
    this.#form = this.#root === null ? null : dictionaryIn(view, this.#root, 'AcroForm')
  }

  found(): Awaiting {
    if (this.#form !== null) this.#takeFonts(this.#form)
    this.#searchFields()
    this.#searchPages()
    if (this.#any) this.#fonts.add(ofMarks)
    return { any: this.#any, boxes: this.#boxes, fonts: this.#fonts }
  }

  #searchFields(): void {
    const seen = new Set<number>()
    const tops = this.#form === null ? [] : itemsIn(this.#view, this.#form, 'Fields')
    const open: Waiting[] = tops.map((item) => ({ item, above: none }))
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      this.#budget.spendNodes()
      const field = this.#unseen(next.item, seen)
      if (field === null) continue
      this.#takeFonts(field)
      const above = this.#with(field, next.above)
      const kids = itemsIn(this.#view, field, 'Kids')
      for (const item of kids) open.push({ item, above })
      if (kids.length === 0 && this.#isDrawn(field, above)) this.#any = true
    }
  }

  /** Widgets that no field leads to are drawn as well, and so is a text (§12.5.6.6) without appearance. */
  #searchPages(): void {
    const seen = new Set<number>()
    const open = [this.#root?.entries.get('Pages')]
    while (open.length > 0) {
      this.#budget.spendNodes()
      const node = this.#unseen(open.pop(), seen)
      if (node === null) continue
      for (const kid of itemsIn(this.#view, node, 'Kids')) open.push(kid)
      for (const item of itemsIn(this.#view, node, 'Annots')) this.#searchAnnotation(item)
    }
  }

  #searchAnnotation(item: PdfObject): void {
    this.#budget.spendNodes()
    const annotation = dictionaryOf(this.#view.resolve(item))
    if (annotation === null) return
    const subtype = nameIn(this.#view, annotation, 'Subtype')
    const isText = subtype === 'FreeText' || !isNull(entry(this.#view, annotation, 'DA'))
    const isDrawn =
      subtype === 'Widget'
        ? this.#isOrphanDrawn(annotation)
        : isText && !this.#isShown(annotation, false)
    if (!isDrawn) return
    this.#any = true
    this.#takeFonts(annotation)
  }

  #isOrphanDrawn(widget: PdfDictionary): boolean {
    let above: Inherited = none
    const line = [widget]
    for (let one = dictionaryIn(this.#view, widget, 'Parent'); one !== null; ) {
      if (line.push(one) > deepestTree) return true
      one = dictionaryIn(this.#view, one, 'Parent')
    }
    this.#budget.spendNodes(line.length)
    for (const one of line.reverse()) above = this.#with(one, above)
    return this.#isDrawn(widget, above)
  }

  #unseen(item: PdfObject | undefined, seen: Set<number>): PdfDictionary | null {
    if (item?.kind === 'reference' && seen.has(item.number)) return null
    if (item?.kind === 'reference') seen.add(item.number)
    return dictionaryOf(this.#view.resolve(item))
  }

  #with(field: PdfDictionary, above: Inherited): Inherited {
    const [value, flags] = [entry(this.#view, field, 'V'), entry(this.#view, field, 'Ff')]
    return {
      type: nameIn(this.#view, field, 'FT') ?? above.type,
      value: isNull(value) ? above.value : value,
      flags: isNull(flags) ? above.flags : flags,
      hasLook: above.hasLook || !isNull(entry(this.#view, field, 'DA')),
    }
  }

  /** Whether a reader makes up what a widget shows (§12.7.3, NeedAppearances; §12.7.4.3). */
  #isDrawn(widget: PdfDictionary, { type, value, flags, hasLook }: Inherited): boolean {
    if (type === 'Sig') return false
    const filled = !isNull(value) && !(value?.kind === 'string' && value.bytes.length === 0)
    if (filled && !hasLook && (type === 'Tx' || type === 'Ch')) this.#boxes = true
    const anew = this.#form === null ? null : entry(this.#view, this.#form, 'NeedAppearances')
    const isAnew = anew?.kind === 'boolean' && anew.value
    const set = flagsOf(flags)
    const isBox = type === 'Btn' && set !== null && (set & pushbutton) === 0
    if (!isAnew && this.#isShown(widget, isBox)) return false
    if (type === 'Tx') return filled || !isNull(entry(this.#view, widget, 'RV'))
    if (type === 'Ch') return filled || set === null || (set & combo) === 0
    if (type !== 'Btn') return filled
    if (set === null || (set & pushbutton) !== 0) return true
    const state = nameIn(this.#view, widget, 'AS') ?? 'Off'
    return state !== 'Off' || (filled && !(value?.kind === 'name' && value.name === 'Off'))
  }

  /** Whether an annotation has an appearance for what it shows (§12.5.5); boxes that are off show none. */
  #isShown(annotation: PdfDictionary, isBox: boolean): boolean {
    const looks = dictionaryIn(this.#view, annotation, 'AP')
    const normal = looks === null ? null : entry(this.#view, looks, 'N')
    if (normal?.kind !== 'dictionary') return normal?.kind === 'stream'
    const state = nameIn(this.#view, annotation, 'AS') ?? 'Off'
    return (isBox && state === 'Off') || entry(this.#view, normal, state).kind === 'stream'
  }

  #takeFonts(dictionary: PdfDictionary): void {
    const look = stringIn(this.#view, dictionary, 'DA')
    if (look === null) return
    this.#budget.spendNodes(1 + (look.length >> 6))
    for (const [, name = ''] of fromLatin1(look).matchAll(/\/([^\s\0/<>()[\]{}%]+)/g)) {
      this.#fonts.add(decoded(name))
    }
  }
}

/** §7.3.5: a name may be written with the codes of its characters. */
function decoded(name: string): string {
  return name.replace(/#([0-9A-Fa-f]{2})/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
