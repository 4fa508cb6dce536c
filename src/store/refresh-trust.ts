import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import type { TrustProblem } from '../trust.ts'
import type { Federation, ListSource } from '../trustlist/federation.ts'
import { filesOf, parseManifest } from '../trustlist/manifest.ts'
import type { LoadedList } from '../trustlist/model.ts'
import type { LastSeen } from '../trustlist/rules.ts'
import { readFederationFolder } from './federation-folder.ts'
import { type FoundList, findList, isOwn, loadedPath, type Places } from './find-list.ts'
import { journalJson, loadedFolder, readJournal } from './journal.ts'
import { type Loading, loadSource } from './load-lists.ts'
import { federationNotes } from './load-trust.ts'

/** What a federation is loaded anew with. */
export interface RefreshOptions {
  readonly crypto: Crypto
  /** Fetches a list by its URL; null to stay offline. */
  readonly fetch: ((location: string) => Promise<Uint8Array>) | null
  /** A folder that holds lists under the names that the federation gives them; it goes first. */
  readonly from?: string
  /** The time of loading; the clock's where it is not given. */
  readonly at?: Date
}

/** What became of one list. */
export interface RefreshedList {
  /** updated: kept from now on; unchanged: the one kept already; refused: not to be used; absent: not found. */
  readonly outcome: 'updated' | 'unchanged' | 'refused' | 'absent'
  readonly id: string
  readonly list: LoadedList
  /** Why it is absent, or null. */
  readonly detail: string | null
}

/** What became of every list of a federation. */
export interface Refreshed {
  readonly federation: string
  readonly notice: string
  readonly lists: readonly RefreshedList[]
  /** What the federation says of members without a list, and of lists that cannot be used. */
  readonly notes: readonly TrustProblem[]
}

/**
 * Loads every list of a federation anew, from a folder of files or from the network, and keeps in
 * `loaded/` those that verify and are no older than the ones accepted before, with a journal. A
 * list that is refused changes nothing: the one kept before stays in use.
 */
export async function refreshTrust(path: string, options: RefreshOptions): Promise<Refreshed> {
  const { federation, folder } = readFederationFolder(path)
  const journal = new Map(readJournal(folder))
  const absences = new Map<string, string>()
  const loading: Loading = {
    folder,
    from: options.from ?? null,
    kept: 'skip',
    journal,
    at: options.at ?? new Date(),
    crypto: options.crypto,
  }
  const lists: RefreshedList[] = []
  const parents = new Map<string, LoadedList>()
  for (const source of sourcesOf(federation)) {
    const found = await findFresh(source, loading, options.fetch, absences)
    const list = loadSource(source, found, parents, loading)
    const refreshed = await judgeRefreshed(source, found, list, loading, journal, absences)
    if (source.state === null) parents.set(source.id, refreshed.list)
    lists.push(refreshed)
  }
  const notes = federationNotes(
    federation,
    lists.map(({ list }) => list),
  )
  return { federation: federation.name, notice: federation.notice, lists, notes }
}

function sourcesOf({ listsOfLists, members }: Federation): readonly ListSource[] {
  return [...listsOfLists, ...members.flatMap((member) => member.lists)]
}

async function judgeRefreshed(
  source: ListSource,
  found: FoundList | null,
  list: LoadedList,
  loading: Loading,
  journal: Map<string, LastSeen>,
  absences: ReadonlyMap<string, string>,
): Promise<RefreshedList> {
  const { id } = source
  if (found === null) return { outcome: 'absent', id, list, detail: absences.get(id) ?? null }
  if (list.signature !== 'verified') return { outcome: 'refused', id, list, detail: null }
  // A file of the federation's own is no newer or older than the federation: it needs no journal.
  const unchanged = isOwn(source) || journal.get(id)?.sha256 === list.sha256
  if (!unchanged) {
    // The journal goes first. A crash in between leaves the older list under the newer entry: it
    // is refused as rolled back until the next refresh, which may bring the list of that entry
    // again. The other way round, the newer list would stand under the older entry, and any list
    // between the two could take its place unnoticed.
    const { sequenceNumber = null, issued = null } = list.list ?? {}
    journal.set(id, { sequenceNumber, issued, sha256: list.sha256 })
    const journalPath = join(loading.folder, loadedFolder, 'journal.json')
    await writeWhole(journalPath, journalJson(journal))
  }
  await keep(source, found, loading.folder)
  return { outcome: unchanged ? 'unchanged' : 'updated', id, list, detail: null }
}

/** The user's file, the federation's own, or what the network has now; else the one kept before. */
async function findFresh(
  source: ListSource,
  places: Places,
  fetch: RefreshOptions['fetch'],
  absences: Map<string, string>,
): Promise<FoundList | null> {
  const found = findList(source, { ...places, kept: 'skip' })
  if (found !== null) return found
  if (fetch === null || isOwn(source)) return findList(source, { ...places, kept: 'use' })
  try {
    const bytes = await fetch(source.location)
    return { bytes, path: source.location, detachedSignature: null, files: () => null }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    absences.set(source.id, error.message)
    return null
  }
}

async function keep(source: ListSource, found: FoundList, folder: string): Promise<void> {
  if (!isOwn(source)) {
    const path = loadedPath(folder, source)
    // Before the list: the signature of another list beside this one would break it.
    if (found.detachedSignature === null) await rm(`${path}.p7s`, { force: true })
    else await writeWhole(`${path}.p7s`, found.detachedSignature)
    await writeWhole(path, found.bytes)
  }
  if (source.form !== 'certificate-manifest') return
  for (const name of filesOf(parseManifest(found.bytes, found.path))) {
    const file = found.files(name)
    if (file !== null && file.digest === 'required') {
      await writeWhole(join(folder, loadedFolder, source.id, name), file.bytes)
    }
  }
}

/** Writes beside, down to the disk, and renames, so that nobody ever reads half a file. */
async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomBytes(6).toString('hex')}.part`
  await writeFile(beside, content, { flush: true })
  await rename(beside, path)
}
