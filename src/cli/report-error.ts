import { VerifierError } from '../core/errors.ts'
import { refusalOf } from '../store/refusal.ts'
import type { Io } from './io.ts'

/** The error, then a hint; the trace only of what is not ours. */
export async function reportError(error: unknown, io: Io): Promise<void> {
  const { code, message, hint } = refusalOf(error)
  await io.err(`euxine: ${printable(message)} [${code}]\n`)
  if (hint !== null) await io.err(`hint: ${printable(hint)}\n`)
  if (!(error instanceof VerifierError) && error instanceof Error) await io.err(`${error.stack}\n`)
}

/** A name from a hostile file must not steer the terminal: control and direction characters are shown as escapes. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => {
    return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`
  })
}
