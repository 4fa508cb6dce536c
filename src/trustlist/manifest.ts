import { fromUtf8 } from '../core/bytes.ts'
import { isStateCode, type State } from '../core/state.ts'
import { type Field, FieldReader } from './fields.ts'

/**
 * The certificate manifest: this project's form for states that publish no list. JSON, with PEM,
 * DER or PKCS#7 files beside it, in the terms of TS 119 612.
 */
export interface Manifest {
  readonly territory: State
  readonly schemeOperator: string
  readonly schemeName: string
  readonly issued: Date
  readonly nextUpdate: Date | 'closed' | 'unstated'
  readonly sequenceNumber: number
  readonly providers: readonly ManifestProvider[]
}

/** A provider of the manifest, as TSPInformation and TSPServices (TS 119 612 §5.4) in JSON. */
export interface ManifestProvider {
  readonly name: string
  readonly services: readonly ManifestService[]
}

/** A service of the manifest: its present state, its history, and the files of its certificates. */
export interface ManifestService {
  readonly type: string
  readonly name: string
  readonly status: string
  readonly startingTime: Date
  readonly additionalServiceInformation: readonly string[]
  readonly history: readonly ManifestState[]
  readonly certificates: readonly NamedFile[]
  readonly exclude: readonly Exclusion[]
}

/** An earlier state; what it does not say is as at present. */
export interface ManifestState {
  readonly type: string | null
  readonly name: string | null
  readonly status: string
  readonly startingTime: Date
}

/** A file beside the manifest, with the digest that binds it to the manifest where it gives one. */
export interface NamedFile {
  readonly file: string
  readonly sha256: string | null
}

/** Certificates of a bundle that are no anchors, such as the test roots in it. */
export interface Exclusion {
  readonly sha256: string | null
  readonly subjectContains: string | null
  readonly reason: string
}

const schema = 'euxine/certificate-manifest/1'

/** Reads a manifest; throws `trust-list-malformed` with the path of the field that is wrong. */
export function parseManifest(bytes: Uint8Array, file: string): Manifest {
  const reader = new FieldReader({ code: 'trust-list-malformed', file })
  // Editors put a byte order mark before JSON too; it says nothing.
  const root = reader.parse(fromUtf8(bytes)?.replace(/^\ufeff/, '') ?? '')
  reader.object(root, [
    ...['schema', 'territory', 'schemeOperator', 'schemeName', 'issued', 'nextUpdate'],
    ...['sequenceNumber', 'providers', 'notice'],
  ])
  reader.oneOf(reader.member(root, 'schema'), [schema])
  const territory = reader.member(root, 'territory')
  if (!isStateCode(reader.text(territory)))
    throw reader.malformed(territory, 'must be a code of two letters (ISO 3166-1 alpha-2)')
  return {
    territory: reader.text(territory),
    schemeOperator: reader.text(reader.member(root, 'schemeOperator')),
    schemeName: reader.text(reader.member(root, 'schemeName')),
    issued: reader.time(reader.member(root, 'issued')),
    nextUpdate: readNextUpdate(reader, reader.member(root, 'nextUpdate')),
    sequenceNumber: reader.wholeNumber(reader.member(root, 'sequenceNumber')),
    providers: reader.list(reader.member(root, 'providers'), (field) => {
      reader.object(field, ['name', 'services'])
      return {
        name: reader.text(reader.member(field, 'name')),
        services: reader.list(reader.member(field, 'services'), (service) =>
          readService(reader, service),
        ),
      }
    }),
  }
}

/** Every file that the manifest names, once. */
export function filesOf(manifest: Manifest): readonly string[] {
  const services = manifest.providers.flatMap((provider) => provider.services)
  return [...new Set(services.flatMap((service) => service.certificates.map(({ file }) => file)))]
}

function readNextUpdate(reader: FieldReader, field: Field): Manifest['nextUpdate'] {
  if (field.value === undefined) return 'unstated'
  return field.value === 'closed' ? 'closed' : reader.time(field)
}

function readService(reader: FieldReader, field: Field): ManifestService {
  reader.object(field, [
    ...['type', 'name', 'status', 'startingTime', 'additionalServiceInformation'],
    ...['history', 'certificates', 'exclude'],
  ])
  return {
    type: reader.text(reader.member(field, 'type')),
    name: reader.text(reader.member(field, 'name')),
    status: reader.text(reader.member(field, 'status')),
    startingTime: reader.time(reader.member(field, 'startingTime')),
    additionalServiceInformation: reader.list(
      reader.member(field, 'additionalServiceInformation'),
      (uri) => reader.text(uri),
    ),
    history: reader.list(reader.member(field, 'history'), (state) => readState(reader, state)),
    certificates: reader.list(reader.member(field, 'certificates'), (file) =>
      readNamedFile(reader, file),
    ),
    exclude: reader.list(reader.member(field, 'exclude'), (each) => readExclusion(reader, each)),
  }
}

function readState(reader: FieldReader, field: Field): ManifestState {
  reader.object(field, ['type', 'name', 'status', 'startingTime'])
  return {
    type: reader.optionalText(reader.member(field, 'type')),
    name: reader.optionalText(reader.member(field, 'name')),
    status: reader.text(reader.member(field, 'status')),
    startingTime: reader.time(reader.member(field, 'startingTime')),
  }
}

/** `"ca.pem"`, or `{"file": "ca.pem", "sha256": "…"}`; never a path that leads out of the folder. */
function readNamedFile(reader: FieldReader, field: Field): NamedFile {
  const plain = typeof field.value === 'string'
  if (!plain) reader.object(field, ['file', 'sha256'])
  const name = plain ? field : reader.member(field, 'file')
  const file = reader.text(name)
  const steps = file.split('/')
  if (/[\\\0]/.test(file) || steps.some((step) => ['', '.', '..'].includes(step)))
    throw reader.malformed(name, 'must be a plain relative path with forward slashes')
  const digest = plain ? undefined : reader.member(field, 'sha256')
  return { file, sha256: digest?.value === undefined ? null : reader.sha256(digest) }
}

function readExclusion(reader: FieldReader, field: Field): Exclusion {
  reader.object(field, ['sha256', 'subjectContains', 'reason'])
  const digest = reader.member(field, 'sha256')
  const sha256 = digest.value === undefined ? null : reader.sha256(digest)
  const subjectContains = reader.optionalText(reader.member(field, 'subjectContains'))
  if (sha256 === null && subjectContains === null)
    throw reader.malformed(field, 'must name what it excludes, by sha256 or by subjectContains')
  return { sha256, subjectContains, reason: reader.text(reader.member(field, 'reason')) }
}
