import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../../src/core/errors.ts'
import { onePage, type PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read, refusal } from './reading.ts'

/** A page whose size is changed, one revision for each. */
function resized(...sizes: readonly number[]): PdfWriter {
  const pdf = onePage()
  for (const size of sizes) {
    pdf.object(3, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size} ${size}] >>`)
    pdf.save()
  }
  return pdf
}

describe('the revisions of a file', () => {
  it('are as many as it was saved', () => {
    expect(read(resized(10, 20)).revisions.map(({ index }) => index)).toEqual([0, 1, 2])
  })

  it('stand one behind the other, each up to behind its %%EOF and line end', () => {
    const pdf = onePage()
    const first = pdf.position
    pdf.object(5, '(five)')
    const second = pdf.save()
    expect(read(pdf).revisions.map(({ place }) => place)).toEqual([
      { start: 0, end: first },
      { start: first, end: second },
    ])
  })

  it('end behind %%EOF where no line end follows', () => {
    const pdf = onePage({ end: '%%EOF' })
    expect(read(pdf).revisions[0]?.place.end).toBe(pdf.position)
  })

  it('take the line end behind %%EOF, and no more', () => {
    const pdf = onePage({ end: '%%EOF\r\n' })
    const end = pdf.position
    pdf.raw('\n')
    pdf.object(5, '(five)')
    pdf.save()
    expect(read(pdf).revisions[0]?.place.end).toBe(end)
  })

  it('have what they changed, and nothing of what they repeat', () => {
    const pdf = onePage()
    const offset = pdf.object(5, '(five)')
    pdf.save()
    pdf.list(5, { kind: 'offset', offset, generation: 0 })
    pdf.object(6, '(six)')
    pdf.save()
    expect([...(read(pdf).revisions[2]?.entries.keys() ?? [])]).toEqual([6])
  })

  it('are seen as they stood', () => {
    const file = read(resized(10, 20))
    const boxes = [0, 1, 2].map((revision) => objectOf(file, 3, revision))
    expect(boxes).toMatchObject([
      { MediaBox: [0, 0, 99, 99] },
      { MediaBox: [0, 0, 10, 10] },
      { MediaBox: [0, 0, 20, 20] },
    ])
  })

  it('share the objects that they have in common', () => {
    const file = read(resized(10))
    const pages = { number: 2, generation: 0 }
    expect(file.at(0).object(pages)).toBe(file.at(1).object(pages))
  })

  it('can free an object, which is null from then on', () => {
    const pdf = onePage()
    pdf.free(4, 1)
    pdf.save()
    const file = read(pdf)
    expect(file.at(0).entry(4)?.kind).toBe('offset')
    expect(file.at(1).entry(4)).toBeNull()
    expect(file.at(1).object({ number: 4, generation: 0 })).toEqual({ kind: 'null' })
    expect(file.at(1).numbers).toEqual([1, 2, 3])
  })

  it('can mix tables and streams', () => {
    const pdf = onePage({ xref: 'stream' })
    pdf.object(6, '(six)')
    pdf.save({ xref: 'table' })
    pdf.object(7, '(seven)')
    pdf.save({ xref: 'stream' })
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect(file.revisions).toHaveLength(3)
    expect(objectOf(file, 6)).toBe('six')
  })

  it('say where one leads elsewhere than the next says', () => {
    const pdf = onePage({ startxref: 15 })
    pdf.object(5, '(five)')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['revision-begins-elsewhere'])
  })

  it('say where one has no end, and end it with its section', () => {
    const pdf = onePage({ startxref: null })
    const end = pdf.position
    pdf.object(5, '(five)')
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['revision-without-end'])
    expect(read(pdf).revisions[0]?.place.end).toBe(end)
  })

  it('say where a number of objects goes down', () => {
    const pdf = onePage()
    pdf.save({ size: 4 })
    pdf.save({ size: 5 })
    expect(problemsOf(pdf)).toEqual(['size-decreases'])
  })

  it.each([
    ['in the last one', [4]],
    ['before it, and stays there', [4, 4]],
  ])('say where the number of objects goes below an object that is there %s', (_name, sizes) => {
    const pdf = onePage()
    for (const size of sizes) pdf.save({ size })
    const last = read(pdf).revisions.at(-1)?.place.start
    expect(read(pdf).problems).toContainEqual(
      expect.objectContaining({ code: 'objects-beyond-last-size', offset: last }),
    )
  })

  it('may have the number of objects go down to those that are not free', () => {
    const pdf = onePage()
    pdf.free(4, 1)
    pdf.save({ size: 4 })
    expect(problemsOf(pdf)).toEqual(['size-decreases'])
  })

  it.each([
    ['is used again with another generation without being freed', 1, null],
    ['is freed and used again with the generation before', 0, 1],
  ])('say where an object %s', (_name, generation, freed) => {
    const pdf = onePage()
    if (freed !== null) {
      pdf.free(4, freed)
      pdf.save()
    }
    pdf.object(4, '(four)', generation)
    pdf.save()
    expect(problemsOf(pdf)).toEqual(['generation-out-of-order'])
  })

  it('may use a number again with the generation that it was freed with', () => {
    const pdf = onePage()
    pdf.free(4, 1)
    pdf.save()
    pdf.object(4, '(four)', 1)
    pdf.save()
    const file = read(pdf)
    expect(file.problems).toEqual([])
    expect(objectOf(file, 4)).toBe('four')
    expect(file.at(2).object({ number: 4, generation: 0 })).toEqual({ kind: 'null' })
  })
})

describe('a chain of cross-reference sections', () => {
  it('is refused where it goes round', () => {
    const pdf = onePage()
    pdf.save({ prev: pdf.position })
    expect(refusal(() => read(pdf))).toContain('go round')
  })

  it('is refused where it leads to a section that stands behind it', () => {
    const pdf = onePage({ prev: 1_000 })
    const first = pdf.section
    pdf.raw(' '.repeat(1_000 - pdf.position))
    pdf.save({ prev: null, startxref: first })
    expect(refusal(() => read(pdf))).toContain('not in the order of the revisions')
  })

  it('is refused where a section is missing', () => {
    expect(refusal(() => read(onePage({ startxref: 20 })))).toContain('no cross-reference section')
  })

  it('is refused where Prev is no offset', () => {
    const pdf = onePage()
    pdf.save({ prev: null, trailer: '/Root 1 0 R /Prev (15)' })
    expect(refusal(() => read(pdf))).toContain('"Prev" is no offset')
  })

  it('ends where Prev is 0, which is said', () => {
    const pdf = onePage({ prev: 0 })
    expect(problemsOf(pdf)).toEqual(['prev-zero'])
  })

  it('is repaired where white space stands before a section', () => {
    const pdf = onePage()
    const at = pdf.raw('\n')
    pdf.save({ startxref: at })
    expect(problemsOf(pdf)).toEqual(['offset-repaired'])
  })

  it.each([-4, -3, 1, 2])('is not repaired where an offset is wrong by %d', (by) => {
    const pdf = onePage()
    pdf.object(5, '(five)')
    pdf.save({ startxref: pdf.position + by })
    expect(refusal(() => read(pdf))).not.toBeNull()
  })

  it('has at most 1,000 sections', () => {
    const pdf = onePage()
    for (let count = 1; count < 1_000; count += 1) pdf.save()
    expect(read(pdf).revisions).toHaveLength(1_000)
    pdf.save()
    expect(() => read(pdf)).toThrow(VerifierError)
    expect(() => read(pdf)).toThrow('the limit of 1000 cross-reference sections')
  })
})
