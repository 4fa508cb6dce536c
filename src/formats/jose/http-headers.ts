import { fromBase64, fromUtf8, toUtf8 } from '../../core/bytes.ts'
import { type DigestAlgorithm, digestLengths } from '../../core/digests.ts'
import type { DetachedContent, Reference } from '../format.ts'

/** What "HttpHeaders" makes of the header fields that were given (TS 119 182-1 §5.2.8.2). */
export interface HttpMessage {
  /** The payload, or the name of a field that was not given as text. */
  readonly payload: { readonly bytes: Uint8Array } | { readonly missing: string }
  /** The body, by the digest in the signed field Digest (RFC 3230 §4.3.2). */
  readonly body: readonly Reference[]
  /** What of that which was given is neither a signed field nor the body. */
  readonly uncovered: readonly DetachedContent[]
}

/**
 * The fields one after the other, as "name: value" on lines of their own (draft-cavage-http-signatures
 * §2.3). A field is a detached content of its name; "(request-target)" is one of them, with the method
 * and the path as its content. Of several of one name the values are joined in their order.
 */
export function httpMessage(
  pars: readonly string[],
  detached: readonly DetachedContent[],
): HttpMessage {
  const fields = new Map<string, (string | null)[]>()
  for (const par of pars) fields.set(par.toLowerCase(), [])
  const others: DetachedContent[] = []
  for (const content of detached) {
    const values = content.name === null ? undefined : fields.get(content.name.toLowerCase())
    if (values === undefined) others.push(content)
    else values.push(content.bytes === null ? null : fromUtf8(content.bytes))
  }
  const lines: string[] = []
  for (const par of pars) {
    const value = joined(fields.get(par.toLowerCase()) ?? [])
    if (value === null) return { payload: { missing: par }, body: [], uncovered: [] }
    lines.push(`${par.toLowerCase()}: ${value}`)
  }
  const digest = fields.has('digest') ? joined(fields.get('digest') ?? []) : null
  const body = bodyOf(digest, others)
  const uncovered = body.length === 0 ? others : []
  return { payload: { bytes: toUtf8(lines.join('\n')) }, body, uncovered }
}

/**
 * RFC 7230 §3.2.2 and §3.2.4: without the white space around each value, with a comma between them.
 * Null where none was given as text, or one has a line break inside, which no field has.
 */
function joined(values: readonly (string | null)[]): string | null {
  const texts = values.flatMap((value) => (value === null ? [] : [value.trim()]))
  if (texts.length === 0 || texts.length < values.length) return null
  return texts.some((text) => /[\r\n]/.test(text)) ? null : texts.join(', ')
}

/** Names of RFC 5843 §2.2 and its registry; they are compared without case. */
const instanceDigests: Readonly<Record<string, DigestAlgorithm>> = {
  'sha-256': 'SHA-256',
  'sha-384': 'SHA-384',
  'sha-512': 'SHA-512',
}

/** Every digest in the field must be that of the body: the only other thing that was given. */
function bodyOf(digest: string | null, others: readonly DetachedContent[]): readonly Reference[] {
  const [body] = others
  if (digest === null || body === undefined || others.length > 1) return []
  return digest.split(',').flatMap((instance) => {
    const [name = '', ...rest] = instance.trim().split('=')
    const lower = name.toLowerCase()
    const algorithm = Object.hasOwn(instanceDigests, lower) ? instanceDigests[lower] : undefined
    const expectedDigest = fromBase64(rest.join('='))
    if (algorithm === undefined || expectedDigest?.length !== digestLengths[algorithm]) return []
    return [bodyReference(body, algorithm, expectedDigest)]
  })
}

function bodyReference(
  body: DetachedContent,
  digestAlgorithm: DigestAlgorithm,
  expectedDigest: Uint8Array,
): Reference {
  const { bytes, digests } = body
  return {
    name: body.name ?? 'body',
    kind: bytes === null ? 'digest' : 'full',
    digestAlgorithm,
    expectedDigest,
    octets: bytes === null ? { kind: 'digests', digests } : { kind: 'bytes', bytes },
  }
}
