import { type SignaturesAsked, signaturesAsked } from './asked-signatures.ts'
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
import type { VerifyRequest } from './verify.ts'
import type { Certificate } from './x509/certificate.ts'

/** A signed document, of which the data that is really signed is asked for. */
export interface ExtractRequest extends SignaturesAsked {
  /** `bytes` is its beginning where it is held in parts. */
  readonly document: VerifyRequest['document']
  /** Files of a container that are not held, by their names: whoever asks can read them. */
  readonly left?: ReadonlyMap<string, { readonly size: number }>
  readonly detached: readonly DetachedContent[]
  /** Certificates that may be the signer's, where none travels with the signature. */
  readonly certificates: readonly Certificate[]
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
  /** Null where it is the file of that name in the container, which was left there. */
  readonly octets: Uint8Array | null
}

/**
 * The data that intact signatures of a document are over (EN 319 102-1 §5.2.7), and nothing else.
 * Who signed, and whether he is to be trusted, is not asked. Throws `VerifierError` where the
 * request cannot be carried out; a signature that is not intact is said so, and gives nothing.
 */
export function extract(request: ExtractRequest): Extraction {
  const { crypto, limits } = request
  const { bytes, name, partly } = request.document
  const parsed = parseHeld(bytes, {
    documentName: name,
    ...(partly && { partly }),
    detached: request.detached,
    ...(request.password !== undefined && { password: request.password }),
    crypto,
    budget: new Budget(limits),
  })
  const asked = signaturesAsked(parsed, request)
  const certificates = [request.certificates]
  const budget = new Budget(limits, allowance)
  const digests = new TakenDigests(crypto)
  const judged = asked.map((one) => judgeIntegrity(one, { certificates, crypto, budget, digests }))
  const found = judged.map((one) => ({ one, objects: objectsOf(one, request) }))
  const objects = found.flatMap((one) => one.objects)
  return {
    schema: 'euxine/extraction/1',
    document: {
      name,
      mediaType: parsed.mediaType,
      container: parsed.container,
      sha256: partly?.sha256 ?? sha256Hex(bytes),
    },
    signatures: found.map(({ one, objects }) => {
      return describe(one, objects.length, request.signature === null ? 'all' : 'one')
    }),
    objects,
    needs: judged.flatMap(({ missing }) => missing.flatMap(needsOf)),
    warnings: [...(objects.length > 0 ? [trustNotDecided] : []), ...parsed.warnings],
  }
}

/** What is given back has to be held, but for files of a container that are signed as they stand. */
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
  const message = 'the document is too large to be extracted from'
  return new VerifierError('document-too-large', message, { hint: largeHint, facts, cause })
}

const largeHint =
  'of a container that is named as a file, files of any size are given back that are signed as they stand; or take them out with any ZIP tool, and compare their SHA-256 with the scope of the verdict of verify'

/** How many signers of one document may each use up the limits, as when it is verified. */
const allowance = 10

const trustNotDecided: Warning = {
  code: 'trust-not-decided',
  message: 'this is what was signed; by whom, and whether to trust it, only verify decides',
}

/** Fails closed: what is broken, or known by its digest only, gives nothing back. */
function objectsOf(
  { signature, integrity }: JudgedIntegrity,
  request: ExtractRequest,
): readonly SignedObject[] {
  if (integrity !== 'intact' || signature.parent !== null) return []
  if (signature.coverage !== undefined) {
    return revisionOf(signature.id, signature.coverage, request.document.name)
  }
  const objects = signedThings(signature).flatMap((one) => objectOf(signature.id, one, request))
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

function objectOf(
  signature: string,
  thing: SignedThing,
  request: ExtractRequest,
): readonly SignedObject[] {
  const { name, kind, octets, form = 'as-is', mediaType = null } = thing
  if (kind === 'digest') return fileLeft(signature, thing, request)
  if (kind === 'properties') return []
  if (octets.kind === 'missing' || octets.kind === 'digests') return []
  const bytes = wholeOf(octets)
  const sha256 = sha256Of(thing, bytes)
  return [{ signature, name, kind, form, sha256, size: bytes.length, mediaType, octets: bytes }]
}

/**
 * A file as it stands in the container that is not held: the digests compared were those of the file
 * itself, and not any that were given beside the container by its name.
 */
function fileLeft(
  signature: string,
  thing: SignedThing,
  { left, document }: ExtractRequest,
): readonly SignedObject[] {
  const { name, octets, mediaType = null } = thing
  const file = left?.get(name)
  const own = document.partly?.digests.get(name)
  if (file === undefined || own === undefined) return []
  const sha256 = octets.kind === 'digests' && octets.digests === own ? own['SHA-256'] : undefined
  if (sha256 === undefined) return []
  const found = { signature, name, kind: 'full', form: 'as-is', mediaType, octets: null } as const
  return [{ ...found, sha256: toHex(sha256), size: file.size }]
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

/** Checks that leave the integrity open; what a format leaves open does not. */
const ofTheValue: readonly string[] = ['reference-intact', 'signature-value']

/** What failed is named before what stayed open, as in a verdict; of that, what leaves the integrity open. */
function reasonOf(
  { signature, integrity, checks }: JudgedIntegrity,
  objects: number,
): string | null {
  if (objects > 0) return null
  if (integrity === 'intact') return signature.parent === null ? digestsOnly : null
  // What is wrong with the container says nothing of what is intact in it.
  const own = checks.filter((check) => signature.containerChecks?.includes(check) !== true)
  const failure = own.find(({ conclusion }) => conclusion.indication === 'FAILED')
  const open = own.find(({ id, conclusion }) => {
    return ofTheValue.includes(id) && conclusion.indication === 'INDETERMINATE'
  })
  const decisive = (failure ?? open)?.conclusion ?? conclude(own)
  return decisive.indication === 'PASSED' ? 'its integrity is not known' : decisive.detail
}

/** Whoever asks about a countersignature alone is told why there is nothing. */
function noData({ signature: { parent } }: JudgedIntegrity): string | null {
  if (parent === null) return null
  return `it countersigns "${parent}", and is over no data of its own: ask about that signature`
}

const digestsOnly = 'what it signs is no data, or known by its digest only: nothing to give back'
