import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { textOf } from '../../../src/formats/xml/document.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'

function textIn(encoding: string, octets: readonly number[]): string {
  const start = Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a>`, 'latin1')
  const bytes = Buffer.concat([start, Buffer.from(octets), Buffer.from('</a>')])
  return textOf(parseXml(bytes, new Budget()).root)
}

describe('the encoding that an XML declaration names', () => {
  it.each<[string, readonly number[], string]>([
    ['ISO-8859-5', [0xb6, 0xd8], 'Жи'],
    ['ISO-8859-7', [0xc1, 0xe8], 'Αθ'],
    ['ISO-8859-9', [0xdd, 0xfe], 'İş'],
    ['ISO-8859-15', [0xa4], '€'],
    ['windows-1251', [0xc6, 0xb3], 'Жі'],
    ['windows-1252', [0x80, 0x9f, 0xe9], '€Ÿé'],
    ['windows-1253', [0xc1, 0xa2], 'ΑΆ'],
    ['windows-1254', [0xdd, 0x80], 'İ€'],
    ['KOI8-R', [0xf6, 0xc9], 'Жи'],
    ['KOI8-U', [0xa4, 0xad], 'єґ'],
    ['UTF8', [0xd0, 0x96], 'Ж'],
    ['latin1', [0xe9, 0xa4], 'é¤'],
  ])('is read: %s', (encoding, octets, text) => {
    expect(textIn(encoding, octets)).toBe(text)
  })

  it.each<[string, readonly number[]]>([
    ['ISO-8859-9', [0x80]],
    ['windows-1252', [0x81]],
    ['windows-1253', [0xd2]],
    ['US-ASCII', [0x80]],
  ])('refuses octets that are not in it: %s', (encoding, octets) => {
    expect(() => textIn(encoding, octets)).toThrow(/octets that are not/)
  })

  it.each(['UTF-7', 'ISO-2022-JP', 'IBM037', 'ISO-8859-16', 'Shift_JIS', 'constructor'])(
    'is refused by its name: %s',
    (encoding) => {
      expect(() => textIn(encoding, [0x61])).toThrow(`encoding ${encoding.toLowerCase()} is not`)
    },
  )
})
