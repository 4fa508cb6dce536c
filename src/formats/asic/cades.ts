import { fromLatin1 } from '../../core/bytes.ts'
import { type Check, failed } from '../../core/conclusion.ts'
import { VerifierError } from '../../core/errors.ts'
import { cms } from '../cms/cms.ts'
import { detachedOctets } from '../detached.ts'
import type { DetachedContent, ParseContext, ParsedSignature, Reference } from '../format.ts'
import { type Container, filesOf, quoted } from './container.ts'
import { resolve } from './entry-names.ts'
import { type FoundSignature, insideCheck, unreadableSignature } from './found.ts'
import type { Given } from './given.ts'
import { type DataObject, type Manifest, readManifest } from './manifest.ts'
import type { ContainerForm } from './media-type.ts'
import { roleOf } from './roles.ts'
import type { ZipEntry } from './zip-local.ts'

/** What the signatures of a container are read in. */
export interface ContainerReading {
  readonly container: Container
  readonly form: ContainerForm
  readonly given: Given
  readonly context: ParseContext
}

/** What a CAdES signature of the container is over. */
interface Content {
  readonly detached: readonly DetachedContent[]
  /** The manifest with the data objects that it references, where there is one. */
  readonly manifest: { readonly name: string; readonly objects: readonly Reference[] } | null
  readonly covers: ReadonlySet<string>
  readonly refersTo: ReadonlySet<string>
  readonly checks: readonly Check[]
  /** not known: nothing tells what it is over, and nothing that is given could. */
  readonly over: 'known' | 'not known'
}

interface NamedManifest {
  readonly file: ZipEntry
  readonly manifest: Manifest
  /** The file that SigReference names. */
  readonly signature: ZipEntry | null
}

const rule = 'EN 319 162-1 §4.4.4.2'

/**
 * The CAdES signatures of a container: over its one data object in ASiC-S (EN 319 162-1 §4.3.3.2),
 * over the ASiCManifest that names the signature file in ASiC-E (§4.4.4.2).
 */
export function cadesSignatures(reading: ContainerReading): readonly FoundSignature[] {
  const { container, form } = reading
  const manifests = filesOf(container, 'manifest').flatMap((file) => manifestIn(file, reading))
  const signatureFiles = new Set(filesOf(container, 'cades'))
  for (const { signature } of manifests) {
    if (signature !== null && roleOf(signature.name) === 'other') signatureFiles.add(signature)
  }
  return [...signatureFiles].flatMap((file) => {
    const content =
      form.container === 'ASiC-S'
        ? simpleContent(reading)
        : manifestContent(
            manifests.filter(({ signature }) => signature === file),
            reading,
          )
    return signaturesIn(file, content, reading)
  })
}

function manifestIn(file: ZipEntry, { container, context }: ContainerReading): NamedManifest[] {
  const manifest = readManifest(container.octets(file), context.budget)
  if (manifest === null) {
    container.warn(
      'asic-manifest-unreadable',
      `${quoted(file.name)} cannot be read as an ASiCManifest`,
    )
    return []
  }
  const named = manifest.signature === null ? null : resolve(manifest.signature, container)
  if (named?.kind !== 'file') {
    const detail = `the signature that ${quoted(file.name)} belongs to is not in the container`
    container.warn('asic-signature-missing', detail)
  }
  return [{ file, manifest, signature: named?.kind === 'file' ? named.file : null }]
}

/**
 * Where there are several data objects, nothing tells which of them is signed; where there is none,
 * it may have been given beside the container.
 */
function simpleContent({ container, given }: ContainerReading): Content {
  const [only, other] = filesOf(container, 'data')
  if (other !== undefined) return unknownContent([])
  if (only === undefined) {
    const detached = given.takeOnly()
    const covers = new Set(detached.map(({ name }) => name ?? 'content'))
    return { ...unknownContent([]), detached, covers, refersTo: covers, over: 'known' }
  }
  const content = container.content(only)
  if (content.bytes !== null && looksLikeManifest(content.bytes)) {
    const message = `the data object ${quoted(only.name)} is a manifest: what it lists is not looked for`
    container.warn('asic-manifest-as-data', message)
  }
  const detached = [content]
  const names = new Set([only.name])
  return { detached, manifest: null, covers: names, refersTo: names, checks: [], over: 'known' }
}

/** Octets looked at: the root element of what was written as a manifest begins there. */
const head = 4096

/**
 * A manifest signed in an ASiC-E container would pass for the data of an ASiC-S one (§4.3.3.2 allows
 * any file), without the files that were signed through it.
 */
function looksLikeManifest(bytes: Uint8Array): boolean {
  return /<(?:[\w.-]{1,100}:)?ASiCManifest[\s>]/.test(fromLatin1(bytes.subarray(0, head)))
}

function unknownContent(checks: readonly Check[]): Content {
  const none = new Set<string>()
  return { detached: [], manifest: null, covers: none, refersTo: none, checks, over: 'not known' }
}

function manifestContent(found: readonly NamedManifest[], reading: ContainerReading): Content {
  const [only, other] = found
  if (only === undefined || other !== undefined) {
    const many = only === undefined ? 'no' : 'more than one'
    const detail = `${many} readable ASiCManifest names the signature: what it signs is not known`
    const conclusion = failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED')
    return unknownContent([{ id: 'asic-manifest', rule, conclusion }])
  }
  const { file, manifest } = only
  const outside: string[] = []
  const objects = manifest.objects.map((object) => referenceTo(object, reading, outside))
  const departures = [
    manifest.departure,
    manifest.objects.some(({ uri, digest }) => uri === null || digest === null)
      ? 'a data object reference in it has no URI or digest'
      : null,
  ].flatMap((departure) => (departure === null ? [] : [departure]))
  const checks = departures.slice(0, 1).map((departure): Check => {
    const detail = `the manifest is not as its schema wants it: ${departure}`
    const conclusion = failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED')
    return { id: 'asic-manifest', rule: 'EN 319 162-1 annex A.4', conclusion }
  })
  return {
    detached: [reading.container.content(file)],
    manifest: { name: file.name, objects },
    covers: new Set(
      objects.flatMap(({ name, octets }) => (octets.kind === 'missing' ? [] : [name])),
    ),
    refersTo: new Set(objects.map(({ name }) => name)),
    checks: [...checks, ...insideCheck(outside)],
    over: 'known',
  }
}

/** §4.4.4.2 d): the digest of every data object is compared, whatever the signature value says. */
function referenceTo(
  { uri, mediaType, digestAlgorithm, digest }: DataObject,
  { container, given }: ContainerReading,
  outside: string[],
): Reference {
  const resolved =
    uri === null ? ({ kind: 'missing', name: 'unnamed' } as const) : resolve(uri, container)
  if (resolved.kind === 'outside') outside.push(uri ?? '')
  const name =
    resolved.kind === 'file'
      ? resolved.file.name
      : resolved.kind === 'missing'
        ? resolved.name
        : (uri ?? '')
  const content =
    resolved.kind === 'file'
      ? container.content(resolved.file)
      : resolved.kind === 'missing'
        ? given.take(name)
        : null
  const octets =
    uri === null || resolved.kind === 'outside' ? notProcessed(name) : detachedOctets(content, name)
  return {
    name,
    kind: octets.kind === 'digests' ? 'digest' : 'full',
    digestAlgorithm,
    expectedDigest: digest ?? new Uint8Array(),
    octets,
    ...(mediaType !== null && { mediaType }),
  }
}

/** What is named nowhere, or outside the container, is taken from nobody. */
function notProcessed(name: string | null) {
  return { kind: 'missing', name, because: 'not-processed' } as const
}

function signaturesIn(
  file: ZipEntry,
  content: Content,
  { container, context: { crypto, budget } }: ContainerReading,
): readonly FoundSignature[] {
  try {
    const parsed = cms.parse(container.octets(file), { detached: content.detached, crypto, budget })
    for (const { code, message } of parsed.warnings) {
      container.warn(code, `${quoted(file.name)}: ${message}`)
    }
    return parsed.signatures.map((signature) => withContent(file, signature, content))
  } catch (cause) {
    if (!(cause instanceof VerifierError) || !unreadable.has(cause.code)) throw cause
    budget.spend('signatures')
    const detail = `${quoted(file.name)} cannot be read as a CAdES signature: ${cause.message}`
    return [unreadableSignature(file.name, 'CMS-NOT-ETSI', rule, detail)]
  }
}

/** Why a file is no signature; what goes past a limit is refused as a whole. */
const unreadable: ReadonlySet<string> = new Set([
  'der-malformed',
  'format-unsupported',
  'not-a-signed-document',
])

/** A countersignature is over the value of another: the manifest and its data are no business of it. */
function withContent(file: ZipEntry, signature: ParsedSignature, content: Content): FoundSignature {
  const none = new Set<string>()
  const found = { file: file.name, signature, covers: none, refersTo: none, checks: [] }
  if (signature.parent !== null) return found
  const { manifest, covers, refersTo, checks, over } = content
  if (manifest === null) {
    const own = over === 'known' ? signature : overNothingKnown(signature)
    return { ...found, signature: own, covers, refersTo, checks }
  }
  const [own, ...others] = signature.references
  const itself =
    own === undefined ? [] : [{ ...own, name: manifest.name, kind: 'manifest' as const }]
  const references = [...itself, ...others, ...manifest.objects]
  return { ...found, signature: { ...signature, references }, covers, refersTo, checks }
}

function overNothingKnown(signature: ParsedSignature): ParsedSignature {
  const { signedBytes, references } = signature
  return {
    ...signature,
    signedBytes: signedBytes.kind === 'missing' ? notProcessed(signedBytes.name) : signedBytes,
    references: references.map((one) =>
      one.octets.kind === 'missing' ? { ...one, octets: notProcessed(one.octets.name) } : one,
    ),
  }
}
