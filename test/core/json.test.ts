import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/core/json.ts'

describe('JSON', () => {
  it.each([
    ['{"a":1,"a":2}'],
    ['{"a":1, "b":{"c":[{"d":1,"d":1}]}}'],
    ['{"a":1,"\\u0061":2}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"a" : 1 , "a" : 2}'],
  ])('with a name twice in one object is refused: %s', (text) => {
    expect(() => parseJson(text)).toThrow('stands twice')
  })

  it.each([
    ['{"a":{"a":1},"b":{"a":2}}'],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}'],
    ['["a","a",{"a":"a"}]'],
    ['{"a\\\\":1,"a":2}'],
    ['"a"'],
  ])('with a name once in each object is read: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  it('is refused where it is no JSON, or nested too deeply', () => {
    expect(() => parseJson('{"a":}')).toThrow('not acceptable as JSON')
    expect(() => parseJson('['.repeat(65) + ']'.repeat(65))).toThrow('nested more than 64')
    expect(parseJson('['.repeat(64) + ']'.repeat(64))).toBeTruthy()
  })

  it('is read as JSON.parse reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })
})
