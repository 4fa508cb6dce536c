import { describe, expect, it } from 'vitest'
import { expectLinearGrowth } from '../../../growth.ts'
import { ours } from './evaluation.ts'

describe('the budget of work', () => {
  const wide = `<r>${'<a><b/><b/><b/></a>'.repeat(2_000)}</r>`

  it.each([
    'count(//*[count(./following::*) > 0])',
    'count(//*/following::node()/following::node())',
    'string-length(//*[string(/) = string(/)])',
    '//*[translate("x", string(/), "y")]',
    `//*[${Array.from({ length: 30 }, () => 'preceding::*').join('/')}]`,
  ])('ends %s', (expression) => {
    expect(() => ours(expression, wide)).toThrow('XPath steps')
  })

  const nested = (times: number, inside: string) =>
    Array.from({ length: times }).reduce((made: string) => `translate(${made}, "", "")`, inside)
  const attributes = Array.from({ length: 250 }, (_, index) => ` a${index}=""`).join('')
  const many = Array.from({ length: 20_000 }, (_, index) => `i${index}`)
  const texts = `<r>${'a'.repeat(200_000)}${'<b/>'.repeat(500)}</r>`

  it.each([
    ['functions of functions', `//*[${nested(45, `"${'x'.repeat(8_000)}"`)}]`, wide],
    ['functions of the whole text', `//b[${nested(45, 'string(/)')}]`, texts],
    ['a long part sought', `//b[contains(/, "${'a'.repeat(2_000)}b${'a'.repeat(2_000)}")]`, texts],
    ['identifiers in a text', '//b[id(/r/t)]', `<r><t>${'x '.repeat(99_999)}</t>${wide}</r>`],
    [
      'the language of every element',
      `//b[${Array.from({ length: 300 }, () => 'lang("x")').join(' or ')}]`,
      `${`<e${attributes}>`.repeat(95)}${wide}${'</e>'.repeat(95)}`,
    ],
  ])('ends %s', (_, expression, xml) => {
    expect(() => ours(expression, xml)).toThrow('XPath steps')
  })

  it('finds siblings by their identifiers in linear time', () => {
    expectLinearGrowth((count) => {
      const some = many.slice(0, count)
      const elements = some.map((id) => `<a Id="${id}"/>`).join('')
      const xml = `<r><t>${some.join(' ')}</t>${elements}</r>`
      return () => expect(ours('count(id(/r/t))', xml)).toBe(count)
    }, 2_500)
  })

  it('lets a look at every element pass', () => {
    expect(ours('count(//*[not(ancestor-or-self::b)])', wide)).toBe(2_001)
  })

  it('looks once for what depends on no context', () => {
    expect(ours('count(//*[count(//*) > 0])', wide)).toBe(8_001)
  })
})
