import type { XmlAttribute } from './document.ts'

/**
 * Text as the tree's `text` has it: one character for each octet of its UTF-8. Strings of such
 * characters are compared by octets, that is by code points, also beyond the BMP.
 */
export function octetsOf(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}

/** The octets of such a string. */
export function bytesOf(octets: string): Uint8Array {
  return Buffer.from(octets, 'latin1')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** An attribute value as Canonical XML 1.0 §2.3 writes it. */
export function escapedValue(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => escapes[character] ?? character)
}

/** Canonical XML 1.0 §2.2: by namespace name, those in none first, then by local name; by code points. */
export function compareAttributes(a: XmlAttribute, b: XmlAttribute): number {
  return compareOctets(a.namespace, b.namespace) || compareOctets(a.name, b.name)
}

/** UTF-16 has another order than code points beyond the BMP; octets of UTF-8 have the same. */
export function compareOctets(a: string, b: string): number {
  const [left, right] = [octetsOf(a), octetsOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Attributes in canonical form, each behind a space, as octets. */
export function canonicalAttributes(attributes: readonly XmlAttribute[]): string {
  const written = attributes.map(({ prefix, name, value }) => {
    const qualified = prefix === '' ? name : `${prefix}:${name}`
    return ` ${qualified}="${escapedValue(value)}"`
  })
  return octetsOf(written.join(''))
}
