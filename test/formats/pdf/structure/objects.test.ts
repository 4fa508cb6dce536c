import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read } from './reading.ts'

describe('an object', () => {
  it('is null where there is none, or one of another generation', () => {
    const view = read(onePage()).at(0)
    expect(view.object({ number: 99, generation: 0 })).toEqual({ kind: 'null' })
    expect(view.object({ number: 1, generation: 1 })).toEqual({ kind: 'null' })
  })

  it('is what references lead to', () => {
    const pdf = onePage()
    pdf.object(5, '6 0 R')
    pdf.object(6, '7 0 R')
    pdf.object(7, '(seven)')
    pdf.save()
    const view = read(pdf).at(1)
    const found = view.resolve({ kind: 'reference', number: 5, generation: 0 })
    expect(found).toMatchObject({ kind: 'string' })
  })

  it('is null where references go round', () => {
    const pdf = onePage()
    pdf.object(5, '6 0 R')
    pdf.object(6, '5 0 R')
    pdf.save()
    const view = read(pdf).at(1)
    expect(view.resolve({ kind: 'reference', number: 5, generation: 0 })).toEqual({ kind: 'null' })
  })

  it.each([
    [100, 'string'],
    [101, 'null'],
  ])('is found behind 100 references: %d', (count, kind) => {
    const pdf = onePage()
    for (let link = 1; link < count; link += 1) pdf.object(100 + link, `${101 + link} 0 R`)
    pdf.object(100 + count, '(the last)')
    pdf.save()
    const view = read(pdf).at(1)
    expect(view.resolve({ kind: 'reference', number: 101, generation: 0 }).kind).toBe(kind)
  })

  it('knows where its strings stand', () => {
    const pdf = onePage()
    const start = pdf.object(5, '(five)') + '5 0 obj\n'.length
    pdf.save()
    const found = read(pdf).at(1).object({ number: 5, generation: 0 })
    expect(found).toMatchObject({ place: { start, end: start + 6 } })
  })
})

describe('a stream', () => {
  it('is as long as the object says that its Length leads to', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.object(5, '<< /Length 6 0 R >>\nstream\nendstream endobj\nendstream')
    pdf.object(6, '16')
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(objectOf(read(pdf), 5)).toBe('endstream endobj')
    expect(problemsOf(pdf)).toEqual([])
  })

  it.each([
    [
      'of a length that leads behind the end of its revision',
      '5 0 obj << /Length 9000 >>\nstream\n1\nendstream endobj\n',
    ],
    ['of such a length that cannot be read', '5 0 obj << /Length 9000 >>\nstream\n1\nendstream\n'],
  ])('is said where it is %s', (_, object) => {
    const pdf = onePage()
    const offset = pdf.raw(object)
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toContain('length-outside-its-revision')
    const before = pdf.position
    pdf.object(6, 'x'.repeat(9000))
    pdf.save()
    const { offset: place } =
      read(pdf).problems.find(({ code }) => code === 'length-outside-its-revision') ?? {}
    expect(place).toBeLessThan(before)
  })

  it('is as long as in the revision that it stands in', () => {
    const pdf = onePage()
    pdf.object(5, '<< /Length 6 0 R >>\nstream\n12345678\nendstream')
    pdf.object(6, '8')
    pdf.save()
    pdf.object(6, '4')
    pdf.save()
    expect(objectOf(read(pdf), 5)).toBe('12345678')
  })

  it('is not read for ever where its Length leads back to it', () => {
    const pdf = onePage()
    pdf.object(5, '<< /Length 5 0 R >>\nstream\n1234\nendstream')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['object-malformed'])
  })

  it('is decoded by filters that references lead to', () => {
    const pdf = onePage()
    pdf.stream(5, '/Filter 6 0 R', '616263>')
    pdf.object(6, '/ASCIIHexDecode')
    pdf.save()
    const file = read(pdf)
    const found = file.at(1).object({ number: 5, generation: 0 })
    expect(found.kind === 'stream' && Buffer.from(file.data(found)).toString()).toBe('abc')
  })
})
