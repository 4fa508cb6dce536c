import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read, refusal } from './reading.ts'

const stream = { xref: 'stream' } as const

describe('an object stream', () => {
  it('has objects', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [
      [7, '<< /Seven true >>'],
      [8, '[6 0 R (eight)]'],
    ])
    pdf.save(stream)
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect([7, 8].map((number) => objectOf(file, number))).toEqual([
      { Seven: true },
      ['6 0 R', 'eight'],
    ])
    expect(file.at(1).entry(8)).toEqual({ kind: 'compressed', stream: 6, index: 1 })
  })

  it('has strings that stand nowhere in the file', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [[7, '(seven)']])
    pdf.save(stream)
    const found = read(pdf).at(1).object({ number: 7, generation: 0 })
    expect(found).toMatchObject({ kind: 'string', place: null })
  })

  it.each([
    ['is not listed', (pdf: PdfWriter) => pdf.unlist(8)],
    ['is listed elsewhere', (pdf: PdfWriter) => pdf.object(8, '(eight)')],
  ])('is said to have an object that %s', (_name, change) => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [
      [7, '(seven)'],
      [8, '(hidden)'],
    ])
    change(pdf)
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual(['object-outside-xref'])
  })

  it.each([
    ['in another order than their offsets', '7 7 8 0  (eight) [7 0 R]'],
    ['with one offset for two', '7 0 8 0  (seven and eight)'],
  ])('is unreadable where its head has the objects %s', (_name, data) => {
    const pdf = onePage(stream)
    pdf.stream(6, '/Type /ObjStm /N 2 /First 9', data)
    for (const [index, number] of [7, 8].entries()) {
      pdf.list(number, { kind: 'compressed', stream: 6, index })
    }
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual(['object-malformed'])
    const file = read(pdf)
    expect(refusal(() => objectOf(file, 8))).toContain('in the order of their offsets')
  })

  it.each([
    ['first object is not at "First"', '7 6 ', '(evil)(seven)'],
    ['first object is not at "First"', '7 1 ', ' (seven)'],
    ['behind the heads', '7 0 -- ', '(seven)'],
    ['behind the heads', '7 0 8 ', '(seven)'],
  ])('is not read from an object stream where it differs: %s, %s', (expected, head, body) => {
    const pdf = new PdfWriter()
    pdf.object(1, '<< /Type /Catalog >>')
    pdf.stream(5, `/Type /ObjStm /N 1 /First ${head.length}`, head + body)
    pdf.list(7, { kind: 'compressed', stream: 5, index: 0 })
    pdf.save({ xref: 'stream', trailer: '/Root 1 0 R' })
    expect(refusal(() => objectOf(read(pdf), 7))).toContain(expected)
  })

  it.each([
    ['reaches over the next one', '7 0 8 2 (s8(seven)) '],
    ['is one with the next one', '7 0 8 1 78          '],
    ['is a reference with the next one', '7 0 8 2 1 0 R       '],
    ['is a reference with the next one, behind a comment', '7 0 8 2 1 %\n0 R     '],
    ['is a word that goes on', '7 0 8 4 trueish     '],
    ['is a string that goes on', '7 0 8 4 (evil(8)    '],
    ['is followed by a comment', '7 0 8 9 (seven)%\n(8)'],
    ['is followed by something else', '7 0 8 9 (seven)8 (8) '],
    ['is followed by something else at the end', '8 0 7 4 (8) (seven) x'],
  ])('has no object that %s', (_name, data) => {
    const pdf = onePage(stream)
    pdf.stream(6, '/Type /ObjStm /N 2 /First 8', data)
    const numbers = data.startsWith('7') ? [7, 8] : [8, 7]
    for (const [index, number] of numbers.entries()) {
      pdf.list(number, { kind: 'compressed', stream: 6, index })
    }
    pdf.save(stream)
    const file = read(pdf)
    const reason = /overlap|something else|no object|does not end/
    expect(refusal(() => objectOf(file, 7))).toMatch(reason)
  })

  it.each(['1 0 Rx', '1 0', '-1 0 R'])('has a number before what may follow: %s', (text) => {
    const pdf = onePage(stream)
    const first = text.split(' ')[0] ?? ''
    pdf.objectStream(6, [
      [7, first],
      [8, text.slice(first.length + 1)],
    ])
    pdf.save(stream)
    const found = read(pdf).at(1).object({ number: 7, generation: 0 })
    expect(found).toEqual({ kind: 'integer', value: Number(first) })
  })

  it('may have an object that its revision frees', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [[7, '(seven)']])
    pdf.free(7, 1)
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual([])
  })

  it('is said to be unreadable where it is', () => {
    const pdf = onePage(stream)
    pdf.stream(6, '/Type /ObjStm /N 1 /First 4', '7 x (seven)')
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual(['object-malformed'])
  })

  it('may extend another, even itself', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [[7, '(seven)']], { dictionary: '/Extends 6 0 R' })
    pdf.save(stream)
    expect(objectOf(read(pdf), 7)).toBe('seven')
  })

  it.each([
    ['another object at that place', { stream: 6, index: 1 }],
    ['nothing at that place', { stream: 6, index: 9 }],
    ['been left out', { stream: 60, index: 0 }],
    ['no type of its own', { stream: 3, index: 0 }],
    ['itself in an object stream', { stream: 8, index: 0 }],
  ])('is refused where it has %s', (_name, place) => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [
      [7, '(seven)'],
      [8, '<< /Type /ObjStm >>'],
    ])
    pdf.list(7, { kind: 'compressed', ...place })
    pdf.save(stream)
    expect(refusal(() => objectOf(read(pdf), 7))).toContain('object')
  })

  it('is refused where it is in itself', () => {
    const pdf = onePage(stream)
    pdf.list(6, { kind: 'compressed', stream: 6, index: 0 })
    pdf.save(stream)
    expect(refusal(() => objectOf(read(pdf), 6))).toContain('not there')
  })

  it('is another one for objects that are listed again with it', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [[7, '(seven)']])
    pdf.save(stream)
    pdf.objectStream(6, [[7, '(changed)']])
    pdf.save(stream)
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect([1, 2].map((revision) => objectOf(file, 7, revision))).toEqual(['seven', 'changed'])
    expect(file.revisions[2]?.entries.has(7)).toBe(true)
  })

  it('is said where it is replaced under objects that are not listed again', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [[7, '(seven)']])
    pdf.save(stream)
    pdf.stream(6, '/Type /ObjStm /N 1 /First 4', '7 0 (changed unseen)')
    pdf.save(stream)
    const file = read(pdf)
    expect(file.problems.map(({ code }) => code)).toEqual(['object-stream-redefined'])
    expect([1, 2].map((revision) => objectOf(file, 7, revision))).toEqual([
      'seven',
      'changed unseen',
    ])
  })

  it.each([
    ['First', '/Type /ObjStm /N 1 /First 8 0 R', '4', '5'],
    ['N', '/Type /ObjStm /N 8 0 R /First 4', '1', '0'],
    ['Type', '/Type 8 0 R /N 1 /First 4', '/ObjStm', '/Other'],
    ['Filter', '/Type /ObjStm /N 1 /First 4 /Filter 8 0 R', '[]', '/ASCIIHexDecode'],
    ['a parameter', '/Type /ObjStm /N 1 /First 4 /DecodeParms << /Columns 9 0 R >>', '1', '2'],
  ])('is said where %s of it is replaced', (_name, own, before, after) => {
    const pdf = onePage(stream)
    pdf.stream(6, own, '7 0 17 0 R ')
    pdf.list(7, { kind: 'compressed', stream: 6, index: 0 })
    pdf.object(8, before)
    pdf.object(9, '8 0 R')
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual([])
    pdf.object(8, after)
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual(['object-stream-redefined'])
  })

  it('may refer to an object that is replaced, where nothing is read by it', () => {
    const pdf = onePage(stream)
    pdf.objectStream(6, [[7, '(seven)']], { dictionary: '/Extends 8 0 R' })
    pdf.object(8, '(before)')
    pdf.save(stream)
    pdf.object(8, '(after)')
    pdf.save(stream)
    expect(problemsOf(pdf)).toEqual([])
  })
})
