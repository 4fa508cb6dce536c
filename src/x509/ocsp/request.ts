import type { Crypto } from '../../core/crypto.ts'
import { tags } from '../../core/der.ts'
import { encodeTlv } from '../../core/der-encoding.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { issuerHashes } from './cert-id.ts'

/** Digests of requests: RFC 5019 §2.1.1 demands SHA-1, and newer responders know SHA-256 as well. */
type RequestDigest = 'SHA-1' | 'SHA-256'

const digestOids: Readonly<Record<RequestDigest, Uint8Array>> = {
  'SHA-1': Uint8Array.of(0x2b, 0x0e, 0x03, 0x02, 0x1a),
  'SHA-256': Uint8Array.of(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01),
}

/**
 * An OCSPRequest in DER for one certificate, unsigned and without nonce (RFC 5019 §2.1), which lets
 * caches answer it. Throws `request-malformed` where the digest cannot be computed.
 */
export function ocspRequest(
  certificate: Certificate,
  issuer: Certificate,
  crypto: Crypto,
  digest: RequestDigest = 'SHA-1',
): Uint8Array {
  const hashes = issuerHashes(certificate, issuer, digest, crypto)
  if (hashes === null) {
    throw new VerifierError('request-malformed', `no OCSP request: ${digest} of the issuer fails`)
  }
  const certId = sequence(
    // NULL parameters, as in every request seen; RFC 3370 §2.1 would leave them out.
    sequence(encodeTlv(tags.oid, digestOids[digest]), encodeTlv(tags.null)),
    encodeTlv(tags.octetString, hashes.name),
    encodeTlv(tags.octetString, hashes.key),
    encodeTlv(tags.integer, certificate.serialNumber),
  )
  const request = sequence(certId)
  const tbsRequest = sequence(sequence(request))
  return sequence(tbsRequest)
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return encodeTlv(tags.sequence, ...parts)
}
