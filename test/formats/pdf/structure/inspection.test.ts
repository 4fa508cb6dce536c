import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { altered, objectOf, problemsOf, read, refusal } from './reading.ts'

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

  it('may be an object that it frees', () => {
    const pdf = onePage()
    pdf.unlisted(5, '(gone)')
    pdf.free(5, 1)
    pdf.save()
    expect(problemsOf(pdf)).toEqual([])
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
    expect(problemsOf(pdf)).toEqual(['objects-overlap'])
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

describe('an offset that leads nowhere', () => {
  it('is repaired where its revision has one definition of the object', () => {
    const pdf = onePage()
    const offset = pdf.object(5, '(five)')
    pdf.list(5, { kind: 'offset', offset: offset + 3, generation: 0 })
    pdf.save()
    const file = read(pdf)
    expect(file.problems.map(({ code }) => code)).toEqual(['object-elsewhere'])
    expect(file.revisions[1]?.entries.get(5)).toEqual({ kind: 'offset', offset, generation: 0 })
    expect(objectOf(file, 5)).toBe('five')
  })

  it('is repaired where white space stands before the object', () => {
    const pdf = onePage()
    const offset = pdf.raw('\n \n')
    pdf.object(5, '(five)')
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['offset-repaired'])
    expect(objectOf(read(pdf), 5)).toBe('five')
  })

  it.each([
    [32, 'offset-repaired'],
    [33, 'object-elsewhere'],
  ])('is of up to 32 octets of white space: %d', (octets, code) => {
    const pdf = onePage()
    const offset = pdf.raw(' '.repeat(octets))
    pdf.object(5, '(five)')
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toEqual([code])
  })

  it.each([
    ['two definitions of the object', '5 0 obj (five) endobj\n', 'object-defined-twice'],
    ['something that cannot be read', 'crates of tea\n', 'unreferenced-octets'],
  ])('is not repaired where its revision has %s', (_name, text, code) => {
    const pdf = onePage()
    pdf.raw(text)
    const offset = pdf.object(5, '(five)')
    pdf.list(5, { kind: 'offset', offset: offset + 3, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toEqual(expect.arrayContaining(['object-not-found', code]))
    expect(refusal(() => objectOf(read(pdf), 5))).not.toBeNull()
  })

  it('is not repaired with an object of another generation', () => {
    const pdf = onePage()
    const offset = pdf.unlisted(5, '(five)', 1)
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toContain('object-not-found')
  })

  it('is not repaired with an object of an earlier revision', () => {
    const pdf = onePage()
    pdf.list(4, { kind: 'offset', offset: 17, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toContain('object-not-found')
    expect(refusal(() => objectOf(read(pdf), 4))).not.toBeNull()
  })

  it('does not lead to object 2 within the number of object 12', () => {
    const pdf = new PdfWriter()
    const offset = pdf.object(12, '(twelve)') + 1
    pdf.list(2, { kind: 'offset', offset, generation: 0 })
    pdf.save({ trailer: '/Root 12 0 R' })
    expect(problemsOf(pdf)).toContain('object-not-found')
    expect(refusal(() => objectOf(read(pdf), 2))).not.toBeNull()
  })
})

describe('an entry that leads out of its revision', () => {
  it('is said at the cross-references that have it', () => {
    const pdf = onePage()
    const offset = pdf.unlisted(5, '(hidden in the first revision)')
    pdf.free(5, 0)
    pdf.save()
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(read(pdf).problems[0]?.offset).toBe(pdf.section)
  })

  it('is said where it leads to an earlier one', () => {
    const pdf = onePage()
    const offset = pdf.unlisted(5, '(hidden in the first revision)')
    pdf.free(5, 0)
    pdf.save()
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['entry-outside-its-revision'])
    expect(objectOf(read(pdf), 5)).toBe('hidden in the first revision')
  })

  it('leads to nothing that can be read where it leads to a later one', () => {
    const pdf = onePage()
    pdf.list(5, { kind: 'offset', offset: 1_000, generation: 0 })
    pdf.save()
    pdf.raw(' '.repeat(1_000 - pdf.position))
    pdf.unlisted(5, '(put there later)')
    pdf.save()
    const unlisted = expect.objectContaining({ code: 'object-outside-xref', offset: 1_000 })
    expect(problemsOf(pdf)).toEqual(['entry-outside-its-revision', 'object-outside-xref'])
    expect(read(pdf).problems).toContainEqual(unlisted)
    const file = read(pdf)
    expect(refusal(() => objectOf(file, 5, 1))).toContain('is not there for the revision')
    expect(refusal(() => objectOf(file, 5, 2))).toContain('is not there for the revision')
  })

  it('is said where it leads into an object stream of an earlier one', () => {
    const pdf = onePage({ xref: 'stream' })
    pdf.objectStream(6, [[7, '(seven)']])
    pdf.free(7, 0)
    pdf.save({ xref: 'stream' })
    pdf.list(7, { kind: 'compressed', stream: 6, index: 0 })
    pdf.save({ xref: 'stream' })
    expect(problemsOf(pdf)).toEqual(['entry-outside-its-revision'])
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

describe('the first and the last lines', () => {
  it('are refused without a header', () => {
    const bytes = altered(onePage().octets(), '%PDF-1.7', '%PFD-1.7')
    expect(refusal(() => read(bytes))).toContain('no header')
  })

  it.each([
    [1_019, null],
    [1_020, 'no header in the first 1,024 octets'],
  ])('have the header in the first 1,024 octets: behind %d', (before, because) => {
    const shifted = new PdfWriter(`${' '.repeat(before)}%PDF-1.7\n`)
    shifted.object(1, '<< /Type /Catalog >>')
    shifted.save({ trailer: '/Root 1 0 R' })
    expect(refusal(() => read(shifted))).toBe(because)
  })

  it('say where something stands before the header', () => {
    const pdf = new PdfWriter('GIF89a\n%PDF-1.7\n')
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.save({ trailer: '/Root 1 0 R' })
    expect(problemsOf(pdf)).toEqual(['header-offset'])
    expect(read(pdf).header).toBe(7)
  })

  it('may have offsets counted from the header, which is said', () => {
    const bytes = Buffer.concat([Buffer.from('GIF89a\n'), onePage().octets()])
    const file = read(new Uint8Array(bytes))
    expect(file.problems.map(({ code }) => code)).toEqual(['header-offset', 'offsets-from-header'])
    expect(objectOf(file, 2)).toMatchObject({ Type: '/Pages' })
    expect(file.at(0).entry(1)).toEqual({ kind: 'offset', offset: 22, generation: 0 })
  })

  it('are refused where offsets fit from the first octet and from the header', () => {
    const twice = new PdfWriter('%!\n'.padEnd(20))
    twice.raw('%PDF-1.7\n')
    twice.raw(' '.repeat(100 - twice.position))
    twice.save({ trailer: '/Root 1 0 R' })
    twice.raw(' '.repeat(220 - twice.position))
    twice.raw('xref\n0 0\ntrailer << /Size 1 >>\nstartxref\n200\n%%EOF\n')
    const bytes = twice.octets()
    bytes.set(Buffer.from('xref'), 200)
    expect(refusal(() => read(bytes))).toContain('fit from the first octet and from the header')
  })

  it('are refused without startxref', () => {
    expect(refusal(() => read(onePage({ startxref: null })))).toContain('no "startxref"')
  })

  it.each([
    ['behind startxref', `startxref${' '.repeat(32)}\n`, '\n%%EOF\n'],
    ['behind its offset', 'startxref\n', `${'\n'.repeat(32)}%%EOF\n`],
    ['behind both', `startxref${' '.repeat(16)}`, `${' '.repeat(17)}%%EOF\n`],
  ])('say where more than 32 octets of white space stand %s', (_name, before, behind) => {
    const pdf = onePage({ startxref: null })
    pdf.raw(`${before}${pdf.section}${behind}`)
    expect(problemsOf(pdf)).toEqual(['much-white-space-at-the-end'])
  })

  it('may have 32 octets of white space within', () => {
    const pdf = onePage({ startxref: null })
    pdf.raw(`startxref${' '.repeat(16)}${pdf.section}${' '.repeat(16)}%%EOF`)
    expect(problemsOf(pdf)).toEqual([])
  })

  it('have no comment within', () => {
    const pdf = onePage({ startxref: null })
    pdf.raw(`startxref\n${pdf.section}\n%a comment\n%%EOF\n`)
    expect(problemsOf(pdf)).toEqual(['end-of-file-marker-missing', 'data-behind-the-end'])
  })

  it('say where %%EOF is missing', () => {
    expect(problemsOf(onePage({ end: '' }))).toEqual(['end-of-file-marker-missing'])
  })
})
