import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { isUnsupported } from '../core/algorithm-names.ts'
import type { Budget } from '../core/budget.ts'
import { equalBytes } from '../core/bytes.ts'
import type { Crypto, Verification } from '../core/crypto.ts'
import { type DerReader, encodedBytes, tags } from '../core/der.ts'
import { bitStringValue } from '../core/der-values.ts'
import { readOrNull } from '../core/errors.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { memo } from '../core/memo.ts'
import { signatureAlgorithmOf } from '../core/signature-algorithms.ts'
import { verificationCost } from '../core/signature-schemes.ts'

/** What certificates and CRLs have in common: a body, an algorithm twice, and a value. */
export interface Signed {
  readonly tbs: Uint8Array
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
}

/** The three members of a signed structure (RFC 5280 §4.1.1 and §5.1.1), its body not yet read. */
export interface SignedParts {
  /** Over the members of the body. */
  readonly body: DerReader
  /** The offset of the body. */
  readonly start: number
  readonly outside: Omit<Signed, 'tbsSignatureAlgorithm'> & { readonly der: Uint8Array }
  /** A signature of broken octets is none that any algorithm here makes. */
  readonly signatureIs: 'octets' | 'bits'
}

/** Reads a SIGNED{} structure; throws `der-malformed`. */
export function readSigned(outer: DerReader): SignedParts {
  const whole = outer.read(tags.sequence)
  const members = outer.within(whole)
  const tbs = members.read(tags.sequence)
  const signatureAlgorithm = readAlgorithmIdentifier(members)
  const signature = bitStringValue(members.read(tags.bitString))
  members.finish()
  return {
    body: members.within(tbs),
    start: tbs.start,
    outside: {
      der: encodedBytes(whole),
      tbs: encodedBytes(tbs),
      signatureAlgorithm,
      signature: signature.bytes,
    },
    signatureIs: signature.unusedBits === 0 ? 'octets' : 'bits',
  }
}

const mostKeys = 64

interface Results {
  readonly crypto: Crypto
  readonly ofKeys: Map<string, Verification>
}

const results = memo<Signed, Results>()

/**
 * Whether the key signed it (RFC 5280 §6.1.3 (a)(1)); each result is remembered with the object, for
 * the cryptography that was last used on it.
 */
export function verifySigned(signed: Signed, spki: Uint8Array, crypto: Crypto): Verification {
  const before = results.get(signed)
  const ofKeys = before?.crypto === crypto ? before.ofKeys : new Map<string, Verification>()
  if (before?.ofKeys !== ofKeys) results.set(signed, { crypto, ofKeys })
  const key = fingerprint(spki)
  const known = ofKeys.get(key)
  if (known !== undefined) return known
  const result = verifyNow(signed, spki, crypto)
  // Few keys are ever tried on one certificate; a flood of foreign ones must not be kept.
  if (ofKeys.size >= mostKeys) ofKeys.clear()
  ofKeys.set(key, result)
  return result
}

/** Octets that are hashed in the time of a check with a usual key: SHA-256 takes 0.2 ms and more. */
const hashedPerCheck = 262_144

/**
 * Spends what a verification with the key counts for, and says how much that is: what is long counts
 * for more, as every key that is tried hashes it once more. The same is spent whether the result is
 * remembered or not: memory must not change a verdict.
 */
export function spendOnVerification(signed: Signed, spki: Uint8Array, budget: Budget): number {
  const cost = hashingCost(signed) + keyCost(signed, spki)
  budget.spend('signatureChecks', cost)
  return cost
}

/**
 * `verifySigned`, and what it counts for. The octets count only where the key did not sign them: the
 * CRL of an authority is long, stands on many paths and has many signers below it, and is hashed once
 * with the one key that it is of.
 */
export function verifyWithin(
  signed: Signed,
  spki: Uint8Array,
  { crypto, budget }: { readonly crypto: Crypto; readonly budget: Budget },
): Verification {
  budget.spend('signatureChecks', keyCost(signed, spki))
  const result = verifySigned(signed, spki, crypto)
  if (result.outcome !== 'valid') budget.spend('signatureChecks', hashingCost(signed))
  return result
}

function hashingCost({ tbs }: Signed): number {
  return Math.floor(tbs.length / hashedPerCheck)
}

function keyCost({ signatureAlgorithm }: Signed, spki: Uint8Array): number {
  const algorithm = readOrNull(() => signatureAlgorithmOf(signatureAlgorithm))
  const known = algorithm !== null && !isUnsupported(algorithm)
  return known ? verificationCost(algorithm.scheme, spki) : 1
}

function verifyNow(signed: Signed, spki: Uint8Array, crypto: Crypto): Verification {
  if (!sameAlgorithm(signed.signatureAlgorithm, signed.tbsSignatureAlgorithm)) {
    return { outcome: 'invalid' }
  }
  const algorithm = readOrNull(() => signatureAlgorithmOf(signed.signatureAlgorithm))
  // Parameters that cannot be read make no signature valid.
  if (algorithm === null) return { outcome: 'invalid' }
  if (isUnsupported(algorithm)) return { outcome: 'unsupported', detail: algorithm.unsupported }
  return crypto.verify(spki, algorithm, signed.tbs, signed.signature)
}

/** RFC 5280 §4.1.1.2: the algorithm outside must be the one inside. */
export function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  if (a.oid !== b.oid) return false
  return equalBytes(a.parameters ?? new Uint8Array(), b.parameters ?? new Uint8Array())
}
