import { VerifierError } from '../core/errors.ts'
import { printable } from '../core/printable.ts'
import { refusalOf } from '../store/refusal.ts'
import type { Io } from './io.ts'

/** The error, then a hint; the trace only of what is not ours. */
export async function reportError(error: unknown, io: Io): Promise<void> {
  const { code, message, hint } = refusalOf(error)
  await io.err(`euxine: ${printable(message)} [${code}]\n`)
  if (hint !== null) await io.err(`hint: ${printable(hint)}\n`)
  if (!(error instanceof VerifierError) && error instanceof Error) await io.err(`${error.stack}\n`)
}
