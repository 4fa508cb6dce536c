import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read, refusal } from './reading.ts'

const inner = [
  [6, '(six)'],
  [7, '(seven)'],
] as const

describe('a hybrid file', () => {
  it('has the objects of its table and of the stream that it hides in one revision', () => {
    const pdf = onePage()
    pdf.objectStream(5, inner, { entries: 'hidden' })
    pdf.object(8, '(eight)')
    pdf.save({ xref: 'hybrid' })
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect(file.revisions).toHaveLength(2)
    expect([6, 7, 8].map((number) => objectOf(file, number))).toEqual(['six', 'seven', 'eight'])
  })

  it('is one revision where its second table is empty and the stream stands in the first', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.free(5, 65535)
    pdf.free(6, 65535)
    const { stream } = hiddenStream(pdf)
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.save({ trailer: `/Root 1 0 R /XRefStm ${stream}` })
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect(file.revisions).toHaveLength(1)
    expect(file.revisions[0]?.place).toEqual({ start: 0, end: pdf.position })
    expect(objectOf(file, 6)).toBe('six')
  })

  it('takes nothing new from a stream that a later trailer names again', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    const { stream } = hiddenStream(pdf)
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.save({ trailer: `/Root 1 0 R /XRefStm ${stream}` })
    pdf.object(8, '(eight)')
    pdf.save()
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect([...(file.revisions[1]?.entries.keys() ?? [])]).toEqual([8])
  })

  it('takes the table before the stream, and says where they differ', () => {
    const pdf = onePage()
    pdf.object(6, '(of the table)')
    const offset = pdf.unlisted(6, '(of the stream)')
    pdf.hide(6, { kind: 'offset', offset, generation: 0 })
    pdf.save({ xref: 'hybrid' })
    expect(problemsOf(pdf)).toContain('entries-differ')
    expect(objectOf(read(pdf), 6)).toBe('of the table')
  })

  it('says where the stream leads on to another section than the table', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    const { stream } = hiddenStream(pdf, '/Prev 20')
    pdf.save({ trailer: `/Root 1 0 R /XRefStm ${stream}` })
    expect(problemsOf(pdf)).toEqual(['trailers-differ'])
  })

  it('is refused where the stream stands behind its revision', () => {
    const pdf = onePage({ trailer: '/Root 1 0 R /XRefStm 1000' })
    pdf.raw(' '.repeat(1_000 - pdf.position))
    pdf.save({ xref: 'stream', trailer: '/Root 1 0 R' })
    expect(refusal(() => read(pdf))).not.toBeNull()
  })
})

/** An object stream and its cross-reference stream, in octets that no entry of the table leads to. */
function hiddenStream(pdf: PdfWriter, more = ''): { readonly stream: number } {
  const container = pdf.position
  pdf.unlisted(5, '<< /Type /ObjStm /N 1 /First 4 /Length 9 >>\nstream\n6 0 (six)\nendstream')
  const stream = pdf.position
  const octets = Buffer.alloc(9)
  octets.set([1, container >> 8, container & 255, 2, 0, 5, 1, stream >> 8, stream & 255])
  const own = '/Type /XRef /W [1 2 0] /Index [5 3] /Size 8 /Root 1 0 R /Length 9'
  pdf.unlisted(
    7,
    Buffer.concat([
      Buffer.from(`<< ${own} ${more} >>\nstream\n`),
      octets,
      Buffer.from('\nendstream'),
    ]),
  )
  return { stream }
}
