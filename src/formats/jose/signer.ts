import { type Check, type Conclusion, passed, undecided } from '../../core/conclusion.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { hasDigest } from '../../x509/certificate-digest.ts'
import type { SignerIdentifier, SigningCertificateReference } from '../format.ts'
import type { TravellingEvidence } from './evidence.ts'
import type { JsonObject } from './json-text.ts'
import { keyIdentifier, type NamedCertificates, namedCertificates } from './signed-parameters.ts'

/** How a signature names its signer, and the certificate that is said to be his where it travels along. */
export interface NamedSigner {
  readonly identifier: SignerIdentifier
  readonly certificate: Certificate | null
  readonly checks: readonly Check[]
}

/**
 * The signer by the signed digest of his certificate (TS 119 182-1 §5.1.7 and §5.2.2); without one by
 * the first certificate of "x5c" (RFC 7515 §4.1.6), or by "kid" (TS 119 182-1 §5.1.4).
 */
export function namedSigner(
  protectedHeader: JsonObject,
  { leaf, certificates }: Pick<TravellingEvidence, 'leaf' | 'certificates'>,
  crypto: Crypto,
): NamedSigner {
  const named = namedCertificates(protectedHeader)
  const signingCertificate = named.flatMap(({ references }) => references ?? [])
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
        rule: 'TS 119 182-1 §6.3',
        conclusion: referenceConclusion(named),
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

/** TS 119 182-1 §6.3: one, and only one, of "x5t#S256", "x5t#o" and "sigX5ts"; "x5t" is SHA-1. */
function referenceConclusion(named: readonly NamedCertificates[]): Conclusion {
  const [only, second] = named
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
