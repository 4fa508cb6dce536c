import { Budget } from '../core/budget.ts'
import { tags } from '../core/der.ts'
import { VerifierError } from '../core/errors.ts'
import { parseSignedData } from '../formats/cms/signed-data.ts'
import { type Certificate, parseCertificate, pemBlocks } from '../x509/certificate.ts'

/** What a file of certificates holds, and why some of it was left out. */
export interface CertificateFile {
  readonly certificates: readonly Certificate[]
  readonly problems: readonly string[]
}

/**
 * Reads a certificate in DER, any number of them in PEM, or those of a PKCS#7 without signers
 * (RFC 5652 §5.1, "degenerate"), in DER, BER or PEM. Throws nothing but `budget-exceeded`.
 */
export function readCertificateFile(bytes: Uint8Array, budget = new Budget()): CertificateFile {
  const certificates: Certificate[] = []
  const problems: string[] = []
  for (const encoding of encodingsIn(bytes, budget, problems)) {
    const certificate = attempt(() => parseCertificate(encoding, budget), problems)
    if (certificate !== null) certificates.push(certificate)
  }
  if (certificates.length === 0 && problems.length === 0) problems.push('it holds no certificate')
  return { certificates, problems }
}

function encodingsIn(bytes: Uint8Array, budget: Budget, problems: string[]): Uint8Array[] {
  if (bytes[0] !== tags.sequence) {
    const bundles = [...pemBlocks(bytes, 'PKCS7'), ...pemBlocks(bytes, 'CMS')]
    return [
      ...pemBlocks(bytes, 'CERTIFICATE'),
      ...bundles.flatMap((bundle) => membersOf(bundle, budget, problems)),
    ]
  }
  return isContentInfo(bytes) ? membersOf(bytes, budget, problems) : [bytes]
}

/** A ContentInfo begins with an OBJECT IDENTIFIER, a certificate with the SEQUENCE of its body. */
function isContentInfo(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0
  const header = length > 0x80 ? 2 + (length & 0x7f) : 2
  return bytes[header] === tags.oid
}

function membersOf(bytes: Uint8Array, budget: Budget, problems: string[]): Uint8Array[] {
  const signedData = attempt(() => parseSignedData(bytes, budget), problems)
  return signedData === null ? [] : [...signedData.certificates]
}

function attempt<T>(read: () => T, problems: string[]): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof VerifierError) || error.code === 'budget-exceeded') throw error
    problems.push(error.message)
    return null
  }
}
