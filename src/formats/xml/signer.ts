import { equalBytes, toHex } from '../../core/bytes.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { hasDigest } from '../../x509/certificate-digest.ts'
import type { SignerIdentifier, SigningCertificateReference } from '../format.ts'
import type { KeyInfo, Warning } from './key-info.ts'

/**
 * How a signature names its signer. XMLDSig 1.1 §4.5.4: the certificates of KeyInfo are that of the
 * key and others of its chain, in no order, so that the key's is the one that issued none of the
 * others. Without any, the one key identifier, or else the one issuer with serial number (§4.5.4.1),
 * names it among those that are given or travel as validation data.
 */
export function signerIn(
  { certificates: keyCertificates, keyIdentifier, issuerSerial, bareKeys }: KeyInfo,
  signingCertificate: readonly SigningCertificateReference[],
  crypto: Crypto,
): SignerIdentifier {
  const [reference] = signingCertificate
  const own = ownCertificate(keyCertificates)
  const referred = reference !== undefined && isAmong(keyCertificates, reference, crypto)
  if (keyCertificates.length === 0 && keyIdentifier !== null && !referred) {
    return { sid: { kind: 'subject-key-identifier', keyIdentifier }, signingCertificate, bareKeys }
  }
  // An issuer is written as programs please: where a digest is signed, that tells by itself.
  if (keyCertificates.length === 0 && issuerSerial !== null && reference === undefined) {
    return { sid: { kind: 'issuer-serial', ...issuerSerial }, signingCertificate, bareKeys }
  }
  if (own === null || referred)
    return { sid: { kind: 'certificates' }, signingCertificate, bareKeys }
  const { issuer, serialNumber: serial } = own
  return { sid: { kind: 'issuer-serial', issuer, serial }, signingCertificate }
}

/** Whoever takes a bare key for somebody's has to know it from elsewhere (XMLDSig 1.1 §4.5). */
export function bareKeyWarning(
  id: string,
  { bareKeys = [], signingCertificate }: SignerIdentifier,
): readonly Warning[] {
  if (bareKeys.length === 0 || signingCertificate.length > 0) return []
  const message = `signature "${id}" carries a bare key and no certificate: nothing in it says whose key it is`
  return [{ code: 'bare-key', message }]
}

function ownCertificate(certificates: readonly Certificate[]): Certificate | null {
  const distinct = [...new Set(certificates)]
  const issued = new Map<string, number>()
  for (const { issuer } of distinct) {
    const name = toHex(issuer)
    issued.set(name, (issued.get(name) ?? 0) + 1)
  }
  const last = distinct.filter(({ subject, issuer }) => {
    const byItself = equalBytes(issuer, subject) ? 1 : 0
    return (issued.get(toHex(subject)) ?? 0) === byItself
  })
  return last.length === 1 ? (last[0] ?? null) : null
}

/** Whether one of the certificates is the one that a signed reference is to. */
export function isAmong(
  certificates: readonly Certificate[],
  reference: SigningCertificateReference,
  crypto: Crypto,
): boolean {
  return certificates.some((one) => hasDigest(one, reference, crypto))
}
