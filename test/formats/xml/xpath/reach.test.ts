import { describe, expect, it } from 'vitest'
import { parseXPath } from '../../../../src/formats/xml/xpath/parser.ts'
import { looksAtElementsOnly } from '../../../../src/formats/xml/xpath/reach.ts'

describe('what an expression looks at', () => {
  const looks = (expression: string) =>
    looksAtElementsOnly(parseXPath(expression, () => 'urn:signature'))

  it.each([
    'not(ancestor-or-self::ds:Signature)',
    'ancestor-or-self::a and not(ancestor-or-self::b[@c = "d"])',
    'count(ancestor-or-self::a | here()/ancestor::a[1]) > count(ancestor-or-self::a)',
    'true()',
    '//a',
  ])('is elements up the tree alone: %s', (expression) => expect(looks(expression)).toBe(true))

  it.each([
    'self::a',
    'ancestor::a',
    'parent::a',
    'text()',
    '@a',
    'name() = "a"',
    'string(.) = "a"',
    'ancestor-or-self::node()',
    'not(ancestor-or-self::a) and self::text()',
  ])('is the node itself: %s', (expression) => expect(looks(expression)).toBe(false))
})
