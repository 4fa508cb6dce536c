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
import { type FoundList, findList, findPivots, isOwn, type Places } from './find-list.ts'
import { readNeeded } from './folder.ts'
import type { Journal } from './journal.ts'

/** How the lists of a federation are found and judged. */
export interface Loading extends Places {
  readonly journal: Journal
  /** The time of loading. */
  readonly at: Date
  readonly crypto: Crypto
}

/**
 * All lists of a federation, those of lists first: their pointers name the signers of the others
 * (TS 119 615 §4.1 and §4.2). What cannot be used is in the answer too, with its problems.
 */
export function loadLists(federation: Federation, loading: Loading): readonly LoadedList[] {
  const load = (source: ListSource): LoadedList =>
    loadSource(source, findList(source, loading), parents, loading)
  const parents = new Map<string, LoadedList>()
  for (const source of federation.listsOfLists) parents.set(source.id, load(source))
  const members = federation.members.flatMap((member) => member.lists)
  return [...parents.values(), ...members.map(load)]
}

/** One list as it was found; `parents` are the lists of lists that were loaded before. */
export function loadSource(
  source: ListSource,
  found: FoundList | null,
  parents: ReadonlyMap<string, LoadedList>,
  loading: Loading,
): LoadedList {
  const { id, state: territory, location, stale } = source
  if (found === null) {
    const missing = isOwn(source) ? 'the file is not there' : 'it was not loaded yet'
    return absentList({ id, territory, location }, stale, missing)
  }
  const input = inputOf(source, found, pinsOf(source, parents, loading), loading)
  const list = loadList(input, loading.crypto)
  const unknownSigner = list.problems.some(({ code }) => code === 'signer-not-pinned')
  if (!unknownSigner || source.pivots.length === 0) return list
  const pins = pinsThroughPivots(source, input, loading)
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

function pinsOf(
  source: ListSource,
  parents: ReadonlyMap<string, LoadedList>,
  { folder, at }: Loading,
): Pins {
  const own: Certificate[] = []
  for (const name of source.signers) {
    own.push(...readCertificateFile(readNeeded(resolve(folder, name))).certificates)
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
function pinsThroughPivots(
  source: ListSource,
  input: ListInput,
  loading: Loading,
): readonly Certificate[] {
  const pivots: Pivot[] = []
  for (const { bytes, path } of findPivots(source, loading)) {
    const asPivot = { ...input, bytes, location: path, lastSeen: null }
    const { list } = loadList(asPivot, loading.crypto)
    if (list === null || ownSigners(list).length === 0) continue
    const verifiedBy = (pins: readonly Certificate[]) =>
      loadList({ ...asPivot, pins }, loading.crypto).signature === 'verified'
    pivots.push({ list, verifiedBy })
  }
  return signersThroughPivots(input.pins, pivots)
}
