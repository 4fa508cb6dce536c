import { describe, expect, it } from 'vitest'
import { shownText, textString } from '../../../../src/formats/pdf/signatures/text-string.ts'

describe('a text string', () => {
  it.each([
    ['in PDFDocEncoding', '41e980a0', 'Aé•€'],
    ['in PDFDocEncoding, with an accent of its own', '18', '˘'],
    ['in UTF-16BE', 'feff042f', 'Я'],
    ['in UTF-16BE, with a language in it', 'feff001b0065006e001b0041', 'A'],
    ['in UTF-16LE', 'fffe2f04', 'Я'],
    ['in UTF-8', 'efbbbfd0af', 'Я'],
    ['in UTF-8 that is broken', 'efbbbfd0', 'ï»¿Ð'],
    ['in UTF-16BE, with half a character at the end', 'feff042f04', 'Я'],
  ])('is read %s', (_, hex, text) => {
    expect(textString(Buffer.from(hex, 'hex'))).toBe(text)
  })

  it('is shown to 200 characters', () => {
    expect(shownText(Buffer.from('a'.repeat(1000)))).toBe(`${'a'.repeat(200)}…`)
  })

  it('is not shown where there is nothing in it', () => {
    expect(shownText(Buffer.from(' \n'))).toBeNull()
  })
})
