import type { Budget } from '../core/budget.ts'
import { DerReader } from '../core/der.ts'
import { type ErrorCode, VerifierError } from '../core/errors.ts'

/** What a structure is called, and the code of the error where octets are none. */
export interface Structure {
  readonly called: string
  readonly malformed: ErrorCode
}

/**
 * Reads octets that are one structure in DER and nothing behind it; throws the code of the structure,
 * or `budget-exceeded`.
 */
export function parseDer<T>(
  der: Uint8Array,
  budget: Budget,
  { called, malformed }: Structure,
  read: (outer: DerReader) => T,
): T {
  try {
    const outer = DerReader.of(der, 'DER', budget)
    const structure = read(outer)
    outer.finish()
    return structure
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'der-malformed') throw cause
    throw new VerifierError(malformed, `not ${called}: ${cause.message}`, {
      facts: cause.facts,
      cause,
    })
  }
}
