import { describe, expect, it } from 'vitest'
import { normalForm } from '../../src/core/normal-forms.ts'
import { expectLinearGrowth } from '../growth.ts'

const forms = ['NFC', 'NFD', 'NFKC'] as const

describe('a normal form', () => {
  it.each(forms)('is that of Unicode: %s', (form) => {
    const text = 'A\u030a\u0301 Ω ﬁ ﾊﾞ한글'
    expect(normalForm(text, form)).toBe(text.normalize(form))
  })

  it.each([
    ['marks', '\u0301'],
    ['sound marks that become such', '\uff9e'],
    ['both in turns', '\u0301\uff9e'],
  ])('is there for 30 %s in a row, and for none more', (_, marks) => {
    const row = (length: number): string => `a${marks.repeat(length).slice(0, length)}b`
    expect(normalForm(row(30), 'NFKC')).not.toBeNull()
    expect(normalForm(row(31), 'NFKC')).toBeNull()
  })

  it.each(forms)('takes time by the length of the text alone: %s', (form) => {
    const row = `a${'\u0301\u0316'.repeat(15)}`
    const marks = '\u0301\u0316'.repeat(15)
    expectLinearGrowth((size) => {
      const [rows, one] = [row.repeat(size), marks.repeat(size)]
      return () => [normalForm(rows, form), normalForm(one, form)]
    }, 1_000)
  })
})
