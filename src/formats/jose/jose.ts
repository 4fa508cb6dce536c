import { fromUtf8 } from '../../core/bytes.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument } from '../format.ts'
import { joseUnreadable } from './json-text.ts'
import type { PayloadCarrier } from './payload.ts'
import { encodingsIn, readCompact, readJson } from './serialisation.ts'
import { signaturesOf } from './signatures.ts'

/** JSON Web Signatures (RFC 7515), and JAdES in them (TS 119 182-1 V1.2.1). */
export const jose: Format = { name: 'JWS', recognises: looksLikeJws, parse: parseJose }

/** Octets that tell what a file is; white space before it is rare. */
const head = 1024

/** The beginnings of a JSON object in base64url: a brace, and a quote, white space or another brace. */
const compactHead = /^[ \t\r\n]*e[yw3][A-Za-z0-9_+/=-]*(\.|$)/
const jsonHead = /^(\xef\xbb\xbf)?[ \t\r\n]*\{/

function looksLikeJws(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = buffer.toString('latin1', 0, head)
  if (jsonHead.test(start)) return buffer.includes('"signature"') || buffer.includes('"signatures"')
  return compactHead.test(start) && buffer.includes('.')
}

/** Octets that are taken for text: as much as everywhere (`core/bytes.ts`). */
const largest = 2 ** 28

function parseJose(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  const { budget } = context
  budget.spend('bytes', bytes.length)
  if (bytes.length > largest) {
    throw new VerifierError('document-too-large', `text of ${bytes.length} octets`, {
      hint: 'sign large content detached: a JWS is read up to 256 MiB',
    })
  }
  const text = fromUtf8(bytes)?.replace(/^\ufeff/, '')
  if (text === undefined) throw joseUnreadable('it is not in UTF-8')
  const serialisation = /^[ \t\r\n]*\{/.test(text) ? 'json' : 'compact'
  const found =
    serialisation === 'json' ? readJson(text, budget) : [readCompact(text.trim(), budget)]
  if (found.length === 0) {
    throw new VerifierError('not-a-signed-document', 'a JSON serialisation without a signature', {
      hint: 'its "signatures" is empty: give the file that holds the signature',
    })
  }
  const warnings: { code: string; message: string }[] = []
  const warn = (code: string, message: string): void => void warnings.push({ code, message })
  const encodings = encodingsIn(found)
  const carriers = found.map((jws): PayloadCarrier => ({ jws, serialisation, encodings }))
  return {
    mediaType: serialisation === 'json' ? 'application/jose+json' : 'application/jose',
    container: null,
    signatures: signaturesOf(carriers, { ...context, warn }),
    timestamps: [],
    warnings,
  }
}
