import { deflateSync } from 'node:zlib'

/** What `save` may be told; each is as in the file, and computed where it is left out. */
export interface Save {
  /** How the cross-references are written; hybrid: a table, with a stream behind `XRefStm`. Table where absent. */
  readonly xref?: 'table' | 'stream' | 'hybrid'
  /** What else the trailer has, such as "/Root 1 0 R /ID [<00> <00>]"; that of the save before where absent. */
  readonly trailer?: string
  readonly size?: number
  /** Null for none. */
  readonly prev?: number | null
  /** Null for none, and no `%%EOF` either. */
  readonly startxref?: number | null
  /** The number of the cross-reference stream; the next free one where absent. */
  readonly number?: number
  /** Encodes the cross-reference stream with FlateDecode; it is plain where absent. */
  readonly filter?: 'FlateDecode'
  /** What stands behind the `startxref` line. */
  readonly end?: string
}

type Entry =
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'free'; readonly next: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly stream: number; readonly index: number }

/**
 * Writes PDF files for tests, octet by octet in the order of the calls: what one call to `save` and
 * the next have between them is one incremental update. Text is ISO 8859-1. Nothing is checked, so
 * that what is broken can be written as well.
 */
export class PdfWriter {
  #parts: Buffer[] = []
  #length = 0
  #entries = new Map<number, Entry>()
  #hidden = new Map<number, Entry>()
  #size = 1
  #prev: number | null = null
  #trailer = ''

  constructor(header = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n') {
    this.raw(header)
    this.#entries.set(0, { kind: 'free', next: 0, generation: 65535 })
  }

  /** Where the next octet will stand. */
  get position(): number {
    return this.#length
  }

  /** Where the last cross-reference section stands. */
  get section(): number {
    return this.#prev ?? 0
  }

  /** A number that is above all that were used. */
  get nextNumber(): number {
    return this.#size
  }

  /** Octets as they are given; returns where they stand. */
  raw(text: string | Uint8Array): number {
    const at = this.#length
    const octets = typeof text === 'string' ? Buffer.from(text, 'latin1') : Buffer.from(text)
    this.#parts.push(octets)
    this.#length += octets.length
    return at
  }

  /** `number generation obj … endobj`, with its entry; returns its offset. */
  object(number: number, body: string | Uint8Array, generation = 0): number {
    const offset = this.unlisted(number, body, generation)
    this.list(number, { kind: 'offset', offset, generation })
    return offset
  }

  /** The same without an entry. */
  unlisted(number: number, body: string | Uint8Array, generation = 0): number {
    const offset = this.raw(`${number} ${generation} obj\n`)
    this.raw(body)
    this.raw('\nendobj\n')
    return offset
  }

  /** A stream: what stands in its dictionary besides `Length`, such as "/Type /XObject", and its data. */
  stream(number: number, dictionary: string, data: string | Uint8Array, generation = 0): number {
    return this.object(number, streamBody(dictionary, data), generation)
  }

  /** An object stream with those objects, each with its entry; returns its offset. */
  objectStream(
    number: number,
    objects: readonly (readonly [number: number, body: string])[],
    {
      dictionary = '',
      entries = 'listed',
    }: { dictionary?: string; entries?: 'listed' | 'hidden' } = {},
  ): number {
    let at = 0
    const heads: string[] = []
    for (const [inner, body] of objects) {
      heads.push(`${inner} ${at}`)
      at += Buffer.byteLength(body, 'latin1') + 1
    }
    const head = `${heads.join(' ')}\n`
    const text = head + objects.map(([, body]) => `${body}\n`).join('')
    const own = `/Type /ObjStm /N ${objects.length} /First ${head.length} ${dictionary}`
    const offset = this.raw(`${number} 0 obj\n`)
    this.raw(streamBody(own, text))
    this.raw('\nendobj\n')
    const list = entries === 'hidden' ? this.hide.bind(this) : this.list.bind(this)
    list(number, { kind: 'offset', offset, generation: 0 })
    for (const [index, [inner]] of objects.entries()) {
      list(inner, { kind: 'compressed', stream: number, index })
    }
    return offset
  }

  /** Lists an object as free; `next` is the number of the next free one. */
  free(number: number, generation: number, next = 0): void {
    this.list(number, { kind: 'free', next, generation })
  }

  /** Lists an object as the test wants it. */
  list(number: number, entry: Entry): void {
    this.#entries.set(number, entry)
    this.#size = Math.max(this.#size, number + 1)
  }

  /** Takes the entry of an object back. */
  unlist(number: number): void {
    this.#entries.delete(number)
  }

  /** Lists an object in the cross-reference stream of a hybrid save. */
  hide(number: number, entry: Entry): void {
    this.#hidden.set(number, entry)
    this.#size = Math.max(this.#size, number + 1)
  }

  /** Ends a revision: cross-references, trailer, `startxref` and `%%EOF`; returns where it ends. */
  save(save: Save = {}): number {
    this.#trailer = save.trailer ?? this.#trailer
    const at = save.xref === 'stream' ? this.#saveStream(save) : this.#saveTable(save)
    if (save.startxref !== null) {
      this.raw(`startxref\n${save.startxref ?? at}\n${save.end ?? '%%EOF\n'}`)
    }
    this.#prev = at
    this.#entries.clear()
    this.#hidden.clear()
    return this.#length
  }

  /** The file so far. */
  octets(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts))
  }

  #saveTable(save: Save): number {
    const hidden = save.xref === 'hybrid' ? this.#hiddenStream(save) : ''
    const at = this.raw('xref\n')
    for (const run of runsOf(this.#entries)) {
      this.raw(`${run[0]?.[0] ?? 0} ${run.length}\n`)
      this.raw(run.map(([, entry]) => tableEntry(entry)).join(''))
    }
    if (this.#entries.size === 0) this.raw('0 0\n')
    this.raw(`trailer\n<< ${this.#trailerText(save)}${hidden} >>\n`)
    return at
  }

  #hiddenStream(save: Save): string {
    const number = save.number ?? this.#size
    this.#size = Math.max(this.#size, number + 1)
    const at = this.#length
    this.#hidden.set(number, { kind: 'offset', offset: at, generation: 0 })
    this.#writeStream(number, this.#hidden, `/Size ${this.#size}`, save)
    return ` /XRefStm ${at}`
  }

  #saveStream(save: Save): number {
    const number = save.number ?? this.#size
    const at = this.#length
    this.list(number, { kind: 'offset', offset: at, generation: 0 })
    this.#writeStream(number, this.#entries, this.#trailerText(save), save)
    return at
  }

  #writeStream(number: number, entries: Map<number, Entry>, trailer: string, save: Save): void {
    const runs = runsOf(entries)
    const index = runs.map((run) => `${run[0]?.[0] ?? 0} ${run.length}`).join(' ')
    const plain = Buffer.concat(runs.flat().map(([, entry]) => streamEntry(entry)))
    const filter = save.filter === undefined ? '' : '/Filter /FlateDecode '
    const data = save.filter === undefined ? plain : deflateSync(plain)
    const own = `/Type /XRef /W [1 4 2] /Index [${index}] ${filter}${trailer}`
    this.raw(`${number} 0 obj\n`)
    this.raw(streamBody(own, data))
    this.raw('\nendobj\n')
  }

  #trailerText(save: Save): string {
    const prev = save.prev === undefined ? this.#prev : save.prev
    const text = `/Size ${save.size ?? this.#size} ${this.#trailer}`
    return prev === null ? text : `${text} /Prev ${prev}`
  }
}

/** A catalogue, a page tree and one page with a content stream: objects 1 to 4, saved once. */
export function onePage(save: Save = {}): PdfWriter {
  const pdf = new PdfWriter()
  pdf.object(1, '<< /Type /Catalog /Pages 2 0 R >>')
  pdf.object(2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
  pdf.object(3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>')
  pdf.stream(4, '', 'BT (crates of tea) Tj ET')
  pdf.save({ trailer: '/Root 1 0 R /ID [<0102> <0102>]', ...save })
  return pdf
}

function streamBody(dictionary: string, data: string | Uint8Array): Uint8Array {
  const octets = typeof data === 'string' ? Buffer.from(data, 'latin1') : data
  return Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${octets.length} >>\nstream\n`, 'latin1'),
    octets,
    Buffer.from('\nendstream', 'latin1'),
  ])
}

/** Entries in ascending order, in runs of successive numbers. */
function runsOf(entries: ReadonlyMap<number, Entry>): (readonly [number, Entry])[][] {
  const runs: (readonly [number, Entry])[][] = []
  let last = -2
  for (const pair of [...entries].sort(([a], [b]) => a - b)) {
    if (pair[0] !== last + 1) runs.push([])
    runs.at(-1)?.push(pair)
    last = pair[0]
  }
  return runs
}

function tableEntry(entry: Entry): string {
  if (entry.kind === 'compressed') throw new Error('a table has no entries of object streams')
  const first = entry.kind === 'offset' ? entry.offset : entry.next
  const digits = `${String(first).padStart(10, '0')} ${String(entry.generation).padStart(5, '0')}`
  return `${digits} ${entry.kind === 'offset' ? 'n' : 'f'} \n`
}

function streamEntry(entry: Entry): Buffer {
  const octets = Buffer.alloc(7)
  octets[0] = { free: 0, offset: 1, compressed: 2 }[entry.kind]
  if (entry.kind === 'compressed') {
    octets.writeUInt32BE(entry.stream, 1)
    octets.writeUInt16BE(entry.index, 5)
  } else {
    octets.writeUInt32BE(entry.kind === 'offset' ? entry.offset : entry.next, 1)
    octets.writeUInt16BE(entry.generation, 5)
  }
  return octets
}
