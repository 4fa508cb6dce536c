import { basename, dirname, relative } from 'node:path'
import type { Crypto } from '../core/crypto.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import { type Authority, authoritiesOf } from '../trustlist/authorities.ts'
import { readCertificateFile } from '../trustlist/certificate-files.ts'
import { type ExaminedList, examineList } from '../trustlist/examine.ts'
import type { ListProblem, Quarantined, TrustList } from '../trustlist/model.ts'
import { isListOfLists } from '../trustlist/rules.ts'
import type { Certificate } from '../x509/certificate.ts'
import { maskedNameText } from '../x509/identifiers.ts'
import { filesUnder, isFolder, readNeeded } from './folder.ts'

/** One trust list, or all certificate files of one folder. */
export interface CheckedFile {
  /** Relative to the folder that was named. */
  readonly path: string
  readonly kind: 'list-of-lists' | 'list' | 'certificates' | 'other'
  readonly territory: string | null
  readonly version: number | null
  readonly sequenceNumber: number | null
  readonly issued: Date | null
  /** verified: intact, by whomever; `authority` says who that is. Null for certificates. */
  readonly signature: 'verified' | 'broken' | 'unsigned' | 'unreadable' | null
  readonly algorithm: string | null
  readonly signer: { readonly subject: string; readonly sha256: string } | null
  readonly authority: Authority | null
  readonly providers: number
  readonly services: number
  readonly certificates: number
  readonly problems: readonly ListProblem[]
  readonly quarantined: readonly Quarantined[]
  /** Certificates that depart from the standard and are read all the same. */
  readonly departures: readonly { readonly where: string; readonly what: readonly string[] }[]
}

/** What the check of a folder of lists rests on. */
export interface CheckOptions {
  readonly crypto: Crypto
  /** Signers of the list of lists, known from outside. */
  readonly pins: readonly Certificate[]
}

type FoundFile = ExaminedList & { readonly path: string }

const certificateFile = /\.(der|cer|crt|pem|p7b|p7c)$/i

/**
 * Verifies every list of TS 119 612 in the folders, from the lists of lists that the pins verify
 * down to those that their pointers name, and reads the certificates that lie beside them.
 */
export function checkTrust(
  paths: readonly string[],
  options: CheckOptions,
): readonly CheckedFile[] {
  const lists: FoundFile[] = []
  const folders: CheckedFile[] = []
  for (const root of paths) {
    const files = isFolder(root) ? filesUnder(root) : [root]
    const nameOf = (path: string) => relative(root, path) || basename(path)
    for (const path of files.filter((file) => file.toLowerCase().endsWith('.xml'))) {
      const examined = examineList(readNeeded(path), options.crypto)
      lists.push({ ...examined, path: nameOf(path) })
    }
    const certificates = files.filter((file) => certificateFile.test(file))
    for (const folder of new Set(certificates.map((file) => dirname(file)))) {
      const inside = certificates.filter((file) => dirname(file) === folder)
      folders.push(checkCertificates(relative(root, folder) || '.', inside))
    }
  }
  const authorities = authoritiesOf(lists, options.pins)
  return [
    ...lists.map((examined, index) => checkedList(examined, authorities[index] ?? null)),
    ...folders,
  ]
}

const outcomes = { intact: 'verified', broken: 'broken', unsigned: 'unsigned' } as const

function checkedList(
  { path, list, signature, problems }: FoundFile,
  authority: Authority | null,
): CheckedFile {
  const providers = list?.providers ?? []
  const services = providers.flatMap((provider) => provider.services)
  const certificates = services.flatMap((service) => certificatesIn(service.states[0]))
  const signer = signature?.signer ?? null
  return {
    path,
    kind: list === null ? 'other' : isListOfLists(list.type) ? 'list-of-lists' : 'list',
    territory: list?.territory ?? null,
    version: list?.version ?? null,
    sequenceNumber: list?.sequenceNumber ?? null,
    issued: list?.issued ?? null,
    signature: signature === null ? 'unreadable' : outcomes[signature.integrity],
    algorithm: signature?.algorithm ?? null,
    signer: signer && { subject: maskedNameText(signer.subject), sha256: sha256Hex(signer.der) },
    authority,
    providers: providers.length,
    services: services.length,
    certificates: certificates.length,
    problems: problems.filter(
      ({ code }) => authority === 'unknown' || code !== 'signer-not-pinned',
    ),
    quarantined: list?.quarantine ?? [],
    departures: departuresOf(certificates.map((certificate) => ({ certificate, where: path }))),
  }
}

function certificatesIn(
  state: TrustList['providers'][number]['services'][number]['states'][number] | undefined,
): readonly Certificate[] {
  return (state?.identities ?? []).flatMap((each) =>
    each.kind === 'certificate' ? [each.certificate] : [],
  )
}

function checkCertificates(path: string, files: readonly string[]): CheckedFile {
  const found: { certificate: Certificate; where: string }[] = []
  const quarantined: Quarantined[] = []
  for (const file of files) {
    const where = basename(file)
    const { certificates, problems } = readCertificateFile(readNeeded(file))
    found.push(...certificates.map((certificate) => ({ certificate, where })))
    quarantined.push(...problems.map((reason) => ({ what: 'certificate' as const, where, reason })))
  }
  return {
    ...emptyRow,
    path,
    kind: 'certificates',
    certificates: found.length,
    quarantined,
    departures: departuresOf(found),
  }
}

const emptyRow: Omit<CheckedFile, 'path' | 'kind'> = {
  territory: null,
  version: null,
  sequenceNumber: null,
  issued: null,
  signature: null,
  algorithm: null,
  signer: null,
  authority: null,
  providers: 0,
  services: 0,
  certificates: 0,
  problems: [],
  quarantined: [],
  departures: [],
}

function departuresOf(
  found: readonly { readonly certificate: Certificate; readonly where: string }[],
): CheckedFile['departures'] {
  return found
    .filter(({ certificate }) => certificate.departures.length > 0)
    .map(({ certificate, where }) => ({
      where: `${where}: ${maskedNameText(certificate.subject)}`,
      what: certificate.departures,
    }))
}
