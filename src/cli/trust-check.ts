import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VerifierError } from '../core/errors.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { type CheckedFile, checkTrust } from '../store/check-trust.ts'
import { readFederationFolder } from '../store/federation-folder.ts'
import { readCertificates } from '../store/load-order.ts'
import type { Certificate } from '../x509/certificate.ts'
import { type Command, type Given, usageError } from './command.ts'
import type { ExitStatus, Io } from './io.ts'
import { paths } from './order-options.ts'
import { show, showOptions, table } from './read-only.ts'

/** `euxine trust check`: verifies trust lists as files, whatever federation is to use them. */
export const command: Command = {
  name: 'trust check',
  arguments: '<folder|file>...',
  summary:
    'Verifies the signature of every trust list in folders, from the lists of lists down, and reads the certificates beside them.',
  options: [
    {
      name: 'trust',
      value: 'dir|federation.json',
      help: 'the federation whose pinned signers lists of lists are checked against (default: trust-lists/bsec)',
    },
    {
      name: 'trust-signer',
      value: 'cert',
      many: 'repeatable',
      help: 'one more certificate that may sign a list of lists',
    },
    ...showOptions.filter(({ name }) => name === 'format'),
  ],
  notes:
    'Exit status: 0 every list is intact, 1 one is broken, unsigned or unreadable, 2 not carried out.',
  run,
}

const realFederation = fileURLToPath(new URL('../../trust-lists/bsec', import.meta.url))

async function run(given: Given, io: Io): Promise<ExitStatus> {
  if (given.positionals.length === 0) throw usageError(command, 'name a folder')
  const roots = given.positionals.map((path) => resolve(io.folder, path))
  const pins = await pinsOf(given, io)
  const files = checkTrust(roots, { crypto: nodeCrypto(), pins })
  if (files.length === 0) {
    throw new VerifierError('file-unreadable', 'there is no list and no certificate there', {
      hint: 'name folders that hold trust lists (.xml) or certificates',
    })
  }
  await show(given, io, { files }, [
    ...table(files.map(row)),
    ...files.flatMap(details),
    sum(files),
  ])
  return files.every(({ signature }) => signature === null || signature === 'verified') ? 0 : 1
}

async function pinsOf(given: Given, io: Io): Promise<readonly Certificate[]> {
  const named = given.one('trust')
  const path = named === null ? realFederation : resolve(io.folder, named)
  const { federation, folder } = readFederationFolder(path)
  const signers = federation.listsOfLists.flatMap((list) => list.signers)
  const pinned = await readCertificates(
    signers.map((signer) => ({ path: signer })),
    folder,
  )
  return [...pinned, ...(await readCertificates(paths(given, 'trust-signer'), io.folder))]
}

function row(file: CheckedFile): string[] {
  const { path, kind, territory, signature, authority, services, certificates } = file
  const what = kind === 'certificates' ? `${certificates} certificates` : `${services} services`
  return [path, territory ?? '--', kind, signature ?? '', authority ?? '', what]
}

function details({ path, problems, quarantined, departures }: CheckedFile): string[] {
  return [
    ...problems.map(({ message }) => `  ${path}: ${message}`),
    ...quarantined.map(
      ({ what, where, reason }) => `  ${path}: ${what} ${where} left out: ${reason}`,
    ),
    ...departures.map(({ where, what }) => `  ${path}: ${where} departs: ${what.join(', ')}`),
  ]
}

function sum(files: readonly CheckedFile[]): string {
  const lists = files.filter(({ signature }) => signature !== null)
  const intact = lists.filter(({ signature }) => signature === 'verified').length
  const certificates = files.reduce((count, file) => count + file.certificates, 0)
  return `${intact} of ${lists.length} lists intact, ${certificates} certificates read`
}
