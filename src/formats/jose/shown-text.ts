import { printable } from '../../core/printable.ts'

/** Characters of a document's own text that a message shows. */
const longestShown = 120

/** Text of a document as messages show it: in quotes, nothing hidden in it, and no longer than is read. */
export function shown(text: string): string {
  return `"${printable(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text)}"`
}
