import { isUnsupported, type UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { equalBytes, wholeOf } from '../../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../../core/conclusion.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { percentDecoded } from '../content-names.ts'
import type { DetachedContent, Octets, Reference } from '../format.ts'
import { checkUncovered } from '../given-content.ts'
import { toBase64Url } from './base64url.ts'
import { referencedMediaTypes } from './claims.ts'
import { contentIndex } from './content-index.ts'
import { givenCheck } from './given-content.ts'
import { httpMessage } from './http-headers.ts'
import type { Jws } from './serialisation.ts'
import { shown } from './shown-text.ts'
import type { SigD } from './sig-d.ts'
import {
  type ContentContext,
  isEncoded,
  missingContent,
  overPieces,
  type SignedContent,
  unknownContent,
} from './signing-input.ts'

/** TS 119 182-1 §5.2.8: the content outside, by the mechanism that "sigD" names. */
export function contentBySigD(jws: Jws, sigD: SigD, context: ContentContext): SignedContent {
  if (sigD.kind === 'malformed')
    return refused(failed('FORMAT_FAILURE', sigD.detail, 'SIGNATURE_MALFORMED'))
  if (jws.payload.kind !== 'none') {
    const detail = 'there is a payload beside "sigD"'
    return refused(failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED'))
  }
  context.budget.spendNodes(sigD.kind === 'unknown' ? 1 : sigD.pars.length)
  switch (sigD.kind) {
    case 'unknown': {
      const detail = `the mechanism "${sigD.mechanism}" of "sigD" is not known here`
      return refused(undecided('SIGNED_DATA_NOT_FOUND', detail))
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
  return unknownContent([sigDCheck(conclusion)])
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
    checks: [sigDCheck(passed), checkUncovered(givenCheck, uncovered)],
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
    const { name, content } = absent
    const asked = content !== null && isUnread(content) ? (content.name ?? name) : name
    return missingContent(asked, [sigDCheck(ambiguityOf(found) ?? passed)])
  }
  const types = referencedMediaTypes(jws.protectedHeader)
  const pieces = found.map(({ name, content }, index) => ({
    name,
    bytes: content?.bytes ?? new Uint8Array(),
    mediaType: types[index] ?? null,
  }))
  if (pieces.length > 1) context.warn('content-boundaries-not-signed', boundaries(pieces))
  return {
    ...overPieces(jws, pieces, context),
    checks: [sigDCheck(passed), checkUncovered(givenCheck, leftOver(found, context))],
  }
}

/** §5.2.8.3.2 signs the concatenation: octets moved from one content to the next leave it what it is. */
function boundaries(pieces: readonly { readonly name: string }[]): string {
  const names = pieces.slice(0, 2).map(({ name }) => shown(name))
  const more = pieces.length > 2 ? ` and ${pieces.length - 2} more` : ''
  return `${names.join(', ')}${more} are signed as one: where one ends and the next begins is not signed`
}

interface Named {
  readonly name: string
  readonly content: DetachedContent | null
  /** Whether none was taken because several have its name. */
  readonly ambiguous: boolean
}

/** Said of the first name that several contents have; null where none is so. */
function ambiguityOf(found: readonly Named[]): Conclusion | null {
  const open = found.find(({ ambiguous }) => ambiguous)
  if (open === undefined) return null
  const detail = `which of the contents given is ${shown(open.name)} is not known: give one by that name`
  return undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
}

/** The contents of "pars" in their order; one content for one reference needs no name. */
function contentsNamed(pars: readonly string[], { detached }: ContentContext): readonly Named[] {
  const index = contentIndex(detached)
  const [only] = detached
  return pars.map((par) => {
    const content = pars.length === 1 && detached.length === 1 ? (only ?? null) : index.find(par)
    return {
      name: percentDecoded(par),
      content,
      ambiguous: content === null && index.isAmbiguous(par),
    }
  })
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
        : encodedOctets(octets, encoded, expectedDigest, context)
    const kind = told.octets.kind === 'digests' ? 'digest' : 'full'
    const mediaType = types[index] ?? null
    return { name, kind, digestAlgorithm, ...told, ...(mediaType !== null && { mediaType }) }
  })
  const uncovered = checkUncovered(givenCheck, leftOver(found, context))
  const absent = references.find(({ octets }) => octets.kind === 'missing')
  if (encoded === null || absent === undefined) {
    const checks = [sigDCheck(ambiguityOf(found) ?? passed), uncovered]
    return { ...overPieces(jws, [], context), references, checks }
  }
  const missing = ambiguityOf(found) ?? encodedMissing(absent.name, encoded)
  const checks = [sigDCheck(missing), uncovered]
  const unread = found.find(({ content }) => content !== null && isUnread(content))?.content
  if (unread === undefined) return { ...overPieces(jws, [], context), references, checks }
  // Its digest would be taken where it is asked for; the content itself is needed.
  const { signedBytes } = missingContent(unread?.name ?? absent.name, [])
  const others = references.filter(({ octets }) => octets.kind !== 'missing')
  return { signedBytes, references: others, checks }
}

/** The signed digest is none that anyone has of his file: what would do in its place is said. */
function encodedMissing(name: string, algorithm: DigestAlgorithm): Conclusion {
  const detail =
    `the signature holds the ${algorithm} of "${name}" in base64url, not of the file itself: ` +
    'the file is needed, or the digest of its base64url form (RFC 7515 §2, without padding)'
  return undecided('SIGNED_DATA_NOT_FOUND', detail, 'DETACHED_CONTENT_MISSING')
}

/** A file that was given and not read, of which nothing is known yet. */
function isUnread({ bytes, digests }: DetachedContent): boolean {
  return bytes === null && Object.keys(digests).length === 0
}

/** What was not read is asked for by the name it was given by; all else as the signature names it. */
function octetsOf(
  content: DetachedContent | null,
  algorithm: DigestAlgorithm | UnsupportedAlgorithm,
): Octets {
  if (content === null) return { kind: 'missing', name: null }
  if (content.bytes !== null) return { kind: 'bytes', bytes: content.bytes }
  const known = !isUnsupported(algorithm) && content.digests[algorithm] !== undefined
  if (!known) return { kind: 'missing', name: isUnread(content) ? content.name : null }
  return { kind: 'digests', digests: content.digests }
}

/**
 * Where the digest of the encoded content is the one signed, the content itself is what the signature
 * vouches for, and is referred to by its own digest. A digest that was given may be of either: only
 * that of the encoded content tells anything.
 */
function encodedOctets(
  octets: Octets,
  algorithm: DigestAlgorithm,
  expectedDigest: Uint8Array,
  { crypto }: ContentContext,
): Pick<Reference, 'octets' | 'expectedDigest' | 'encoding'> {
  if (octets.kind === 'digests') {
    const given = octets.digests[algorithm]
    const same = given !== undefined && equalBytes(given, expectedDigest)
    if (!same) return { octets: { kind: 'missing', name: null }, expectedDigest }
    return { octets, expectedDigest, encoding: 'base64url' }
  }
  if (octets.kind === 'missing') return { octets, expectedDigest }
  const whole = wholeOf(octets)
  const encoded = Buffer.from(toBase64Url(whole), 'latin1')
  const digest = crypto.digest(algorithm, encoded)
  if (digest === null || !equalBytes(digest, expectedDigest)) {
    return { octets: { kind: 'bytes', bytes: encoded }, expectedDigest, encoding: 'base64url' }
  }
  return { octets, expectedDigest: crypto.digest(algorithm, whole) ?? expectedDigest }
}
