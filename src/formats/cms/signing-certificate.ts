import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { digestAlgorithmOf, type UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { type DerReader, derMalformed, type Element, tags } from '../../core/der.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { readIssuerSerial } from '../../x509/issuer-serial.ts'
import type { SigningCertificateReference } from '../format.ts'
import { readOctetString } from './signer-info.ts'

/** SigningCertificate (RFC 5035 §5): certificates by their SHA-1; the first is the signer's. */
export function readSigningCertificate(
  reader: DerReader,
  value: Element,
): SigningCertificateReference[] {
  return readReferences(reader, value, () => 'SHA-1')
}

/** SigningCertificateV2 (RFC 5035 §4): the digest algorithm is named, or SHA-256. */
export function readSigningCertificateV2(
  reader: DerReader,
  value: Element,
): SigningCertificateReference[] {
  return readReferences(reader, value, (members) =>
    members.nextTag === tags.sequence
      ? digestAlgorithmOf(readAlgorithmIdentifier(members).oid)
      : 'SHA-256',
  )
}

function readReferences(
  reader: DerReader,
  value: Element,
  readAlgorithm: (members: DerReader) => DigestAlgorithm | UnsupportedAlgorithm,
): SigningCertificateReference[] {
  const list = reader.within(value).enter(tags.sequence)
  const references: SigningCertificateReference[] = []
  while (!list.done) {
    const members = list.enter(tags.sequence)
    const digestAlgorithm = readAlgorithm(members)
    const digest = readOctetString(members)
    const issuerSerial = members.done ? null : readIssuerSerial(members)
    members.finish()
    references.push({ digestAlgorithm, digest, issuerSerial })
  }
  if (references.length === 0) throw derMalformed('no certificate is referenced', value.start)
  return references
}
