import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPunycode } from '../../src/core/punycode.ts'

describe('Punycode (RFC 3492)', () => {
  it.each([
    ['bücher', 'bcher-kva'],
    ['пример', 'e1afmkfd'],
    ['παράδειγμα', 'hxajbheg2az3al'],
    ['საქართველო', 'lodamdjuvtg5b'],
    // §7.1 (B), (I) and (L).
    ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
    ['почемужеонинеговорятпорусски', 'b1abfaaepdrnnbgefbadotcwatmq2g4l'],
    ['3年b組金八先生', '3b-ww4c5e180e575a65lsy2b'],
    ['abc', 'abc-'],
    ['', ''],
  ])('writes %j as %j', (text, punycode) => {
    expect(toPunycode(text)).toBe(punycode)
  })

  it('takes 63 code points and no more', () => {
    expect(toPunycode('ü'.repeat(63))).not.toBeNull()
    expect(toPunycode('ü'.repeat(64))).toBeNull()
  })

  it('agrees with the URL parser of Node on lower-case letters of the region', () => {
    const letters = [...'abcdefgäöüßçğışαβγδεжзийкљњћџაბგდეაբգդեë0123456789']
    const label = fc
      .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 20 })
      .map((characters) => characters.join(''))
      .filter((text) => /[^\x00-\x7f]/.test(text))
    fc.assert(
      fc.property(label, (text) => {
        expect(`xn--${toPunycode(text)}.example`).toBe(domainToASCII(`${text}.example`))
      }),
    )
  })
})
