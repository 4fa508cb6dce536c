import type { Budget } from '../../core/budget.ts'
import { toHex } from '../../core/bytes.ts'
import type { Crypto } from '../../core/crypto.ts'
import { VerifierError } from '../../core/errors.ts'
import { type Certificate, parseTravellingCertificate } from '../../x509/certificate.ts'
import type { PdfFile, PdfView } from './file.ts'
import { dictionaryIn, dictionaryOf, itemsIn } from './lookup.ts'
import type { PdfDictionary, PdfObject } from './object.ts'

/** The validation data of a document (EN 319 142-1 §5.4.2): of all its signatures together. */
export interface SecurityStore {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
  /** Time-stamp tokens (TS) by the keys of their VRI dictionaries, in upper case. */
  readonly tokens: ReadonlyMap<string, Uint8Array>
  /** Indexes of the revisions in which it changed; the first is the one that brought it. */
  readonly revisions: readonly number[]
}

type Warn = (code: string, message: string) => void

interface StoreReading {
  readonly file: PdfFile
  readonly view: PdfView
  readonly budget: Budget
  readonly warn: Warn
}

/**
 * The DSS dictionary of the last revision with its VRI dictionaries, null where there is none. Data
 * for one signature may serve another as well: it is the validation that says what it proves.
 * Throws `budget-exceeded`; what else cannot be read is left out, and said so.
 */
export function securityStoreOf(file: PdfFile, budget: Budget, warn: Warn): SecurityStore | null {
  const view = file.at(file.revisions.length - 1)
  const reading = { file, view, budget, warn }
  const dictionary = readable(reading, 'the document security store', () => storeIn(view))
  if (dictionary === undefined || dictionary === null) return null
  const related = relatedIn(dictionary, reading)
  const all = [dictionary, ...related.map(([, one]) => one)]
  const streams = (...keys: readonly string[]) =>
    distinctItems(
      all.flatMap((one) =>
        keys.flatMap((key) => readable(reading, key, () => itemsIn(view, one, key)) ?? []),
      ),
      budget,
    ).flatMap((item) => dataOf(item, reading))
  return {
    certificates: streams('Certs', 'Cert').flatMap((der) => certificateIn(der, reading)),
    crls: streams('CRLs', 'CRL'),
    ocspResponses: streams('OCSPs', 'OCSP'),
    tokens: new Map(
      related.flatMap(([key, one]) => {
        const item = one.entries.get('TS')
        return item === undefined ? [] : dataOf(item, reading).map((token) => [key, token] as const)
      }),
    ),
    revisions: revisionsOf(file),
  }
}

function storeIn(view: PdfView): PdfDictionary | null {
  const root = dictionaryIn(view, view.trailer, 'Root')
  return root === null ? null : dictionaryIn(view, root, 'DSS')
}

/** VRI (EN 319 142-1 §5.4.2.3): by the SHA-1 of the signature's Contents in upper-case hexadecimal. */
function relatedIn(store: PdfDictionary, reading: StoreReading): [string, PdfDictionary][] {
  const { view, budget } = reading
  const related = readable(reading, 'VRI', () => dictionaryIn(view, store, 'VRI'))
  if (related === null || related === undefined) return []
  return [...related.entries].flatMap(([key, object]): [string, PdfDictionary][] => {
    budget.spendNodes()
    const one = readable(reading, 'an entry of VRI', () => dictionaryOf(view.resolve(object)))
    return one === null || one === undefined ? [] : [[key.toUpperCase(), one]]
  })
}

/** Streams that several dictionaries name are read once. */
function distinctItems(items: readonly PdfObject[], budget: Budget): readonly PdfObject[] {
  budget.spendNodes(items.length)
  const known = new Map<string, PdfObject>()
  for (const item of items) {
    if (item.kind === 'reference') known.set(`${item.number} ${item.generation}`, item)
  }
  return [...known.values()]
}

function dataOf(item: PdfObject, reading: StoreReading): readonly Uint8Array[] {
  const { file, view } = reading
  const data = readable(reading, 'validation data', () => {
    const stream = view.resolve(item)
    return stream.kind === 'stream' ? file.data(stream) : null
  })
  if (data === null) reading.warn('pdf-dss-unreadable', 'an item of the DSS is no stream')
  return data === null || data === undefined ? [] : [data]
}

function certificateIn(der: Uint8Array, reading: StoreReading): readonly Certificate[] {
  const { budget } = reading
  const read = readable(reading, 'a certificate', () => parseTravellingCertificate(der, budget))
  return read === undefined ? [] : [read]
}

/** Undefined where it cannot be read, which is warned of. */
function readable<T>({ warn }: StoreReading, what: string, read: () => T): T | undefined {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    warn('pdf-dss-unreadable', `${what} of the DSS is left out: ${cause.message}`)
    return undefined
  }
}

/** A store is another where the catalog names another, or its object is defined anew. */
function revisionsOf(file: PdfFile): readonly number[] {
  const changed: number[] = []
  let before = 'none'
  for (const { index } of file.revisions) {
    const view = file.at(index)
    const now = identityOf(view)
    if (now !== before && now !== 'none') changed.push(index)
    before = now
  }
  return changed
}

function identityOf(view: PdfView): string {
  try {
    const root = view.trailer.entries.get('Root')
    const catalog = dictionaryIn(view, view.trailer, 'Root')
    const store = catalog?.entries.get('DSS')
    if (store === undefined || catalog === null) return 'none'
    const holder = store.kind === 'reference' ? store : root
    if (holder?.kind !== 'reference') return `direct in ${view.revision}`
    return JSON.stringify([holder.number, view.entry(holder.number)])
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return 'none'
  }
}

/**
 * The token of the VRI dictionary of a signature, null where there is none. Some writers take the
 * digest without the zeros that fill `Contents` up, so that both count.
 */
export function relatedToken(
  store: SecurityStore,
  contents: readonly Uint8Array[],
  crypto: Crypto,
): Uint8Array | null {
  if (store.tokens.size === 0) return null
  for (const one of contents) {
    const digest = crypto.digest('SHA-1', one)
    const token = digest === null ? undefined : store.tokens.get(toHex(digest).toUpperCase())
    if (token !== undefined) return token
  }
  return null
}
