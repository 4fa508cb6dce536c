import { postQuantumKeyLengths } from '../core/signature-schemes.ts'
import type { AlgorithmRule, Evaluation, KeyParameter } from './algorithm-rules.ts'

const day = (text: string): Date => new Date(`${text}T00:00:00Z`)

function until(end: string | null, ...parameters: readonly KeyParameter[]): Evaluation {
  return end === null
    ? { parameters, start: null, end: null, recommendation: 'recommended' }
    : { parameters, start: null, end: day(end), recommendation: 'legacy' }
}

function rule(algorithm: string, ...evaluations: readonly Evaluation[]): AlgorithmRule {
  return { algorithm, evaluations }
}

const from = (name: string, minimum: number): KeyParameter => ({ name, minimum, maximum: null })
const modulus = (bits: number) => from('moduluslength', bits)
const prime = (bits: number) => from('plength', bits)
const order = (bits: number) => from('qlength', bits)

/**
 * TS 119 312 V1.5.1 §7 to §9, and what it withdrew (of TS 102 176-1 V2.1.1), with the dates of the
 * published machine-readable suites. RSASSA-PKCS1-v1_5 ends in 2029 with keys of any size; the digest
 * of a signature has to be relied upon as well.
 *
 * Beyond it: SHA3-224 has the strength of SHA-224. Ed25519 and Ed448 (FIPS 186-5), ML-DSA (FIPS 204)
 * and SLH-DSA (FIPS 205) are of the strength from which TS 119 312 sees no end, but it does not list
 * them; whoever wants its list to the letter gives the list as the policy. Curves count by their size,
 * as the withdrawn suites had it, so that brainpoolP320r1 and secp256k1 are relied upon though §8
 * recommends others.
 */
export const defaultAlgorithms: readonly AlgorithmRule[] = [
  rule('MD5', until('2004-08-01')),
  rule('SHA-1', until('2012-08-01')),
  rule('RIPEMD-160', until('2014-08-01')),
  rule('SHA-224', until('2029-01-01')),
  rule('SHA3-224', until('2029-01-01')),
  rule('SHA-256', until(null)),
  rule('SHA-384', until(null)),
  rule('SHA-512', until(null)),
  rule('SHA3-256', until(null)),
  rule('SHA3-384', until(null)),
  rule('SHA3-512', until(null)),
  rule(
    'RSASSA-PKCS1-v1_5',
    until('2010-08-01', modulus(786)),
    until('2019-10-01', modulus(1024)),
    until('2029-01-01', modulus(1900)),
  ),
  rule(
    'RSASSA-PSS',
    until('2010-08-01', modulus(786)),
    until('2019-10-01', modulus(1024)),
    until('2029-01-01', modulus(1900)),
    until(null, modulus(3000)),
  ),
  rule(
    'DSA',
    until('2015-12-01', prime(1024), order(160)),
    until('2029-01-01', prime(1900), order(200)),
    until(null, prime(3000), order(250)),
  ),
  rule(
    'ECDSA',
    until('2012-08-01', prime(160), order(160)),
    until('2021-10-01', prime(224), order(224)),
    until(null, prime(256), order(256)),
  ),
  rule('Ed25519', until(null)),
  rule('Ed448', until(null)),
  ...Object.keys(postQuantumKeyLengths).map((scheme) => rule(scheme, until(null))),
]
