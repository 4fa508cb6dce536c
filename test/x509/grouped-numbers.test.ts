import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskGroupedNumbers } from '../../src/x509/grouped-numbers.ts'
import { maskedFreeText, maskedNameText } from '../../src/x509/identifiers.ts'
import { oid, sequence, setOf, tlv } from '../formats/cms/der.ts'
import { expectLinearGrowth } from '../growth.ts'

const shown = (text: string) => maskGroupedNumbers(text, () => '*')

function commonName(text: string): string {
  const type = oid('2.5.4.3')
  return maskedNameText(sequence(setOf(sequence(type, tlv(0x0c, Buffer.from(text))))))
}

describe('a number in groups', () => {
  it.each([
    ['spaces', '1234 5678 901'],
    ['spaces that break no line', '1234\u00a05678\u202f901'],
    ['dots', '1234.5678.901'],
    ['hyphens', '1234-5678-901'],
    ['hyphens and a space', '123-456-789 01'],
    ['dots and a hyphen', '123.456.789-09'],
    ['hyphens of typesetting', '1234\u20115678\u2013901'],
    ['groups of one digit', '1 8 5 0 6 0 1 2 3'],
    ['an integer with its thousands', '1.234.567.890'],
    ['arcs that begin with 0', '2.85.06.75.123.456'],
    ['a day of birth before it, without a break', '1985-06-01-1234'],
  ])('is masked with %s', (_, number) => {
    expect(shown(number)).toBe('*')
    expect(shown(`Ana ${number}, of Batumi`)).toBe('Ana *, of Batumi')
  })

  it('is masked from nine digits on, and not with eight', () => {
    expect(shown('123 456 789')).toBe('*')
    expect(shown('123 456 78')).toBe('123 456 78')
  })

  it('is no number where two separators stand between', () =>
    expect(shown('1234  5678 - 9012')).toBe('1234  5678 - 9012'))

  it('does not begin with the one digit behind a letter', () => {
    expect(shown('CA G2 20260101')).toBe('CA G2 20260101')
    expect(shown('CA G2 1234 5678 901')).toBe('CA G2 *')
    expect(shown('ID12 345 678 90')).toBe('ID*')
  })

  it.each([
    '2026-06-01',
    '2026-06-01T10:00:00Z',
    '2026-06-01 10:00:00.123 +0300',
    '2026-06-01 10.00',
    '01.06.2026 10:00:00',
    '01.06.2026, 10.00.00',
    '1/6/2026 10:00',
    '12-31-2026',
    '01.01.2020-31.12.2022',
    '2026-06-01 – 2026-07-01',
    '2019-2024',
    '1.3.6.1.4.1.311.20.2.3',
    '2.16.840.1.113730.4.1',
    '0.4.0.194112.1.2',
  ])('is none where it is a date, a time or an object identifier: %s', (text) => {
    expect(shown(text)).toBe(text)
    expect(shown(`(${text})`)).toBe(`(${text})`)
    expect(shown(`on ${text}, 1234 5678 901`)).toBe(`on ${text}, *`)
    expect(shown(`1234 5678 901; ${text}.`)).toBe(`*; ${text}.`)
  })

  it.each(['1', '1 ', '1.', '2.1.', '1.1.2000-', '01.01.2000 10:', ' ', '2000-1-1 '])(
    'takes linear time for many %j',
    (unit) => {
      expectLinearGrowth((length) => {
        const text = unit.repeat(length / unit.length)
        return () => shown(text)
      }, 25_000)
    },
  )

  it('leaves nothing of nine digits in a row of groups without dates and dots', () => {
    const group = fc.stringMatching(/^\d{1,4}$/)
    const number = fc.array(group, { minLength: 3, maxLength: 8 }).map((all) => all.join(' '))
    fc.assert(
      fc.property(number, (text) => {
        const digits = text.replaceAll(' ', '').length
        expect(shown(text)).toBe(digits < 9 ? text : '*')
      }),
    )
  })
})

describe('a name or a text of the signer', () => {
  it('has numbers in groups masked, but for the last two characters', () => {
    expect(commonName('ANA EXEMPLO 1234 5678 901')).toBe('CN=ANA EXEMPLO ***********01')
    expect(commonName('ANA 123456789-01')).toBe('CN=ANA **********01')
    expect(maskedFreeText('clerk 123-456-789 01, Batumi')).toBe('clerk ************01, Batumi')
  })

  it('has them masked behind the semantics of EN 319 412-1 as well', () =>
    expect(commonName('PNOEE-1234 5678 901')).toBe('CN=PNOEE-***********01'))

  it('keeps dates and object identifiers', () => {
    expect(commonName('Test CA 2026-06-01 10:00:00')).toBe('CN=Test CA 2026-06-01 10:00:00')
    expect(maskedFreeText('by 1.3.6.1.4.1.311.20.2.3')).toBe('by 1.3.6.1.4.1.311.20.2.3')
  })
})
