import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read, refusal } from './reading.ts'

describe('what stands in a revision', () => {
  it('may be white space and comments between its objects', () => {
    const pdf = new PdfWriter()
    pdf.raw('% a remark\r\n\n  \0')
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.raw('%another')
    pdf.raw('\n')
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(problemsOf(pdf)).toEqual([])
  })

  it('may be an object that the first one frees', () => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.unlisted(5, '(gone)')
    pdf.free(5, 1)
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(problemsOf(pdf)).toEqual([])
  })

  it('is said where it is an object that a later one frees, which is not gone in a file that is rebuilt', () => {
    const pdf = onePage()
    pdf.unlisted(5, '(gone)')
    pdf.free(5, 1)
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['object-outside-xref'])
  })

  it.each([
    ['an object that is not listed', '5 0 obj (five) endobj\n', 'object-outside-xref'],
    ['another definition of an object', '3 0 obj (three) endobj\n', 'object-outside-xref'],
    ['octets of no object', 'crates of tea\n', 'unreferenced-octets'],
    ['an object that does not end', '5 0 obj (five\n', 'unreferenced-octets'],
    ['a section that nothing leads to', 'xref\n0 0\ntrailer << >>\n', 'section-outside-the-chain'],
    ['a startxref that is none of its own', 'startxref\n9\n%%EOF\n', 'section-outside-the-chain'],
  ])('is said where it is %s', (_name, text, code) => {
    const pdf = onePage()
    pdf.raw(text)
    pdf.object(9, '(nine)')
    pdf.save()
    expect(problemsOf(pdf)).toEqual([code])
  })

  it('is said where it is a second definition of an object that it lists', () => {
    const pdf = onePage()
    pdf.unlisted(5, '(first)')
    pdf.object(5, '(second)')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['object-defined-twice'])
    expect(objectOf(read(pdf), 5)).toBe('second')
  })

  it('is said where an object has the number of its cross-reference stream', () => {
    const pdf = onePage({ xref: 'stream', number: 5 })
    const at = pdf.position
    pdf.object(6, '(six)')
    const own = `/Type /XRef /W [1 2 0] /Index [6 1] /Size 7 /Root 1 0 R /Prev ${pdf.section}`
    const offset = pdf.position
    const data = String.fromCharCode(1, at >> 8, at & 255)
    pdf.unlisted(6, `<< ${own} /Length 3 >>\nstream\n${data}\nendstream`)
    pdf.raw(`startxref\n${offset}\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual(['object-defined-twice'])
  })

  it.each(['not listed', 'free'] as const)(
    'is a later cross-reference stream under the number of another, which is %s',
    (how) => {
      const pdf = onePage({ xref: 'stream', number: 5 })
      const own = `/Type /XRef /W [1 1 1] /Index [4 ${how === 'free' ? 1 : 0}] /Size 6 /Root 1 0 R`
      const data = how === 'free' ? '\0\0\x01' : ''
      const start = pdf.section
      const offset = pdf.unlisted(
        4,
        `<< ${own} /Prev ${start} /Length ${data.length} >>\nstream\n${data}\nendstream`,
      )
      pdf.raw(`startxref\n${offset}\n%%EOF\n`)
      const file = read(pdf)
      expect(file.at(0).entry(4)).not.toMatchObject({ offset })
      expect(file.at(1).entry(4)).toMatchObject({ kind: 'offset', offset })
      expect(problemsOf(pdf)).toEqual([])
    },
  )

  it('is unreadable where an object begins within another', () => {
    const pdf = onePage()
    const offset = pdf.object(5, '(a string with 6 0 obj (six) endobj in it)') + '5 0 obj\n'.length
    pdf.list(6, { kind: 'offset', offset: offset + '(a string with '.length, generation: 0 })
    pdf.save()
    const file = read(pdf)
    const codes = file.problems.map(({ code }) => code)
    expect(codes).toEqual(['object-malformed', 'unreferenced-octets'])
    expect(refusal(() => objectOf(file, 5))).not.toBeNull()
  })

  it('is unreadable where the length of a stream leads past where another object begins', () => {
    const pdf = onePage()
    pdf.object(5, '<< /Length 60 >>\nstream\n1234\nendstream')
    pdf.object(6, '(six, and some more octets to be long enough)')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['object-malformed'])
    expect(refusal(() => objectOf(read(pdf), 5))).toContain('leads past its end')
    expect(objectOf(read(pdf), 6)).toContain('six')
  })

  it('is unreadable where an object begins in a comment', () => {
    const pdf = onePage()
    const offset = pdf.raw('% 5 0 obj (five) endobj\n') + 2
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['objects-overlap', 'structure-within-data'])
    expect(refusal(() => objectOf(read(pdf), 5))).toContain('overlap')
  })

  it('is said where a listed object cannot be read', () => {
    const pdf = onePage()
    const offset = pdf.raw('5 0 obj << /Broken >>\n')
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['object-malformed'])
    expect(refusal(() => objectOf(read(pdf), 5))).not.toBeNull()
  })
})

describe('a stream whose type is said by another object', () => {
  it('is an object stream, whose objects are listed', () => {
    const pdf = onePage()
    pdf.stream(5, '/Type 6 0 R /N 1 /First 4', '4 0 (evil)')
    pdf.object(6, '/ObjStm')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['object-outside-xref'])
  })
})

describe('what stands behind the last revision', () => {
  it('is said', () => {
    const pdf = onePage()
    const end = pdf.raw('PK\x03\x04')
    const [problem] = read(pdf).problems
    expect(problem).toMatchObject({ code: 'data-behind-the-end', offset: end })
    expect(problem?.message).toContain(`octets ${end} to ${end + 4}`)
  })

  it('is said apart where it is white space alone', () => {
    const pdf = onePage()
    pdf.raw('\r\n \n')
    expect(problemsOf(pdf)).toEqual(['white-space-behind-the-end'])
  })

  it.each([
    [31, 'white-space-behind-the-end'],
    [32, 'much-white-space-at-the-end'],
  ])('is said where it is more than 32 octets of white space: a line end and %d', (more, code) => {
    const pdf = onePage()
    pdf.raw(`\n${' '.repeat(more)}`)
    expect(problemsOf(pdf)).toEqual([code])
  })

  it('is data where it is the octet 0', () => {
    const pdf = onePage()
    pdf.raw('\0\0')
    expect(problemsOf(pdf)).toEqual(['data-behind-the-end'])
  })

  it('may be objects, which are said as well', () => {
    const pdf = onePage()
    pdf.unlisted(3, '(another page)')
    expect(problemsOf(pdf)).toEqual(['data-behind-the-end', 'object-outside-xref'])
  })

  it('may be a trailer and startxref without a section', () => {
    const pdf = onePage()
    const end = pdf.unlisted(3, '(another page)')
    pdf.raw(`trailer << /Root 1 0 R >>\nstartxref\n${pdf.section}\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual(['data-behind-the-end', 'object-outside-xref'])
    expect(read(pdf).revisions[0]?.place.end).toBe(end)
  })

  it('may be a revision that the last startxref leads past', () => {
    const pdf = onePage()
    const first = pdf.section
    pdf.object(3, '(another page)')
    pdf.save({ startxref: first })
    expect(problemsOf(pdf)).toContain('data-behind-the-end')
    expect(read(pdf).revisions).toHaveLength(1)
  })
})
