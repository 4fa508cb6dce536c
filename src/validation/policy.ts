import { digestLengths } from '../core/digests.ts'
import { VerifierError } from '../core/errors.ts'
import { parseTime } from '../core/time.ts'
import { defaultPathPolicy, type PathPolicy } from '../x509/policies/inputs.ts'
import type { AlgorithmRule } from './algorithm-rules.ts'
import { defaultAlgorithms } from './default-algorithms.ts'

/** What a verifier is told to accept; plain frozen data. */
export interface Policy {
  readonly name: string
  /** Until when each algorithm may be relied upon; what is not here, never. */
  readonly algorithms: readonly AlgorithmRule[]
  readonly path: PathPolicy
  /** Whether a path without revocation data may pass. */
  readonly revocation: 'required' | 'when-available' | 'none'
  /** no: a policy file left `revocation` out, and whoever asks may have a default of his own. */
  readonly statesRevocation: 'yes' | 'no'
  /** How old a status may be (EN 319 102-1 §5.2.5), in milliseconds, or until the next is due. */
  readonly maximumAge: number | 'next-update'
  /**
   * Whether an anchor ends when its trust list stops granting it (EN 319 102-1 §5.2.6.4 leaves that to
   * the policy); where it is ignored, the list's status decides qualification and recognition alone.
   */
  readonly anchorSunset: 'apply' | 'ignore'
}

/** The policy where none is named. */
export const defaultPolicy: Policy = {
  name: 'default',
  algorithms: defaultAlgorithms,
  path: defaultPathPolicy,
  revocation: 'required',
  statesRevocation: 'no',
  maximumAge: 'next-update',
  anchorSunset: 'ignore',
}

const revocationWords = ['required', 'when-available', 'none'] as const

/**
 * A policy file: `{"name": "…", "revocation": "required", "revocationMaximumAge": 86400, "digests":
 * {"SHA-1": "2012-08-01T00:00:00Z"}}`; the age is in seconds.
 * What it leaves out is as in the default, or with the algorithms given; throws `request-malformed`.
 */
export function parsePolicy(json: unknown, algorithms = defaultPolicy.algorithms): Policy {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed('no object')
  const { name, revocation, revocationMaximumAge, anchorSunset, digests, ...rest } = json as Record<
    string,
    unknown
  >
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw malformed(`unknown member "${unknown}"`)
  if (typeof name !== 'string') throw malformed('"name" must be a string')
  const word = revocationWords.find((one) => one === (revocation ?? defaultPolicy.revocation))
  if (word === undefined)
    throw malformed(`"revocation" must be one of ${revocationWords.join(', ')}`)
  const sunset = (['apply', 'ignore'] as const).find((one) => one === (anchorSunset ?? 'ignore'))
  if (sunset === undefined) throw malformed('"anchorSunset" must be apply or ignore')
  const own = parseDigests(digests ?? {})
  const others = algorithms.filter(({ algorithm }) =>
    own.every((one) => one.algorithm !== algorithm),
  )
  const maximumAge = parseAge(revocationMaximumAge)
  return {
    ...defaultPolicy,
    name,
    revocation: word,
    statesRevocation: revocation === undefined ? 'no' : 'yes',
    maximumAge,
    anchorSunset: sunset,
    algorithms: [...own, ...others],
  }
}

function parseAge(seconds: unknown): Policy['maximumAge'] {
  if (seconds === undefined || seconds === null) return defaultPolicy.maximumAge
  if (typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds > 0) {
    return seconds * 1_000
  }
  throw malformed('"revocationMaximumAge" must be a number of seconds above zero')
}

function parseDigests(json: unknown): AlgorithmRule[] {
  if (typeof json !== 'object' || json === null) throw malformed('"digests" must be an object')
  return Object.entries(json).map(([algorithm, value]) => {
    if (!Object.hasOwn(digestLengths, algorithm)) throw malformed(`unknown digest "${algorithm}"`)
    const end = typeof value === 'string' ? parseTime(value) : null
    if (value !== null && end === null)
      throw malformed(`"digests.${algorithm}" must be a time or null`)
    return { algorithm, evaluations: [{ parameters: [], start: null, end, recommendation: null }] }
  })
}

function malformed(what: string): VerifierError {
  return new VerifierError('request-malformed', `the policy cannot be read: ${what}`, {
    hint: 'leave it out for the default policy',
  })
}
