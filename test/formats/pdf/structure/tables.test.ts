import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { altered, objectOf, problemsOf, read, refusal } from './reading.ts'

describe('a cross-reference table', () => {
  it('leads to the objects', () => {
    const file = read(onePage())
    expect(file.problems).toEqual([])
    expect(file.at(0).numbers).toEqual([1, 2, 3, 4])
    expect(objectOf(file, 2)).toEqual({ Type: '/Pages', Kids: ['3 0 R'], Count: 1 })
  })

  it('may have its numbers in several subsections', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.object(7, '(seven)')
    pdf.save({ trailer: '/Root 1 0 R' })
    const file = read(pdf)
    expect(file.at(0).numbers).toEqual([1, 7])
    expect(objectOf(file, 7)).toBe('seven')
  })

  it('has a subsection, be it an empty one', () => {
    const empty = onePage()
    empty.save()
    expect(problemsOf(empty)).toEqual([])
    const none = onePage()
    const at = none.raw(`xref\ntrailer << /Size 5 /Root 1 0 R /Prev ${none.section} >>\n`)
    none.raw(`startxref\n${at}\n%%EOF\n`)
    const [problem] = read(none).problems
    expect(problem).toMatchObject({ code: 'table-without-subsection', offset: at })
  })

  it.each([
    ['one line feed', '\n'],
    ['one carriage return', '\r'],
    ['three octets', ' \r\n'],
  ])('is read where its entries end with %s, which is said', (_name, end) => {
    const pdf = new PdfWriter()
    const offset = String(pdf.unlisted(1, '(one)')).padStart(10, '0')
    const at = pdf.raw(`xref\n0 2\n0000000000 65535 f${end}${offset} 00000 n${end}`)
    pdf.raw(`trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual(['table-entry-line-end'])
    expect(objectOf(read(pdf), 1)).toBe('one')
  })

  it.each([
    ['carriage return and line feed', '\r\n'],
    ['space and carriage return', ' \r'],
  ])('may have entries that end with %s', (_name, end) => {
    const pdf = new PdfWriter()
    const offset = String(pdf.unlisted(1, '(one)')).padStart(10, '0')
    const at = pdf.raw(`xref\n0 2\n0000000000 65535 f${end}${offset} 00000 n${end}`)
    pdf.raw(`trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual([])
  })

  it.each([
    ['an offset padded with spaces', '0000000015 00000 n', '        15 00000 n'],
    ['a letter in an offset', '0000000015 00000 n', '000000001A 00000 n'],
    ['a letter in a generation', '0000000015 00000 n', '0000000015 0000A n'],
    ['another letter than n and f', '0000000015 00000 n', '0000000015 00000 z'],
  ])('is refused with %s', (_name, from, to) => {
    const bytes = altered(onePage().octets(), from, to)
    expect(refusal(() => read(bytes))).toBe('a cross-reference table with an entry that is none')
  })

  it('is refused with a generation above 65,535', () => {
    const bytes = altered(onePage().octets(), '0000000015 00000 n', '0000000015 65536 n')
    expect(refusal(() => read(bytes))).toContain('generation that is too high')
  })

  it('is refused with two entries of one object that differ', () => {
    const pdf = new PdfWriter()
    const at = pdf.raw('xref\n1 1\n0000000015 00000 n \n1 1\n0000000016 00000 n \n')
    pdf.raw(`trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`)
    expect(refusal(() => read(pdf))).toContain('two entries of one object')
  })

  it('is refused with an object number above the highest', () => {
    const pdf = new PdfWriter()
    const at = pdf.raw('xref\n8388608 1\n0000000015 00000 n \n')
    pdf.raw(`trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`)
    expect(refusal(() => read(pdf))).toContain('object number that is too high')
  })

  it('is refused where a subsection has fewer entries than it says', () => {
    const pdf = new PdfWriter()
    const at = pdf.raw('xref\n0 2\n0000000000 65535 f \n')
    pdf.raw(`trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`)
    expect(refusal(() => read(pdf))).toContain('an entry that is none')
  })

  it('is refused with two keys Prev in its trailer', () => {
    const pdf = onePage()
    pdf.save({ trailer: '/Root 1 0 R /Prev 17' })
    expect(refusal(() => read(pdf))).toContain('same key twice')
  })

  it('says of an object that is not below Size', () => {
    expect(problemsOf(onePage({ size: 4 }))).toEqual(['entry-beyond-size'])
  })
})
