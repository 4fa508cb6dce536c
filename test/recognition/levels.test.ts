import { describe, expect, it } from 'vitest'
import { levels } from '../../src/recognition/fields.ts'
import { atLeast, lowerLevel, serviceOf } from '../../src/recognition/levels.ts'

describe('levels', () => {
  it('are comparable within signatures and within seals, never across', () => {
    const pairs = levels.flatMap((a) => levels.map((b) => [a, b] as const))
    const comparable = pairs.filter(([a, b]) => atLeast(a, b) || atLeast(b, a))
    expect(comparable).toHaveLength(18)
    expect(comparable.every(([a, b]) => serviceOf(a) === serviceOf(b))).toBe(true)
  })

  it('fall from qualified by way of advanced with a qualified certificate to advanced', () => {
    expect(atLeast('QES', 'AdES-QC') && atLeast('AdES-QC', 'AdES')).toBe(true)
    expect(atLeast('AdES', 'AdES-QC') || atLeast('AdES-QC', 'QES')).toBe(false)
  })

  it('give the lower of two', () => {
    expect(lowerLevel('QES', 'AdES')).toBe('AdES')
    expect(lowerLevel('AdESeal', 'QESeal')).toBe('AdESeal')
  })
})
