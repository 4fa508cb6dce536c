import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../../src/core/budget.ts'
import { decodeFilters } from '../../../../src/formats/pdf/filters/decode.ts'
import type { PdfDictionary, PdfObject } from '../../../../src/formats/pdf/object.ts'
import { parseObject } from '../../../../src/formats/pdf/syntax/parser.ts'

const objects = new Map<number, PdfObject>([
  [5, { kind: 'name', name: 'ASCIIHexDecode' }],
  [6, parsed('<</Predictor 12/Columns 2>>')],
])

function resolve(object: PdfObject): PdfObject {
  if (object.kind !== 'reference') return object
  return objects.get(object.number) ?? { kind: 'null' }
}

function parsed(text: string): PdfObject {
  const bytes = Buffer.from(text, 'latin1')
  return parseObject(bytes, 0, { budget: new Budget(), place: 'file' }).object
}

function dictionaryOf(text: string): PdfDictionary {
  const object = parsed(`<<${text}>>`)
  if (object.kind !== 'dictionary') throw new Error(`a ${object.kind}`)
  return object
}

/** The data of a stream, one character for each octet. */
function decode(dictionary: string, raw: string | Uint8Array, limits = defaultLimits): string {
  const octets = typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw
  const context = { budget: new Budget(limits), resolve }
  return Buffer.from(decodeFilters(octets, dictionaryOf(dictionary), context)).toString('latin1')
}

const malformed = expect.objectContaining({ code: 'pdf-malformed' })
const exceeded = expect.objectContaining({ code: 'budget-exceeded' })

const text = 'a page of text, a page of text, and a page of text again'
const deflated = deflateSync(text)

describe('a stream without filters', () => {
  it.each(['', '/Filter null', '/Filter[]', '/Filter 99 0 R', '/DecodeParms<</Predictor 12>>'])(
    'is its octets with %j',
    (dictionary) => {
      expect(decode(dictionary, 'octets')).toBe('octets')
    },
  )

  it('is refused where its data are in another file', () => {
    expect(() => decode('/F(other)', '')).toThrow(malformed)
  })

  it.each(['/DP<</Predictor 12>>', '/DP null', '/FFilter/LZWDecode', '/FDecodeParms[null]'])(
    'is refused with %s, which only some readers follow',
    (entry) => {
      expect(() => decode(entry, 'octets')).toThrow(malformed)
      expect(() => decode(`/Filter/FlateDecode${entry}`, deflated)).toThrow(malformed)
    },
  )
})

describe('ASCIIHexDecode (ISO 32000-2 §7.4.2)', () => {
  it.each([
    ['>', ''],
    ['4E6f>', 'No'],
    ['4E 6\nf 7>', 'Nop'],
    ['41>42', 'A'],
  ])('reads %j', (raw, data) => {
    expect(decode('/Filter/ASCIIHexDecode', raw)).toBe(data)
  })

  it.each(['', '41', '4G>', '<41>', '4\x001>', '4\f1>'])('refuses %j', (raw) => {
    expect(() => decode('/Filter/ASCIIHexDecode', raw)).toThrow(malformed)
  })
})

describe('ASCII85Decode (ISO 32000-2 §7.4.3)', () => {
  it.each([
    ['~>', ''],
    ['87cURD]i,"Ebo80~>', 'Hello World!'],
    ['87cUR D]i,"\nEbo80 ~ >\n', 'Hello World!'],
    ['z~>', '\0\0\0\0'],
    ['!!!!!~>', '\0\0\0\0'],
    ['s8W-!~>', '\xff\xff\xff\xff'],
    ['5l~>', 'A'],
    ['5sb~>', 'AB'],
    ['5sdp~>', 'ABC'],
    ['5sdq,~>junk', 'ABCD'],
  ])('reads %j', (raw, data) => {
    expect(decode('/Filter/ASCII85Decode', raw)).toBe(data)
  })

  it.each([
    '',
    '5sdq,',
    '5sdq,~',
    '5~>',
    '5sdq,5~>',
    's8W-"~>',
    'uuuuu~>',
    '5z~>',
    '5v~>',
    '<~5l~>',
    '5\0l~>',
    '5\fl~>',
  ])('refuses %j', (raw) => {
    expect(() => decode('/Filter/ASCII85Decode', raw)).toThrow(malformed)
  })
})

describe('RunLengthDecode (ISO 32000-2 §7.4.5)', () => {
  it.each([
    ['\x80', ''],
    ['\x02abc\x80', 'abc'],
    ['\xfea\x80', 'aaa'],
    ['\x81a\x80', 'a'.repeat(128)],
    ['\x00a\xffb\x80junk', 'abb'],
  ])('reads %j', (raw, data) => {
    expect(decode('/Filter/RunLengthDecode', raw)).toBe(data)
  })

  it.each(['', '\x02ab', '\x00a', '\xfe'])('refuses %j', (raw) => {
    expect(() => decode('/Filter/RunLengthDecode', raw)).toThrow(malformed)
  })
})

describe('FlateDecode (ISO 32000-2 §7.4.4)', () => {
  it('reads zlib data, and no octets behind their end', () => {
    expect(decode('/Filter/FlateDecode', deflated)).toBe(text)
    expect(decode('/Filter/FlateDecode', Buffer.concat([deflated, Buffer.from('\r\n')]))).toBe(text)
  })

  it('reads nothing where there is nothing', () => {
    expect(decode('/Filter/FlateDecode', '')).toBe('')
  })

  it.each([1, 2, 3, 4])('reads what lacks %d octets of its checksum', (missing) => {
    expect(decode('/Filter/FlateDecode', deflated.subarray(0, -missing))).toBe(text)
  })

  it('refuses what is cut off before its end', () => {
    for (let length = 1; length < deflated.length - 4; length += 1) {
      expect(() => decode('/Filter/FlateDecode', deflated.subarray(0, length))).toThrow(malformed)
    }
  })

  it('refuses what is another than its checksum says', () => {
    const damaged = Buffer.from(deflated)
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1
    expect(() => decode('/Filter/FlateDecode', damaged)).toThrow(malformed)
  })

  it('refuses what comes to more than 100 times the octets, above 8 MiB', () => {
    const zeros = deflateSync(Buffer.alloc(8 << 20))
    expect(decode('/Filter/FlateDecode', zeros)).toHaveLength(8 << 20)
    expect(() => decode('/Filter/FlateDecode', deflateSync(Buffer.alloc((8 << 20) + 1)))).toThrow(
      exceeded,
    )
    const padded = Buffer.concat([deflateSync(Buffer.alloc((8 << 20) + 1)), Buffer.alloc(80_000)])
    expect(decode('/Filter/FlateDecode', padded)).toHaveLength((8 << 20) + 1)
  })

  it('counts what it reads as bytes of the budget', () => {
    const limits = { ...defaultLimits, bytes: text.length }
    expect(decode('/Filter/FlateDecode', deflated, limits)).toBe(text)
    limits.bytes -= 1
    expect(() => decode('/Filter/FlateDecode', deflated, limits)).toThrow(exceeded)
  })
})

describe('a chain of filters', () => {
  it('is undone in the order in which it is named', () => {
    const raw = `${deflated.toString('hex')}>`
    expect(decode('/Filter[/ASCIIHexDecode/FlateDecode]', raw)).toBe(text)
    expect(decode('/Filter[5 0 R/FlateDecode]/DecodeParms null', raw)).toBe(text)
  })

  it('gives each filter its own parameters, of which null are none', () => {
    const rows = deflateSync(Buffer.from([2, 1, 2, 2, 1, 1]))
    const raw = `${rows.toString('hex')}>`
    const filter = '/Filter[/ASCIIHexDecode/FlateDecode]'
    expect(decode(`${filter}/DecodeParms[null 6 0 R]`, raw)).toBe('\x01\x02\x02\x03')
    expect(decode(`${filter}/DecodeParms[null]`, raw)).toBe('\x02\x01\x02\x02\x01\x01')
  })

  it('has eight filters at most', () => {
    const filters = (count: number) => `/Filter[${'/RunLengthDecode'.repeat(count)}]`
    let raw = Buffer.from('a')
    for (let count = 0; count < 8; count += 1) {
      raw = Buffer.concat([Buffer.from([raw.length - 1]), raw, Buffer.from([128])])
    }
    expect(decode(filters(8), raw)).toBe('a')
    expect(() => decode(filters(9), raw)).toThrow(malformed)
  })

  it('comes to no more than one filter may', () => {
    const bomb = deflateSync(deflateSync(Buffer.alloc(20 << 20)))
    expect(() => decode('/Filter[/FlateDecode/FlateDecode]', bomb)).toThrow(exceeded)
  })
})

describe('filters that cannot be undone', () => {
  it.each([
    '/Filter/DCTDecode',
    '/Filter/JPXDecode',
    '/Filter/JBIG2Decode',
    '/Filter/CCITTFaxDecode',
    '/Filter[/FlateDecode/DCTDecode]',
    '/Filter/Unknown',
    '/Filter/Fl',
    '/Filter/flatedecode',
    '/Filter/constructor',
    '/Filter(FlateDecode)',
    '/Filter[[/FlateDecode]]',
    '/Filter/FlateDecode/Filter/FlateDecode',
    '/Filter/FlateDecode/DecodeParms<<>>/DecodeParms<<>>',
    '/Filter/FlateDecode/DecodeParms[<<>>]',
    '/Filter[/FlateDecode]/DecodeParms<<>>',
    '/Filter/FlateDecode/DecodeParms 5',
    '/Filter/FlateDecode/DecodeParms<</Predictor 1.0>>',
    '/Filter/FlateDecode/DecodeParms<</Predictor 1/Predictor 1>>',
  ])('are refused as %s', (dictionary) => {
    expect(() => decode(dictionary, deflated)).toThrow(malformed)
  })

  it('are named where they are known, and never repeated where they are not', () => {
    expect(() => decode('/Filter/DCTDecode', '')).toThrow('the filter DCTDecode is not decoded')
    expect(() => decode('/Filter/Evil', '')).not.toThrow('Evil')
  })
})

describe('the Crypt filter (ISO 32000-2 §7.4.10)', () => {
  it.each([
    '/Filter/Crypt',
    '/Filter/Crypt/DecodeParms<</Name/Identity>>',
    '/Filter[/Crypt/RunLengthDecode]/DecodeParms[<</Name/Identity>>null]',
  ])('leaves the octets as they are with %s', (dictionary) => {
    expect(decode(dictionary, '\x00a\x80')).toBe(dictionary.includes('Run') ? 'a' : '\x00a\x80')
  })

  it('is refused with another name, and behind another filter', () => {
    expect(() => decode('/Filter/Crypt/DecodeParms<</Name/StdCF>>', '')).toThrow(malformed)
    expect(() => decode('/Filter[/RunLengthDecode/Crypt]', '\x80')).toThrow(malformed)
  })

  it('is undone by whoever knows the crypt filter of that name', () => {
    const dictionary = dictionaryOf('/Filter/Crypt/DecodeParms<</Name/StdCF>>')
    const crypt = (name: string) => Buffer.from(name)
    const context = { budget: new Budget(), resolve, crypt }
    expect(Buffer.from(decodeFilters(Buffer.from('x'), dictionary, context)).toString()).toBe(
      'StdCF',
    )
  })
})
