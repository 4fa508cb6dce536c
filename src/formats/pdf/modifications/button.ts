import { fromLatin1 } from '../../../core/bytes.ts'
import { dictionaryIn, dictionaryOf, entry, itemsIn, nameIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { textString } from '../signatures/text-string.ts'
import type { Comparison } from './comparison.ts'
import { isNull } from './equality.ts'

/** One of the widgets of a button: what it shows, and what it could show. */
interface Shown {
  /** AS; null where it has none. */
  readonly state: string | null
  /** Names of its appearances; null where it has none that are told apart. */
  readonly states: ReadonlySet<string> | null
}

/**
 * Whether the widgets of a check box or of radio buttons show the value of the field, and no other (ISO
 * 32000-2 §12.7.5.2.3, §12.7.5.2.4): readers draw what AS names, whatever the value is. Of several
 * widgets with the state that is the value one may show it, or all. Throws `budget-exceeded`.
 */
export function showsValue(
  comparison: Comparison,
  field: PdfDictionary,
  value: PdfObject,
  isRadio: boolean,
): boolean {
  const widgets = widgetsOf(comparison, field)
  if (widgets === null) return false
  // What no widget has a state for selects none: some writers set any name, and draw nothing for it.
  const wanted = stateOf(comparison, field, value, widgets) ?? 'Off'
  // Poppler and MuPDF draw a mark of their own in a check box whose state has no appearance.
  const names = namesOf(value)
  const isUnmarked = (state: string) => isRadio || names.includes(state)
  // Where no state is named some readers show the only one that there is.
  const isOff = ({ state, states }: Shown) =>
    state === null
      ? states?.size !== 1 || states.has('Off')
      : state === 'Off' || (states !== null && !states.has(state) && isUnmarked(state))
  const others = widgets.filter(({ state }) => state !== wanted)
  if (!others.every(isOff)) return false
  // Poppler draws a mark of its own where the state is the value, and the widget has no appearance for it.
  const isMarked = ({ state, states }: Shown) => state === wanted && states?.has(wanted) === false
  if (wanted !== 'Off' && widgets.some(isMarked)) return false
  // A widget without appearances, or with one alone, shows what no state says.
  const able = widgets.filter(({ states }) => states === null || states.has(wanted))
  return wanted === 'Off' || able.some(({ state, states }) => states === null || state === wanted)
}

/** The name of the state that stands for a value; null where no widget has one. */
function stateOf(
  { after }: Comparison,
  field: PdfDictionary,
  value: PdfObject,
  widgets: readonly Shown[],
): string | null {
  const isState = (name: string) =>
    name === 'Off' || widgets.some(({ states }) => states === null || states.has(name))
  const names = namesOf(value)
  const known = names.find(isState)
  if (known !== undefined) return known
  // §12.7.5.2.3, Opt: the value may be a text, and its state is called by the number of the text.
  const index = itemsIn(after, field, 'Opt').findIndex((item) =>
    namesOf(after.resolve(item)).some((name) => names.includes(name)),
  )
  return index !== -1 && isState(String(index)) ? String(index) : null
}

function namesOf(value: PdfObject): readonly string[] {
  if (isNull(value)) return ['Off']
  if (value.kind === 'name') return [value.name]
  return value.kind === 'string' ? [fromLatin1(value.bytes), textString(value.bytes)] : []
}

/** Those of the field as it is now, without those of fields below it with a value of their own. */
function widgetsOf(comparison: Comparison, field: PdfDictionary): readonly Shown[] | null {
  const { after, budget } = comparison
  const widgets: Shown[] = []
  const seen = new Set([field])
  const open = [field]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    budget.spendNodes()
    const kids = itemsIn(after, next, 'Kids')
    if (kids.length === 0) widgets.push(shownBy(comparison, next))
    for (const kid of kids) {
      const dictionary = dictionaryOf(after.resolve(kid))
      if (dictionary === null || seen.has(dictionary)) return null
      seen.add(dictionary)
      if (isNull(entry(after, dictionary, 'V'))) open.push(dictionary)
    }
  }
  return widgets
}

function shownBy({ after, budget }: Comparison, widget: PdfDictionary): Shown {
  const looks = dictionaryIn(after, widget, 'AP')
  const normal = looks === null ? null : entry(after, looks, 'N')
  const states = normal?.kind === 'dictionary' ? new Set(normal.entries.keys()) : null
  budget.spendNodes(states?.size ?? 0)
  return { state: nameIn(after, widget, 'AS'), states }
}
