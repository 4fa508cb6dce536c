import { type Check, type Conclusion, passed, undecided } from '../../core/conclusion.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { hasDigest } from '../../x509/certificate-digest.ts'
import type { SignerIdentifier, SigningCertificateReference } from '../format.ts'
import type { TravellingEvidence } from './evidence.ts'
import type { JsonObject } from './json-text.ts'
import { keyIdentifier, type NamedCertificates, namedCertificates } from './signed-parameters.ts'

type SignersEvidence = Pick<TravellingEvidence, 'leaf' | 'signedLeaf' | 'certificates'>

/** How a signature names its signer, and the certificate that is said to be his where it travels along. */
export interface NamedSigner {
  readonly identifier: SignerIdentifier
  readonly certificate: Certificate | null
  readonly checks: readonly Check[]
}

/**
 * The signer by the signed digest of his certificate (TS 119 182-1 §5.1.7 and §5.2.2), or by the first
 * certificate of a signed "x5c" itself (V1.2.1 §5.1.7), which binds as its digest would; without either
 * by the first of "x5c" (RFC 7515 §4.1.6), or by "kid" (TS 119 182-1 §5.1.4).
 */
export function namedSigner(
  protectedHeader: JsonObject,
  { leaf, signedLeaf, certificates }: SignersEvidence,
  crypto: Crypto,
): NamedSigner {
  const named = namedCertificates(protectedHeader)
  const itself = named.length > 0 || signedLeaf === null ? [] : digestOf(signedLeaf, crypto)
  const signingCertificate = [...named.flatMap(({ references }) => references ?? []), ...itself]
  const [reference] = signingCertificate
  const referred =
    reference === undefined
      ? null
      : (certificates.find((one) => hasDigest(one, reference, crypto)) ?? null)
  const first =
    leaf !== null && referred !== null && referred !== leaf
      ? departs('the certificate that the signature names is not the first of "x5c"')
      : passed
  return {
    identifier: { sid: sidOf(reference, referred, leaf, protectedHeader), signingCertificate },
    certificate: referred ?? leaf,
    checks: [
      {
        id: 'jades-signing-certificate',
        rule: 'TS 119 182-1 §5.1.7',
        conclusion: referenceConclusion(named, itself.length > 0 ? 'signed' : 'not signed'),
      },
      { id: 'jws-certificate-chain', rule: 'RFC 7515 §4.1.6', conclusion: first },
    ],
  }
}

/** Where the reference is to none that travels along, the first of "x5c" is who is said to sign. */
function sidOf(
  reference: SigningCertificateReference | undefined,
  referred: Certificate | null,
  leaf: Certificate | null,
  header: JsonObject,
): SignerIdentifier['sid'] {
  if (reference !== undefined && (referred !== null || leaf === null))
    return { kind: 'certificates' }
  if (leaf === null) return keyIdentifier(header) ?? { kind: 'certificates' }
  return { kind: 'issuer-serial', issuer: leaf.issuer, serial: leaf.serialNumber }
}

const departs = (detail: string): Conclusion => undecided('SIG_CONSTRAINTS_FAILURE', detail)

/** As a signed reference would have it. */
function digestOf({ der }: Certificate, crypto: Crypto): readonly SigningCertificateReference[] {
  const digest = crypto.digest('SHA-256', der)
  return digest === null ? [] : [{ digestAlgorithm: 'SHA-256', digest, issuerSerial: null }]
}

/**
 * TS 119 182-1 V1.2.1 §5.1.7: at least one of "x5t#S256", "x5t#o", "sigX5ts" and "x5c" is signed; §6.3: of
 * the first three no more than one; §5.1.6: "x5t", which is SHA-1, is none.
 */
function referenceConclusion(
  named: readonly NamedCertificates[],
  certificate: 'signed' | 'not signed',
): Conclusion {
  const [only, second] = named
  if (only === undefined && certificate === 'signed') return passed
  if (only === undefined) {
    return undecided(
      'SIG_CONSTRAINTS_FAILURE',
      'the signer’s certificate is not among what is signed, so the signature is not JAdES',
      'SIGNING_CERTIFICATE_NOT_REFERENCED',
    )
  }
  if (second !== undefined) {
    return departs(`"${only.parameter}" and "${second.parameter}" name the certificate both`)
  }
  if (only.references === null) return departs(`"${only.parameter}" cannot be read`)
  return only.parameter === 'x5t' ? departs('"x5t" names the certificate by SHA-1') : passed
}
