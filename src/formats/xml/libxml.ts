import { ParseOption, XmlC14NMode, XmlDocument, XmlElement } from 'libxml2-wasm'
import { fromLatin1 } from '../../core/bytes.ts'
import type { Canonicalisation } from './algorithms.ts'
import { xmlMalformed } from './malformed.ts'
import { bytesOf } from './octets.ts'

/**
 * The only file that touches libxml2: each function parses, writes and frees in one call,
 * so that no memory of the WebAssembly module outlives it. Input is UTF-8 that `readTree`
 * has found within the limits, or text that this room composed of such.
 */

/** No network, no external entities, no Id tables (identifiers.ts has its own rules). */
const hardened =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_SKIP_IDS |
  ParseOption.XML_PARSE_NOCDATA

/** For a tree that nobody looks at: without white space between tags, and with short texts in its nodes. */
const smallest = ParseOption.XML_PARSE_NOBLANKS | ParseOption.XML_PARSE_COMPACT

const modes: Readonly<Record<Canonicalisation['method'], 0 | 1 | 2>> = {
  'inclusive-1.0': XmlC14NMode.XML_C14N_1_0,
  'inclusive-1.1': XmlC14NMode.XML_C14N_1_1,
  exclusive: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
}

/** Throws `xml-malformed` where a document is not well-formed, or not by its namespaces. */
export function requireWellFormed(utf8: Uint8Array): void {
  withDocument(utf8, () => {}, hardened | smallest)
}

/** The canonical form of the element at the given depth, where every ancestor has but one child. */
export function canonicalInnermost(
  utf8: Uint8Array,
  depth: number,
  algorithm: Canonicalisation,
): Uint8Array {
  return withDocument(utf8, (document) => {
    const element = document.get(`/*${'/*'.repeat(depth)}`)
    if (!(element instanceof XmlElement)) throw xmlMalformed('an element is not where it was')
    return bytesOf(collect((output) => element.canonicalize(output, optionsOf(algorithm))))
  })
}

function withDocument<Result>(
  utf8: Uint8Array,
  use: (document: XmlDocument) => Result,
  options = hardened,
): Result {
  const document = parse(utf8, options)
  try {
    if (document.dtd !== null) throw xmlMalformed('a document type declaration; none is read')
    return use(document)
  } finally {
    document.dispose()
  }
}

function parse(utf8: Uint8Array, option: ParseOption): XmlDocument {
  try {
    return XmlDocument.fromBuffer(utf8, { option, encoding: 'utf-8' })
  } catch (cause) {
    throw xmlMalformed('it is not well-formed', cause)
  }
}

interface Output {
  write(chunk: Uint8Array): number
  close(): boolean
}

/** Strings, not copies of octets: thousands of small buffers keep the garbage collector busy. */
function collect(write: (output: Output) => void): string {
  const chunks: string[] = []
  const output: Output = {
    write(chunk) {
      chunks.push(fromLatin1(chunk))
      return chunk.length
    },
    close: () => true,
  }
  try {
    write(output)
  } catch (cause) {
    throw xmlMalformed('it cannot be written', cause)
  }
  return chunks.join('')
}

function optionsOf({ method, comments, inclusivePrefixes }: Canonicalisation) {
  const mode = modes[method]
  const withComments = comments === 'kept'
  return mode === XmlC14NMode.XML_C14N_EXCLUSIVE_1_0
    ? { mode, withComments, inclusiveNamespacePrefixes: [...inclusivePrefixes] }
    : { mode, withComments }
}
