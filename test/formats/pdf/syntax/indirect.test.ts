import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import type { PdfObject } from '../../../../src/formats/pdf/object.ts'
import { parseIndirectObject } from '../../../../src/formats/pdf/syntax/parser.ts'

const lengths = new Map([[9, 5]])

function streamLength(length: PdfObject): number | null {
  if (length.kind === 'reference') return lengths.get(length.number) ?? null
  return length.kind === 'integer' ? length.value : null
}

function read(text: string, at = 0) {
  const bytes = Buffer.from(text, 'latin1')
  return parseIndirectObject(bytes, at, { budget: new Budget(), streamLength })
}

/** The octets of the stream, one character each, with the codes of what was said of it. */
function streamOf(text: string) {
  const { object, problems } = read(text)
  if (object.kind !== 'stream') throw new Error(`a ${object.kind}`)
  const { start, end } = object.place
  expect(text.slice(start, end)).toBe(Buffer.from(object.raw).toString('latin1'))
  return [text.slice(start, end), ...problems.map(({ code }) => code)]
}

const malformed = expect.objectContaining({ code: 'pdf-malformed' })

describe('an indirect object (ISO 32000-2 §7.3.10)', () => {
  it('has a number, a generation and an object', () => {
    expect(read('12 3 obj\n(a)\nendobj\n')).toMatchObject({
      number: 12,
      generation: 3,
      object: { kind: 'string', place: { start: 9, end: 12 } },
      end: 19,
      problems: [],
    })
  })

  it.each(['1 0 obj<<>>endobj', '1 0 obj[]endobj', '1 0 obj 5 endobj', '1 0 obj 2 0 R endobj'])(
    'may be written as %s',
    (text) => {
      expect(read(text)).toMatchObject({ number: 1, end: text.length, problems: [] })
    },
  )

  it.each([
    '',
    '1',
    '1 0',
    '1 0 ob',
    '1 0 object',
    '1 0 obj5 endobj',
    '10 obj 5 endobj',
    '-1 0 obj 5 endobj',
    '1 0 R',
    'x 1 0 obj 5 endobj',
    '0 0 obj 5 endobj',
    '12345678901 0 obj 5 endobj',
    '1 123456 obj 5 endobj',
    '1 0 obj 5 5 endobj',
    '1 0 obj 5 endob',
    '1 0 obj 5 endobject',
    '1 0 obj 5 stream\n\nendstream endobj',
  ])('is refused as %j', (text) => {
    expect(() => read(text)).toThrow(malformed)
  })

  it('is refused at an offset within its number', () => {
    expect(() => read('12 0 obj 5 endobj', 1)).toThrow(malformed)
  })

  it('may have white space before it, and that is said', () => {
    const { number, problems } = read('%\n 7 0 obj 5 endobj', 1)
    expect(number).toBe(7)
    expect(problems).toMatchObject([{ code: 'space-before-object', offset: 1 }])
  })

  it('is null where there is nothing in it, and that is said', () => {
    const { object, problems } = read('7 0 obj\nendobj')
    expect(object).toEqual({ kind: 'null' })
    expect(problems).toMatchObject([{ code: 'object-empty', offset: 0 }])
  })

  it.each(['<</A 1/A 2>>', '[<</A[<</B 1/B 1>>]>>]', '<</A 1/#41 2/Length 0>>stream\nendstream '])(
    'may have a key twice in %j, and that is said',
    (body) => {
      expect(read(`7 0 obj${body}endobj`).problems).toMatchObject([
        { code: 'key-repeated', offset: 0 },
      ])
    },
  )

  it.each(['8 0 obj 6 endobj', 'xref\n', 'startxref', ''])(
    'may lack its end before %j, and that is said',
    (next) => {
      const { end, problems } = read(`7 0 obj 5\n${next}`)
      expect(end).toBe(10)
      expect(problems).toMatchObject([{ code: 'endobj-missing', offset: 10 }])
    },
  )
})

describe('a stream (ISO 32000-2 §7.3.8)', () => {
  it.each([
    ['1 0 obj<</Length 5>>stream\nabcde\nendstream\nendobj', 'abcde'],
    ['1 0 obj<</Length 5>>\nstream\r\nabcde\r\nendstream endobj', 'abcde'],
    ['1 0 obj<</Length 5>>stream\nabcdeendstream endobj', 'abcde'],
    ['1 0 obj<</Length 9 0 R>>stream\nabcde\rendstream endobj', 'abcde'],
    ['1 0 obj<</Length 0>>stream\nendstream endobj', ''],
    ['1 0 obj<</Length 0>>stream\n\nendstream endobj', ''],
    ['1 0 obj<</Length 3>>stream\n\n\n\nendstream endobj', '\n\n\n'],
    [
      '1 0 obj<</Length 26>>stream\na endstream endobj 2 0 obj\nendstream endobj'.replace(
        '26',
        '26',
      ),
      'a endstream endobj 2 0 obj',
    ],
  ])('has the octets that its Length counts in %j', (text, data) => {
    expect(streamOf(text)).toEqual([data])
  })

  it('knows the object that it is', () => {
    const { object } = read('4 2 obj<</Length 0>>stream\nendstream endobj')
    expect(object).toMatchObject({ owner: { kind: 'reference', number: 4, generation: 2 } })
  })

  it('may begin behind a carriage return alone, and that is said', () => {
    expect(streamOf('1 0 obj<</Length 5>>stream\rabcde\nendstream endobj')).toEqual([
      'abcde',
      'stream-line-end',
    ])
  })

  it.each([
    ['no Length', '<<>>'],
    ['a Length that is too short', '<</Length 2>>'],
    ['a Length that leads into the keyword behind it', '<</Length 9>>'],
    ['a Length up to its endobj', '<</Length 22>>'],
    ['a Length that leads out of the file', '<</Length 5000>>'],
    ['a negative Length', '<</Length -1>>'],
    ['a Length that is no integer', '<</Length 5.0>>'],
    ['a Length that leads nowhere', '<</Length 8 0 R>>'],
  ])('ends at its endstream where it has %s, and that is said', (_, dictionary) => {
    const text = `1 0 obj${dictionary}stream\nabcde\nendstream\nendobj 2 0 obj 5 endobj`
    expect(streamOf(text)).toEqual(['abcde', 'stream-length-wrong'])
  })

  it('is refused where its Length leads past its end to octets of other objects', () => {
    const text = '1 0 obj<</Length 23>>stream\nabcde\nendstream\nendobj 2 0 obj 5 endobj'
    expect(() => read(text)).toThrow(malformed)
  })

  it.each([
    ['no endstream', '<</Length 9>>stream\nabcde\nendobj'],
    [
      'no endobj behind the one that is found',
      '<</Length 9>>stream\na endstream b\nendstream endobj',
    ],
    ['no line end', '<</Length 5>>stream abcde\nendstream endobj'],
    ['nothing behind it', '<</Length 5>>stream'],
    ['two lengths', '<</Length 5/Length 5>>stream\nabcde\nendstream endobj'],
    ['something before endobj', '<</Length 5>>stream\nabcde\nendstream 5 endobj'],
    ['an array in place of a dictionary', '[]stream\nabcde\nendstream endobj'],
  ])('is refused with %s', (_, text) => {
    expect(() => read(`1 0 obj${text}`)).toThrow(malformed)
  })
})
