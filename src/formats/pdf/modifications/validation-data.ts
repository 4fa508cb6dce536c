import { dictionaryOf } from '../lookup.ts'
import type { PdfObject } from '../object.ts'
import { type Comparison, entriesOf, type Seen } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { frozen } from './frozen.ts'
import { at, type Spot } from './spot.ts'

const permitted = 'ISO 32000-2 §12.8.4.3: validation data may be added to any signed document'
const streams = ['Certs', 'CRLs', 'OCSPs'] as const
const streamsOfOne = ['Cert', 'CRL', 'OCSP'] as const

/**
 * The document security store (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4.2): it stays, and what it says
 * of each signature; of the data that it holds, what is no longer of use may be left out.
 */
export function compareSecurityStore(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (before === null && isNull(now.object)) return
  if (now.object.kind !== 'dictionary') {
    forbid(comparison, now, 'the document security store is removed, or no dictionary', [])
    return
  }
  const store = { comparison, spot: now.spot, changed: false }
  for (const { key, old, value, spot: there } of entriesOf(before, now.object, now.spot)) {
    forbidNull(comparison, value, there)
    if (key === 'VRI') compareEveryVri(store, old, value, there)
    else if (key === 'Type') compareType(comparison, old, value, there)
    else if (isOneOf(streams, key)) arrayOfStreams(store, old, value, there)
    else frozen(comparison, old, value, there)
  }
  if (store.changed) {
    const change = {
      kind: 'validation-data',
      effect: 'validation-data',
      reason: permitted,
    } as const
    comparison.report(now.spot, change)
  }
}

interface Store {
  readonly comparison: Comparison
  readonly spot: Spot
  changed: boolean
}

/** EN 319 142-1 §5.4.2.3: by the SHA-1 of the signature's contents, in hexadecimal. */
function compareEveryVri(
  store: Store,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const { comparison } = store
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (before === null && isNull(now.object)) return
  if (now.object.kind !== 'dictionary') {
    forbid(comparison, now, 'VRI is removed, or no dictionary', ['VRI'])
    return
  }
  for (const { key, old, value, spot: there } of entriesOf(before, now.object, now.spot)) {
    forbidNull(comparison, value, there)
    if (key === 'Type') compareType(comparison, old, value, there)
    else if (/^[0-9A-Fa-f]{40}$/.test(key)) compareVri(store, key, { old, value, spot: there })
    else frozen(comparison, old, value, there)
  }
}

interface Pair {
  readonly old: PdfObject | undefined
  readonly value: PdfObject | undefined
  readonly spot: Spot
}

function compareVri(store: Store, name: string, { old: from, value: to, spot }: Pair): void {
  const { comparison } = store
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (now.object.kind !== 'dictionary') {
    forbid(comparison, now, 'an entry of VRI is removed, or no dictionary', ['VRI', name])
    return
  }
  if (before === null) store.changed = true
  for (const { key, old, value, spot: there } of entriesOf(before, now.object, now.spot)) {
    forbidNull(comparison, value, there)
    if (isOneOf(streamsOfOne, key)) arrayOfStreams(store, old, value, there)
    else if (key === 'TS') compareToken(store, old, value, there)
    else if (key === 'Type') compareType(comparison, old, value, there)
    else if (key === 'TU') compareTime(store, old, value, there)
    else frozen(comparison, old, value, there)
  }
}

/** TU tells when the data of an entry was last gathered. */
function compareTime(
  store: Store,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const now = store.comparison.follow(to, spot)
  if (same(store.comparison.before.resolve(from), now.object)) return
  if (now.object.kind === 'string') store.changed = true
  else forbid(store.comparison, now, 'the time of validation data is removed, or no date')
}

/** TS is a stream; a string in its place harms nobody. */
function compareToken(
  store: Store,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const { comparison } = store
  if (isNull(from) && (to?.kind === 'string' || isStream(comparison, to, spot))) {
    store.changed = true
  } else frozen(comparison, from, to, spot)
}

/**
 * An array of references to streams. What is no longer of use may be left out as the array is written
 * again: the revisions before still have it, and whoever asks for it finds it there.
 */
function arrayOfStreams(
  store: Store,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const { comparison } = store
  const before = comparison.before.resolve(from)
  const now = comparison.follow(to, spot)
  const { object, spot: there } = now
  const had = numbersIn(before.kind === 'array' ? before.items : [])
  if (object.kind !== 'array') {
    if (!isNull(object)) forbid(comparison, now, 'validation data is no array of streams')
    else if (had.size > 0) store.changed = true
    return
  }
  for (const [index, item] of object.items.entries()) {
    if (item.kind === 'reference' && had.delete(item.number)) continue
    store.changed = true
    if (!isStream(comparison, item, at(there, index))) {
      forbid(comparison, { object: item, spot: at(there, index) }, 'validation data is no stream')
    }
  }
  if (had.size > 0) store.changed = true
}

/** New validation data: a stream of its own, or one that was there; what it leads to is new as well. */
function isStream(comparison: Comparison, value: PdfObject | undefined, spot: Spot): boolean {
  if (value?.kind !== 'reference') return false
  comparison.adopt(value, spot)
  return comparison.after.resolve(value).kind === 'stream'
}

/** An entry that says what the dictionary is, which no reader needs. */
function compareType(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  if (!isNull(to) && to?.kind !== 'name') frozen(comparison, from, to, spot)
}

/** ISO 32000-2 §7.12: names of extensions, of which the store needs one in PDF 1.7; none is removed. */
export function compareExtensions(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (before === null && isNull(now.object)) return
  if (now.object.kind !== 'dictionary') {
    frozen(comparison, comparison.before.resolve(from), now.object, now.spot)
    return
  }
  let told = false
  for (const { key, old: had, value, spot: there } of entriesOf(before, now.object, now.spot)) {
    const old = comparison.before.resolve(had)
    const extension = comparison.follow(value, there)
    if (same(old, extension.object)) continue
    if (key === 'Type' ? isName(extension.object, 'Extensions') : isExtension(extension.object))
      told = true
    else frozen(comparison, old, extension.object, extension.spot)
  }
  if (told) {
    const reason = 'ISO 32000-2 §7.12: extensions say what validation data is written with'
    comparison.report(now.spot, { kind: 'extensions', effect: 'validation-data', reason })
  }
}

/** §7.12.3: entries of a developer extensions dictionary, of which each is of one kind. */
const ofExtension: Readonly<Record<string, PdfObject['kind']>> = {
  Type: 'name',
  BaseVersion: 'name',
  ExtensionLevel: 'integer',
  ExtensionRevision: 'string',
  URL: 'string',
}

/** A developer extensions dictionary, or several: what has other entries may be something else as well. */
function isExtension(object: PdfObject): boolean {
  if (object.kind === 'array') return object.items.every(isExtension)
  if (object.kind !== 'dictionary' || object.repeated.length > 0) return false
  const type = object.entries.get('Type')
  if (!isNull(type) && !isName(type, 'DeveloperExtensions')) return false
  return [...object.entries].every(([key, { kind }]) => {
    return Object.hasOwn(ofExtension, key) && ofExtension[key] === kind
  })
}

function isName(object: PdfObject | undefined, name: string): boolean {
  return object?.kind === 'name' && object.name === name
}

/** §7.7.2: the version of the catalog may rise with what is added. */
export function compareVersion(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  if (same(from, to)) return
  const [before, now] = [versionOf(from), versionOf(to)]
  if (now === null || (before !== null && now < before)) {
    frozen(comparison, from, to, spot)
    return
  }
  const reason = 'ISO 32000-2 §7.7.2: the version may rise with what is added'
  comparison.report(spot, { kind: 'version', effect: 'validation-data', reason })
}

function versionOf(object: PdfObject | undefined): string | null {
  return object?.kind === 'name' && /^\d\.\d$/.test(object.name) ? object.name : null
}

/** What a difference leads to is not told again. `removed`: what of the store is no longer there. */
function forbid(
  comparison: Comparison,
  { object, spot }: Seen,
  what: string,
  removed: readonly string[] | null = null,
): void {
  const reason = `EN 319 142-1 §5.4.2: ${what}`
  const gone = removed !== null && isNull(object) ? { removed: ['Root', 'DSS', ...removed] } : {}
  comparison.report(spot, { kind: 'validation-data', effect: 'other', ...gone, reason })
  comparison.adopt(object, spot)
}

/** An entry that is there and null is no way to say that there is none: no writer of the store has it. */
function forbidNull(comparison: Comparison, value: PdfObject | undefined, spot: Spot): void {
  const object = comparison.after.resolve(value)
  if (value !== undefined && isNull(object))
    forbid(comparison, { object, spot }, 'an entry is null')
}

function isOneOf(names: readonly string[], key: string): boolean {
  return names.includes(key)
}

function numbersIn(items: readonly PdfObject[]): Set<number> {
  return new Set(items.flatMap((item) => (item.kind === 'reference' ? [item.number] : [])))
}
