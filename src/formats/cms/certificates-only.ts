import { Budget } from '../../core/budget.ts'
import { tags } from '../../core/der.ts'
import { looksLikeCms, unwrapCms } from './armour.ts'
import { parseSignedData } from './signed-data.ts'

/**
 * The certificates in a SignedData that is there to carry them (RFC 5280 §4.2.2.1, RFC 5652 §5.1),
 * as DER; null where the bytes are no CMS. Signatures in it are not looked at: where a certificate
 * was found says nothing of it. Throws `VerifierError` where it cannot be read.
 */
export function certificatesOnly(bytes: Uint8Array): readonly Uint8Array[] | null {
  if (!looksLikeCms(bytes)) return null
  const { certificates } = parseSignedData(unwrapCms(bytes).der, new Budget())
  return certificates.filter((choice) => choice[0] === tags.sequence)
}
