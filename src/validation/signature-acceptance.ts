import { isUnsupported } from '../core/algorithm-names.ts'
import { type Check, type Conclusion, passed, undecided } from '../core/conclusion.ts'
import type { DigestAlgorithm } from '../core/digests.ts'
import { readOrNull } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { ParsedSignature } from '../formats/format.ts'
import type { Certificate } from '../x509/certificate.ts'
import { extendedKeyUsage, keyUsage } from '../x509/extensions.ts'
import { keySize } from '../x509/public-key.ts'
import {
  describeWeakness,
  digestWeakness,
  keyWeakness,
  schemeWeakness,
  type Weakness,
} from './algorithm-reliability.ts'
import type { Policy } from './policy.ts'

/** EN 319 102-1 §5.2.8: what the signature is made of is acceptable at the time. */
export function acceptSignature(
  signature: ParsedSignature,
  signer: Certificate,
  policy: Policy,
  at: Date,
): readonly Check[] {
  return [
    checkSigningCertificateReferenced(signature),
    checkKeyUsage(signer),
    checkPurpose(signer),
    checkDigest(signature, policy, at),
    checkKey(signer, policy, at, signature.signatureAlgorithm),
  ]
}

/** EN 319 122-1 §5.2.2 and EN 319 132-1 §5.2.2: an AdES signature vouches for its certificate. */
function checkSigningCertificateReferenced(signature: ParsedSignature): Check {
  return {
    id: 'signing-certificate-referenced',
    rule: 'EN 319 102-1 §5.2.8.4.2.1',
    conclusion:
      signature.signer.signingCertificate.length > 0
        ? passed
        : undecided(
            'SIG_CONSTRAINTS_FAILURE',
            'the signature is not bound to a certificate: it is no AdES signature',
            'SIGNING_CERTIFICATE_NOT_REFERENCED',
          ),
  }
}

/** RFC 5280 §4.2.1.3: where the usages are stated, one of those for signatures is among them. */
function checkKeyUsage(signer: Certificate): Check {
  const read = readOrNull(() => ({ usage: keyUsage(signer) }))
  const signs =
    read !== null &&
    (read.usage === null || read.usage.has('digitalSignature') || read.usage.has('nonRepudiation'))
  return {
    id: 'signer-key-usage',
    rule: 'RFC 5280 §4.2.1.3',
    conclusion: signs
      ? passed
      : undecided(
          'CHAIN_CONSTRAINTS_FAILURE',
          "the signer's certificate is for a key that is not to sign with",
        ),
  }
}

/** Purposes of keys that sign for servers, code, time-stamps and OCSP (RFC 5280 §4.2.1.12). */
const otherPurposes: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
])

/**
 * RFC 5280 §4.2.1.12: a key may serve only the purposes stated. There is none for documents in most
 * certificates (RFC 9336 is of 2022), so that only those are refused that name nothing but others.
 */
function checkPurpose(signer: Certificate): Check {
  const read = readOrNull(() => ({ purposes: extendedKeyUsage(signer) }))
  const purposes = read?.purposes ?? []
  const fits =
    read !== null && (purposes.length === 0 || !purposes.every((one) => otherPurposes.has(one)))
  return {
    id: 'signer-purpose',
    rule: 'RFC 5280 §4.2.1.12',
    conclusion: fits
      ? passed
      : undecided(
          'CHAIN_CONSTRAINTS_FAILURE',
          "the signer's certificate is for another purpose than signing documents",
        ),
  }
}

/** EN 319 102-1 §5.2.8.4.1: of the value and of every reference. */
function checkDigest(signature: ParsedSignature, policy: Policy, at: Date): Check {
  const used = new Set<DigestAlgorithm>()
  const own = isUnsupported(signature.signatureAlgorithm)
    ? null
    : signature.signatureAlgorithm.digest
  if (own !== null) used.add(own)
  for (const { digestAlgorithm } of signature.references) {
    if (!isUnsupported(digestAlgorithm)) used.add(digestAlgorithm)
  }
  const weak = [...used].map((one) => digestWeakness(one, policy, at)).find((one) => one !== null)
  return {
    id: 'digest-algorithm-reliable',
    rule: 'TS 119 312 §7',
    conclusion: conclusionOf(weak ?? null, at),
  }
}

/**
 * EN 319 102-1 §5.2.8.4.1: the key is of a size that the policy relies on at the time, with the
 * scheme it was used with, where one is given.
 */
export function checkKey(
  certificate: Certificate,
  policy: Policy,
  at: Date,
  algorithm?: ParsedSignature['signatureAlgorithm'],
): Check {
  const weak =
    algorithm === undefined || isUnsupported(algorithm)
      ? keyWeakness(certificate, policy, at)
      : schemeWeakness(algorithm, keySize(certificate), policy, at)
  return { id: 'key-size-reliable', rule: 'TS 119 312 §8', conclusion: conclusionOf(weak, at) }
}

function conclusionOf(weak: Weakness | null, at: Date): Conclusion {
  if (weak === null) return passed
  return undecided(
    'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    `${describeWeakness(weak)}, and nothing proves that the signature is older (judged at ${formatTime(at)})`,
    'ALGORITHM_NOT_RELIABLE',
  )
}
