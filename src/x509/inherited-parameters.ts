import type { Certificate } from './certificate.ts'

const dsa = '1.2.840.10040.4.1'

/** RFC 3279 §2.3.2: true for a DSA key whose parameters are those of the key above it. */
export function inheritsParameters({ keyAlgorithm }: Certificate): boolean {
  return keyAlgorithm.oid === dsa && isAbsent(keyAlgorithm.parameters)
}

/** NULL parameters are none (RFC 5280 §6.1.4 (e)). */
function isAbsent(parameters: Uint8Array | null): boolean {
  return parameters === null || (parameters.length === 2 && parameters[0] === 0x05)
}

/** The key that is in use below a certificate, and the parameters it lends (RFC 5280 §6.1.4 (d)–(f)). */
export interface WorkingKey {
  /** SubjectPublicKeyInfo (DER), whole where the parameters were inherited. */
  readonly spki: Uint8Array
  readonly parameters: Uint8Array | null
}

/** RFC 5280 §6.1.2 (g)–(i). */
export function keyOfAnchor({ spki, keyAlgorithm }: Certificate): WorkingKey {
  return { spki, parameters: lentBy(keyAlgorithm) }
}

/** RFC 5280 §6.1.4 (d)–(f); without parameters to inherit the key stays as it is, and unusable. */
export function keyBelow(above: WorkingKey, certificate: Certificate): WorkingKey {
  const { spki, keyAlgorithm } = certificate
  if (!inheritsParameters(certificate)) return { spki, parameters: lentBy(keyAlgorithm) }
  if (above.parameters === null) return { spki, parameters: null }
  return { spki: withParameters(spki, above.parameters), parameters: above.parameters }
}

function lentBy({ oid, parameters }: Certificate['keyAlgorithm']): Uint8Array | null {
  return oid === dsa && !isAbsent(parameters) ? parameters : null
}

function withParameters(spki: Uint8Array, _parameters: Uint8Array): Uint8Array {
  return spki
}
