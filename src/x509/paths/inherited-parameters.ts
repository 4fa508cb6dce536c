import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { withParameters } from '../public-key.ts'

const dsa = '1.2.840.10040.4.1'

/** RFC 3279 §2.3.2: true for a DSA key whose parameters are those of the key above it. */
export function inheritsParameters({ keyAlgorithm }: Certificate): boolean {
  return keyAlgorithm.oid === dsa && statedBy(keyAlgorithm) === null
}

/**
 * RFC 5280 §6.1.4 (d)–(f): the certificate with its key made whole by the parameters of the one
 * above; the very same where it inherits none, or where there are none to inherit.
 */
export function withInheritedKey(certificate: Certificate, above: Certificate): Certificate {
  if (!inheritsParameters(certificate) || above.keyAlgorithm.oid !== dsa) return certificate
  const parameters = statedBy(above.keyAlgorithm)
  if (parameters === null) return certificate
  const spki = readOrNull(() => withParameters(certificate.spki, parameters))
  return spki === null ? certificate : { ...certificate, spki, keyAlgorithm: above.keyAlgorithm }
}

/** NULL parameters are none (RFC 5280 §6.1.4 (e)). */
function statedBy({ parameters }: Certificate['keyAlgorithm']): Uint8Array | null {
  return parameters?.length === 2 && parameters[0] === 0x05 ? null : parameters
}
