import { readAlgorithmIdentifier } from '../../core/algorithm-identifier.ts'
import { digestAlgorithmOf, type UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../core/der.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
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

/** IssuerSerial (RFC 5035 §4); its issuer is one directoryName. */
function readIssuerSerial(members: DerReader): SigningCertificateReference['issuerSerial'] {
  const pair = members.enter(tags.sequence)
  const names = pair.enter(tags.sequence)
  const directoryName = names.optional(contextTag(4, 'constructed'))
  const issuer = directoryName === null ? null : encodedBytes(names.within(directoryName).read())
  const serial = contentBytes(pair.read(tags.integer))
  return { issuer, serial }
}
