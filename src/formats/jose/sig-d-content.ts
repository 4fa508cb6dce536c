import { isUnsupported, type UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { equalBytes } from '../../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../../core/conclusion.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import type { DetachedContent, Octets, Reference } from '../format.ts'
import { toBase64Url } from './base64url.ts'
import { referencedMediaTypes } from './claims.ts'
import { contentIndex, decoded } from './detached.ts'
import { checkUncovered } from './given-content.ts'
import { httpMessage } from './http-headers.ts'
import type { Jws } from './serialisation.ts'
import type { SigD } from './sig-d.ts'
import {
  type ContentContext,
  isEncoded,
  missingContent,
  overPieces,
  type SignedContent,
} from './signing-input.ts'

/** TS 119 182-1 §5.2.8: the content outside, by the mechanism that "sigD" names. */
export function contentBySigD(jws: Jws, sigD: SigD, context: ContentContext): SignedContent {
  if (sigD.kind === 'malformed') return refused(failed('FORMAT_FAILURE', sigD.detail))
  if (jws.payload.kind !== 'none') {
    return refused(failed('FORMAT_FAILURE', 'there is a payload beside "sigD"'))
  }
  context.budget.spendNodes(sigD.kind === 'unknown' ? 1 : sigD.pars.length)
  switch (sigD.kind) {
    case 'unknown': {
      const detail = `the mechanism "${sigD.mechanism}" of "sigD" is not known here`
      return refused(undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING'))
    }
    case 'http-headers':
      return httpContent(jws, sigD.pars, context)
    case 'by-uri':
      return concatenatedContent(jws, sigD.pars, context)
    case 'by-uri-hash':
      return digestedContent(jws, sigD, context)
  }
}

const sigDCheck = (conclusion: Conclusion): Check => ({
  id: 'jades-signed-data',
  rule: 'TS 119 182-1 §5.2.8',
  conclusion,
})

function refused(conclusion: Conclusion): SignedContent {
  return missingContent('payload', [sigDCheck(conclusion)])
}

function httpContent(jws: Jws, pars: readonly string[], context: ContentContext): SignedContent {
  const { payload, body, uncovered } = httpMessage(pars, context.detached)
  if ('missing' in payload) return missingContent(payload.missing, [sigDCheck(passed)])
  const over = overPieces(
    jws,
    [{ name: 'HTTP header fields', bytes: payload.bytes, mediaType: null }],
    context,
  )
  return {
    signedBytes: over.signedBytes,
    references: [...over.references, ...body],
    checks: [sigDCheck(passed), checkUncovered(uncovered)],
  }
}

function concatenatedContent(
  jws: Jws,
  pars: readonly string[],
  context: ContentContext,
): SignedContent {
  const found = contentsNamed(pars, context)
  const absent = found.find(({ content }) => content === null || content.bytes === null)
  if (absent !== undefined) {
    return missingContent(absent.content?.name ?? absent.name, [sigDCheck(passed)])
  }
  const types = referencedMediaTypes(jws.protectedHeader)
  const pieces = found.map(({ name, content }, index) => ({
    name,
    bytes: content?.bytes ?? new Uint8Array(),
    mediaType: types[index] ?? null,
  }))
  return {
    ...overPieces(jws, pieces, context),
    checks: [sigDCheck(passed), checkUncovered(leftOver(found, context))],
  }
}

interface Named {
  readonly name: string
  readonly content: DetachedContent | null
}

/** The contents of "pars" in their order; one content for one reference needs no name. */
function contentsNamed(pars: readonly string[], { detached }: ContentContext): readonly Named[] {
  const index = contentIndex(detached)
  const [only] = detached
  return pars.map((par) => ({
    name: decoded(par),
    content: pars.length === 1 && detached.length === 1 ? (only ?? null) : index.find(par),
  }))
}

function leftOver(
  found: readonly Named[],
  { detached }: ContentContext,
): readonly DetachedContent[] {
  const used = new Set(found.map(({ content }) => content))
  return detached.filter((content) => !used.has(content))
}

/**
 * TS 119 182-1 §5.2.8.3.3: the digest is of the content in base64url, unless "b64" is false. The
 * payload is empty, so that contents known by their digests will do.
 */
function digestedContent(
  jws: Jws,
  sigD: Extract<SigD, { kind: 'by-uri-hash' }>,
  context: ContentContext,
): SignedContent {
  const { digestAlgorithm } = sigD
  const encoded = isEncoded(jws) && !isUnsupported(digestAlgorithm) ? digestAlgorithm : null
  const types = referencedMediaTypes(jws.protectedHeader)
  const found = contentsNamed(sigD.pars, context)
  const references = found.map(({ name, content }, index): Reference => {
    const expectedDigest = sigD.digests[index] ?? new Uint8Array()
    const octets = octetsOf(content, digestAlgorithm)
    // Digests are taken for each signature, and there may be a thousand of them.
    if (octets.kind === 'bytes') context.budget.spend('bytes', octets.bytes.length)
    const told =
      encoded === null
        ? { octets, expectedDigest }
        : encodedOctets(octets, content?.name ?? null, encoded, expectedDigest, context)
    const kind = told.octets.kind === 'digests' ? 'digest' : 'full'
    const mediaType = types[index] ?? null
    return { name, kind, digestAlgorithm, ...told, ...(mediaType !== null && { mediaType }) }
  })
  const checks = [sigDCheck(passed), checkUncovered(leftOver(found, context))]
  const absent = references.find(({ octets }) => octets.kind === 'missing')
  if (encoded === null || absent === undefined) {
    return { ...overPieces(jws, [], context), references, checks }
  }
  // The content itself is needed, which no reference could say: those ask for digests.
  const name = absent.octets.kind === 'missing' ? absent.octets.name : null
  const { signedBytes } = missingContent(name ?? absent.name, [])
  return { signedBytes, references: references.filter((one) => one !== absent), checks }
}

/** Under the name that it was given by, where its digest is wanted and not at hand. */
function octetsOf(
  content: DetachedContent | null,
  algorithm: DigestAlgorithm | UnsupportedAlgorithm,
): Octets {
  if (content === null) return { kind: 'missing', name: null }
  if (content.bytes !== null) return { kind: 'bytes', bytes: content.bytes }
  const known = !isUnsupported(algorithm) && content.digests[algorithm] !== undefined
  if (!known) return { kind: 'missing', name: content.name }
  return { kind: 'digests', digests: content.digests }
}

/**
 * Where the digest of the encoded content is the one signed, the content itself is what the signature
 * vouches for, and is referred to by its own digest. A digest that was given may be of either: only
 * that of the encoded content tells anything.
 */
function encodedOctets(
  octets: Octets,
  name: string | null,
  algorithm: DigestAlgorithm,
  expectedDigest: Uint8Array,
  { crypto }: ContentContext,
): Pick<Reference, 'octets' | 'expectedDigest'> {
  if (octets.kind === 'digests') {
    const given = octets.digests[algorithm]
    const same = given !== undefined && equalBytes(given, expectedDigest)
    return { octets: same ? octets : { kind: 'missing', name }, expectedDigest }
  }
  if (octets.kind === 'missing') return { octets, expectedDigest }
  const encoded = Buffer.from(toBase64Url(octets.bytes), 'latin1')
  const digest = crypto.digest(algorithm, encoded)
  if (digest === null || !equalBytes(digest, expectedDigest)) {
    return { octets: { kind: 'bytes', bytes: encoded }, expectedDigest }
  }
  return { octets, expectedDigest: crypto.digest(algorithm, octets.bytes) ?? expectedDigest }
}
