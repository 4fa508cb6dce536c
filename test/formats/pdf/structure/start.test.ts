import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { altered, objectOf, problemsOf, read, refusal } from './reading.ts'

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
    expect(problemsOf(pdf)).toEqual(['header-offset', 'offsets-not-from-header'])
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
