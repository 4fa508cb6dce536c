import type { DigestAlgorithm } from '../core/digests.ts'
import { isPostQuantum, type SignatureScheme } from '../core/signature-schemes.ts'
import type { KeySize } from '../x509/public-key.ts'

/**
 * What is said of one algorithm: TS 119 322 §5 and RFC 5698 §4, Algorithm. What has no rule is not
 * relied upon at any time.
 */
export interface AlgorithmRule {
  /**
   * A digest ("SHA-256"), a scheme ("RSASSA-PSS"), a scheme with its digest ("ECDSA with SHA-256"),
   * which then counts in place of the scheme, or a curve ("P-256").
   */
  readonly algorithm: string
  /** It is relied upon where any of these holds. */
  readonly evaluations: readonly Evaluation[]
}

/** TS 119 322 and RFC 5698 §4.6, Evaluation: keys of what size may be relied upon, and when. */
export interface Evaluation {
  /** All have to hold; one of a name that is not known here never does. */
  readonly parameters: readonly KeyParameter[]
  /** Inclusive; null: ever since. */
  readonly start: Date | null
  /** Exclusive; null: no end in sight. */
  readonly end: Date | null
  readonly recommendation: 'recommended' | 'legacy' | null
}

/** RFC 5698 §4.7, Parameter: bounds in bits, inclusive; null where there is none. */
export interface KeyParameter {
  readonly name: string
  readonly minimum: number | null
  readonly maximum: number | null
}

/** From one instant to another, exclusive, in milliseconds since 1970. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** The periods in which a key of the size may be relied upon, by the evaluations of one rule. */
export function periodsOf(evaluations: readonly Evaluation[], size: KeySize | null): Period[] {
  return evaluations
    .filter(({ parameters }) => size === null || parameters.every((one) => holds(one, size)))
    .map(({ start, end }) => ({
      from: start === null ? Number.NEGATIVE_INFINITY : start.getTime(),
      to: end === null ? Number.POSITIVE_INFINITY : end.getTime(),
    }))
}

/** What is in both. */
export function intersection(some: readonly Period[], others: readonly Period[]): Period[] {
  return some
    .flatMap((a) =>
      others.map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })),
    )
    .filter(({ from, to }) => from < to)
}

/** RFC 5698 appendix and TS 119 312 §8: of RSA the modulus, of DSA and ECDSA field and order. */
function holds({ name, minimum, maximum }: KeyParameter, size: KeySize): boolean {
  const bits = parameterOf(name, size)
  if (bits === null) return false
  return (minimum === null || bits >= minimum) && (maximum === null || bits <= maximum)
}

function parameterOf(name: string, { family, bits, orderBits }: KeySize): number | null {
  if (name === 'moduluslength') return family === 'RSA' ? bits : null
  if (name === 'plength') return family === 'DSA' || family === 'EC' ? bits : null
  return name === 'qlength' ? orderBits : null
}

/** The names that rules for signatures of a scheme may have, the one that counts first. */
export function ruleNames(scheme: SignatureScheme, digest: DigestAlgorithm | null): string[] {
  return digest === null ? [scheme] : [`${scheme} with ${digest}`, scheme]
}

/** The schemes that a key of the family may sign with. */
export function schemesOf(family: KeySize['family']): readonly SignatureScheme[] {
  switch (family) {
    case 'RSA':
      return ['RSASSA-PKCS1-v1_5', 'RSASSA-PSS']
    case 'EC':
      return ['ECDSA']
    case 'unknown':
      return []
    default:
      return family === 'DSA' || family === 'Ed25519' || family === 'Ed448' || isPostQuantum(family)
        ? [family]
        : []
  }
}
