import type { IncomingHttpHeaders } from 'node:http'
import busboy from 'busboy'
import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import type { VerifyOrder } from '../store/order.ts'
import type { NamedBytes } from '../store/read-source.ts'

/** Parts of one request: a document, a request and its detached files; 1,000 is the limit DSS sets for the files of a container. */
const mostParts = 1_000

/** A part of RFC 7578: named bytes. */
interface Part {
  readonly field: string
  readonly file: NamedBytes
}

type Bytes = Pick<VerifyOrder, 'document' | 'detached'>

/** The order in a multipart body, its JSON read as is said: parts `document`, `detached` and `request`; throws `request-malformed`. */
export async function multipartOrder<T extends Bytes>(
  headers: IncomingHttpHeaders,
  body: Uint8Array,
  read: (json: object) => T,
): Promise<T> {
  const parts = await partsOf(headers, body)
  const stray = parts.find(({ field }) => !['document', 'detached', 'request'].includes(field))
  if (stray !== undefined) throw malformed(`unknown part "${stray.field}"`)
  const document = onlyPart(parts, 'document')
  if (document === null) throw malformed('no part "document"')
  const json = requestJson(onlyPart(parts, 'request'))
  if ('document' in json) throw malformed('the document is a part of its own')
  const order = read({ ...json, document: { content: '' } })
  const detached = parts.filter(({ field }) => field === 'detached').map(({ file }) => file)
  return { ...order, document, detached: [...order.detached, ...detached] }
}

function onlyPart(parts: readonly Part[], field: string): NamedBytes | null {
  const [part, ...more] = parts.filter((one) => one.field === field)
  if (more.length > 0) throw malformed(`more than one part "${field}"`)
  return part?.file ?? null
}

function requestJson(part: NamedBytes | null): object {
  if (part === null) return {}
  const json = parseJson(fromUtf8(part.bytes) ?? '')
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json
  throw malformed('the part "request" is not a JSON object')
}

function partsOf(headers: IncomingHttpHeaders, body: Uint8Array): Promise<Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = []
    const refuse = (cause: unknown) => reject(malformed('the multipart body is broken', cause))
    const limits = { parts: mostParts, headerPairs: 50, fieldSize: body.length + 1 }
    const parser = startParser({ headers, limits, preservePath: true, defParamCharset: 'utf8' })
    parser.on('file', (field, stream, { filename }) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', refuse)
      stream.on('end', () => {
        parts.push({ field, file: { name: filename ?? field, bytes: Buffer.concat(chunks) } })
      })
    })
    parser.on('field', (field, value) => {
      // Text has been decoded and may have lost bytes: only JSON may come so.
      if (field === 'request')
        parts.push({ field, file: { name: field, bytes: Buffer.from(value) } })
      else refuse(new Error('a part without filename'))
    })
    parser.on('partsLimit', () => refuse(new Error('too many parts')))
    parser.on('error', refuse)
    parser.on('close', () => resolve(parts))
    parser.end(body)
  })
}

/** Where the media type has no boundary or cannot be read, busboy throws and emits nothing. */
function startParser(config: busboy.BusboyConfig): busboy.Busboy {
  try {
    return busboy(config)
  } catch (cause) {
    throw malformed('the media type of the multipart body is broken', cause)
  }
}

function malformed(message: string, cause?: unknown): VerifierError {
  return new VerifierError('request-malformed', message, {
    hint: 'parts: one "document" and any "detached", each with a filename, and one "request" in JSON',
    ...(cause !== undefined && { cause }),
  })
}
