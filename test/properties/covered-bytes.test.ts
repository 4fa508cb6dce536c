import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromLatin1 } from '../../src/core/bytes.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { type Extraction, extract, type SignedObject } from '../../src/extract.ts'
import type { DetachedContent } from '../../src/formats/format.ts'
import { type Row, readIndex } from '../sample/expectations.ts'

const root = join(import.meta.dirname, '..', '..')
const vectors = join(root, 'test-vectors')
const crypto = nodeCrypto()
const { rows } = await readIndex(root)

/** What a row's file signs, with other octets in place of its own. */
function extractionOf(row: Row, bytes: Uint8Array, detached = detachedOf(row)): Extraction {
  const document = { name: row.path, bytes }
  return extract({ document, detached, certificates: [], signature: null, crypto })
}

function detachedOf({ detached }: Row): readonly DetachedContent[] {
  if (detached === undefined) return []
  return [{ name: basename(detached), bytes: readFileSync(join(vectors, detached)), digests: {} }]
}

/** Null where the document cannot be read any more, which is refusal enough. */
function readable(read: () => Extraction): Extraction | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const other = Uint8Array.from(bytes)
  other[at] = (other[at] ?? 0) ^ mask
  return other
}

const masks = fc.integer({ min: 1, max: 255 })

function positions(length: number) {
  return fc.integer({ min: 0, max: length - 1 })
}

/** What the signatures of a PDF leave out, each by the length of the revision that it is over. */
type Gaps = ReadonlyMap<number, { readonly start: number; readonly end: number }>

/** The gap is the signature's own value, of which no digest can be signed (ISO 32000-2 §12.8.1). */
function gapsOf({ path }: Row, bytes: Uint8Array): Gaps {
  if (!path.endsWith('.pdf')) return new Map()
  const ranges = fromLatin1(bytes).matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/g)
  return new Map(
    [...ranges].map(([, start, end, rest]) => [
      Number(end) + Number(rest),
      { start: Number(start), end: Number(end) },
    ]),
  )
}

function withoutGap(octets: Uint8Array, gaps: Gaps): Uint8Array {
  const gap = gaps.get(octets.length)
  if (gap === undefined) return octets
  return concatBytes([octets.subarray(0, gap.start), octets.subarray(gap.end)])
}

const intact = rows.filter((row) => row.expected.integrity === 'intact')

describe('one octet flipped anywhere in a document', () => {
  it.each(intact.map((row) => [row.path, row] as const))(
    'gives back nothing that was not signed: %s',
    (_, row) => {
      const bytes = readFileSync(join(vectors, row.path))
      const gaps = gapsOf(row, bytes)
      const digestOf = ({ octets }: SignedObject) => sha256Hex(withoutGap(held(octets), gaps))
      const signed = new Set(extractionOf(row, bytes).objects.map(digestOf))
      expect(signed.size).toBeGreaterThan(0)
      const property = fc.property(positions(bytes.length), masks, (at, mask) => {
        const found = readable(() => extractionOf(row, flipped(bytes, at, mask)))
        for (const object of found?.objects ?? []) expect(signed).toContain(digestOf(object))
      })
      fc.assert(property, { numRuns: 40 })
    },
  )
})

function held(octets: Uint8Array | null): Uint8Array {
  if (octets === null) throw new Error('the documents here are held')
  return octets
}

/** Documents that hold what is signed as it stands, in one piece: every octet of it is covered. */
const whole = intact.flatMap((row) => {
  const bytes = readFileSync(join(vectors, row.path))
  const { objects } = extractionOf(row, bytes)
  return objects.slice(0, 1).flatMap((object) => {
    const octets = held(object.octets)
    const start = bytes.indexOf(octets)
    const gap = gapsOf(row, bytes).get(octets.length) ?? { start: 0, end: 0 }
    const { length } = octets
    return start < 0 ? [] : [[row.path, { row, bytes, start, length, gap }] as const]
  })
})

describe('one octet flipped in what is signed', () => {
  it('is tried on many documents', () => {
    expect(whole.length).toBeGreaterThan(10)
  })

  it.each(whole)('leaves no signature over it intact: %s', (_, one) => {
    const { row, bytes, start, length, gap } = one
    const covered = positions(length).filter((at) => at < gap.start || at >= gap.end)
    const property = fc.property(covered, masks, (at, mask) => {
      const found = readable(() => extractionOf(row, flipped(bytes, start + at, mask)))
      expect(found?.objects ?? []).toEqual([])
    })
    fc.assert(property, { numRuns: 40 })
  })

  const beside = intact.filter(({ detached }) => detached !== undefined)
  it.each(beside.map((row) => [row.path, row] as const))(
    'leaves none intact where it stands beside: %s',
    (_, row) => {
      const document = readFileSync(join(vectors, row.path))
      const content = readFileSync(join(vectors, row.detached ?? ''))
      const property = fc.property(positions(content.length), masks, (at, mask) => {
        const name = basename(row.detached ?? '')
        const changed = { name, bytes: flipped(content, at, mask), digests: {} }
        expect(extractionOf(row, document, [changed]).objects).toEqual([])
      })
      fc.assert(property, { numRuns: 40 })
    },
  )
})

/** Texts of signed XML that stand in the document once: of the data, the properties and SignedInfo. */
const texts = intact
  .filter(({ path, further = [] }) => {
    return path.endsWith('.xml') && further.every((one) => one.expected.integrity === 'intact')
  })
  .map((row) => {
    const bytes = readFileSync(join(vectors, row.path))
    const data = extractionOf(row, bytes).objects.map(({ octets }) => Buffer.from(held(octets)))
    const own = [...bytes.toString().matchAll(/<(xades:SigningTime|ds:DigestValue)>([^<]+)</g)]
    const candidates = [...data.flatMap(textsIn), ...own.map(([, , text = '']) => text)]
    const found = candidates.map((text) => ({ start: bytes.indexOf(text), text }))
    const once = found.filter(({ start, text }) => start >= 0 && bytes.indexOf(text, start + 1) < 0)
    return [row.path, { row, bytes, once }] as const
  })

/** Without white space at the ends: line ends may change, and the canonical form stays. */
function textsIn(canonical: Buffer): readonly string[] {
  const parts = canonical.toString().split(/<[^>]*>|\n/)
  return parts.map((text) => text.trim()).filter((text) => text.length > 3)
}

function intactIn({ signatures }: Extraction): number {
  return signatures.filter(({ integrity }) => integrity === 'intact').length
}

describe('one octet flipped in signed XML', () => {
  it('is tried on many documents', () => {
    expect(texts.length).toBeGreaterThan(25)
  })

  it.each(texts)('leaves fewer signatures intact: %s', (_, { row, bytes, once }) => {
    expect(once.length).toBeGreaterThan(1)
    const places = fc
      .constantFrom(...once)
      .chain(({ start, text }) => positions(Buffer.byteLength(text)).map((at) => start + at))
    const before = intactIn(extractionOf(row, bytes))
    const property = fc.property(places, masks, (at, mask) => {
      const found = readable(() => extractionOf(row, flipped(bytes, at, mask)))
      expect(found === null ? 0 : intactIn(found)).toBeLessThan(before)
    })
    fc.assert(property, { numRuns: 40 })
  })
})
