import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../../src/core/budget.ts'
import { same, sameDecrypted } from '../../../../src/formats/pdf/modifications/equality.ts'
import type { PdfDictionary } from '../../../../src/formats/pdf/object.ts'
import { fileOf, object, signedDocument } from './revisions.ts'

describe('two objects', () => {
  it.each([
    ['/a', '/a'],
    ['(a)', '(a)'],
    [1, 1],
    [595.303937007874, 595.3039370079],
    [{ MediaBox: [0, 0, 595.303937007874, 9] }, { MediaBox: [0, 0, 595.3039370079, 9] }],
    ['7 R', '7 R'],
    [
      [1, '/b'],
      [1, '/b'],
    ],
    [
      { a: 1, b: null },
      { b: null, a: 1 },
    ],
    [{ a: 1, b: null }, { a: 1 }],
    [
      { stream: { a: 1 }, data: 'x' },
      { stream: { a: 1 }, data: 'x' },
    ],
  ])('are the same: %j and %j', (before, after) => {
    expect(same(object(before), object(after))).toBe(true)
  })

  it.each([
    ['/a', '(a)'],
    [1, 1.5],
    [595.303937, 595.304],
    [16777217.5, 16777217.6],
    [{ Matrix: [1, 0, 0, 1, 595.303937007874, 0] }, { Matrix: [1, 0, 0, 1, 595.3039370079, 0] }],
    ['7 R', '8 R'],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { stream: { a: 1 }, data: '' }],
    [
      { stream: { a: 1 }, data: 'x' },
      { stream: { a: 1 }, data: 'y' },
    ],
    [
      { stream: { a: 1 }, data: 'x' },
      { stream: { a: 2 }, data: 'x' },
    ],
  ])('are not the same: %j and %j', (before, after) => {
    expect(same(object(before), object(after))).toBe(false)
  })

  it('are not the same where an entry stands there twice', () => {
    const entries = new Map([['a', object(1)]])
    const twice: PdfDictionary = { kind: 'dictionary', entries, repeated: ['a'] }
    expect(same({ ...twice, repeated: [] }, twice)).toBe(false)
  })

  it('are compared exactly where one is an object of its own that is no dictionary', () => {
    const [before, after] = [object([595.303937007874]), object([595.3039370079])]
    expect(sameDecrypted(fileOf([signedDocument]), before, after, new Budget())).toBe(false)
  })

  it('are the same in an encrypted file where their data is', () => {
    const file = fileOf([signedDocument])
    const encrypted = {
      ...file,
      encryption: { revision: 6, method: 'AESV3' },
      data: () => new Uint8Array([1]),
    }
    const [before, after] = [
      object({ stream: { Length: 1 }, data: 'x' }),
      object({ stream: { Length: 2 }, data: 'yz' }),
    ]
    expect(sameDecrypted(encrypted, before, after, new Budget())).toBe(true)
    expect(sameDecrypted(file, before, after, new Budget())).toBe(false)
  })

  it('are compared for a node in 256 octets', () => {
    const stream = () => object({ stream: { Length: 1000 }, data: 'x'.repeat(1000) })
    const compare = (nodes: number) => {
      const budget = new Budget({ ...defaultLimits, nodes })
      return sameDecrypted(fileOf([signedDocument]), stream(), stream(), budget)
    }
    expect(compare(3)).toBe(true)
    expect(() => compare(2)).toThrow(expect.objectContaining({ code: 'budget-exceeded' }))
  })
})
