/** A state by its ISO 3166-1 alpha-2 code, or a list's own code for it (EL for GR, UK for GB). */
export type State = string

const aliases: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' }

/** The ISO 3166-1 code of a state; TS 119 612 §5.3.10 lists use EL and UK. */
export function isoState(state: State): State {
  const upper = state.toUpperCase()
  return Object.hasOwn(aliases, upper) ? (aliases[upper] ?? upper) : upper
}

/** True where two codes name one state, in either case, and EL and UK for GR and GB. */
export function sameState(a: State, b: State): boolean {
  return isoState(a) === isoState(b)
}

/** True for two ASCII letters, whether or not such a state exists. */
export function isStateCode(text: string): boolean {
  return /^[A-Za-z]{2}$/.test(text)
}
