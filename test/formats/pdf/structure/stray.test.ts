import { describe, expect, it } from 'vitest'
import { onePage } from '../pdf-writer.ts'
import { problemsOf, read } from './reading.ts'

/** A later revision of one page, whose one object is a stream of those data. */
function streamOf(data: string | Uint8Array) {
  const pdf = onePage()
  pdf.stream(5, '', data)
  pdf.save()
  return pdf
}

const page = '<< /Length 4 >>\nstream\nevil\nendstream\nendobj\n'

describe('the data of a later stream', () => {
  it.each([
    ['the head of an object', '4 0 obj'],
    ['one behind any white space', '4\v0\xa0obj'],
    ['one with nothing before "obj"', 'x4 0obj<<'],
    ['one with a sign', '+4 0 obj'],
    ['one with a comment before "obj"', '4 0 % (c) 1\n%\n obj'],
    ['one with a comment between its numbers', '4 % %\r0 obj'],
    ['another trailer', 'trailer\n<< /Root 4 0 R >>'],
    ['a trailer and a comment', 'trailer %\n<< /Root 4 0 R >>'],
    ['another section', '\nxref\n0 1'],
    ['a startxref', 'startxref'],
    ['the end of a stream', 'endstream'],
    ['the end of an object', 'endobj << /Root 4 0 R >>'],
  ])('are said where they have %s', (_, data) => {
    expect(problemsOf(streamOf(data))).toEqual(['structure-within-data'])
  })

  it.each([
    ['an object of a language', 'var a = { b: 4 }, obj = 0'],
    ['a word with the same characters', '4 jobs, 5 of 6 objects, 7\nobj'],
    ['a comment and an object', 'x = 4 ; % 0\nobj'],
    ['a lorry and its trailer', 'lorry with trailer, and <xref linkend="trailer"/>'],
  ])('may have %s', (_, data) => {
    expect(problemsOf(streamOf(data))).toEqual([])
  })

  it('are said by where the head stands', () => {
    const pdf = streamOf(`x\nendstream\nendobj\n4 0 obj\n${page}`)
    const text = Buffer.from(pdf.octets()).toString('latin1')
    const offsets = read(pdf).problems.map(({ offset }) => offset)
    expect(offsets).toContain(text.lastIndexOf('4 0 obj'))
  })
})

describe('what looks like an object', () => {
  it('is said in a string of a later revision', () => {
    const pdf = onePage()
    pdf.object(5, '<< /Producer (\n4 0 obj\n<< >>\nendobj) >>')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['structure-within-data'])
  })

  it('is said in a comment of a later revision', () => {
    const pdf = onePage()
    pdf.raw('% 4 0 obj << >> endobj\n')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['structure-within-data'])
  })

  it('is said in a string of a trailer', () => {
    const pdf = onePage()
    pdf.save({ trailer: '/Root 1 0 R /ID [(\ntrailer\n<< >>) ()]' })
    expect(problemsOf(pdf)).toEqual(['structure-within-data'])
  })

  it('is not said in the first revision, which was signed as readers see it', () => {
    const pdf = onePage()
    const first = Buffer.from(pdf.octets())
      .toString('latin1')
      .replace('(crates of tea)', '(4 0 obj of tea)')
    expect(problemsOf(new Uint8Array(Buffer.from(first, 'latin1')))).not.toContain(
      'structure-within-data',
    )
  })

  it('takes no longer the more of it there is', () => {
    const many = Buffer.from('4 0 % %\n%\n'.repeat(200_000) + '1 obj\nobj %'.repeat(100_000))
    const start = performance.now()
    expect(problemsOf(streamOf(new Uint8Array(many)))).toEqual(['structure-within-data'])
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
