import { fromLatin1 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument } from '../format.ts'
import { attribute, descendants } from './document.ts'
import { extentOf } from './extent.ts'
import type { Warning } from './key-info.ts'
import type { XmlSignature } from './signature.ts'
import { readXmlSignatures } from './signatures.ts'
import { isDs } from './signed-info.ts'
import { policyNames } from './xades/signature-policy.ts'

/** XML signatures (XMLDSig 1.1), and XAdES in them (EN 319 132-1), wherever in a document they stand. */
export const xml: Format = { name: 'XML', recognises: looksLikeXml, parse: parseXmlDocument }

/** Octets looked at: white space before the first `<` is no XML if there is a declaration, and rare. */
const head = 1024

/** XML 1.0 appendix F: how a document begins in UTF-8, in what is ASCII below 128, and in UTF-16. */
const beginnings = [
  /^(?:\xef\xbb\xbf)?[ \t\r\n]*<[?!A-Za-z_:\x80-\xff]/,
  /^(?:\xff\xfe)?(?:[ \t\r\n]\x00)*<\x00/,
  /^(?:\xfe\xff)?(?:\x00[ \t\r\n])*\x00</,
]

function looksLikeXml(bytes: Uint8Array): boolean {
  const text = fromLatin1(bytes.subarray(0, head))
  return beginnings.some((beginning) => beginning.test(text))
}

function parseXmlDocument(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  const { signatures, warnings } = readXmlSignatures(bytes, context)
  if (signatures.length === 0) {
    throw new VerifierError('not-a-signed-document', 'the XML document has no ds:Signature', {
      hint: 'give the file that holds the signature, and the file it belongs to as detached content',
    })
  }
  return {
    mediaType: 'application/xml',
    container: null,
    signatures: signatures.map((signature) => ({ ...signature, extent: extentOf(signature) })),
    timestamps: [],
    warnings: [...warnings, ...unusedContent(signatures, context)],
  }
}

/** A caller who gives content asks about it: where no signature refers to any, that is said. */
function unusedContent(
  signatures: readonly XmlSignature[],
  { detached }: ParseContext,
): readonly Warning[] {
  const policies = new Set(signatures.flatMap(({ claims }) => policyNames(claims?.policy ?? null)))
  const unused = detached.some(({ name }) => name === null || !policies.has(name))
  if (!unused || signatures.some(refersOutside)) return []
  const message = 'content was given beside the document, and no signature refers to any outside it'
  return [{ code: 'detached-content-not-signed', message }]
}

/** In SignedInfo or in a manifest. */
function refersOutside({ element }: XmlSignature): boolean {
  for (const each of descendants(element)) {
    if (!isDs(each, 'Reference')) continue
    const uri = attribute(each, 'URI')
    if (uri === null || (uri !== '' && !uri.startsWith('#'))) return true
  }
  return false
}
