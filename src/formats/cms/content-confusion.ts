import { Budget } from '../../core/budget.ts'
import { DerReader, tags } from '../../core/der.ts'
import { readOrNull } from '../../core/errors.ts'
import { hasAttribute, readAttributes } from './attributes.ts'
import { attributeTypes } from './oids.ts'

/** Signed attributes of real signatures stay below 100 kB, content time-stamps included. */
const largestAttributes = 1 << 20

/**
 * True where the octets are a DER SignedAttributes with its message-digest: a signature that was
 * made over such attributes could be passed off as one over this content (ePrint 2023/1801).
 */
export function looksLikeSignedAttributes(octets: Uint8Array): boolean {
  if (octets[0] !== tags.set || octets.length > largestAttributes) return false
  // Octets that do not read as attributes are the normal case: ordinary content.
  const attributes = readOrNull(() =>
    readAttributes(DerReader.of(octets, 'BER', new Budget()).enter(tags.set)),
  )
  return attributes !== null && hasAttribute(attributes, attributeTypes.messageDigest)
}
