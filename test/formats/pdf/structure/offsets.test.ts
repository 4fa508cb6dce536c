import { describe, expect, it } from 'vitest'
import { onePage, PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read, refusal } from './reading.ts'

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
