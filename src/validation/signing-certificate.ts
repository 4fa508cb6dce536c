import { equalBytes } from '../core/bytes.ts'
import { type Check, passed, undecided } from '../core/conclusion.ts'
import type { Crypto } from '../core/crypto.ts'
import { readOrNull } from '../core/errors.ts'
import type {
  ParsedSignature,
  SignerIdentifier,
  SigningCertificateReference,
} from '../formats/format.ts'
import type { Certificate } from '../x509/certificate.ts'
import { hasDigest } from '../x509/certificate-digest.ts'
import { subjectKeyIdentifier } from '../x509/extensions.ts'
import { sameName } from '../x509/names.ts'
import type { Pools } from '../x509/pools.ts'

/** The signer's certificate, and whether the signature is bound to it. */
export interface IdentifiedSigner {
  readonly certificate: Certificate | null
  /**
   * The one key that travels where no certificate does, in DER; null elsewhere.
   * A value is verified with it for the integrity alone: §5.2.3 knows no signer without a certificate.
   */
  readonly bareKey: Pick<Certificate, 'spki'> | null
  readonly checks: readonly Check[]
}

const rule = 'EN 319 102-1 §5.2.3.4'

/**
 * EN 319 102-1 §5.2.3: finds the certificate that the signature names, and compares it with the
 * signed reference to it. The digest binds; issuer and serial number in the reference are a hint
 * only (RFC 5035 §5), and a difference there changes nothing.
 */
export function identifySigningCertificate(
  signature: ParsedSignature,
  pools: Pools<Certificate>,
  crypto: Crypto,
): IdentifiedSigner {
  const named = namedIn([signature.certificates], signature.signer)
  const [reference] = signature.signer.signingCertificate
  if (reference === undefined) return unbound(signature, named, pools)
  const bound = boundIn(named, reference, crypto)
  if (bound !== undefined) return identified(bound, found(), bind())
  const elsewhere = namedIn(pools, signature.signer)
  const given = boundIn(elsewhere, reference, crypto)
  if (given !== undefined) return identified(given, found(), bind())
  const other = nearest(named, elsewhere, signature.signer)
  return other === undefined
    ? { certificate: null, bareKey: null, checks: [notFound(notAtHand)] }
    : identified(other, found(), mismatch())
}

function identified(certificate: Certificate, ...checks: readonly Check[]): IdentifiedSigner {
  return { certificate, bareKey: null, checks }
}

/**
 * The certificate that the signature names apart from the reference. Where it names none, only one
 * that comes with it alone can be meant: among several, each but one would be the wrong one.
 */
function nearest(
  named: readonly Certificate[],
  elsewhere: readonly Certificate[],
  { sid }: SignerIdentifier,
): Certificate | undefined {
  if (sid.kind !== 'certificates') return named[0] ?? elsewhere[0]
  return new Set(named).size === 1 ? named[0] : undefined
}

/** Without a signed reference the signer's certificate must be the only one that it can be. */
function unbound(
  signature: ParsedSignature,
  named: readonly Certificate[],
  pools: Pools<Certificate>,
): IdentifiedSigner {
  const { signer } = signature
  const candidates = named.length > 0 ? named : withBareKey(namedIn(pools, signer), signer)
  const [first] = candidates
  const doubtful = signer.sid.kind === 'certificates' && new Set(candidates).size > 1
  if (first !== undefined && !doubtful) return identified(first, found())
  const bareKey = bareKeyOf(signature)
  const detail = bareKey !== null ? nobodysKey : doubtful ? severalAtHand : notNamed(signer)
  return { certificate: null, bareKey, checks: [notFound(detail)] }
}

/** XMLDSig 1.1 §4.5.2: a key that travels is the signer's, and a certificate of another key is not. */
function withBareKey(
  certificates: readonly Certificate[],
  { bareKeys = [] }: SignerIdentifier,
): readonly Certificate[] {
  return bareKeys.length === 0
    ? certificates
    : certificates.filter(({ spki }) => bareKeys.some((key) => equalBytes(key, spki)))
}

/** Where a certificate travels or one is named by a signed reference, no other key may stand for it. */
function bareKeyOf({ certificates, signer }: ParsedSignature): IdentifiedSigner['bareKey'] {
  const [spki, ...others] = signer.bareKeys ?? []
  const certified = certificates.length > 0 || signer.signingCertificate.length > 0
  return certified || spki === undefined || others.length > 0 ? null : { spki }
}

function namedIn(pools: Pools<Certificate>, signer: SignerIdentifier): readonly Certificate[] {
  return pools.flatMap((pool) => pool.filter((one) => isNamed(one, signer)))
}

function boundIn(
  certificates: readonly Certificate[],
  reference: SigningCertificateReference,
  crypto: Crypto,
): Certificate | undefined {
  return certificates.find((one) => hasDigest(one, reference, crypto))
}

/** RFC 5652 §5.3: issuerAndSerialNumber or subjectKeyIdentifier. */
function isNamed(certificate: Certificate, { sid }: SignerIdentifier): boolean {
  switch (sid.kind) {
    case 'issuer-serial':
      return (
        equalBytes(certificate.serialNumber, sid.serial) && sameName(certificate.issuer, sid.issuer)
      )
    case 'subject-key-identifier':
      return equalBytes(keyIdentifierOf(certificate), sid.keyIdentifier)
    case 'certificates':
      return true
  }
}

function keyIdentifierOf(certificate: Certificate): Uint8Array {
  return readOrNull(() => subjectKeyIdentifier(certificate)) ?? new Uint8Array()
}

function found(): Check {
  return { id: 'signing-certificate-found', rule, conclusion: passed }
}

function bind(): Check {
  return { id: 'signing-certificate-reference', rule, conclusion: passed }
}

const notAtHand = 'no certificate at hand is the one that the signature names'
const nobodysKey = 'the signature carries a bare key and no certificate: whose it is is not known'
const severalAtHand =
  "several certificates at hand may be the signer's, and the signature does not say which is"

function notNamed({ sid }: SignerIdentifier): string {
  return sid.kind === 'certificates'
    ? 'no certificate comes with the signature, and it names none that can be looked up'
    : notAtHand
}

function notFound(detail: string): Check {
  return {
    id: 'signing-certificate-found',
    rule,
    conclusion: undecided('NO_SIGNING_CERTIFICATE_FOUND', detail, 'SIGNING_CERTIFICATE_MISSING'),
  }
}

function mismatch(): Check {
  return {
    id: 'signing-certificate-reference',
    rule,
    conclusion: undecided(
      'NO_SIGNING_CERTIFICATE_FOUND',
      'the signed reference to the signing certificate is to another certificate',
      'SIGNING_CERTIFICATE_MISMATCH',
    ),
  }
}
