import { describe, expect, it } from 'vitest'
import { PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read } from './reading.ts'

/** A linearised file: the section of the first page stands before the main one, which it leads to. */
function linearised(): PdfWriter {
  const pdf = new PdfWriter()
  pdf.object(5, '<< /Linearized 1 /N 1 >>')
  pdf.object(6, '<< /Type /Catalog /Pages 2 0 R >>')
  pdf.save({ trailer: '/Root 6 0 R', prev: 1_000, size: 7, startxref: 0 })
  const first = pdf.section
  pdf.object(1, '(behind the first page)')
  pdf.raw(' '.repeat(1_000 - pdf.position))
  pdf.save({ trailer: '', prev: null, startxref: first })
  return pdf
}

describe('a linearised file', () => {
  it('is one revision with both of its sections', () => {
    const pdf = linearised()
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect(file.revisions.map(({ place }) => place)).toEqual([{ start: 0, end: pdf.position }])
    expect(file.at(0).numbers).toEqual([1, 5, 6])
  })

  it('has the trailer of its first-page section', () => {
    expect([...read(linearised()).at(0).trailer.entries.keys()]).toContain('Root')
  })

  it('says where its sections are of two documents', () => {
    const bytes = Buffer.from(linearised().octets()).toString('latin1')
    const main = bytes.lastIndexOf('/Size')
    const other = `${bytes.slice(0, main)}/Root 1 0 R ${bytes.slice(main)}`
    expect(problemsOf(new Uint8Array(Buffer.from(other, 'latin1')))).toEqual(['trailers-differ'])
  })

  it('can be updated', () => {
    const pdf = linearised()
    const text = Buffer.from(pdf.octets()).toString('latin1')
    const [, first] = /startxref\n(\d+)\n%%EOF\n$/.exec(text) ?? []
    pdf.object(1, '(changed)')
    pdf.save({ trailer: '/Root 6 0 R', prev: Number(first) })
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect(file.revisions).toHaveLength(2)
    expect([0, 1].map((revision) => objectOf(file, 1, revision))).toEqual([
      'behind the first page',
      'changed',
    ])
  })

  it('may have a trailer behind a cross-reference stream, which is said', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.save({ xref: 'stream', trailer: '/Root 1 0 R', startxref: null })
    pdf.raw(`trailer\n<< /Size 3 >>\nstartxref\n${pdf.section}\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual(['trailer-behind-stream'])
  })
})

describe('a linearisation dictionary', () => {
  /** A file whose first object says that it is of that length; its only section stands at the end. */
  function saying(dictionary: string): readonly string[] {
    const pdf = new PdfWriter()
    pdf.object(1, dictionary)
    pdf.object(2, '<< /Type /Catalog >>')
    pdf.save({ trailer: '/Root 2 0 R' })
    pdf.object(3, '(later)')
    pdf.save()
    return problemsOf(pdf)
  }

  const said = ['linearisation-of-another-length']

  it('may be left from a shorter file', () => {
    expect(saying('<< /Linearized 1 /L 100 >>')).toEqual([])
  })

  it.each([
    ['behind the first revision, where it can come true', '<< /Linearized 1 /L 1000 >>'],
    ['more than once', '<< /Linearized 1 /L 100 /L 101 >>'],
    ['no integer', '<< /Linearized 1 /L 100.0 >>'],
    ['in what else cannot be read', '<< /Linearized 1 /L 100 /X <zz> >>'],
    ['under a name in hexadecimal', '<< /Linear#69zed 1 /L 1000 /X <zz> >>'],
  ])('is said where its length is %s', (_, dictionary) => {
    expect(saying(dictionary)).toEqual(expect.arrayContaining(said))
  })

  it('is said where it is as long as it says, and begins elsewhere', () => {
    const first = (length: number) => {
      const pdf = new PdfWriter()
      pdf.object(1, `<< /Linearized 1 /L ${length} >>`)
      pdf.raw('% no section\n')
      pdf.object(2, '<< /Type /Catalog >>')
      pdf.save({ trailer: '/Root 2 0 R' })
      return pdf
    }
    const length = first(100).position
    expect(problemsOf(first(length))).toEqual(said)
  })

  it('is true of a linearised file that was updated', () => {
    const parts = (length: number, from = 100) => {
      const pdf = new PdfWriter()
      const offset = pdf.unlisted(5, `<< /Linearized 1 /L ${String(length).padStart(6, '0')} >>`)
      const section = pdf.position
      pdf.list(5, { kind: 'offset', offset, generation: 0 })
      pdf.save({ trailer: '/Root 1 0 R', prev: from, size: 6, startxref: 0 })
      pdf.object(1, '<< /Type /Catalog >>')
      const main = pdf.position
      pdf.save({ trailer: '', prev: null, startxref: section, size: 5 })
      return { pdf, main, section }
    }
    const { main } = parts(0)
    const { pdf, section } = parts(parts(0, main).pdf.position, main)
    pdf.object(3, '(later)')
    pdf.save({ trailer: '/Root 1 0 R', prev: section })
    expect(problemsOf(pdf)).toEqual([])
  })
})
