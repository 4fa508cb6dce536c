import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { altered, objectOf, problemsOf, read, refusal } from './reading.ts'

const stream = { xref: 'stream' } as const

describe('a cross-reference stream', () => {
  it.each([{}, { filter: 'FlateDecode' as const }])('leads to the objects: %j', (how) => {
    const file = read(onePage({ ...stream, ...how }))
    expect(file.problems).toEqual([])
    expect(file.at(0).numbers).toEqual([1, 2, 3, 4, 5])
    expect(objectOf(file, 3)).toMatchObject({ Type: '/Page' })
  })

  it('has its dictionary for a trailer', () => {
    expect([...read(onePage(stream)).at(0).trailer.entries.keys()]).toContain('Root')
  })

  it('takes entries for offsets where it has no types', () => {
    const pdf = new PdfWriter()
    const offset = pdf.unlisted(1, '(one)')
    const at = pdf.position
    const data = Buffer.from([offset, at])
    const own = '/Type /XRef /W [0 1 0] /Index [1 2] /Size 3 /Root 1 0 R'
    pdf.unlisted(2, `<< ${own} /Length 2 >>\nstream\n${data.toString('latin1')}\nendstream`)
    pdf.raw(`startxref\n${at}\n%%EOF\n`)
    expect(objectOf(read(pdf), 1)).toBe('one')
  })

  it('has no entry of an unknown type, which is said', () => {
    const pdf = new PdfWriter()
    const at = pdf.position
    const own = '/Type /XRef /W [1 1 0] /Index [1 1] /Size 3 /Root 1 0 R'
    pdf.unlisted(2, `<< ${own} /Length 2 >>\nstream\n\x03\x0f\nendstream`)
    pdf.raw(`startxref\n${at}\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual(['entry-of-unknown-type'])
    expect(read(pdf).at(0).numbers).toEqual([])
  })

  it.each([
    ['of another type', '/Type /XRef', '/Type /XRff', 'no cross-reference stream'],
    ['without fields', '/W [1 4 2]', '/W [0 0 0]', 'without "W"'],
    ['with a field of nine octets', '/W [1 4 2]', '/W [1 4 9]', 'without "W"'],
    ['with an odd Index', '/Index [0 6]', '/Index [0 -]', 'a number that is none'],
    ['with more entries than it holds', '/Index [0 6]', '/Index [0 9]', 'too short'],
  ])('is refused %s', (_name, from, to, because) => {
    const bytes = altered(onePage(stream).octets(), from, to)
    expect(refusal(() => read(bytes))).toContain(because)
  })

  it('is refused where its decoding needs another object', () => {
    const pdf = onePage({ ...stream, trailer: '/Root 1 0 R /Filter 99 0 R' })
    expect(refusal(() => read(pdf))).toContain('needs another object')
  })

  it.each(['/DP << /Predictor 12 >>', '/F /LZWDecode'])('is refused with %s', (entry) => {
    const pdf = onePage({ ...stream, trailer: `/Root 1 0 R ${entry}` })
    expect(refusal(() => read(pdf))).not.toBeNull()
  })

  it('says what stands behind its entries', () => {
    const bytes = altered(onePage(stream).octets(), '/Index [0 6]', '/Index [0 5]')
    expect(problemsOf(bytes)).toContain('cross-reference-stream-too-long')
  })
})
