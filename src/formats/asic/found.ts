import { type Check, failed } from '../../core/conclusion.ts'
import type { ParsedSignature } from '../format.ts'
import { malformedSignature } from '../malformed-signature.ts'

/** A signature in a file of the container, with the files that it is over. */
export interface FoundSignature {
  readonly file: string
  readonly signature: ParsedSignature
  /** Names of the files that it covers as a whole, where they are at hand: in the container, or given beside it. */
  readonly covers: ReadonlySet<string>
  /** Names that it refers to, at hand or not. */
  readonly refersTo: ReadonlySet<string>
  readonly checks: readonly Check[]
}

/** A signature file that is none: reported, and without anything that could verify. */
export function unreadableSignature(
  file: string,
  format: string,
  rule: string,
  detail: string,
): FoundSignature {
  const conclusion = failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED')
  const names = { id: 'signature-1', parent: null, format }
  const check = { id: 'asic-signature-file', rule, conclusion }
  const signature = malformedSignature(names, 'content', check)
  return { file, signature, covers: new Set(), refersTo: new Set(), checks: [] }
}

/** EN 319 162-1 annex A.6: what is referenced stands in the container; nothing is fetched. */
export function insideCheck(outside: readonly string[]): readonly Check[] {
  if (outside.length === 0) return []
  const detail = `the signature refers to something outside the container, which is never fetched`
  return [
    {
      id: 'asic-reference-inside',
      rule: 'EN 319 162-1 annex A.6',
      conclusion: failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED'),
    },
  ]
}
