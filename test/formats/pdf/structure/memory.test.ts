import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../../src/core/errors.ts'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { plain, read } from './reading.ts'

/** The limit that reading every object of a file passes; null where it passes none. */
function limitPassed(pdf: PdfWriter | Uint8Array): unknown {
  try {
    const file = read(pdf)
    const view = file.at(file.revisions.length - 1)
    for (const number of view.numbers) view.object({ number, generation: 0 })
    return null
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'budget-exceeded') {
      return error.facts['what']
    }
    throw error
  }
}

function pageWith(...bodies: readonly string[]): PdfWriter {
  const pdf = onePage()
  for (const [index, body] of bodies.entries()) pdf.object(5 + index, body)
  pdf.save()
  return pdf
}

describe('the memory that a small file may take', () => {
  it.each([
    ['strings', '()'],
    ['dictionaries', '<</A 1>>'],
    ['reals', '.5 '],
    ['arrays', '[1]'],
    ['references', '1 0 R 9999 0 R '],
  ])('is enough for an object of a few thousand %s', (_, part) => {
    expect(limitPassed(pageWith(`[${part.repeat(10_000)}]`))).toBeNull()
  })

  it.each([
    ['strings', '()'],
    ['dictionaries', '<</A 1>>'],
    ['reals', '.5 '],
    ['arrays', '[1]'],
  ])('is not enough for an object of half a million %s', (_, part) => {
    expect(limitPassed(pageWith(`[${part.repeat(500_000)}]`))).toBe('memoryOfOneObject')
  })

  it('is enough for half a million empty arrays, which are one', () => {
    expect(limitPassed(pageWith(`[${'[]'.repeat(500_000)}]`))).toBeNull()
  })

  it('is not enough for many objects of which each would do', () => {
    const body = `[${'()'.repeat(20_000)}]`
    expect(limitPassed(pageWith(...Array.from({ length: 20 }, () => body)))).toBe('memoryOfObjects')
  })

  it('is not enough for many trailers of which each would do', () => {
    const pdf = onePage()
    for (let save = 0; save < 20; save += 1) {
      pdf.object(4, `(${save})`)
      pdf.save({ trailer: `/Root 1 0 R /ID [<0102> <0102>] /X [${'()'.repeat(10_000)}]` })
    }
    expect(limitPassed(pdf)).toBe('memoryOfTrailers')
  })

  it('is not enough for a million entries in a few octets', () => {
    const pdf = new PdfWriter()
    const data = deflateSync(Buffer.alloc(1_000_000))
    pdf.raw('')
    const at = pdf.position
    const own = '/Type /XRef /W [1 0 0] /Index [0 1000000] /Size 1000000 /Root 1 0 R'
    const stream = `<< ${own} /Filter /FlateDecode /Length ${data.length} >>\nstream\n`
    const parts = [stream, data, '\nendstream'].map((part) => Buffer.from(part as string, 'latin1'))
    pdf.unlisted(1, Buffer.concat(parts))
    pdf.raw(`startxref\n${at}\n%%EOF\n`)
    expect(limitPassed(pdf)).toBe('memoryOfEntries')
  })
})

describe('an object that was let go', () => {
  it('is the same as it is read again', () => {
    const pdf = onePage({ xref: 'stream' })
    const bodies = Array.from({ length: 100 }, (_, index) => `[(${index}) ${'(a) '.repeat(400)}]`)
    pdf.objectStream(
      200,
      bodies.map((body, index) => [5 + index, body]),
    )
    pdf.save({ xref: 'stream' })
    const view = read(pdf).at(1)
    const items = (number: number) => plain(view.object({ number, generation: 0 })) as unknown[]
    const before = view.object({ number: 5, generation: 0 })
    const firsts = bodies.map((_, index) => items(5 + index)[0])
    expect(firsts).toEqual(bodies.map((_, index) => String(index)))
    const after = view.object({ number: 5, generation: 0 })
    expect(after).not.toBe(before)
    expect(after).toEqual(before)
  })
})
