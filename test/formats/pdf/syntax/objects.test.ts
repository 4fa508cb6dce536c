import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../../src/core/budget.ts'
import type { PdfObject } from '../../../../src/formats/pdf/object.ts'
import { parseObject } from '../../../../src/formats/pdf/syntax/parser.ts'

function octets(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

function read(text: string, limits = defaultLimits) {
  return parseObject(octets(text), 0, { budget: new Budget(limits), place: 'file' })
}

function object(text: string): PdfObject {
  return read(text).object
}

/** The octets of a string, one character each. */
function stringOf(text: string): string {
  const found = object(text)
  if (found.kind !== 'string') throw new Error(`a ${found.kind}`)
  return Buffer.from(found.bytes).toString('latin1')
}

function dictionary(text: string) {
  const found = object(text)
  if (found.kind !== 'dictionary') throw new Error(`a ${found.kind}`)
  return found
}

const malformed = expect.objectContaining({ code: 'pdf-malformed' })

describe('a number (ISO 32000-2 §7.3.3)', () => {
  it.each([
    ['123', 123],
    ['+17', 17],
    ['-98', -98],
    ['0', 0],
    ['-0', 0],
    ['00012', 12],
    ['9007199254740991', 9007199254740991],
  ])('is the integer of %s', (text, value) => {
    expect(object(text)).toEqual({ kind: 'integer', value })
  })

  it.each([
    ['34.5', 34.5],
    ['-3.62', -3.62],
    ['+123.6', 123.6],
    ['4.', 4],
    ['-.002', -0.002],
    ['-0.0', 0],
    ['0.1', 0.1],
    ['123456789.012345', 123456789.012345],
    ['3.14159265358979323846', Math.PI],
    ['-9007199254740993', -9007199254740992],
    ['9007199254740992', 9007199254740992],
  ])('is the real of %s', (text, value) => {
    expect(object(text)).toEqual({ kind: 'real', value })
  })

  it.each(['--5', '+-5', '1-2', '.', '-', '+', '1.2.3', '1e5', '12a', '16#FFFE', '0x10'])(
    'is refused where readers read %s in several ways',
    (text) => {
      expect(() => object(text)).toThrow(malformed)
    },
  )

  it('is taken with 400 digits and refused with 401, or where it is infinite', () => {
    expect(object(`0.${'1'.repeat(398)}`).kind).toBe('real')
    expect(() => object(`0.${'1'.repeat(399)}`)).toThrow(malformed)
    expect(() => object('9'.repeat(310))).toThrow(malformed)
  })
})

describe('a name (ISO 32000-2 §7.3.5)', () => {
  it.each([
    ['/Name1', 'Name1'],
    ['/', ''],
    ['/A;Name_With-Various***Characters?', 'A;Name_With-Various***Characters?'],
    ['/Lime#20Green', 'Lime Green'],
    ['/A#42', 'AB'],
    ['/paired#28#29', 'paired()'],
    ['/#c3#Bc', 'Ã¼'],
    ['/C#', 'C#'],
    ['/C#4', 'C#4'],
    ['/C#xy', 'C#xy'],
    ['/C##41', 'C#A'],
    ['/A/B', 'A'],
    ['/A(b)', 'A'],
  ])('reads %s', (text, name) => {
    expect(object(text)).toEqual({ kind: 'name', name })
  })

  it('is refused with the octet 0, which the standard forbids', () => {
    expect(() => object('/Contents#00x')).toThrow(malformed)
  })
})

describe('a literal string (ISO 32000-2 §7.3.4.2)', () => {
  it.each([
    ['()', ''],
    ['(plain)', 'plain'],
    ['(nested (parentheses (deep)) here)', 'nested (parentheses (deep)) here'],
    ['(\\n\\r\\t\\b\\f\\(\\)\\\\)', '\n\r\t\b\f()\\'],
    ['(\\x)', 'x'],
    ['(\\0053)', '\x053'],
    ['(\\053)', '+'],
    ['(\\53)', '+'],
    ['(\\5)', '\x05'],
    ['(\\58)', '\x058'],
    ['(\\777)', 'ÿ'],
    ['(a\\\nb\\\r\nc\\\rd)', 'abcd'],
    ['(a\nb\r\nc\rd)', 'a\nb\nc\nd'],
    ['(\\()', '('],
    ['(%no comment)', '%no comment'],
  ])('reads %j', (text, value) => {
    expect(stringOf(text)).toBe(value)
  })

  it.each(['(', '(a', '(a\\', '(a\\)', '((a)'])('is refused where %s does not end', (text) => {
    expect(() => object(text)).toThrow(malformed)
  })

  it('says where it stands in the file, with its parentheses', () => {
    expect(object('  (abc) ')).toMatchObject({ form: 'literal', place: { start: 2, end: 7 } })
  })

  it('stands nowhere in the file where it is of an object stream', () => {
    const options = { budget: new Budget(), place: 'object-stream' } as const
    expect(parseObject(octets('(abc)'), 0, options).object).toMatchObject({ place: null })
  })
})

describe('a hexadecimal string (ISO 32000-2 §7.3.4.3)', () => {
  it.each([
    ['<>', ''],
    ['<4E6f>', 'No'],
    ['<4>', '@'],
    ['<414>', 'A@'],
    ['< 4\n1\t4 2 >', 'AB'],
  ])('reads %j', (text, value) => {
    expect(stringOf(text)).toBe(value)
  })

  it.each(['<41', '<4G>', '<41(42>', '<4%\n1>'])('is refused as %j', (text) => {
    expect(() => object(text)).toThrow(malformed)
  })

  it('says where it stands in the file, with its brackets', () => {
    expect(object('<4142>')).toMatchObject({ form: 'hexadecimal', place: { start: 0, end: 6 } })
  })
})

describe('an array (ISO 32000-2 §7.3.6)', () => {
  it('has objects of every kind, with or without white space between them', () => {
    expect(object('[549 3.14 false(a)/N null[]<41><</A 1>>]')).toMatchObject({
      items: [
        { kind: 'integer' },
        { kind: 'real' },
        { kind: 'boolean', value: false },
        { kind: 'string' },
        { kind: 'name' },
        { kind: 'null' },
        { kind: 'array', items: [] },
        { kind: 'string' },
        { kind: 'dictionary' },
      ],
    })
  })

  it('tells references from the numbers around them', () => {
    expect(object('[1 2 3 0 R 4 5 6 R 7 8]')).toMatchObject({
      items: [
        { value: 1 },
        { value: 2 },
        { kind: 'reference', number: 3, generation: 0 },
        { value: 4 },
        { kind: 'reference', number: 5, generation: 6 },
        { value: 7 },
        { value: 8 },
      ],
    })
  })

  it.each(['[', '[1', '[1 2', '[1 >>', '[1 R]', '[-1 0 R]', '[1 0 Rx]', '[endobj]', '[{}]'])(
    'is refused as %s',
    (text) => {
      expect(() => object(text)).toThrow(malformed)
    },
  )
})

describe('a reference (ISO 32000-2 §7.3.10)', () => {
  it('may have comments and line ends between its parts', () => {
    expect(object('12 % twelve\n0\r\nR')).toEqual({ kind: 'reference', number: 12, generation: 0 })
  })

  it('ends at a delimiter', () => {
    expect(read('12 0 R/Next')).toMatchObject({ object: { kind: 'reference' }, end: 6 })
  })

  it('is to a number that an object can have (annex C)', () => {
    expect(object('8388607 0 R')).toMatchObject({ number: 8388607 })
    expect(() => object('8388608 0 R')).toThrow(malformed)
    expect(() => object('4294967316 0 R')).toThrow(malformed)
    expect(object('8388608')).toEqual({ kind: 'integer', value: 8388608 })
  })

  it('is none where a regular character follows', () => {
    expect(read('12 0 Rx')).toMatchObject({ object: { kind: 'integer', value: 12 }, end: 2 })
  })
})

describe('a dictionary (ISO 32000-2 §7.3.7)', () => {
  it('has the values of its names', () => {
    const { entries } = dictionary('<</Type/Example/Sub<</A[1]>>/String(a)/Ref 1 0 R/Last null>>')
    expect([...entries.keys()]).toEqual(['Type', 'Sub', 'String', 'Ref', 'Last'])
    expect(entries.get('Ref')).toEqual({ kind: 'reference', number: 1, generation: 0 })
  })

  it('tells the keys that come twice, however they are spelled, and keeps the last', () => {
    const { entries, repeated, overwritten } = dictionary('<</A 1/B 2/#41 3/A 4>>')
    expect(repeated).toEqual(['A'])
    expect(overwritten).toEqual([1, 3].map((value) => ['A', { kind: 'integer', value }]))
    expect(entries.get('A')).toEqual({ kind: 'integer', value: 4 })
  })

  it('may have a key that objects of JavaScript have', () => {
    const { entries, repeated } = dictionary('<</__proto__ 1/constructor 2>>')
    expect([...entries.keys()]).toEqual(['__proto__', 'constructor'])
    expect(repeated).toEqual([])
  })

  it.each(['<<', '<</A', '<</A>>', '<</A 1', '<</A 1>', '<</A 1 2>>', '<<(A) 1>>', '<</A 1]'])(
    'is refused as %s',
    (text) => {
      expect(() => object(text)).toThrow(malformed)
    },
  )
})

describe('an object', () => {
  it.each(['', ' ', '% comment', 'true1', 'nul', 'NULL', 'stream', ')', '}', ']', '>'])(
    'is refused as %j',
    (text) => {
      expect(() => object(text)).toThrow(malformed)
    },
  )

  it('is refused behind the end and before the beginning', () => {
    const options = { budget: new Budget(), place: 'file' } as const
    for (const at of [5, -1, Number.NaN, 2 ** 40]) {
      expect(() => parseObject(octets('true'), at, options)).toThrow(malformed)
    }
  })

  it('ends where the next one may begin', () => {
    expect(read('\0\t\n\f\r %x\r true false').end).toBe(14)
  })

  it('may be nested as deep as the budget says, and no deeper', () => {
    const limits = { ...defaultLimits, depth: 3 }
    expect(read('[<</A[]>>]', limits).object.kind).toBe('array')
    expect(() => read('[<</A[[]]>>]', limits)).toThrow(
      expect.objectContaining({ code: 'budget-exceeded', facts: { what: 'depth', limit: 3 } }),
    )
  })

  it('may have as many parts as the budget says, and no more', () => {
    const limits = { ...defaultLimits, nodes: 4 }
    expect(read('[1 2 3]', limits).object.kind).toBe('array')
    expect(() => read('[1 2 3 4]', limits)).toThrow(
      expect.objectContaining({ code: 'budget-exceeded' }),
    )
  })
})
