import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../../src/core/budget.ts'
import { VerifierError } from '../../../../src/core/errors.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import { readPdf } from '../../../../src/formats/pdf/read.ts'
import { expectLinearGrowth } from '../../../growth.ts'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { read, refusal } from './reading.ts'

/** Reads all that there is to read; what cannot be read has to say so by a VerifierError. */
function readAll(bytes: Uint8Array): void {
  tolerant(() => {
    const file = read(bytes)
    for (const { index } of file.revisions) {
      const view = file.at(index)
      for (const number of view.numbers) {
        tolerant(() => {
          const object = view.object({ number, generation: 0 })
          if (object.kind === 'stream') file.data(object)
        })
      }
    }
  })
}

function tolerant(action: () => void): void {
  try {
    action()
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
  }
}

/** A file with everything: tables, streams, a hybrid, object streams, freed objects. */
function varied(): Uint8Array {
  const pdf = onePage()
  pdf.objectStream(5, [[6, '(six)']], { entries: 'hidden' })
  pdf.save({ xref: 'hybrid' })
  pdf.objectStream(8, [[9, '<< /A [1 0 R 2.5 (x)] >>']])
  pdf.free(4, 1)
  pdf.save({ xref: 'stream', filter: 'FlateDecode' })
  pdf.object(3, '<< /Type /Page >>')
  pdf.save()
  return pdf.octets()
}

describe('a hostile file', () => {
  const bytes = varied()

  it('throws nothing but a VerifierError where octets are changed', () => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }))
    const changes = fc.array(change, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(changes, (all) => {
        const copy = bytes.slice()
        for (const [at, octet] of all) copy[at] = octet
        readAll(copy)
      }),
      { numRuns: 200 },
    )
  })

  it('throws nothing but a VerifierError where digits are changed', () => {
    const digits = [...bytes.keys()].filter((at) => /\d/.test(String.fromCharCode(bytes[at] ?? 0)))
    const change = fc.tuple(fc.constantFrom(...digits), fc.integer({ min: 0x30, max: 0x39 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (all) => {
        const copy = bytes.slice()
        for (const [at, octet] of all) copy[at] = octet
        readAll(copy)
      }),
      { numRuns: 200 },
    )
  })

  it('throws nothing but a VerifierError where it is cut off, or has a part left out', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length), (from, to) => {
        readAll(Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]))
        readAll(bytes.subarray(0, from))
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    [10_000, false],
    [10_001, true],
  ])('may have 10,000 objects that cannot be read: %d', (count, refused) => {
    const pdf = new PdfWriter()
    for (let number = 1; number <= count; number += 1) {
      const offset = pdf.raw(`${number} 0 obj (`)
      pdf.list(number, { kind: 'offset', offset, generation: 0 })
    }
    pdf.raw('\n')
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(refusal(() => read(pdf)) !== null).toBe(refused)
  })

  it.each([
    ['streams whose lengths lead to one another', '<< /Length N 0 R >>\nstream\n1\nendstream'],
    ['references that lead to one another', 'N 0 R'],
    ['streams whose filters lead to one another', '<< /Filter N 0 R >>\nstream\n1\nendstream'],
  ])('does not exhaust the stack with %s', (_name, body) => {
    const pdf = new PdfWriter()
    const count = 10_000
    for (let number = 1; number < count; number += 1) {
      pdf.object(number, body.replace('N', String(number + 1)))
    }
    pdf.object(count, '1')
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(() => readAll(pdf.octets())).not.toThrow()
  })

  it('does not exhaust the stack with many objects that begin in one comment', () => {
    const pdf = new PdfWriter()
    const heads = Array.from({ length: 130_000 }, (_, index) => `${index + 1} 0 obj `)
    let offset = pdf.raw('%') + 1
    for (const [index, head] of heads.entries()) {
      pdf.list(index + 1, { kind: 'offset', offset, generation: 0 })
      offset += head.length
    }
    pdf.raw(`${heads.join('')}\n`)
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(() => readAll(pdf.octets())).not.toThrow()
  })

  it('does not exhaust the stack with an object stream whose filter is in it', () => {
    const pdf = onePage({ xref: 'stream' })
    pdf.objectStream(6, [[7, '/FlateDecode']], { dictionary: '/Filter 7 0 R' })
    pdf.save({ xref: 'stream' })
    expect(() => readAll(pdf.octets())).not.toThrow()
  })

  /** Reads 1,000 objects of an object stream, each at the next repetition of a text; each to the end would be a million nodes. */
  const manyIn = (text: string) => {
    const pdf = onePage({ xref: 'stream' })
    const numbers = Array.from({ length: 1_000 }, (_, index) => 100 + index)
    const head = numbers.map((number, index) => `${number} ${index * text.length} `).join('')
    const data = head + text.repeat(300_000 / text.length)
    pdf.stream(5, `/Type /ObjStm /N 1000 /First ${head.length}`, data)
    for (const [index, number] of numbers.entries()) {
      pdf.list(number, { kind: 'compressed', stream: 5, index })
    }
    pdf.save({ xref: 'stream' })
    const budget = new Budget({ ...defaultLimits, nodes: 30_000 })
    const view = readPdf(pdf.octets(), { budget, crypto: nodeCrypto() }).at(1)
    return numbers.map((number) => refusal(() => view.object({ number, generation: 0 })))
  }

  it.each([
    ['parentheses', '('],
    ['white space', ' '],
    ['comments', '%1'],
    ['brackets', '<'],
  ])('goes once through the %s in which the objects of an object stream begin', (_name, text) => {
    expect(manyIn(text)).not.toContain(null)
  })

  it('counts a comment as often as a number before it looks over it', () => {
    expect(() => manyIn('1 %')).toThrow('the limit of 30000 nodes is exceeded')
  })

  it('counts entries of cross-references as nodes', () => {
    const pdf = new PdfWriter()
    const data = '\0'.repeat(20_000)
    pdf.raw('')
    const at = pdf.position
    const own = '/Type /XRef /W [1 0 0] /Index [0 20000] /Size 20000 /Root 1 0 R'
    pdf.unlisted(1, `<< ${own} /Length ${data.length} >>\nstream\n${data}\nendstream`)
    pdf.raw(`startxref\n${at}\n%%EOF\n`)
    const budget = new Budget({ ...defaultLimits, nodes: 10_000 })
    expect(() => readPdf(pdf.octets(), { budget, crypto: nodeCrypto() })).toThrow(
      'the limit of 10000 nodes is exceeded',
    )
  })
})

describe('a large file', () => {
  it('of many revisions is seen at each of them in linear time', () => {
    expectLinearGrowth((revisions) => {
      const pdf = onePage()
      for (let revision = 1; revision < revisions; revision += 1) {
        for (let number = 5; number < 15; number += 1) pdf.object(number, `(${revision})`)
        pdf.save()
      }
      const bytes = pdf.octets()
      return () => {
        const file = read(bytes)
        for (const { index } of file.revisions) {
          const view = file.at(index)
          for (const number of view.numbers) view.object({ number, generation: 0 })
        }
      }
    }, 100)
  })

  it('of many objects is read in linear time', () => {
    expectLinearGrowth((objects) => {
      const pdf = onePage()
      for (let number = 5; number < 5 + objects; number += 1) pdf.object(number, `(${number})`)
      pdf.save()
      const bytes = pdf.octets()
      return () => readAll(bytes)
    }, 1_000)
  })
})
