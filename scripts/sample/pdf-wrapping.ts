import { byteRangePlaceholder } from './pades.ts'
import { newContent, signatureNumber } from './pdf-later-saves.ts'
import { dictionaryText, objectOf, objectText, type PdfText } from './pdf-writer.ts'

/** Signature wrapping: what is not signed is put into the gap that the byte range leaves. */
export const wrappings: Readonly<Record<string, (honest: PdfText) => string>> = {
  'second-range-moved': secondRangeMoved,
  'signature-copied': signatureCopied,
  'blanks-in-the-gap': (honest) => behindTheValue(honest, ''),
  'comment-in-the-gap': (honest) => behindTheValue(honest, '% the price is 9000\n'),
  'entry-in-the-gap': (honest) => behindTheValue(honest, '/Reason (I was there)'),
  'octets-behind-the-value': (honest) => {
    const { head, value, tail } = parts(honest)
    return head + value.replace(/0{40}>$/, `${'9000'.repeat(10)}>`) + tail
  },
  'octets-put-in': (honest) => {
    const { head, value, tail } = parts(honest)
    return `${head + value}\n/Reason (I was there)${tail}`
  },
}

type SignWider = (gap: { readonly before: number; readonly behind: number }) => Promise<PdfText>

/** Signed with a gap that is wider than the value, so that what stands there can be changed at will. */
export function widerGaps(sign: SignWider): Readonly<Record<string, () => Promise<string>>> {
  const key = '/Contents '.length
  const range = `/ByteRange ${byteRangePlaceholder}\n`.length
  return {
    'gap-with-line-end': async () => (await sign({ before: 0, behind: 1 })).text,
    'gap-with-key': async () => (await sign({ before: key, behind: 0 })).text,
    'gap-with-byte-range': async () => (await sign({ before: key + range, behind: 0 })).text,
  }
}

interface Parts {
  /** The first range. */
  readonly head: string
  /** What stands in the gap. */
  readonly value: string
  /** The same without what is free behind the value. */
  readonly short: string
  /** The second range. */
  readonly tail: string
}

function parts({ text }: PdfText): Parts {
  const start = text.indexOf('/Contents <') + '/Contents '.length
  const end = text.indexOf('>', start) + 1
  const value = text.slice(start, end)
  const free = /(00){8,}>$/.exec(value)?.[0].length ?? 0
  const short = `${value.slice(0, value.length - free)}>`
  return { head: text.slice(0, start), value, short, tail: text.slice(end) }
}

/** The ranges stay, the value ends earlier, and the rest of the gap says something else. */
function behindTheValue(honest: PdfText, what: string): string {
  const { head, value, short, tail } = parts(honest)
  return head + (short + what).padEnd(value.length) + tail
}

/**
 * The second range is moved behind new cross-references, which stand where the signed end of the file
 * says that its own stand; the dictionary gets a second byte range, in the gap.
 */
function secondRangeMoved(honest: PdfText): string {
  return wrapped(honest, ({ short }, range) => [`${short}/ByteRange ${range}>>\nendobj\n`, []])
}

/** The same, with a copy of the whole signature dictionary in place of a second byte range in it. */
function signatureCopied(honest: PdfText): string {
  return wrapped(honest, ({ value, short }, range) => {
    const number = signatureNumber(honest)
    const { entries } = objectOf(honest, number)
    const copy = { entries: { ...entries, ByteRange: range, Contents: value } }
    return [`${short}>>\nendobj\n`, [[number, objectText(number, copy)]]]
  })
}

/** What stands before the new cross-references, and objects of its own that the dictionary needs. */
type Wrapped = readonly [string, readonly (readonly [number, string])[]]

function wrapped(honest: PdfText, how: (own: Parts, range: string) => Wrapped): string {
  const own = parts(honest)
  const { head, value, tail } = own
  const gap = (moved: number) => {
    const range = `[0 ${head.length} ${fiveDigits(moved)} ${tail.length}]`
    // The signed cross-references have moved with the range that they stand in.
    const previous = honest.startxref - head.length - value.length + moved
    return gapOf(honest, how(own, range), head.length, previous)
  }
  // Numbers are of one length, so that the place of the second range is known before it is written.
  return head + gap(head.length + gap(0).length) + tail
}

function gapOf(honest: PdfText, [first, own]: Wrapped, start: number, previous: number): string {
  const { startxref, trailer, size } = honest
  const room = startxref - start
  if (first.length > room) throw new Error('there is no room for the new cross-references')
  const bodies = [...replaced(honest), ...own]
  const entries = { Size: String(size), ...trailer, Prev: fiveDigits(previous) }
  const table = (places: readonly number[]) => {
    const rows = bodies.map(
      ([number], index) => `${number} 1\n${tenDigits(places[index])} 00000 n \n`,
    )
    const rest = `trailer\n${dictionaryText(entries)}\nstartxref\n${startxref}\n%%EOF\n`
    return `xref\n${rows.join('')}${rest}`
  }
  const lengths = bodies.map(([, text]) => text.length)
  const from = startxref + table([]).length
  const places = lengths.map((_, index) => from + sum(lengths.slice(0, index)))
  return first.padEnd(room) + table(places) + bodies.map(([, text]) => text).join('')
}

function replaced(honest: PdfText): readonly (readonly [number, string])[] {
  return [...newContent(honest)].map(([number, object]) => {
    if (object === null) throw new Error('content is replaced, not freed')
    return [number, objectText(number, object)] as const
  })
}

function fiveDigits(value: number): string {
  return String(Math.max(value, 0)).padStart(5, '0')
}

function tenDigits(value = 0): string {
  return String(value).padStart(10, '0')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
