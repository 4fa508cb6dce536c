import { describe, expect, it } from 'vitest'
import { isExternal, pointerIn } from '../../../src/formats/xml/reference-uri.ts'

describe('a URI of a reference', () => {
  it.each([null, 'report.xml', 'https://example.org/#part'])('is external: %s', (uri) =>
    expect(isExternal(uri)).toBe(true),
  )
  it.each(['', '#part', '#xpointer(/)'])('is not external: "%s"', (uri) =>
    expect(isExternal(uri)).toBe(false),
  )

  it.each([
    ['#part', { id: 'part', form: 'bare' }],
    ["#xpointer(id('part'))", { id: 'part', form: 'xpointer' }],
    ['#xpointer(id("part"))', { id: 'part', form: 'xpointer' }],
    [`#xpointer(id('a"b'))`, { id: 'a"b', form: 'xpointer' }],
  ])('points at an element: %s', (uri, pointer) => expect(pointerIn(uri)).toEqual(pointer))
  it.each(['', 'part', '#xpointer(/)', '#xpointer(//P)', `#xpointer(id('part"))`])(
    'points at none: "%s"',
    (uri) => expect(pointerIn(uri)).toBeNull(),
  )
})
