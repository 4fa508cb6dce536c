import { fromLatin1 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument } from '../format.ts'
import { extentOf } from './extent.ts'
import { givenContentCheck } from './given-content.ts'
import { readXmlSignatures } from './signatures.ts'

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
  const { signatures, warnings, used } = readXmlSignatures(bytes, context)
  if (signatures.length === 0) {
    throw new VerifierError('not-a-signed-document', 'the XML document has no ds:Signature', {
      hint: 'give the file that holds the signature, and the file it belongs to as detached content',
    })
  }
  const given = givenContentCheck(context.detached, used)
  return {
    mediaType: 'application/xml',
    container: null,
    signatures: signatures.map((signature) => ({
      ...signature,
      extent: extentOf(signature),
      formatChecks: [...signature.formatChecks, ...given],
    })),
    timestamps: [],
    warnings,
  }
}
