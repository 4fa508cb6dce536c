import { childElements, type XmlElement } from './document.ts'
import {
  base64In,
  hasText,
  isDs,
  isMalformed,
  type Malformed,
  readSignedInfo,
  type SignedInfo,
  structure,
} from './signed-info.ts'

/** ds:Signature (XMLDSig 1.1 §4.2) as it stands. */
export interface SignatureElement {
  readonly element: XmlElement
  readonly signedInfo: SignedInfo
  readonly value: Uint8Array
}

/** Reads a signature strictly by its schema: SignedInfo, SignatureValue, KeyInfo?, Object*; one of each. */
export function readSignatureElement(element: XmlElement): SignatureElement | Malformed {
  const [first, second, third, ...rest] = childElements(element)
  if (hasText(element)) return structure('text in Signature')
  if (!isDs(first, 'SignedInfo')) return structure('no SignedInfo')
  if (!isDs(second, 'SignatureValue')) return structure('no SignatureValue behind SignedInfo')
  if (third !== undefined && !isDs(third, 'KeyInfo') && !isDs(third, 'Object')) {
    return structure('something other than KeyInfo and Object behind SignatureValue')
  }
  if (!rest.every((member) => isDs(member, 'Object'))) {
    return structure('something other than Object at the end of Signature')
  }
  const value = base64In(second)
  if (value === null) return structure('a SignatureValue that is not base64')
  const signedInfo = readSignedInfo(first)
  return isMalformed(signedInfo) ? signedInfo : { element, signedInfo, value }
}
