import { fromUtf8 } from '../../core/bytes.ts'
import { xmlMalformed } from './malformed.ts'
import { octetsOf } from './octets.ts'

/**
 * Character data and attribute values in the one form of plain text, and what they stand for.
 * Texts are octets, one character for each; values are decoded.
 */

/** The references of plain text; in character data only those of `&`, `<`, `>` and CR. */
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

const characters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(references).map(([character, reference]) => [reference, character]),
)

/** XML 1.0 §4.6. */
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

const asReference = (character: string): string => references[character] ?? character

/** Character data outside CDATA sections. */
export function plainCharacters(text: string): string {
  return text.replaceAll(/>|&[^;]*;?/g, (found) =>
    found === '>' ? '&gt;' : characterOf(found).replace(/[&<>\r]/, asReference),
  )
}

/** What stands in a CDATA section (XML 1.0 §2.7). */
export function plainSection(text: string): string {
  return text.replaceAll(/[&<>]/g, asReference)
}

/** XML 1.0 §3.3.3, for attributes of type CDATA, as all are without a document type declaration. */
export function plainValue(value: string): string {
  if (!/[&<>"\t\n]/.test(value)) return value
  return value.replaceAll(/[<>"\t\n]|&[^;]*;?/g, (found) => {
    if (found === '\t' || found === '\n') return ' '
    return (found.length === 1 ? found : characterOf(found)).replace(/[&<>"\t\n\r]/, asReference)
  })
}

/** The octets of the character that a reference stands for (XML 1.0 §4.1). */
function characterOf(reference: string): string {
  if (Object.hasOwn(entities, reference)) return entities[reference] ?? ''
  const [, hexadecimal, decimal] = /^&#(?:x([0-9A-Fa-f]+)|([0-9]+));$/.exec(reference) ?? []
  const code =
    hexadecimal === undefined
      ? Number.parseInt(decimal ?? '', 10)
      : Number.parseInt(hexadecimal, 16)
  if (!(code <= 0x10ffff)) throw xmlMalformed('a reference to what is none of the five entities')
  return octetsOf(String.fromCodePoint(code))
}

/** What plain character data or a plain value stands for. */
export function characterData(octets: string): string {
  // One look at what is mostly base64, in place of one for either.
  if (!/[&\x80-\xff]/.test(octets)) return octets
  const text = decoded(octets)
  return text.includes('&')
    ? text.replaceAll(/&[^;]*;/g, (reference) => characters[reference] ?? reference)
    : text
}

/** Octets of UTF-8 as characters. */
export function decoded(octets: string): string {
  if (!/[\x80-\xff]/.test(octets)) return octets
  const text = fromUtf8(Buffer.from(octets, 'latin1'))
  if (text === null) throw xmlMalformed('octets that are not UTF-8')
  return text
}
