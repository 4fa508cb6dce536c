import { describe, expect, it } from 'vitest'
import { onePage } from '../pdf-writer.ts'
import { problemsOf } from './reading.ts'

/** The text of a file of two revisions, the second with one object and a table. */
function updated(): string {
  const pdf = onePage()
  pdf.object(50, '(five)')
  pdf.save()
  return Buffer.from(pdf.octets()).toString('latin1')
}

/** The codes of the file with another text in place of one that is in its last section. */
function codesWith(from: string, to: string): readonly string[] {
  const text = updated()
  const at = text.lastIndexOf(from)
  if (at < text.indexOf('%%EOF')) throw new Error(`"${from}" is not there`)
  const octets = `${text.slice(0, at)}${to}${text.slice(at + from.length)}`
  return problemsOf(new Uint8Array(Buffer.from(octets, 'latin1')))
}

describe('a later cross-reference table', () => {
  it.each([
    ['a line end of two octets', 'xref\n50 1\n', 'xref\r\n50 1\r\n'],
    ['a space behind the head of a subsection', '50 1\n', '50 1 \n'],
    ['an empty subsection', '50 1\n', '0 0\n50 1\n'],
    ['entries that end with CR LF', ' 00000 n \n', ' 00000 n\r\n'],
    ['its dictionary on the line of "trailer"', 'trailer\n<<', 'trailer <<'],
    ['a comment before startxref', '>>\nstartxref', '>>\n%comment\nstartxref'],
  ])('may have %s', (_, from, to) => {
    expect(codesWith(from, to)).toEqual([])
  })

  it('may have a line end before "trailer"', () => {
    expect(codesWith('trailer', '\ntrailer')).not.toContain('section-written-otherwise')
  })

  it.each([
    ['white space behind "xref"', 'xref\n50', 'xref \n50'],
    ['a form feed', 'xref\n50', 'xref\f50'],
    ['a tab in the head of a subsection', '50 1\n', '50\t1\n'],
    ['two spaces in the head of a subsection', '50 1\n', '50  1\n'],
    ['two spaces behind it', '50 1\n', '50 1  \n'],
    ['line ends behind it', '50 1\n', '50 1\n\n'],
    ['no line end behind it', '50 1\n', '50 1 '],
    ['zeros before a number', '50 1\n', '050 1\n'],
    ['entries of 21 octets', ' n \n', ' n  \n'],
    ['entries of 19 octets', ' n \n', ' n\n'],
    ['entries that end with a form feed', ' n \n', ' n \f'],
    ['a free object that leads to none', '50 1\n', '6 1\n9999999999 00000 f \n50 1\n'],
  ])('is said where it has %s', (_, from, to) => {
    expect(codesWith(from, to)).toContain('section-written-otherwise')
  })

  it('is as it is in the first revision', () => {
    const text = Buffer.from(onePage().octets()).toString('latin1')
    const first = text.replace('0 5\n', '0\t5\n')
    expect(problemsOf(new Uint8Array(Buffer.from(first, 'latin1')))).toEqual([])
  })

  it.each([8_388_609, 2_147_483_647])('has no Size of %d', (size) => {
    const pdf = onePage()
    pdf.save({ size })
    expect(problemsOf(pdf)).toEqual(['size-too-large'])
  })

  it('may have the largest Size', () => {
    const pdf = onePage()
    pdf.save({ size: 8_388_608 })
    expect(problemsOf(pdf)).toEqual([])
  })
})

describe('the end of a later revision', () => {
  it.each([
    ['a form feed', 'startxref\n', 'startxref\f'],
    ['NUL', 'startxref\n', 'startxref\n\0'],
    ['NUL behind the offset', '\n%%EOF', '\0\n%%EOF'],
    ['one line for all', 'startxref\n', 'startxref '],
    ['zeros before the offset', 'startxref\n', 'startxref\n000'],
  ])('is said where it has %s', (_, from, to) => {
    expect(codesWith(from, to)).toContain('end-written-otherwise')
  })

  it('is said where it leads to more than one line end before the section', () => {
    const pdf = onePage()
    const at = pdf.raw('\n\n')
    pdf.save({ startxref: at })
    expect(problemsOf(pdf)).toEqual(['offset-repaired', 'end-written-otherwise'])
  })
})

describe('a later cross-reference stream', () => {
  /** The codes of one with fields of those widths, and that head. */
  function written(widths: readonly number[], head = '5 0 obj'): readonly string[] {
    const pdf = onePage()
    const before = pdf.section
    const at = pdf.position
    const data = [1, at, 0].map((value, index) => {
      return value.toString(16).padStart(2 * (widths[index] ?? 0), '0')
    })
    const octets = Buffer.from(data.join(''), 'hex')
    const own = `/Type /XRef /Size 6 /Root 1 0 R /Prev ${before} /Index [5 1] /W [${widths.join(' ')}]`
    pdf.raw(`${head}\n<< ${own} /Length ${octets.length} >>\nstream\n`)
    pdf.raw(octets)
    pdf.raw(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`)
    return problemsOf(pdf)
  }

  it.each([[[1, 2, 1]], [[1, 4, 2]], [[1, 8, 2]]])('may have fields of %j octets', (widths) => {
    expect(written(widths)).toEqual([])
  })

  it.each([[[2, 4, 2]], [[1, 4, 5]], [[8, 8, 8]]])('is said where they have %j', (widths) => {
    expect(written(widths)).toEqual(['section-written-otherwise'])
  })

  it.each(['5  0 obj', '5\t0 obj', '5 0\nobj'])('is said where it begins with %j', (head) => {
    expect(written([1, 4, 2], head)).toEqual(['section-written-otherwise'])
  })
})
