import { describe, expect, it } from 'vitest'
import { PdfWriter } from '../pdf-writer.ts'
import { problemsOf } from './reading.ts'

/** A file with a stream of those data, and an object of that body in a later revision. */
function updated(data: string, body: string, before = '(before)'): readonly string[] {
  const pdf = new PdfWriter()
  pdf.object(1, '<< /Type /Catalog >>')
  pdf.object(2, before)
  pdf.stream(3, '', data)
  pdf.save({ trailer: '/Root 1 0 R' })
  pdf.object(2, body)
  pdf.save()
  return problemsOf(pdf)
}

const hidden = '1 0 obj << /Type /Catalog /Pages 4 0 R >> endobj'

describe('a reference of a later revision that leads nowhere', () => {
  it.each(['9 0 R', '<< /A [9 0 R] >>', '1 1 R'])(
    'is said where something is hidden: %s',
    (body) => {
      expect(updated(hidden, body)).toEqual(['reference-leads-nowhere'])
    },
  )

  it('is as in many files where nothing is', () => {
    expect(updated('1 0 R, obj', '9 0 R')).toEqual([])
  })

  it('is nothing new where the revision before has it', () => {
    expect(updated(hidden, '[9 0 R 9 0 R]', '9 0 R')).toEqual([])
  })

  it('is none where all that it refers to is there', () => {
    expect(updated(hidden, '[1 0 R 3 0 R]')).toEqual([])
  })

  it('is said of an object in an object stream', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.stream(3, '', hidden)
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.objectStream(5, [[6, '9 0 R']])
    pdf.save({ xref: 'stream' })
    expect(problemsOf(pdf)).toEqual(['reference-leads-nowhere'])
  })

  it('is counted each time that a large object is listed in turn with another', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.stream(3, '', hidden)
    const body = `[${'9 0 R '.repeat(20_000)}]`
    const offsets = [pdf.object(2, body)]
    pdf.save({ trailer: '/Root 1 0 R' })
    offsets.push(pdf.object(2, body))
    for (let turn = 0; turn < 300; turn += 1) {
      pdf.save()
      pdf.list(2, { kind: 'offset', offset: offsets[turn % 2] ?? 0, generation: 0 })
    }
    pdf.save()
    expect(() => problemsOf(pdf)).toThrow(expect.objectContaining({ code: 'budget-exceeded' }))
  })
})
