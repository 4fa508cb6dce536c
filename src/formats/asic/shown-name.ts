import { printable } from '../../core/printable.ts'
import { maskTokens } from '../../x509/identifiers.ts'

/** Characters of a name that a message shows. */
const longestShown = 120

/** A name as messages show it: cut, without personal identifiers, and safe for a terminal. */
export function quoted(name: string): string {
  const shown = name.length > longestShown ? `${name.slice(0, longestShown)}…` : name
  return `"${printable(maskTokens(shown))}"`
}
