import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import { nameIn } from '../lookup.ts'
import type { PdfObject } from '../object.ts'
import { isNull } from './equality.ts'

/** Actions one behind the other; genuine links have one. */
const most = 100

/**
 * Whether an action, and all that are carried out behind it (ISO 32000-2 §12.6.2, `Next`), do no more
 * than go to another place: URI and GoTo (§12.6.4). What cannot be told does something else.
 */
export function onlyLeadsElsewhere(
  view: PdfView,
  action: PdfObject | undefined,
  budget: Budget,
): boolean {
  const seen = new Set<PdfObject>()
  const open: (PdfObject | undefined)[] = [action]
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    budget.spendNodes()
    const object = view.resolve(next)
    if (seen.has(object) || isNull(object)) continue
    if (seen.size === most || object.kind !== 'dictionary') return false
    seen.add(object)
    const does = nameIn(view, object, 'S')
    if (object.repeated.length > 0 || (does !== 'URI' && does !== 'GoTo')) return false
    const behind = view.resolve(object.entries.get('Next'))
    if (behind.kind !== 'array') open.push(behind)
    else if (behind.items.length > most) return false
    else for (const item of behind.items) open.push(item)
  }
  return true
}
