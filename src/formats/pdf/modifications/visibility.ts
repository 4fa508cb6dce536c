import type { PdfView } from '../file.ts'
import { entry, numbersIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { isNull } from './equality.ts'

/** ISO 32000-2 §12.5.3, Table 167: the flag Hidden. */
const hidden = 2

/** Flags of which every reader knows what they say: a signed integer of 32 bits that is not negative. */
const mostFlags = 2 ** 31 - 1

/**
 * Flags (ISO 32000-2 §12.5.3, §12.7.4.1), which are none where there is nothing. Null for what is no
 * integer, and for one that readers cut to different bits: nobody can tell then which flags are set.
 */
export function flagsOf(object: PdfObject | undefined): number | null {
  if (object === undefined || object.kind === 'null') return 0
  if (object.kind !== 'integer') return null
  return object.value >= 0 && object.value <= mostFlags ? object.value : null
}

/**
 * Whether a widget may be seen (ISO 32000-2 §12.5.2, §12.5.3): with an area, or an appearance without
 * one to say where, and not certainly hidden. One that is hidden is shown by an action (§12.6.4.11), of
 * the signed document even: it stays unseen where it looks like nothing.
 */
export function isVisible(view: PdfView, widget: PdfDictionary): boolean {
  const flags = flagsOf(view.resolve(widget.entries.get('F'))) ?? 0
  if ((flags & hidden) !== 0 && !hasLook(view, widget)) return false
  const corners = numbersIn(view, widget, 'Rect')
  const [left, bottom, right, top] = corners
  if (corners.length !== 4) return !isNull(widget.entries.get('AP')) || corners.length > 0
  return !(left === right || bottom === top)
}

/** Whether something is drawn for a widget (§12.5.5), or around it (§12.5.6.19, MK). */
export function hasLook(view: PdfView, widget: PdfDictionary): boolean {
  const around = entry(view, widget, 'MK')
  if (around.kind !== 'null' && !(around.kind === 'dictionary' && around.entries.size === 0)) {
    return true
  }
  const looks = entry(view, widget, 'AP')
  if (looks.kind !== 'dictionary') return looks.kind !== 'null'
  return [...looks.entries.values()].some((value) => {
    const look = view.resolve(value)
    if (look.kind !== 'dictionary') return drawsSomething(view, look)
    return [...look.entries.values()].some((state) => drawsSomething(view, view.resolve(state)))
  })
}

function drawsSomething(view: PdfView, look: PdfObject): boolean {
  if (look.kind !== 'stream') return look.kind !== 'null'
  if (look.raw.length === 0) return false
  const [left, bottom, right, top] = numbersIn(view, look.dictionary, 'BBox')
  return left === undefined || !(left === right || bottom === top)
}
