import { concatBytes } from '../../../core/bytes.ts'
import { contentBytes, DerReader, tags } from '../../../core/der.ts'
import type { DigestAlgorithm } from '../../../core/digests.ts'
import type { SignatureAlgorithm } from '../../../core/signature-algorithms.ts'
import type { Certificate } from '../../../x509/certificate.ts'
import type { ParsedSignature } from '../../format.ts'
import { readTravellingCertificate } from '../../travelling-certificate.ts'
import { claimedTimeOf } from './claims.ts'
import { contentsOf, coveredOctets, type SignatureReading } from './reading.ts'

/**
 * A value of PKCS #1 in an OCTET STRING, with its certificates in `Cert` (adbe.x509.rsa_sha1,
 * ISO 32000-2 §12.8.3.2): no attributes, no reference to the certificate. Throws `der-malformed`.
 */
export function pkcs1Signature(reading: SignatureReading): ParsedSignature {
  const { found, view, id, store } = reading
  const certificates = certificatesIn(reading)
  const [signer] = certificates
  const value = octetStringIn(contentsOf(reading), reading)
  const digestAlgorithm = digestOf(value, signer, reading)
  const signatureAlgorithm: SignatureAlgorithm = {
    scheme: 'RSASSA-PKCS1-v1_5',
    digest: digestAlgorithm,
    valueEncoding: 'DER',
  }
  const octets = coveredOctets(reading)
  return {
    id,
    parent: null,
    format: 'PDF-NOT-ETSI',
    signatureAlgorithm,
    digestAlgorithm,
    signedBytes: octets.kind === 'digests' ? { kind: 'missing', name: id } : octets,
    value,
    references: [],
    signer: {
      sid:
        signer === undefined
          ? { kind: 'certificates' }
          : { kind: 'issuer-serial', issuer: signer.issuer, serial: signer.serialNumber },
      signingCertificate: [],
    },
    certificates: [...certificates, ...(store?.certificates ?? [])],
    crls: store?.crls ?? [],
    ocspResponses: store?.ocspResponses ?? [],
    timestamps: [],
    claimedTime: claimedTimeOf(view, found.dictionary),
    formatChecks: [],
  }
}

/** The signer's comes first (table 255), and is the only one where `Cert` is a string. */
function certificatesIn({ found, view, context, warn }: SignatureReading): readonly Certificate[] {
  const value = view.resolve(found.dictionary.entries.get('Cert'))
  const items = value.kind === 'array' ? value.items : [value]
  context.budget.spendNodes(items.length)
  return items.flatMap((item) => {
    const string = view.resolve(item)
    if (string.kind !== 'string') return []
    const read = readTravellingCertificate(string.bytes, context.budget, warn)
    return read === null ? [] : [read]
  })
}

/** Behind it stand the zeros that fill `Contents` up. */
function octetStringIn(contents: Uint8Array, { context }: SignatureReading): Uint8Array {
  return contentBytes(DerReader.of(contents, 'BER', context.budget).read(tags.octetString))
}

/** The digests that PDF has come to allow with it, by their age (ISO 32000-2 table 260); the name has SHA-1 only. */
const digests: readonly DigestAlgorithm[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'RIPEMD-160']

/** Which digest it is stands in the value alone (RFC 8017 §9.2): the one with which it verifies. */
function digestOf(
  value: Uint8Array,
  signer: Certificate | undefined,
  { range, context }: SignatureReading,
): DigestAlgorithm {
  if (signer === undefined || range.octets === null) return 'SHA-1'
  const octets = concatBytes(range.octets)
  const fitting = digests.find((digest) => {
    // Each is over the whole document.
    context.budget.spend('signatureChecks')
    const algorithm = { scheme: 'RSASSA-PKCS1-v1_5', digest, valueEncoding: 'DER' } as const
    return context.crypto.verify(signer.spki, algorithm, octets, value).outcome === 'valid'
  })
  return fitting ?? 'SHA-1'
}
