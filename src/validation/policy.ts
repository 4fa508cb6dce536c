import type { DigestAlgorithm } from '../core/digests.ts'
import { VerifierError } from '../core/errors.ts'
import { parseTime } from '../core/time.ts'
import { defaultPathPolicy, type PathPolicy } from '../x509/policy-inputs.ts'
import type { KeySize } from '../x509/public-key.ts'

/** What a verifier is told to accept; plain frozen data. */
export interface Policy {
  readonly name: string
  /** Until when, exclusive, a digest may be relied upon; null: no end in sight; absent: never. */
  readonly digests: Readonly<Partial<Record<DigestAlgorithm, Date | null>>>
  /** The same for keys of a family, by smallest size, ascending. */
  readonly keys: readonly KeyRule[]
  readonly path: PathPolicy
  /** Whether a path without revocation data may pass. */
  readonly revocation: 'required' | 'when-available' | 'none'
}

/**
 * Keys of a family from a size up may be relied upon until an instant, exclusive; null: no end in
 * sight.
 */
export interface KeyRule {
  readonly family: KeySize['family']
  readonly minimumBits: number
  readonly until: Date | null
}

const day = (text: string): Date => new Date(`${text}T00:00:00Z`)

/**
 * Dates of TS 119 312 V1.5.1 §7 to §9 (withdrawn algorithms: of TS 102 176-1 V2.1.1), as the
 * published machine-readable suites state them.
 */
export const defaultPolicy: Policy = {
  name: 'default',
  digests: {
    MD5: day('2004-08-01'),
    'SHA-1': day('2012-08-01'),
    'RIPEMD-160': day('2014-08-01'),
    'SHA-224': day('2029-01-01'),
    // TS 119 312 does not list it; it has the strength of SHA-224.
    'SHA3-224': day('2029-01-01'),
    'SHA-256': null,
    'SHA-384': null,
    'SHA-512': null,
    'SHA3-256': null,
    'SHA3-384': null,
    'SHA3-512': null,
  },
  keys: [
    { family: 'RSA', minimumBits: 1024, until: day('2019-10-01') },
    { family: 'RSA', minimumBits: 1900, until: day('2029-01-01') },
    { family: 'RSA', minimumBits: 3000, until: null },
    { family: 'DSA', minimumBits: 1024, until: day('2015-12-01') },
    { family: 'DSA', minimumBits: 1900, until: day('2029-01-01') },
    { family: 'DSA', minimumBits: 3000, until: null },
    { family: 'EC', minimumBits: 224, until: day('2021-10-01') },
    { family: 'EC', minimumBits: 256, until: null },
    { family: 'Ed25519', minimumBits: 256, until: null },
    { family: 'Ed448', minimumBits: 456, until: null },
  ],
  path: defaultPathPolicy,
  revocation: 'required',
}

/** Until when a key of this size may be relied upon; undefined: never. */
export function keyReliableUntil(policy: Policy, size: KeySize): Date | null | undefined {
  const { family, bits } = size
  if (bits === null) return undefined
  const rules = policy.keys.filter((rule) => rule.family === family && rule.minimumBits <= bits)
  return rules.length === 0 ? undefined : rules[rules.length - 1]?.until
}

const revocationWords = ['required', 'when-available', 'none'] as const

/**
 * A policy file: `{"name": "…", "revocation": "required", "digests": {"SHA-1": "2012-08-01T00:00:00Z"}}`.
 * What it leaves out is as in the default; throws `request-malformed`.
 */
export function parsePolicy(json: unknown): Policy {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed('no object')
  const { name, revocation, digests, ...rest } = json as Record<string, unknown>
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw malformed(`unknown member "${unknown}"`)
  if (typeof name !== 'string') throw malformed('"name" must be a string')
  const word = revocationWords.find((one) => one === (revocation ?? defaultPolicy.revocation))
  if (word === undefined)
    throw malformed(`"revocation" must be one of ${revocationWords.join(', ')}`)
  return { ...defaultPolicy, name, revocation: word, digests: parseDigests(digests ?? {}) }
}

function parseDigests(json: unknown): Policy['digests'] {
  if (typeof json !== 'object' || json === null) throw malformed('"digests" must be an object')
  const digests = { ...defaultPolicy.digests }
  for (const [name, value] of Object.entries(json)) {
    if (!Object.hasOwn(defaultPolicy.digests, name)) throw malformed(`unknown digest "${name}"`)
    const until = typeof value === 'string' ? parseTime(value) : null
    if (value !== null && until === null)
      throw malformed(`"digests.${name}" must be a time or null`)
    digests[name as DigestAlgorithm] = until
  }
  return digests
}

function malformed(what: string): VerifierError {
  return new VerifierError('request-malformed', `the policy cannot be read: ${what}`, {
    hint: 'leave it out for the default policy',
  })
}
