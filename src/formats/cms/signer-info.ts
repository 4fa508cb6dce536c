import {
  type AlgorithmIdentifier,
  readAlgorithmIdentifier,
} from '../../core/algorithm-identifier.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../core/der.ts'
import { encodeDer } from '../../core/der-encoding.ts'
import { octetStringValue, smallInteger } from '../../core/der-values.ts'
import type { SignerIdentifier } from '../format.ts'
import { type Attribute, readAttributes } from './attributes.ts'
import { derEncodingsIn, isInPlace, sortedMembers } from './der-encoding.ts'

/** SignerInfo (RFC 5652 §5.3). */
export interface SignerInfo {
  readonly version: number
  readonly sid: SignerIdentifier['sid']
  readonly digestAlgorithm: AlgorithmIdentifier
  readonly signedAttributes: SignedAttributes | null
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly unsignedAttributes: readonly Attribute[]
}

/** The signedAttrs of a SignerInfo, as they were read and as they were signed. */
export interface SignedAttributes {
  readonly attributes: readonly Attribute[]
  /** RFC 5652 §5.4: what the signature is over, the attributes as a SET OF in DER. */
  readonly der: Uint8Array
  /** RFC 5652 §5.3 demands DER on the wire too; where it is not, `der` alone counts. */
  readonly wire: 'DER' | 'not DER'
}

/** Reads a SignerInfo (RFC 5652 §5.3) from an element of `reader`; throws `der-malformed`. */
export function signerInfoIn(reader: DerReader, element: Element): SignerInfo {
  if (element.tag !== tags.sequence) throw derMalformed('SignerInfo', element.start)
  const members = reader.within(element)
  const version = smallInteger(members.read(tags.integer))
  const sid = readSignerIdentifier(members)
  const digestAlgorithm = readAlgorithmIdentifier(members)
  const signedAttributes = readSignedAttributes(members)
  const signatureAlgorithm = readAlgorithmIdentifier(members)
  const signature = readOctetString(members)
  const unsigned = members.optional(contextTag(1, 'constructed'))
  const unsignedAttributes = unsigned === null ? [] : readAttributes(members.within(unsigned))
  members.finish()
  return {
    version,
    sid,
    digestAlgorithm,
    signedAttributes,
    signatureAlgorithm,
    signature,
    unsignedAttributes,
  }
}

/** The next OCTET STRING, in one piece or in segments. */
export function readOctetString(members: DerReader): Uint8Array {
  const element = members.read()
  if ((element.tag & ~0x20) !== tags.octetString) {
    throw derMalformed('expected an OCTET STRING', element.start)
  }
  return octetStringValue(members, element)
}

function readSignerIdentifier(members: DerReader): SignerIdentifier['sid'] {
  const implicit = contextTag(0, 'primitive')
  if (members.nextTag === implicit || members.nextTag === contextTag(0, 'constructed')) {
    const keyIdentifier = octetStringValue(members, members.read())
    return { kind: 'subject-key-identifier', keyIdentifier }
  }
  const pair = members.enter(tags.sequence)
  const issuer = encodedBytes(pair.read(tags.sequence))
  const serial = contentBytes(pair.read(tags.integer))
  pair.finish()
  return { kind: 'issuer-serial', issuer, serial }
}

/**
 * RFC 5652 §5.4: the signature is over the complete DER encoding with the SET OF tag in place of
 * [0]. It is made anew, and sorted, whatever the order and the lengths on the wire: one document
 * has one reading, never "the encoding that happens to verify".
 */
function readSignedAttributes(members: DerReader): SignedAttributes | null {
  const element = members.optional(contextTag(0, 'constructed'))
  if (element === null) return null
  const attributes = readAttributes(members.within(element))
  const sorted = sortedMembers(derEncodingsIn(members, element))
  const wire = isInPlace(element, sorted) ? 'DER' : 'not DER'
  return { attributes, der: encodeDer(tags.set, sorted), wire }
}
