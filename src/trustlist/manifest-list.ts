import type { Budget } from '../core/budget.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import type { Certificate } from '../x509/certificate.ts'
import { nameText } from '../x509/names.ts'
import { readCertificateFile } from './certificate-files.ts'
import type { Exclusion, Manifest, ManifestService, NamedFile } from './manifest.ts'
import type { Quarantined, Service, TrustList } from './model.ts'
import { plainScheme, plainState } from './plain-services.ts'
import { newestFirst } from './statuses.ts'

/** The files beside a manifest: by their names, or null where there is none of the name. */
export type ManifestFiles = (file: string) => ManifestFile | null

/** A file beside a manifest, and whether the manifest must pin it. */
export interface ManifestFile {
  readonly bytes: Uint8Array
  /**
   * required: the file counts only with the digest that the manifest gives for it. optional: it
   * stands in the folder of the federation itself, and whoever may change it may change that too.
   */
  readonly digest: 'required' | 'optional'
}

/** A manifest as a trust list; a certificate that cannot be read or trusted is left out and named. */
export function manifestList(manifest: Manifest, files: ManifestFiles, budget: Budget): TrustList {
  const quarantine: Quarantined[] = []
  const { territory, schemeOperator, schemeName, issued, nextUpdate, sequenceNumber } = manifest
  return {
    ...plainScheme,
    form: 'certificate-manifest',
    sequenceNumber,
    schemeOperator,
    schemeName,
    territory,
    issued,
    nextUpdate,
    providers: manifest.providers.map(({ name, services }) => ({
      name,
      tradeNames: [],
      informationUris: [],
      services: services.map((service) => {
        const leaveOut = (file: string, reason: string): void => {
          quarantine.push({
            what: 'certificate',
            where: `${name}, ${service.name}, ${file}`,
            reason,
          })
        }
        const certificates = service.certificates.flatMap((file) =>
          readNamed(file, files, budget, leaveOut).filter((certificate) =>
            isAdmitted(certificate, service.exclude, file.file, leaveOut),
          ),
        )
        return toService(service, certificates)
      }),
    })),
    quarantine,
  }
}

type LeaveOut = (file: string, reason: string) => void

function readNamed(
  { file, sha256 }: NamedFile,
  files: ManifestFiles,
  budget: Budget,
  leaveOut: LeaveOut,
): readonly Certificate[] {
  const found = files(file)
  if (found === null) {
    leaveOut(file, 'the file is not there')
    return []
  }
  const { bytes, digest } = found
  if (sha256 === null && digest === 'required') {
    leaveOut(file, 'the manifest gives no sha256 for it, and it comes from elsewhere')
    return []
  }
  if (sha256 !== null && sha256Hex(bytes) !== sha256) {
    leaveOut(file, 'it is not the file whose sha256 the manifest gives')
    return []
  }
  const { certificates, problems } = readCertificateFile(bytes, budget)
  for (const problem of problems) leaveOut(file, problem)
  return certificates
}

function isAdmitted(
  certificate: Certificate,
  exclusions: readonly Exclusion[],
  file: string,
  leaveOut: LeaveOut,
): boolean {
  const digest = sha256Hex(certificate.der)
  const subject = nameText(certificate.subject)
  const exclusion = exclusions.find(
    ({ sha256, subjectContains }) =>
      sha256 === digest || (subjectContains !== null && subject.includes(subjectContains)),
  )
  if (exclusion !== undefined) leaveOut(file, `${exclusion.reason}: ${subject}`)
  return exclusion === undefined
}

function toService(service: ManifestService, certificates: readonly Certificate[]): Service {
  const { type, name, status, startingTime } = service
  const present = {
    ...plainState(certificates, { type, name, status, startingTime }),
    additionalServiceInformation: service.additionalServiceInformation,
  }
  const history = service.history
    .filter((state) => state.startingTime <= startingTime)
    .map((state) => ({
      ...present,
      type: state.type ?? type,
      name: state.name ?? name,
      status: state.status,
      startingTime: state.startingTime,
    }))
  return { states: newestFirst([present, ...history]) }
}
