import { describe, expect, it } from 'vitest'
import { whiteSpaceEnd } from '../../../../src/formats/pdf/syntax/lexer.ts'

function octets(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

describe('the end of white space', () => {
  it.each([
    ['x', 0],
    [' x', 1],
    ['\0\t\n\f\r x', 6],
    ['  % x', 2],
    ['  \x0b', 2],
  ])('is where anything else begins: %j', (text, end) => {
    expect(whiteSpaceEnd(octets(text), 0, text.length)).toBe(end)
  })

  it('is not behind the end that is given, nor behind that of the octets', () => {
    expect(whiteSpaceEnd(octets('    x'), 1, 3)).toBe(3)
    expect(whiteSpaceEnd(octets('   '), 1, 9)).toBe(3)
  })
})
