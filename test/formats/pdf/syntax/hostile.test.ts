import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { VerifierError } from '../../../../src/core/errors.ts'
import type { PdfObject } from '../../../../src/formats/pdf/object.ts'
import { parseIndirectObject, parseObject } from '../../../../src/formats/pdf/syntax/parser.ts'
import { counted } from './counted.ts'

function streamLength(length: PdfObject): number | null {
  return length.kind === 'integer' ? length.value : null
}

/** What came of it: nothing but an object or the error of this package. */
function outcome(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

function direct(bytes: Uint8Array, budget = new Budget()): string {
  return outcome(() => parseObject(bytes, 0, { budget, place: 'file' }))
}

function indirect(bytes: Uint8Array, budget = new Budget()): string {
  return outcome(() => parseIndirectObject(bytes, 0, { budget, streamLength }))
}

const outcomes = ['read', 'pdf-malformed', 'budget-exceeded']

/** Pieces of PDF that come one after another in any order. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...[
        '<<',
        '>>',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '/',
        '/Length',
        '/A#41',
        '%',
        '\\',
        '\n',
        '\r',
        ' ',
      ],
      ...[
        '1',
        '0',
        '12',
        '-3',
        '.5',
        'R',
        'obj',
        'endobj',
        'stream\n',
        'endstream',
        'true',
        'null',
      ],
      ...['1 0 obj', '5 0 R', '<41>', '(a)', '\0', '\xff'],
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'))

const sample =
  '1 0 obj\n<</Type/XObject/A[1 -2.5 (a\\(b\\)\\101)<4142 4>]/B 5 0 R/C true/D null/Length 5>>\n' +
  'stream\r\nabcde\nendstream\nendobj\n'

describe('what is no PDF', () => {
  it('is refused with nothing but the error of this package', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), pieces), (bytes) => {
        expect(outcomes).toContain(direct(bytes))
        expect(outcomes).toContain(indirect(bytes))
        const head = Buffer.concat([Buffer.from('1 0 obj '), bytes])
        expect(outcomes).toContain(indirect(head))
      }),
      { numRuns: 1000 },
    )
  })

  it('is refused in the same way where a good object was changed', () => {
    const good = Buffer.from(sample, 'latin1')
    expect(indirect(good)).toBe('read')
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.nat(8),
        fc.uint8Array({ maxLength: 8 }),
        (at, length, octets) => {
          const changed = Buffer.concat([good.subarray(0, at), octets, good.subarray(at + length)])
          expect(outcomes).toContain(indirect(changed))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('has strings that stand where they say', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (octets, hexadecimal) => {
        const hex = Buffer.from(octets).toString('hex')
        const escaped = hex.replace(
          /../g,
          (pair) => `\\${Number.parseInt(pair, 16).toString(8).padStart(3, '0')}`,
        )
        const text = hexadecimal ? `<${hex}>` : `(${escaped})`
        const { object } = parseObject(Buffer.from(` ${text} `), 0, {
          budget: new Budget(),
          place: 'file',
        })
        expect(object).toMatchObject({ place: { start: 1, end: text.length + 1 } })
        expect(object.kind === 'string' && Buffer.from(object.bytes).equals(octets)).toBe(true)
      }),
    )
  })
})

describe('a hostile object', () => {
  const many = 100_000

  it.each([
    ['unclosed parentheses', '('.repeat(many)],
    ['opening brackets', '<'.repeat(10 * many)],
    ['unclosed arrays', '['.repeat(many)],
    ['nested dictionaries', '<</A'.repeat(many)],
    ['unclosed hexadecimal strings', `[${'<41'.repeat(many)}`],
    ['numbers that might be references', `[${'1 0 '.repeat(many / 10)}]`],
    ['numbers with comments between them', `[${`1%${'x'.repeat(50)}\n`.repeat(many / 50)}]`],
    ['a number without end', '1'.repeat(many)],
    ['a word without end', 'x'.repeat(many)],
    ['a name without end', `/${'#4'.repeat(many)}`],
    ['escapes', `(${'\\('.repeat(many)})`],
    ['solidi', `<<${'/'.repeat(many)}>>`],
    ['white space', ' '.repeat(many)],
    ['comments', '%\n'.repeat(many)],
    ['strings with line ends', `[${'(\r)'.repeat(many / 10)}]`],
  ])('of %s is read in linear time', (_, text) => {
    const { bytes, readings } = counted(Buffer.from(text, 'latin1'))
    expect(outcomes).toContain(direct(bytes))
    expect(readings()).toBeLessThanOrEqual(12 * text.length)
  })

  it('without an end is counted, so that many that lead to it come to an end', () => {
    const budget = new Budget()
    for (const text of ['(', '<4 ', '% ', '[', '1 0 obj<<>>stream\n'].map((head) =>
      head.padEnd(1 << 16, ' '),
    )) {
      const bytes = Buffer.from(text, 'latin1')
      let times = 0
      let said = ''
      const few = new Budget({ ...budget.limits, nodes: 2_000 })
      while (said !== 'budget-exceeded' && times < 100) {
        said = text.startsWith('1') ? indirect(bytes, few) : direct(bytes, few)
        times += 1
      }
      expect(said).toBe('budget-exceeded')
    }
  })

  it('with a stream of 100 MB is read without reading the stream', () => {
    const head = Buffer.from('1 0 obj<</Length 100000000>>stream\n', 'latin1')
    const tail = Buffer.from('\nendstream\nendobj\n', 'latin1')
    const file = Buffer.alloc(head.length + 100_000_000 + tail.length)
    file.set(head)
    file.set(tail, head.length + 100_000_000)
    const { bytes, readings } = counted(file)
    expect(indirect(bytes)).toBe('read')
    expect(readings()).toBeLessThan(300)
  })
})
