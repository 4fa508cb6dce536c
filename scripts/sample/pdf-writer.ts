/** Writes PDF files and further saves of them (ISO 32000-2 §7.5), in the plainest form that readers take. */

/** An indirect object that is a dictionary, or a stream where it has data; values are written as in PDF. */
export interface PdfObjectPlan {
  readonly entries: Entries
  /** One character for each octet. */
  readonly data?: string
}

export type Entries = Readonly<Record<string, string>>

/** Objects by their numbers; null frees one. Every generation is 0. */
export type Changes = ReadonlyMap<number, PdfObjectPlan | null>

/** A file as far as it is written: one character for each octet. */
export interface PdfText {
  readonly text: string
  /** Every object as it stands last. */
  readonly objects: ReadonlyMap<number, PdfObjectPlan>
  readonly trailer: Entries
  /** Where the last cross-reference section begins. */
  readonly startxref: number
  /** One more than the highest number ever used. */
  readonly size: number
}

/** table: §7.5.4; stream: §7.5.8; hybrid: an empty table, and a stream for what is hidden from it (§7.5.8.4). */
export type CrossReference = 'table' | 'stream' | 'hybrid'

const header = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'

export function newPdf(
  objects: Changes,
  trailer: Entries,
  form: CrossReference = 'table',
): PdfText {
  const start: PdfText = { text: header, objects: new Map(), trailer, startxref: -1, size: 1 }
  return saved(start, objects, form)
}

/** The file with one more save behind it (§7.5.6). */
export function saved(
  before: PdfText,
  changes: Changes,
  form: CrossReference = 'table',
  trailerChanges: Entries = {},
): PdfText {
  const objects = new Map(before.objects)
  for (const [number, object] of changes) {
    if (object === null) objects.delete(number)
    else objects.set(number, object)
  }
  const size = Math.max(before.size, ...[...changes.keys()].map((number) => number + 1))
  const body = bodyOf(before.text, changes)
  const trailer = { ...before.trailer, ...trailerChanges }
  const chained = before.startxref < 0 ? {} : { Prev: String(before.startxref) }
  const first = before.startxref < 0 ? [[0, null] as const] : []
  const places = new Map([...first, ...body.places])
  const section = sectionOf(form, body.text, places, { ...trailer, ...chained }, size)
  const text = `${section.text}startxref\n${section.startxref}\n%%EOF\n`
  return { text, objects, trailer, startxref: section.startxref, size: section.size }
}

/** Where each object begins; null where it is free. */
type Places = ReadonlyMap<number, number | null>

function bodyOf(before: string, changes: Changes): { text: string; places: Places } {
  let text = before
  const places = new Map<number, number | null>()
  for (const [number, object] of changes) {
    places.set(number, object === null ? null : text.length)
    if (object !== null) text += objectText(number, object)
  }
  return { text, places }
}

export function objectText(number: number, { entries, data }: PdfObjectPlan): string {
  if (data === undefined) return `${number} 0 obj\n${dictionaryText(entries)}\nendobj\n`
  const dictionary = dictionaryText({ ...entries, Length: String(data.length) })
  return `${number} 0 obj\n${dictionary}\nstream\n${data}\nendstream\nendobj\n`
}

export function dictionaryText(entries: Entries): string {
  const lines = Object.entries(entries).map(([key, value]) => `/${key} ${value}`)
  return `<<\n${lines.join('\n')}\n>>`
}

interface Section {
  readonly text: string
  readonly startxref: number
  readonly size: number
}

function sectionOf(
  form: CrossReference,
  text: string,
  places: Places,
  trailer: Entries,
  size: number,
): Section {
  if (form === 'stream') return streamSection(text, places, trailer, size)
  if (form === 'table') return tableSection(text, places, trailer, size)
  const { Prev: _, ...own } = trailer
  const hidden = streamSection(text, places, own, size)
  const more = { ...trailer, XRefStm: String(hidden.startxref) }
  return tableSection(hidden.text, new Map([[0, null]]), more, hidden.size)
}

function tableSection(text: string, places: Places, trailer: Entries, size: number): Section {
  const runs = runsOf(places).map((run) => {
    const lines = run.map((number) => tableEntry(number, places.get(number) ?? null))
    return `${run[0]} ${run.length}\n${lines.join('')}`
  })
  const dictionary = dictionaryText({ Size: String(size), ...trailer })
  const written = `${text}xref\n${runs.join('')}trailer\n${dictionary}\n`
  return { text: written, startxref: text.length, size }
}

/** Twenty octets (§7.5.4); the head of the free list is of generation 65535. */
function tableEntry(number: number, place: number | null): string {
  const generation = number === 0 ? 65535 : place === null ? 1 : 0
  const kind = place === null ? 'f' : 'n'
  return `${decimal(place ?? 0, 10)} ${decimal(generation, 5)} ${kind} \n`
}

function decimal(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

function streamSection(text: string, places: Places, trailer: Entries, size: number): Section {
  const all = new Map([...places, [size, text.length] as const])
  const runs = runsOf(all)
  const data = runs.flat().map((number) => streamEntry(number, all.get(number) ?? null))
  const entries = {
    Type: '/XRef',
    Size: String(size + 1),
    ...trailer,
    W: '[1 4 2]',
    Index: `[${runs.map((run) => `${run[0]} ${run.length}`).join(' ')}]`,
  }
  const written = text + objectText(size, { entries, data: data.join('') })
  return { text: written, startxref: text.length, size: size + 1 }
}

function streamEntry(number: number, place: number | null): string {
  const octets = Buffer.alloc(7)
  octets.writeUInt8(place === null ? 0 : 1, 0)
  octets.writeUInt32BE(place ?? 0, 1)
  octets.writeUInt16BE(number === 0 ? 65535 : place === null ? 1 : 0, 5)
  return octets.toString('latin1')
}

/** Numbers that follow one another, each run ascending. */
function runsOf(places: Places): readonly (readonly number[])[] {
  const runs: number[][] = []
  for (const number of [...places.keys()].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1) === number - 1) last.push(number)
    else runs.push([number])
  }
  return runs
}

/** An object of the file as it stands last. */
export function objectOf({ objects }: PdfText, number: number): PdfObjectPlan {
  const object = objects.get(number)
  if (object === undefined) throw new Error(`the PDF has no object ${number}`)
  return object
}

/** The same object with other entries. */
export function altered(pdf: PdfText, number: number, entries: Entries): PdfObjectPlan {
  const object = objectOf(pdf, number)
  return { ...object, entries: { ...object.entries, ...entries } }
}

/** An array of the object with one more item. */
export function appended(pdf: PdfText, number: number, key: string, item: string): Entries {
  const before = objectOf(pdf, number).entries[key] ?? '[]'
  const items = before.slice(1, -1).trim()
  return { [key]: `[${items === '' ? item : `${items} ${item}`}]` }
}

export function octetsOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}
