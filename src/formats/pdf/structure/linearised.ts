import { VerifierError } from '../../../core/errors.ts'
import { skipSpace } from '../syntax/lexer.ts'
import { parseIndirectObject } from '../syntax/parser.ts'
import type { Source } from './source.ts'

/** Whether the first object is a linearisation parameter dictionary (ISO 32000-2 annex F.3.3). */
export function isLinearised({ bytes, budget }: Source, header: number): boolean {
  try {
    const at = skipSpace(bytes, header, budget)
    const { object } = parseIndirectObject(bytes, at, { budget, streamLength: () => null })
    return object.kind === 'dictionary' && object.entries.has('Linearized')
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'pdf-malformed') return false
    throw error
  }
}
