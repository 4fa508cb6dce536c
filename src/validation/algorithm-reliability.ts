import { isUnsupported } from '../core/algorithm-names.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import { readOrNull } from '../core/errors.ts'
import { type SignatureAlgorithm, signatureAlgorithmOf } from '../core/signature-algorithms.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from '../x509/certificate.ts'
import { type KeySize, keySize } from '../x509/public-key.ts'
import type { Signed } from '../x509/signed.ts'
import {
  type Evaluation,
  intersection,
  type Period,
  periodsOf,
  ruleNames,
  schemesOf,
} from './algorithm-rules.ts'
import type { Policy } from './policy.ts'

/** What is not relied upon at the time, in words, and since when; null: at no time. */
export interface Weakness {
  readonly what: string
  readonly since: Date | null
}

/** The digest, where it is not relied upon at the time. */
export function digestWeakness(digest: DigestAlgorithm, policy: Policy, at: Date): Weakness | null {
  return weaknessIn(reliabilityOf(policy).digest(digest), digest, at)
}

/**
 * The signature algorithm with a key of the size, where that is not relied upon at the time; a size of
 * null leaves the key out of it.
 */
export function signatureWeakness(
  algorithm: SignatureAlgorithm,
  size: KeySize | null,
  policy: Policy,
  at: Date,
): Weakness | null {
  if (size === null && covers(reliabilityOf(policy).signature(algorithm), at)) return null
  const { digest } = algorithm
  const weak = digest === null ? null : digestWeakness(digest, policy, at)
  return weak ?? schemeWeakness(algorithm, size, policy, at)
}

/** The same without the digest by itself. */
export function schemeWeakness(
  algorithm: SignatureAlgorithm,
  size: KeySize | null,
  policy: Policy,
  at: Date,
): Weakness | null {
  const periods = reliabilityOf(policy).scheme(algorithm, size)
  if (covers(periods, at)) return null
  const { scheme, digest } = algorithm
  const name = digest === null ? scheme : `${scheme} with ${digest}`
  return weakness(periods, size === null ? name : `${name} by ${describeKey(size)}`, at)
}

/** The key, where none of the schemes it may be used with is relied upon at the time with its size. */
export function keyWeakness(certificate: Certificate, policy: Policy, at: Date): Weakness | null {
  const size = keySize(certificate)
  const periods = reliabilityOf(policy).key(size)
  return covers(periods, at) ? null : weakness(periods, describeKey(size), at)
}

/**
 * What a certificate or a CRL is signed with, where it is not relied upon at the time with the key that
 * signed it; whatever the key where that is null. Null too where the algorithm cannot be read: then the
 * signature did not verify, which is said elsewhere.
 */
export function signedWeakness(
  signed: Signed,
  signer: Certificate | null,
  policy: Policy,
  at: Date,
): Weakness | null {
  const algorithm = readOrNull(() => signatureAlgorithmOf(signed.signatureAlgorithm))
  if (algorithm === null || isUnsupported(algorithm)) return null
  return signatureWeakness(algorithm, signer === null ? null : keySize(signer), policy, at)
}

/** "is not relied upon since …", for reports. */
export function describeWeakness({ what, since }: Weakness): string {
  return `${what} is not relied upon ${since === null ? 'at any time' : `since ${formatTime(since)}`}`
}

function describeKey({ family, bits, curve }: KeySize): string {
  if (family === 'EC' && curve !== null) return `a key of EC on ${curve}`
  return `a key of ${family} with ${bits ?? 'unknown'} bits`
}

function covers(periods: readonly Period[], at: Date): boolean {
  const time = at.getTime()
  for (const { from, to } of periods) if (from <= time && time < to) return true
  return false
}

function weaknessIn(periods: readonly Period[], what: string, at: Date): Weakness | null {
  return covers(periods, at) ? null : weakness(periods, what, at)
}

function weakness(periods: readonly Period[], what: string, at: Date): Weakness {
  const ends = periods.map(({ to }) => to).filter((to) => to <= at.getTime())
  return { what, since: ends.length === 0 ? null : new Date(Math.max(...ends)) }
}

const remembered = new WeakMap<Policy, Reliability>()
let last: { readonly policy: Policy; readonly reliability: Reliability } | null = null

/** Worked out once for each policy: a batch asks the same of a million certificates. */
function reliabilityOf(policy: Policy): Reliability {
  if (last?.policy === policy) return last.reliability
  const reliability = remembered.get(policy) ?? new Reliability(policy)
  remembered.set(policy, reliability)
  last = { policy, reliability }
  return reliability
}

/** The rules of a policy by name, and the periods that were asked for. */
class Reliability {
  readonly #rules: ReadonlyMap<string, readonly Evaluation[]>
  readonly #digests = new Map<DigestAlgorithm, readonly Period[]>()
  readonly #signatures = new WeakMap<SignatureAlgorithm, readonly Period[]>()
  readonly #schemes = new WeakMap<KeySize, Map<string, readonly Period[]>>()
  readonly #keys = new WeakMap<KeySize, readonly Period[]>()

  constructor({ algorithms }: Policy) {
    this.#rules = new Map(algorithms.map((one) => [one.algorithm, one.evaluations]))
  }

  digest(digest: DigestAlgorithm): readonly Period[] {
    const before = this.#digests.get(digest)
    if (before !== undefined) return before
    const periods = periodsOf(this.#rules.get(digest) ?? [], null)
    this.#digests.set(digest, periods)
    return periods
  }

  /** Of scheme and digest together, whatever the key. */
  signature(algorithm: SignatureAlgorithm): readonly Period[] {
    const before = this.#signatures.get(algorithm)
    if (before !== undefined) return before
    const scheme = this.scheme(algorithm, null)
    const { digest } = algorithm
    const periods = digest === null ? scheme : intersection(scheme, this.digest(digest))
    this.#signatures.set(algorithm, periods)
    return periods
  }

  /** Of the scheme as it is used with the digest, which is left out itself. */
  scheme({ scheme, digest }: SignatureAlgorithm, size: KeySize | null): readonly Period[] {
    const name = ruleNames(scheme, digest).find((one) => this.#rules.has(one))
    if (name === undefined) return []
    if (size === null) return periodsOf(this.#rules.get(name) ?? [], null)
    const known = this.#schemes.get(size) ?? new Map<string, readonly Period[]>()
    this.#schemes.set(size, known)
    const periods = known.get(name) ?? this.#evaluate(name, size)
    known.set(name, periods)
    return periods
  }

  /** By the rules of every scheme of the family, with any digest. */
  key(size: KeySize): readonly Period[] {
    const before = this.#keys.get(size)
    if (before !== undefined) return before
    const schemes = schemesOf(size.family)
    const names = [...this.#rules.keys()].filter((name) =>
      schemes.some((scheme) => name === scheme || name.startsWith(`${scheme} with `)),
    )
    const periods = names.flatMap((name) => this.#evaluate(name, size))
    this.#keys.set(size, periods)
    return periods
  }

  /**
   * A rule for ECDSA that states no size leaves that to the rules for curves, and a curve that is
   * listed has to be relied upon itself.
   */
  #evaluate(name: string, size: KeySize): Period[] {
    const evaluations = this.#rules.get(name) ?? []
    if (size.family !== 'EC') return periodsOf(evaluations, size)
    const curve = this.#rules.get(size.curve ?? '')
    const sized = evaluations.filter(({ parameters }) => parameters.length > 0)
    if (curve === undefined) return periodsOf(sized, size)
    return intersection(periodsOf(evaluations, size), periodsOf(curve, size))
  }
}
