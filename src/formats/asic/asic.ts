import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument, ParsedTimestamp } from '../format.ts'
import { tokenTime } from '../token-time.ts'
import { cadesSignatures } from './cades.ts'
import { type Container, containerOf, filesOf, quoted } from './container.ts'
import { coverageChecks, dividedFiles, uncoveredFiles } from './coverage.ts'
import type { FoundSignature } from './found.ts'
import { givenBeside } from './given.ts'
import { readManifest } from './manifest.ts'
import { formOf } from './media-type.ts'
import { unreadFiles } from './unread-files.ts'
import { xadesSignatures } from './xades.ts'
import { readZip } from './zip.ts'
import { partsSource, wholeSource } from './zip-source.ts'

/** ASiC-S and ASiC-E (EN 319 162-1), BDOC 2.x, and the signatures of OpenDocument. */
export const asic: Format = { name: 'ASiC', recognises: looksLikeZip, parse: parseContainer }

/** A local header, or the end record of an empty archive. */
function looksLikeZip(bytes: Uint8Array): boolean {
  const begins = String.fromCharCode(...bytes.subarray(0, 4))
  return begins === 'PK\x03\x04' || begins === 'PK\x05\x06'
}

function parseContainer(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  const { partly, budget } = context
  budget.spend('bytes', bytes.length)
  const source = partly === undefined ? wholeSource(bytes) : partsSource(partly)
  const zip = readZip(source)
  const container = containerOf(zip, source, context)
  refuseOthers(container)
  sayWhatNamesHide(container)
  const form = formOf(zip, container)
  if (zip.ambiguous === 'yes') {
    container.warn('zip-comment', 'the comment of the container looks like the end of another')
  }
  const given = givenBeside(context, container)
  const reading = { container, form, given, context }
  const found = [...cadesSignatures(reading), ...xadesSignatures(reading)]
  const timestamps = timestampsIn(container, context)
  if (found.length === 0) throw unsigned(container)
  sayWhatIsNotRead(container, context)
  const unread = unreadFiles(container, found, timestamps, budget)
  const uncovered = uncoveredFiles(found, container, unread)
  const beside = given.check()
  given.warn()
  const identified = identify(found)
  return {
    mediaType: form.mediaType,
    container: form.container,
    signatures: identified.map((one) => ({
      ...one.signature,
      containerChecks: [...one.checks, ...coverageChecks(one, uncovered, reading), ...beside],
    })),
    timestamps,
    files: dividedFiles(found, reading),
    warnings: container.warnings,
  }
}

/** Controls, marks of direction, and what takes no room: a name with them is shown as another. */
const hidden = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]/u

/** Files that are named one by one, as those that no signature covers are. */
const mostNamed = 20

/** Names are reported as they are, since they are what files are found by; who reads them is told. */
function sayWhatNamesHide(container: Container): void {
  const names = [...container.files.keys()].filter((name) => hidden.test(name))
  for (const name of names.slice(0, mostNamed)) {
    const message = `the name ${quoted(name)} has marks in it that are not seen, or change how it is shown`
    container.warn('file-name-misleading', message)
  }
}

/** Office Open XML has signatures of its own (ECMA-376 part 2 §13), which are not read. */
function refuseOthers({ files }: Container): void {
  if (!files.has('[Content_Types].xml')) return
  throw new VerifierError('format-unsupported', 'this seems to be an Office Open XML document', {
    hint: 'sign it in a container (ASiC-E), or give the file that holds the signature',
  })
}

function unsigned(container: Container): VerifierError {
  const assertions = [...filesOf(container, 'timestamp'), ...filesOf(container, 'evidence-record')]
  if (!isMeantForSignatures(container)) {
    const message = 'this seems to be a ZIP archive, and no container that was signed (ASiC)'
    return new VerifierError('not-a-signed-document', message, {
      hint: `unpack it, and give the file that holds the signature; ${whereTheyStand}`,
    })
  }
  const hint =
    assertions.length > 0
      ? 'it has time-stamps or evidence records, which are validated in a later version'
      : whereTheyStand
  return new VerifierError('not-a-signed-document', 'the container has no signature', { hint })
}

const whereTheyStand =
  'the signatures of a container stand in its folder META-INF, as EN 319 162-1 names them'

/** By the file that says what it is, or the folder for signatures (EN 319 162-1 §4.3.3 and §4.4.3). */
function isMeantForSignatures({ files }: Container): boolean {
  return [...files.keys()].some((name) => name === 'mimetype' || name.startsWith('META-INF/'))
}

/** Time-stamps over the container or its manifests (EN 319 162-1 §4.3.3.2, §4.4.4.2 and annex A.7). */
function timestampsIn(container: Container, { budget }: ParseContext): readonly ParsedTimestamp[] {
  return filesOf(container, 'timestamp').map((file) => {
    const token = container.octets(file)
    return { id: baseName(file.name), type: 'container', token, time: tokenTime(token, budget) }
  })
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** Manifests of time assertions are read, and what they say is for the issue on time. */
function sayWhatIsNotRead(container: Container, { budget }: ParseContext): void {
  const manifests = [
    ...filesOf(container, 'archive-manifest'),
    ...filesOf(container, 'evidence-record-manifest'),
  ]
  for (const file of manifests) {
    const manifest = readManifest(container.octets(file), budget)
    const message =
      manifest === null || manifest.departure !== null
        ? `${quoted(file.name)} is no ASiCManifest as its schema wants it`
        : `${quoted(file.name)} is of a time assertion, which is not validated yet: it proves nothing`
    container.warn('asic-time-assertion-not-validated', message)
  }
  for (const file of filesOf(container, 'evidence-record')) {
    const message = `the evidence record ${quoted(file.name)} is not processed yet: it proves nothing`
    container.warn('evidence-records-not-processed', message)
  }
}

/** Where several files hold signatures, their names tell the signatures apart. */
function identify(found: readonly FoundSignature[]): readonly FoundSignature[] {
  if (new Set(found.map(({ file }) => file)).size < 2) return found
  return found.map((one) => {
    const own = (id: string) => `${baseName(one.file)}#${id}`
    const { id, parent, timestamps } = one.signature
    const signature = {
      ...one.signature,
      id: own(id),
      parent: parent === null ? null : own(parent),
      timestamps: timestamps.map((timestamp) => ({ ...timestamp, id: own(timestamp.id) })),
    }
    return { ...one, signature }
  })
}
