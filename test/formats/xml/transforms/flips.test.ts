import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { VerifierError } from '../../../../src/core/errors.ts'
import type { DetachedContent } from '../../../../src/formats/format.ts'
import { assemble, embedded, type ListSigner, makeSigner } from '../signing.ts'
import {
  base64,
  enveloped,
  exclusive,
  file,
  filters,
  inclusiveWithComments,
  partsOver,
  readOne,
  referenceTo,
  xpath,
} from './references.ts'

const p1 = '<P Id="p1" n="1">one &amp; ж<Q>two</Q></P>'
const content = `${p1}<B Id="b">aGVsbG8h</B><C Id="c">x<!--seen--></C>`
const inList = (element: string) => element.replace(/^<(\w)/, '<$1 xmlns="urn:list"')
const list = `<List xmlns="urn:list" Id="list">${content.replace(/<!--.*-->/, '')}</List>`
const ds = 'http://www.w3.org/2000/09/xmldsig#'
const manifest = `<ds:Manifest xmlns:ds="${ds}" Id="m">${referenceTo('a.txt', [], 'text')}</ds:Manifest>`

interface Vector {
  readonly name: string
  readonly content: string
  readonly reference: string
  /** What of the document the reference covers, as it stands in it. */
  readonly covered: readonly string[]
  readonly detached?: readonly DetachedContent[]
}

const subtracted = filters(
  ['intersect', '//*[local-name() = "P"]'],
  ['subtract', '//*[local-name() = "Q"]'],
)
const vectors: readonly Vector[] = [
  {
    name: 'an XPath filter of the signature',
    content,
    reference: referenceTo('', [xpath('not(ancestor-or-self::ds:Signature)'), exclusive], list),
    covered: [p1, '<B Id="b">aGVsbG8h</B><C Id="c">x'],
  },
  {
    name: 'subtrees less subtrees',
    content,
    reference: referenceTo('', [subtracted], inList(p1.replace('<Q>two</Q>', ''))),
    covered: [p1.slice(0, p1.indexOf('<Q>'))],
  },
  {
    name: 'base64',
    content,
    reference: referenceTo('#b', [base64], 'hello!'),
    covered: ['aGVsbG8h'],
  },
  {
    name: 'an XPointer with comments',
    content,
    reference: referenceTo(
      "#xpointer(id('c'))",
      [inclusiveWithComments],
      '<C xmlns="urn:list" Id="c">x<!--seen--></C>',
    ),
    covered: ['<C Id="c">x<!--seen--></C>'],
  },
  {
    name: 'one canonicalisation behind another',
    content,
    reference: referenceTo('#p1', [exclusive, inclusiveWithComments], inList(p1)),
    covered: [p1],
  },
  {
    name: 'a manifest',
    content: manifest,
    reference: referenceTo('#m', [exclusive], manifest, `${ds}Manifest`),
    covered: [manifest],
    detached: [file('a.txt', 'text')],
  },
  {
    name: 'a document outside',
    content,
    reference: referenceTo('a.xml', [exclusive], '<a b="1">c</a>'),
    covered: [],
    detached: [file('a.xml', '<a b="1">c</a>')],
  },
  {
    name: 'the document whole',
    content,
    reference: referenceTo('', [enveloped, exclusive], list),
    covered: [p1],
  },
]

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

function outcome(xml: Uint8Array, detached: readonly DetachedContent[] = []): string {
  try {
    return readOne(xml, detached).outcome
  } catch (error) {
    if (error instanceof VerifierError || (error as Error).message === 'not one signature') {
      return 'refused'
    }
    throw error
  }
}

function flipped(bytes: Uint8Array, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at)
  return copy
}

describe('no bit can be flipped that is covered', () => {
  const bit = fc.integer({ min: 0, max: 7 })

  it.each(vectors)('by $name', ({ content: inside, reference, covered, detached }) => {
    const parts = partsOver(signer, inside, reference)
    const bytes = Buffer.from(assemble(parts))
    expect(outcome(bytes, detached)).toBe('intact')
    const places = [...covered, embedded(parts.signedInfo)].flatMap((part) => {
      const start = bytes.indexOf(Buffer.from(part))
      expect(start).toBeGreaterThan(0)
      return Array.from(Buffer.from(part), (_, index) => start + index)
    })
    fc.assert(
      fc.property(fc.constantFrom(...places), bit, (at, which) => {
        expect(outcome(flipped(bytes, at, which), detached)).not.toBe('intact')
      }),
      { numRuns: 250 },
    )
  })

  it.each(vectors.filter(({ detached }) => detached !== undefined))(
    'by $name, outside the document',
    ({ content: inside, reference, detached = [] }) => {
      const bytes = Buffer.from(assemble(partsOver(signer, inside, reference)))
      const [given] = detached
      const octets = given?.bytes ?? Buffer.of()
      for (const at of octets.keys()) {
        for (let which = 0; which < 8; which += 1) {
          const changed = { name: null, digests: {}, ...given, bytes: flipped(octets, at, which) }
          expect(outcome(bytes, [changed])).not.toBe('intact')
        }
      }
    },
  )
})
