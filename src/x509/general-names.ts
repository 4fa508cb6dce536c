import { fromLatin1 } from '../core/bytes.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  type Element,
  encodedBytes,
} from '../core/der.ts'

/** GeneralName (RFC 5280 §4.2.1.6), as far as anything here asks; the rest keeps its octets. */
export type GeneralName =
  | { readonly kind: 'directory'; readonly name: Uint8Array }
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'email'; readonly mailbox: string }
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly address: Uint8Array }
  | { readonly kind: 'other'; readonly encoded: Uint8Array }

/** GeneralNames (RFC 5280 §4.2.1.6) up to the end of the reader. */
export function readGeneralNames(reader: DerReader): readonly GeneralName[] {
  const names: GeneralName[] = []
  while (!reader.done) names.push(generalName(reader, reader.read()))
  return names
}

function generalName(reader: DerReader, element: Element): GeneralName {
  switch (element.tag) {
    case contextTag(1, 'primitive'):
      return { kind: 'email', mailbox: fromLatin1(contentBytes(element)) }
    case contextTag(2, 'primitive'):
      return { kind: 'dns', name: fromLatin1(contentBytes(element)) }
    case contextTag(4, 'constructed'):
      return { kind: 'directory', name: encodedBytes(reader.within(element).read()) }
    case contextTag(6, 'primitive'):
      return { kind: 'uri', uri: fromLatin1(contentBytes(element)) }
    case contextTag(7, 'primitive'):
      return { kind: 'ip', address: contentBytes(element) }
    default:
      return { kind: 'other', encoded: encodedBytes(element) }
  }
}
