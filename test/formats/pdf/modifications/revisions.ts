import { Budget } from '../../../../src/core/budget.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import type { PdfFile, PdfProblem, PdfView, XrefEntry } from '../../../../src/formats/pdf/file.ts'
import type { FieldLock } from '../../../../src/formats/pdf/modifications/locks.ts'
import { modificationsAfter } from '../../../../src/formats/pdf/modifications/modifications.ts'
import {
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
  pdfNull,
} from '../../../../src/formats/pdf/object.ts'

/** A PDF object in the words of JavaScript: `/Name`, `(string)`, `<hexadecimal>`, `7 R`, numbers, arrays, entries. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain }
  | { readonly stream: { readonly [key: string]: Plain }; readonly data: string }

/** What one save writes: objects by their numbers, undefined where one is freed. */
export interface Save {
  readonly objects: { readonly [number: number]: Plain | undefined }
  readonly trailer?: { readonly [key: string]: Plain }
}

export function object(plain: Plain, owner = 0): PdfObject {
  if (plain === null) return pdfNull
  if (typeof plain === 'number') {
    return { kind: Number.isInteger(plain) ? 'integer' : 'real', value: plain }
  }
  if (typeof plain === 'boolean') return { kind: 'boolean', value: plain }
  if (typeof plain === 'string') return word(plain)
  if (isArray(plain)) return { kind: 'array', items: plain.map((item) => object(item)) }
  if ('data' in plain && typeof plain.data === 'string' && typeof plain.stream === 'object') {
    return {
      kind: 'stream',
      dictionary: dictionary(plain.stream as { readonly [key: string]: Plain }),
      raw: new TextEncoder().encode(plain.data),
      place: { start: 0, end: 0 },
      owner: { kind: 'reference', number: owner, generation: 0 },
    }
  }
  return dictionary(plain as { readonly [key: string]: Plain })
}

function isArray(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain)
}

/** Where every hexadecimal string stands: what a ByteRange of [0, 10, 20, …] leaves out. */
const placeOfContents = { start: 10, end: 20 }

function word(text: string): PdfObject {
  if (text.startsWith('/')) return { kind: 'name', name: text.slice(1) }
  const reference = /^(\d+) R$/.exec(text)
  if (reference !== null) return { kind: 'reference', number: Number(reference[1]), generation: 0 }
  if (text.startsWith('<')) {
    const bytes = Uint8Array.from(Buffer.from(text.slice(1, -1), 'hex'))
    return { kind: 'string', form: 'hexadecimal', bytes, place: placeOfContents }
  }
  const bytes = new TextEncoder().encode(text.slice(1, -1))
  return { kind: 'string', form: 'literal', bytes, place: null }
}

function dictionary(plain: { readonly [key: string]: Plain }): PdfDictionary {
  const entries = Object.entries(plain).map(([key, value]) => [key, object(value)] as const)
  return { kind: 'dictionary', entries: new Map(entries), repeated: [] }
}

/** A file of the given saves, as its reader would tell of it; a save is 100 octets long. */
export function fileOf(saves: readonly Save[], problems: readonly PdfProblem[] = []): PdfFile {
  const written = saves.map(({ objects }, revision) => {
    return new Map(
      Object.entries(objects).map(([number, plain]) => {
        const from = plain === undefined ? undefined : object(plain, Number(number))
        const entry: XrefEntry =
          from === undefined
            ? { kind: 'free', generation: 1 }
            : { kind: 'offset', generation: 0, offset: 100 * revision + Number(number) }
        return [Number(number), { entry, object: from ?? pdfNull }] as const
      }),
    )
  })
  const trailers: PdfDictionary[] = []
  for (const { trailer } of saves) {
    trailers.push(trailer === undefined ? (trailers.at(-1) ?? dictionary({})) : dictionary(trailer))
  }
  const views: PdfView[] = []
  const file: PdfFile = {
    bytes: new Uint8Array(100 * saves.length),
    header: 0,
    revisions: saves.map((_, index) => ({
      index,
      place: { start: 100 * index, end: 100 * (index + 1) },
      entries: new Map([...(written[index] ?? [])].map(([number, { entry }]) => [number, entry])),
      trailer: trailers[index] ?? dictionary({}),
    })),
    problems,
    encryption: null,
    at(revision) {
      views[revision] ??= viewOf(file, written.slice(0, revision + 1))
      return views[revision]
    },
    data: (stream) => stream.raw,
  }
  return file
}

type Written = ReadonlyMap<number, { readonly entry: XrefEntry; readonly object: PdfObject }>

function viewOf(file: PdfFile, written: readonly Written[]): PdfView {
  const last = new Map(written.flatMap((one) => [...one]))
  const entry = (number: number) => {
    const found = last.get(number)?.entry
    return found === undefined || found.kind === 'free' ? null : found
  }
  const find = ({ number }: Pick<PdfReference, 'number'>) => {
    return entry(number) === null ? pdfNull : (last.get(number)?.object ?? pdfNull)
  }
  const revision = written.length - 1
  return {
    file,
    revision,
    trailer: file.revisions[revision]?.trailer ?? dictionary({}),
    numbers: [...last.keys()].filter((number) => entry(number) !== null).sort((a, b) => a - b),
    object: find,
    resolve: (from) => (from?.kind === 'reference' ? find(from) : (from ?? pdfNull)),
    entry,
  }
}

/** What was done after the first save, in the eyes of its signature. */
export function changesAfter(
  saves: readonly Save[],
  permissions: {
    readonly docMdp?: 1 | 2 | 3
    readonly locks?: readonly FieldLock[]
    readonly revision?: number
    readonly problems?: readonly PdfProblem[]
  } = {},
) {
  const { docMdp = null, locks = [], revision = 0, problems = [] } = permissions
  const signed = { revision, field: 'Sig1', dictionary: null, docMdp, locks }
  const options = { budget: new Budget(), crypto: nodeCrypto() }
  return modificationsAfter(fileOf(saves, problems), signed, options)
}

/** The kinds of what is forbidden. */
export function forbidden(modifications: ReturnType<typeof changesAfter>): string[] {
  const against = modifications.differences.filter(({ permitted }) => !permitted)
  return against.map(({ kind }) => kind)
}

const trailer = { Root: '1 R', Info: '9 R', ID: ['(a)', '(b)'] }

/** A document of one page with a signed field, a text field, and two objects that nothing leads to. */
export const signedDocument: Save & { readonly objects: { readonly [number: number]: Plain } } = {
  trailer,
  objects: {
    1: { Type: '/Catalog', Pages: '2 R', AcroForm: '5 R' },
    2: { Type: '/Pages', Kids: ['3 R'], Count: 1, MediaBox: [0, 0, 100, 100] },
    3: {
      Type: '/Page',
      Parent: '2 R',
      Contents: '4 R',
      Annots: ['6 R', '7 R', '11 R'],
      Resources: { Font: { F1: '10 R' } },
    },
    4: { stream: {}, data: 'text' },
    5: { Fields: ['6 R', '7 R', '14 R'], SigFlags: 3 },
    6: { FT: '/Sig', T: '(Sig1)', Subtype: '/Widget', V: '8 R', Rect: [0, 0, 9, 9], P: '3 R' },
    7: { FT: '/Tx', T: '(Name)', Subtype: '/Widget', V: '(old)', AP: { N: '12 R' }, P: '3 R' },
    8: { Type: '/Sig', Contents: '(signature)', ByteRange: [0, 1, 2, 3] },
    9: { ModDate: '(1)', Title: '(title)' },
    10: { Type: '/Font', BaseFont: '/Helvetica' },
    11: { Subtype: '/Text', Contents: '(note)' },
    12: { stream: { Subtype: '/Form' }, data: 'look' },
    13: { stream: {}, data: 'hidden text' },
    14: { FT: '/Sig', T: '(Sig2)', Subtype: '/Widget', Rect: [0, 0, 0, 0] },
  },
}

/** The objects of the signed document with other entries in one of its dictionaries. */
export function changed(number: number, entries: { readonly [key: string]: Plain }) {
  const before = signedDocument.objects[number] as { readonly [key: string]: Plain }
  return { [number]: { ...before, ...entries } }
}
