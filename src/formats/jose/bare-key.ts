import { toHex } from '../../core/bytes.ts'
import { type Check, failed, passed } from '../../core/conclusion.ts'
import { tags } from '../../core/der.ts'
import { encodeTlv } from '../../core/der-encoding.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { keyValue } from '../../x509/public-key.ts'
import { fromBase64Url } from './base64url.ts'
import { type JsonObject, objectIn, textIn } from './json-text.ts'
import type { Jws } from './serialisation.ts'

/**
 * RFC 7515 §4.1.3: "jwk" is the key that corresponds to the one that signed. It is taken from nobody: a
 * key that travels bare is anybody's. One that is not the key of the signer's certificate would have
 * another verifier take that key, and this one the certificate.
 */
export function checkBareKey(
  { protectedHeader, unprotectedHeader }: Jws,
  certificate: Certificate | null,
): Check {
  const keys = [protectedHeader, unprotectedHeader].flatMap((header) => {
    const key = objectIn(header, 'jwk')
    return key === null ? [] : [keyOf(key)]
  })
  const stray =
    certificate !== null && keys.some((key) => key !== null && key !== keyValue(certificate))
  return {
    id: 'jws-bare-key',
    rule: 'RFC 7515 §4.1.3',
    conclusion: stray
      ? failed('FORMAT_FAILURE', '"jwk" is another key than that of the signer’s certificate')
      : passed,
  }
}

/** RFC 7518 §6.2 and §6.3, RFC 8037 §2: as `keyValue` has it; null where it is of another type, or none. */
function keyOf(key: JsonObject): string | null {
  const octetsIn = (name: string) => fromBase64Url(textIn(key, name) ?? '=')
  const type = textIn(key, 'kty')
  if (type === 'RSA') {
    const [modulus, exponent] = [octetsIn('n'), octetsIn('e')]
    if (modulus === null || exponent === null) return null
    return toHex(encodeTlv(tags.sequence, positive(modulus), positive(exponent)))
  }
  const point = type === 'EC' || type === 'OKP' ? octetsIn('x') : null
  return point === null ? null : toHex(point)
}

/** RFC 7518 §2 Base64urlUInt: big-endian, as an INTEGER in DER. */
function positive(octets: Uint8Array): Uint8Array {
  const first = octets.findIndex((octet) => octet !== 0)
  const shortest = first < 0 ? Uint8Array.of(0) : octets.subarray(first)
  const sign = (shortest[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : []
  return encodeTlv(tags.integer, ...sign, shortest)
}
