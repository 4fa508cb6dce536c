import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../src/core/budget.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { PdfFile } from '../../src/formats/pdf/file.ts'
import { modificationsAfter } from '../../src/formats/pdf/modifications/modifications.ts'
import { pdf } from '../../src/formats/pdf/pades.ts'
import { readPdf } from '../../src/formats/pdf/read.ts'
import { onePage, PdfWriter } from '../formats/pdf/pdf-writer.ts'

const crypto = nodeCrypto()

/** A page with a signature field, whose value is no CMS, and a save behind it that adds an annotation. */
function signedPage(xref: 'table' | 'stream'): PdfWriter {
  const pdf = onePage({ xref })
  pdf.object(1, '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>')
  pdf.object(
    3,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Annots [6 0 R] >>',
  )
  pdf.object(
    6,
    '<< /Type /Annot /Subtype /Widget /FT /Sig /T (one) /Rect [0 0 0 0] /P 3 0 R /V 7 0 R >>',
  )
  const range = [0, pdf.position + 152, pdf.position + 182, 400]
  pdf.object(
    7,
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20260101000000Z) ' +
      `/ByteRange [${range.join(' ')}] /Contents <308006092A864886F70D010702A080> >>`,
  )
  pdf.save({ xref })
  pdf.object(8, '<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (a note) >>')
  pdf.save({ xref })
  return pdf
}

/** Objects in an object stream, and two saves behind it, of which one frees an object. */
function packedPage(): PdfWriter {
  const pdf = new PdfWriter()
  pdf.objectStream(5, [
    [1, '<< /Type /Catalog /Pages 2 0 R >>'],
    [2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [3, '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>'],
  ])
  pdf.stream(4, '/Filter [/ASCIIHexDecode /RunLengthDecode]', '0261622080>')
  pdf.save({ xref: 'stream', filter: 'FlateDecode', trailer: '/Root 1 0 R' })
  pdf.stream(4, '/Filter /ASCII85Decode', '87cURD]i,"Ebo80~>')
  pdf.save({ xref: 'stream' })
  pdf.free(4, 1)
  pdf.save({ xref: 'stream' })
  return pdf
}

const documents = [
  onePage(),
  onePage({ xref: 'stream', filter: 'FlateDecode' }),
  onePage({ xref: 'hybrid' }),
  signedPage('table'),
  signedPage('stream'),
  packedPage(),
].map((pdf) => Buffer.from(pdf.octets()))

/** What came of it: nothing but an answer or the error of this package. */
function outcome(action: () => unknown): string {
  try {
    action()
    return 'read'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

/** Reads everything that a file has, in each of its revisions; what cannot be read is passed over. */
function readAll(bytes: Uint8Array, budget: Budget): void {
  const file = readPdf(bytes, { budget, crypto })
  for (const { index } of file.revisions) {
    const view = file.at(index)
    for (const number of view.numbers) {
      const entry = view.entry(number)
      const generation = entry?.kind === 'offset' ? entry.generation : 0
      const read = outcome(() => {
        const object = view.resolve(view.object({ number, generation }))
        if (object.kind === 'stream') file.data(object)
      })
      expect(['read', 'pdf-malformed', 'budget-exceeded']).toContain(read)
    }
  }
}

const words =
  '<< >> [ ] ( ) < > / % R obj endobj stream endstream xref trailer startxref %%EOF null 0 1 2 9999999999 -1 ' +
  '/Length /Prev /XRefStm /Kids /Parent /Type /ByteRange /Contents /Filter /Root /Size /W /Index /N /First'

/** One change: octets in place of others, by preference words of PDF and numbers. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  length: fc.oneof({ weight: 3, arbitrary: fc.constant('same' as const) }, fc.nat(40)),
  octets: fc.oneof(
    fc.constantFrom(...words.split(' ')).map((word) => Buffer.from(word, 'latin1')),
    fc.nat(2000).map((number) => Buffer.from(String(number))),
    fc.uint8Array({ maxLength: 6 }).map((octets) => Buffer.from(octets)),
  ),
  from: fc.constantFrom(null, 'number', 'name'),
})

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

/** The octets with a change: somewhere, or in place of a number or name that stands there. */
function edited(bytes: Buffer, { at, length, octets, from }: Edit): Buffer {
  const tokens = from === null ? [] : tokensOf(bytes, from)
  const token = tokens[Math.floor(at * tokens.length)]
  const start = token?.start ?? Math.floor(at * bytes.length)
  const removed = length === 'same' ? octets.length : (token?.length ?? length)
  return Buffer.concat([bytes.subarray(0, start), octets, bytes.subarray(start + removed)])
}

function tokensOf(bytes: Buffer, kind: 'number' | 'name') {
  const pattern = kind === 'number' ? /\d+/g : /\/[A-Za-z]+/g
  const found = bytes.toString('latin1').matchAll(pattern)
  return [...found].map((match) => ({ start: match.index, length: match[0].length }))
}

const changedDocument = fc
  .tuple(fc.constantFrom(...documents), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([bytes, edits]) => edits.reduce(edited, bytes))

describe('a PDF file that was changed anywhere', () => {
  it('is one that can be read before', () => {
    for (const bytes of documents) expect(outcome(() => readAll(bytes, new Budget()))).toBe('read')
  })

  it('is read or refused with nothing but the error of this package', () => {
    fc.assert(
      fc.property(changedDocument, (bytes) => {
        expect(['read', 'pdf-malformed', 'budget-exceeded', 'format-unsupported']).toContain(
          outcome(() => readAll(bytes, new Budget())),
        )
      }),
      { numRuns: 2000 },
    )
  })

  it('is searched for signatures with nothing but the error of this package', () => {
    fc.assert(
      fc.property(changedDocument, (bytes) => {
        const read = outcome(() => pdf.parse(bytes, { budget: new Budget(), crypto, detached: [] }))
        expect([
          'read',
          'document-unreadable',
          'pdf-malformed',
          'budget-exceeded',
          'format-unsupported',
          'not-a-signed-document',
          'password-wrong',
        ]).toContain(read)
      }),
      { numRuns: 2000 },
    )
  })

  it('has no more to be read than so many parts for each octet', () => {
    fc.assert(
      fc.property(changedDocument, (bytes) => {
        const limits = { ...defaultLimits, nodes: 4 * bytes.length }
        expect(outcome(() => readAll(bytes, new Budget(limits)))).not.toBe('budget-exceeded')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a key that comes twice in a later revision', () => {
  const signed = { revision: 0, field: '', dictionary: null, docMdp: null, locks: [] }

  function outcomeOf(pdf: PdfWriter): string {
    const budget = new Budget()
    const file: PdfFile = readPdf(pdf.octets(), { budget, crypto })
    return modificationsAfter(file, signed, { budget, crypto }).outcome
  }

  const catalogs = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Catalog /Pages 9 0 R /Pages 2 0 R >>',
  ]

  it('is forbidden, since some readers take the first and others the last', () => {
    const outcomes = catalogs.map((catalog) => {
      const pdf = onePage()
      pdf.object(1, catalog)
      pdf.save()
      return outcomeOf(pdf)
    })
    expect(outcomes).toEqual(['permitted', 'forbidden'])
  })

  it('is forbidden in an object stream as well', () => {
    const outcomes = catalogs.map((catalog) => {
      const pdf = onePage({ xref: 'stream' })
      pdf.objectStream(pdf.nextNumber, [[1, catalog]])
      pdf.save({ xref: 'stream' })
      return outcomeOf(pdf)
    })
    expect(outcomes).toEqual(['permitted', 'forbidden'])
  })
})

/** Counts what is spent, and refuses nothing. */
class Counted extends Budget {
  nodes = 0

  override spendNodes(amount = 1): void {
    this.nodes += amount
  }
}

/** So many saves, each of which does what nothing permits. */
function savedAgain(saves: number, bodies: (save: number) => readonly [number, string][]) {
  const pdf = onePage()
  for (let save = 1; save <= saves; save += 1) {
    for (const [number, body] of bodies(save)) pdf.object(number, body)
    pdf.save()
  }
  return pdf.octets()
}

describe('the work of a file that was saved again and again', () => {
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R'
  const signed = { revision: 0, field: '', dictionary: null, docMdp: null, locks: [] }

  function compared(bytes: Uint8Array) {
    const budget = new Counted()
    const file = readPdf(bytes, { budget, crypto })
    return { budget, ...modificationsAfter(file, signed, { budget, crypto }) }
  }

  it.each<[string, (save: number) => readonly [number, string][]]>([
    ['with another content of the page', (save) => [[4, `(${save})`]]],
    ['with another page', (save) => [[3, `${page} /Rotate ${90 * save} >>`]]],
    [
      'with another page and content',
      (save) => [
        [3, `${page} >>`],
        [4, `(${save})`],
      ],
    ],
    [
      'with an object more on the page',
      (save) => [
        [3, `${page} /X ${4 + save} 0 R >>`],
        [4 + save, `(${save})`],
      ],
    ],
  ])('grows with the number of the saves: %s', (_, bodies) => {
    const [few, many] = [100, 400].map((saves) => compared(savedAgain(saves, bodies)).budget.nodes)
    expect(many).toBeLessThan(5 * (few ?? 0))
  })

  it('ends where a long key leads to very many references', () => {
    const pdf = onePage()
    pdf.object(4, '(other)')
    pdf.object(5, `<< /${'A'.repeat(100_000)} [${'4 0 R '.repeat(100_000)}] >>`)
    pdf.save()
    const budget = new Budget()
    const file = readPdf(pdf.octets(), { budget, crypto })
    const compare = () => modificationsAfter(file, signed, { budget, crypto })
    expect(compare).toThrow('the limit of 4000000 nodes is exceeded')
  })
})
