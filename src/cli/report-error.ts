import { VerifierError } from '../core/errors.ts'
import { printable } from '../core/printable.ts'
import { refusalOf } from '../store/refusal.ts'
import type { Io } from './io.ts'

/** The error, with the path that it is about unless it names it, then a hint; the trace only of what is not ours. */
export async function reportError(
  error: unknown,
  io: Io,
  path: string | null = null,
): Promise<void> {
  const { code, message, hint } = refusalOf(error)
  const about = path === null || message.includes(path) ? '' : `${path}: `
  await io.err(`euxine: ${printable(about + message)} [${code}]\n`)
  if (hint !== null) await io.err(`hint: ${printable(hint)}\n`)
  if (!(error instanceof VerifierError) && error instanceof Error) await io.err(`${error.stack}\n`)
}
