import { resolve } from 'node:path'
import type { Crypto } from '../core/crypto.ts'
import { freshnessOf } from '../trustlist/at.ts'
import { readCertificateFile } from '../trustlist/certificate-files.ts'
import type { Federation, ListSource } from '../trustlist/federation.ts'
import {
  ownSigners,
  type Pivot,
  pointersTo,
  signersOf,
  signersThroughPivots,
} from '../trustlist/list-of-lists.ts'
import { absentList, type ListInput, loadList } from '../trustlist/load.ts'
import type { LoadedList } from '../trustlist/model.ts'
import type { Certificate } from '../x509/certificate.ts'
import { type FoundList, type findList, findPivots, isOwn, type Places } from './find-list.ts'
import { readNeeded } from './folder.ts'
import type { Journal } from './journal.ts'

/** How the lists of a federation are found and judged. */
export interface Loading extends Places {
  readonly journal: Journal
  /** The time of loading. */
  readonly at: Date
  readonly crypto: Crypto
  /** Finds a list; the files at hand, or what was just fetched. */
  readonly find: typeof findList
}

/**
 * All lists of a federation, those of lists first: their pointers name the signers of the others
 * (TS 119 615 §4.1 and §4.2). What cannot be used is in the answer too, with its problems.
 */
export async function loadLists(
  federation: Federation,
  loading: Loading,
): Promise<readonly LoadedList[]> {
  const members = federation.members.flatMap((member) => member.lists)
  const found = await findAll([...federation.listsOfLists, ...members], loading)
  const prepared: Loading = { ...loading, find: async ({ id }) => found.get(id) ?? null }
  const parents = new Map<string, LoadedList>()
  for (const source of federation.listsOfLists) {
    parents.set(source.id, await loadSource(source, parents, prepared))
  }
  const lists: LoadedList[] = []
  for (const source of members) lists.push(await loadSource(source, parents, prepared))
  return [...parents.values(), ...lists]
}

/** Every list at once: reading one after the other would cost more than verifying them. */
async function findAll(
  sources: readonly ListSource[],
  loading: Loading,
): Promise<ReadonlyMap<string, FoundList | null>> {
  const found = sources.map(async (source): Promise<[string, FoundList | null]> => {
    return [source.id, await loading.find(source, loading)]
  })
  return new Map(await Promise.all(found))
}

/** One list; `parents` are the lists of lists that were loaded before. */
export async function loadSource(
  source: ListSource,
  parents: ReadonlyMap<string, LoadedList>,
  loading: Loading,
): Promise<LoadedList> {
  const { id, state: territory, location, stale } = source
  const found = await loading.find(source, loading)
  if (found === null) {
    const missing = isOwn(source) ? 'the file is not there' : 'it was not loaded yet'
    return absentList({ id, territory, location }, stale, missing)
  }
  const input = inputOf(source, found, await pinsOf(source, parents, loading), loading)
  const list = loadList(input, loading.crypto)
  const unknownSigner = list.problems.some(({ code }) => code === 'signer-not-pinned')
  if (!unknownSigner || source.pivots.length === 0) return list
  const pins = await pinsThroughPivots(source, input, loading)
  return loadList({ ...input, pins }, loading.crypto)
}

function inputOf(
  source: ListSource,
  found: FoundList,
  { pins, type }: Pins,
  { journal, at }: Loading,
): ListInput {
  const { bytes, detachedSignature, files } = found
  return {
    id: source.id,
    form: source.form,
    territory: source.state,
    location: source.location,
    bytes,
    detachedSignature,
    files,
    pins,
    type,
    sha256: source.sha256,
    stalePolicy: source.stale,
    lastSeen: journal.get(source.id) ?? null,
    at,
    unverified: 'no',
  }
}

interface Pins {
  readonly pins: readonly Certificate[]
  /** The type that a pointer gives the list. */
  readonly type: string | null
}

async function pinsOf(
  source: ListSource,
  parents: ReadonlyMap<string, LoadedList>,
  { folder, at }: Loading,
): Promise<Pins> {
  const own: Certificate[] = []
  for (const name of source.signers) {
    own.push(...readCertificateFile(await readNeeded(resolve(folder, name))).certificates)
  }
  const parent = source.signersFrom === null ? undefined : parents.get(source.signersFrom)
  if (parent === undefined || parent.list === null || source.state === null) {
    return { pins: own, type: null }
  }
  const freshness = freshnessOf(parent.list, at, parent.stalePolicy)
  if (parent.signature === 'broken' || freshness === 'expired' || freshness === 'closed') {
    return { pins: own, type: null }
  }
  const pointers = pointersTo(parent.list, source.state, source.location)
  return { pins: [...own, ...signersOf(pointers)], type: pointers[0]?.type ?? null }
}

/** The pins, and those that pivots hand over to (list-of-lists.ts). */
async function pinsThroughPivots(
  source: ListSource,
  input: ListInput,
  loading: Loading,
): Promise<readonly Certificate[]> {
  const pivots: Pivot[] = []
  for (const { bytes, path } of await findPivots(source, loading)) {
    const asPivot = { ...input, bytes, location: path, lastSeen: null }
    const { list } = loadList(asPivot, loading.crypto)
    if (list === null || ownSigners(list).length === 0) continue
    const verifiedBy = (pins: readonly Certificate[]) =>
      loadList({ ...asPivot, pins }, loading.crypto).signature === 'verified'
    pivots.push({ list, verifiedBy })
  }
  return signersThroughPivots(input.pins, pivots)
}
