import { relative } from 'node:path'
import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import { parseJson } from '../core/json.ts'
import { checkAgreements } from '../recognition/check.ts'
import type { Agreement } from '../recognition/model.ts'
import { parseAgreement } from '../recognition/parse.ts'
import type { TrustProblem } from '../trust.ts'
import { filesUnder, readAll } from './folder.ts'

/** The agreements of a folder that may be applied, and why each of the others may not. */
export interface ReadAgreements {
  readonly agreements: readonly Agreement[]
  readonly problems: readonly TrustProblem[]
}

/**
 * Agreements of a folder, one in each JSON file. One that cannot be read, or does not hold
 * together with the others, is left out and named: no agreement means no recognition.
 */
export function readAgreements(
  folder: string,
  surroundings: Parameters<typeof checkAgreements>[1],
): ReadAgreements {
  const read: Agreement[] = []
  const problems: TrustProblem[] = []
  const paths = filesUnder(folder).filter((path) => path.endsWith('.json'))
  const withheld = new Set<string>()
  for (const { path, bytes } of readAll(paths)) {
    const outcome = parse(bytes)
    if ('agreement' in outcome) read.push(outcome.agreement)
    else problems.push({ ...outcome, where: relative(folder, path), about: 'agreement' })
    if (!('agreement' in outcome)) withheld.add(idIn(bytes))
  }
  const whole = read.filter(({ id }) => !withheld.has(id))
  const checked = checkAgreements(whole, surroundings)
  const found = checked.problems.map((problem) => ({ ...problem, about: 'agreement' as const }))
  return { agreements: checked.agreements, problems: [...problems, ...found] }
}

/**
 * The id that an unreadable agreement gives itself: its earlier versions are withheld too, for the
 * later one may have suspended them. Empty where it gives none.
 */
function idIn(bytes: Uint8Array): string {
  return /"id"\s*:\s*"([^"\\]*)"/.exec(fromUtf8(bytes) ?? '')?.[1] ?? ''
}

function parse(
  bytes: Uint8Array,
): { readonly agreement: Agreement } | { readonly code: string; readonly message: string } {
  try {
    const json = parseJson(fromUtf8(bytes)?.replace(/^\ufeff/, '') ?? '')
    return { agreement: parseAgreement(json, sha256Hex(bytes)) }
  } catch (error) {
    if (error instanceof VerifierError)
      return { code: 'agreement-malformed', message: error.message }
    throw error
  }
}
