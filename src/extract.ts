import { Budget, type Limits } from './core/budget.ts'
import { toHex, wholeOf } from './core/bytes.ts'
import { conclude } from './core/conclusion.ts'
import type { Crypto } from './core/crypto.ts'
import { VerifierError } from './core/errors.ts'
import { sha256Hex } from './core/fingerprint.ts'
import { TakenDigests } from './core/taken-digests.ts'
import type {
  Coverage,
  DetachedContent,
  ParseContext,
  ParsedDocument,
  ParsedSignature,
  Reference,
} from './formats/format.ts'
import { parseDocument } from './formats/index.ts'
import { needsOf } from './report/json.ts'
import type { Need, Verdict, Warning } from './report/verdict.ts'
import { type JudgedIntegrity, judgeIntegrity } from './validation/basic-signature.ts'
import type { Certificate } from './x509/certificate.ts'

/** A signed document, of which the data that is really signed is asked for. */
export interface ExtractRequest {
  readonly document: { readonly name: string; readonly bytes: Uint8Array }
  readonly detached: readonly DetachedContent[]
  /** Certificates that may be the signer's, where none travels with the signature. */
  readonly certificates: readonly Certificate[]
  /** The id of the only signature that is asked about, or null for all of them. */
  readonly signature: string | null
  /** The revision that is asked for, counted from 1 (PDF); absent or null for each that is signed. */
  readonly revision?: number | null
  readonly crypto: Crypto
  readonly limits?: Limits
  /** Opens an encrypted document. */
  readonly password?: string
}

/** What is really signed in a document, `euxine/extraction/1`. */
export interface Extraction {
  readonly schema: 'euxine/extraction/1'
  readonly document: Verdict['document']
  readonly signatures: readonly ExtractedSignature[]
  readonly objects: readonly SignedObject[]
  /** Content whose absence left the integrity of a signature open. */
  readonly needs: readonly Need[]
  readonly warnings: readonly Warning[]
}

/** A signature that was asked about: only where it is intact is anything given back. */
export interface ExtractedSignature {
  readonly id: string
  /** The id of the signature that this one countersigns: it signs that, and no data. */
  readonly parent: string | null
  readonly format: string
  /** As in a verdict: no trust, no policy. */
  readonly integrity: JudgedIntegrity['integrity']
  /** How many of the objects are its own. */
  readonly objects: number
  /** Why there are none; of a countersignature, which has none, only where it alone was asked about. */
  readonly reason: string | null
}

/**
 * One thing that an intact signature vouches for: the very octets that were digested. Of a PDF it is
 * a revision that the signature is over, with the value of the signature in it, so that it can be read.
 */
export interface SignedObject {
  /** The id of the signature. */
  readonly signature: string
  /** As in the scope of a verdict; it comes from the document, and is no path to write to. */
  readonly name: string
  readonly kind: 'full' | 'partial' | 'manifest'
  /** canonical: as the canonicalisation of XML wrote it; as-is: as it stands in the document. */
  readonly form: 'as-is' | 'canonical'
  readonly sha256: string
  readonly size: number
  readonly mediaType: string | null
  readonly octets: Uint8Array
}

/**
 * The data that intact signatures of a document are over (EN 319 102-1 §5.2.7), and nothing else.
 * Who signed, and whether he is to be trusted, is not asked. Throws `VerifierError` where the
 * request cannot be carried out; a signature that is not intact is said so, and gives nothing.
 */
export function extract(request: ExtractRequest): Extraction {
  const { crypto, limits } = request
  const { bytes, name } = request.document
  const parsed = parseHeld(bytes, {
    documentName: name,
    detached: request.detached,
    ...(request.password !== undefined && { password: request.password }),
    crypto,
    budget: new Budget(limits),
  })
  const { revision = null } = request
  const named = askedFor(parsed, request.signature)
  const asked = revision === null ? named : overRevision(named, revision)
  const certificates = [request.certificates]
  const budget = new Budget(limits, allowance)
  const digests = new TakenDigests(crypto)
  const judged = asked.map((one) => judgeIntegrity(one, { certificates, crypto, budget, digests }))
  const found = judged.map((one) => ({ one, objects: objectsOf(one, name) }))
  const objects = found.flatMap((one) => one.objects)
  return {
    schema: 'euxine/extraction/1',
    document: {
      name,
      mediaType: parsed.mediaType,
      container: parsed.container,
      sha256: sha256Hex(bytes),
    },
    signatures: found.map(({ one, objects }) => {
      return describe(one, objects.length, request.signature === null ? 'all' : 'one')
    }),
    objects,
    needs: judged.flatMap(({ missing }) => missing.flatMap(needsOf)),
    warnings: [...(objects.length > 0 ? [trustNotDecided] : []), ...parsed.warnings],
  }
}

/** What is given back has to be held, where a verdict could do with digests of it. */
function parseHeld(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  try {
    return parseDocument(bytes, context)
  } catch (cause) {
    throw extractionRefusal(cause)
  }
}

/** Of an error of size, what it means to whoever wants content back; any other as it is. */
export function extractionRefusal(cause: unknown): unknown {
  if (!(cause instanceof VerifierError)) return cause
  const { code, facts } = cause
  const bySize = code === 'budget-exceeded' && facts['what'] === 'bytes'
  if (code !== 'document-too-large' && !bySize) return cause
  const message = 'the document is too large to be extracted from: what is signed is held whole'
  return new VerifierError('document-too-large', message, { hint: largeHint, facts, cause })
}

const largeHint =
  'verify reads containers and detached files of any size as streams; take the files out with any ZIP tool, and compare their SHA-256 with the scope of its verdict'

/** How many signers of one document may each use up the limits, as when it is verified. */
const allowance = 10

const trustNotDecided: Warning = {
  code: 'trust-not-decided',
  message: 'this is what was signed; by whom, and whether to trust it, only verify decides',
}

function askedFor(
  { signatures, timestamps }: ParsedDocument,
  wanted: string | null,
): readonly ParsedSignature[] {
  if (signatures.length === 0) {
    throw timestamps.length === 0
      ? new VerifierError('not-a-signed-document', 'the document has no signature')
      : new VerifierError('not-a-signed-document', timestampsOnly, { hint: timestampsHint })
  }
  const found = wanted === null ? signatures : signatures.filter(({ id }) => id === wanted)
  if (found.length > 0) return found
  const shown = signatures.slice(0, mostShown).map(({ id }) => `"${id}"`)
  throw new VerifierError('request-malformed', `the document has no signature "${wanted}"`, {
    hint: `it has ${shown.join(', ')}${signatures.length > mostShown ? ' …' : ''}`,
  })
}

const timestampsOnly =
  'no field of the document has a signature, only time-stamps, which are not validated yet'

const timestampsHint =
  'a time-stamp says when a document was there, and signs for nobody; verify lists it'

/** Signatures over the revision itself: one that is over a later one vouches for that, and not for what was before. */
function overRevision(
  signatures: readonly ParsedSignature[],
  wanted: number,
): readonly ParsedSignature[] {
  const covering = signatures.filter(({ coverage }) => coverage?.revision === wanted)
  if (covering.length > 0) return covering
  throw new VerifierError('request-malformed', `no signature is over revision ${wanted}`, {
    hint: signedRevisions(signatures),
  })
}

function signedRevisions(signatures: readonly ParsedSignature[]): string {
  const coverages = signatures.flatMap(({ coverage }) => coverage ?? [])
  if (coverages.length === 0) return 'only PDF documents have revisions that can be asked for'
  const signed = [...new Set(coverages.flatMap(({ revision }) => revision ?? []))]
  if (signed.length === 0) return 'no signature in it is over a whole revision'
  const shown = signed.slice(0, mostShown).map((one) => `revision ${one}`)
  return `signatures are over ${shown.join(' and ')}${signed.length > mostShown ? ' …' : ''}`
}

/** Ids and revisions named in a hint; more would not be read. */
const mostShown = 10

/** Fails closed: what is broken, or known by its digest only, gives nothing back. */
function objectsOf(
  { signature, integrity }: JudgedIntegrity,
  document: string,
): readonly SignedObject[] {
  if (integrity !== 'intact' || signature.parent !== null) return []
  if (signature.coverage !== undefined) {
    return revisionOf(signature.id, signature.coverage, document)
  }
  const objects = signedThings(signature).flatMap((one) => objectOf(signature.id, one))
  // A manifest is no data: it is given with what it lists, and not in its place.
  return objects.some(({ kind }) => kind !== 'manifest') ? objects : []
}

/** The file as it was when it was signed. */
function revisionOf(
  signature: string,
  { octets, revision, revisions }: Coverage,
  document: string,
): readonly SignedObject[] {
  if (octets === null || revision === null) return []
  const stem = document.replace(/\.pdf$/i, '')
  const name = revision === revisions ? document : `${stem}.revision-${revision}.pdf`
  const found = { signature, name, kind: 'full', form: 'as-is', sha256: sha256Hex(octets) } as const
  return [{ ...found, size: octets.length, mediaType: 'application/pdf', octets }]
}

type SignedThing = Pick<Reference, 'name' | 'kind' | 'octets'> & Partial<Reference>

/**
 * A CMS without signed attributes has no reference: its value is over the content itself (RFC 5652
 * §5.4). Of any other family it would be over what only frames the data, which is not given back.
 */
function signedThings({
  references,
  signedBytes,
  format,
}: ParsedSignature): readonly SignedThing[] {
  if (references.length > 0) return references
  if (!/^(?:CMS|CAdES)-/.test(format)) return []
  return [{ name: 'content', kind: 'full', octets: signedBytes }]
}

function objectOf(signature: string, thing: SignedThing): readonly SignedObject[] {
  const { name, kind, octets, form = 'as-is', mediaType = null } = thing
  if (kind === 'properties' || kind === 'digest') return []
  if (octets.kind === 'missing' || octets.kind === 'digests') return []
  const bytes = wholeOf(octets)
  const sha256 = sha256Of(thing, bytes)
  return [{ signature, name, kind, form, sha256, size: bytes.length, mediaType, octets: bytes }]
}

/** Of an intact signature the signed digest is the digest: it need not be computed again. */
function sha256Of({ digestAlgorithm, expectedDigest }: SignedThing, bytes: Uint8Array): string {
  return digestAlgorithm === 'SHA-256' && expectedDigest !== undefined
    ? toHex(expectedDigest)
    : sha256Hex(bytes)
}

function describe(
  judged: JudgedIntegrity,
  objects: number,
  asked: 'all' | 'one',
): ExtractedSignature {
  const { id, parent, format } = judged.signature
  return {
    id,
    parent,
    format,
    integrity: judged.integrity,
    objects,
    reason: reasonOf(judged, objects) ?? (asked === 'one' ? noData(judged) : null),
  }
}

/** What failed is named before what stayed open, as in a verdict. */
function reasonOf(
  { signature, integrity, checks }: JudgedIntegrity,
  objects: number,
): string | null {
  if (objects > 0) return null
  if (integrity === 'intact') return signature.parent === null ? digestsOnly : null
  // What is wrong with the container says nothing of what is intact in it.
  const own = checks.filter((check) => signature.containerChecks?.includes(check) !== true)
  const failure = own.find(({ conclusion }) => conclusion.indication === 'FAILED')
  const decisive = failure?.conclusion ?? conclude(own)
  return decisive.indication === 'PASSED' ? 'its integrity is not known' : decisive.detail
}

/** Whoever asks about a countersignature alone is told why there is nothing. */
function noData({ signature: { parent } }: JudgedIntegrity): string | null {
  if (parent === null) return null
  return `it countersigns "${parent}", and is over no data of its own: ask about that signature`
}

const digestsOnly = 'what it signs is no data, or known by its digest only: nothing to give back'
