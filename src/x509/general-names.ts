import { fromLatin1 } from '../core/bytes.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../core/der.ts'

/** The forms of GeneralName (RFC 5280 §4.2.1.6), as the standard writes them. */
export type NameForm =
  | 'otherName'
  | 'rfc822Name'
  | 'dNSName'
  | 'x400Address'
  | 'directoryName'
  | 'ediPartyName'
  | 'uniformResourceIdentifier'
  | 'iPAddress'
  | 'registeredID'

/**
 * GeneralName (RFC 5280 §4.2.1.6), as far as anything here asks; the rest keeps its octets. The text
 * of an IA5String is not looked at: each octet is a character.
 */
export type GeneralName =
  | { readonly kind: 'directory'; readonly name: Uint8Array }
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'email'; readonly mailbox: string }
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly address: Uint8Array }
  | { readonly kind: 'other'; readonly form: OtherForm; readonly encoded: Uint8Array }

type OtherForm = 'otherName' | 'x400Address' | 'ediPartyName' | 'registeredID'

/** GeneralNames (RFC 5280 §4.2.1.6) up to the end of the reader; throws `der-malformed`. */
export function readGeneralNames(reader: DerReader): readonly GeneralName[] {
  const names: GeneralName[] = []
  while (!reader.done) names.push(readGeneralName(reader))
  return names
}

/** The next name of the reader; throws `der-malformed`. */
export function readGeneralName(reader: DerReader): GeneralName {
  const element = reader.read()
  switch (element.tag) {
    case contextTag(1, 'primitive'):
      return { kind: 'email', mailbox: fromLatin1(contentBytes(element)) }
    case contextTag(2, 'primitive'):
      return { kind: 'dns', name: fromLatin1(contentBytes(element)) }
    case contextTag(4, 'constructed'):
      return { kind: 'directory', name: explicitName(reader, element) }
    case contextTag(6, 'primitive'):
      return { kind: 'uri', uri: fromLatin1(contentBytes(element)) }
    case contextTag(7, 'primitive'):
      return { kind: 'ip', address: contentBytes(element) }
    default:
      return { kind: 'other', form: otherForm(element), encoded: encodedBytes(element) }
  }
}

/** A CHOICE keeps its own tag inside the tag of the context (X.680 §31.2.7 c). */
function explicitName(reader: DerReader, element: Element): Uint8Array {
  const inside = reader.within(element)
  const name = inside.read(tags.sequence)
  inside.finish()
  return encodedBytes(name)
}

function otherForm(element: Element): OtherForm {
  switch (element.tag) {
    case contextTag(0, 'constructed'):
      return 'otherName'
    case contextTag(3, 'constructed'):
      return 'x400Address'
    case contextTag(5, 'constructed'):
      return 'ediPartyName'
    case contextTag(8, 'primitive'):
      return 'registeredID'
    default:
      throw derMalformed('GeneralName of no known form', element.start)
  }
}
