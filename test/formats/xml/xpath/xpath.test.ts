import fc from 'fast-check'
import { XmlDocument as LibXmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { VerifierError } from '../../../../src/core/errors.ts'
import { indexOf } from '../../../../src/formats/xml/identifiers.ts'
import { parseXml } from '../../../../src/formats/xml/parse.ts'
import { evaluate } from '../../../../src/formats/xml/xpath/evaluate.ts'
import { xpathTree } from '../../../../src/formats/xml/xpath/nodes.ts'
import { parseXPath } from '../../../../src/formats/xml/xpath/parser.ts'
import { looksAtElementsOnly } from '../../../../src/formats/xml/xpath/reach.ts'
import type { XPathValue } from '../../../../src/formats/xml/xpath/values.ts'
import { xpathWork } from '../../../../src/formats/xml/xpath/work.ts'

const namespaces = { a: 'urn:a', b: 'urn:b' }
const sample = `<?top t?><!--c--><r xmlns="urn:d" xmlns:a="urn:a" xml:lang="el-CY" Id="root">
<a:p n="1" a:m="x">one</a:p><a:p n="2">two<q>deep</q></a:p><a:p n="10"/>
<b:s xmlns:b="urn:b" n="3"><!--inside--><?pi data?><t>  spaced   out </t><t xmlns="">4</t></b:s>
</r><!--end-->`

function ours(expression: string, xml = sample): XPathValue {
  const document = parseXml(Buffer.from(xml), new Budget())
  const tree = xpathTree(document)
  const { identifiers } = indexOf(document)
  const resolve = (prefix: string) => (prefix === 'a' || prefix === 'b' ? namespaces[prefix] : null)
  return evaluate(parseXPath(expression, resolve), {
    node: tree.root,
    position: 1,
    size: 1,
    root: tree.root,
    here: null,
    elementById: (id) => {
      const found = identifiers.get(id)
      return typeof found === 'object' ? tree.nodeOf(found) : null
    },
    work: xpathWork(xml.length),
    known: new Map(),
  })
}

describe('the oracle, libxml2', () => {
  const document = LibXmlDocument.fromString(sample)
  const theirs = (expression: string) => document.eval(expression, namespaces)

  /** Of a node-set its size and the name and string of each node, asked for as numbers and strings. */
  function agrees(expression: string): void {
    const value = ours(expression)
    if (typeof value !== 'object') {
      expect([expression, value]).toEqual([expression, theirs(expression)])
      return
    }
    expect([expression, value.length]).toEqual([expression, theirs(`count(${expression})`)])
    for (let i = 1; i <= Math.min(value.length, 12); i += 1) {
      for (const ask of [`string((${expression})[${i}])`, `name((${expression})[${i}])`]) {
        expect([ask, ours(ask)]).toEqual([ask, theirs(ask)])
      }
    }
  }

  it.each([
    '/',
    '//a:p',
    '//a:p[2]',
    '//a:p[@n > 1]',
    '//a:p[last()]/@n',
    '//*[@n][position() mod 2 = 1]',
    '//@a:*',
    '//namespace::b',
    '//text()',
    '//comment()',
    '//processing-instruction()',
    '//processing-instruction("pi")',
    '//t/ancestor::*',
    '//t/ancestor-or-self::node()[1]',
    '//t/ancestor::*[1]',
    '//q/following::node()',
    '//q/preceding::node()[1]',
    '//a:p[2]/preceding-sibling::*[1]',
    '//a:p[1]/following-sibling::a:p',
    '//@n/..',
    '//@n/following::t',
    '(//a:p | //t)[3]',
    '//t | //a:p | //t',
    './/self::a:p',
    '//b:s//..',
    'string(//a:p[2])',
    'string(//b:s)',
    'normalize-space(//b:s)',
    'concat("a", 1, true())',
    'starts-with("abc", "ab") and contains("abc", "bc")',
    'substring-before("1999/04/01", "/")',
    'substring-after("1999/04/01", "/")',
    'substring("12345", 1.5, 2.6)',
    'substring("12345", 0 div 0, 3)',
    'substring("12345", -42, 1 div 0)',
    'substring("12345", 2)',
    'string-length("a\u{10400}b")',
    'translate("--aaa--", "abc-", "ABC")',
    'count(//node())',
    'sum(//@n)',
    'number("  -12.50 ")',
    'number("+1")',
    'string(-0)',
    '-5 mod 2',
    '5 mod -2',
    '7 div 2 * 2 - 1',
    'floor(-1.5) + ceiling(-1.5) + round(2.5) + round(-2.5)',
    '//a:p/@n = 10',
    '//a:p/@n != 1',
    '//a:p/@n < //b:s/@n',
    '//a:p/@n >= 10',
    '//a:p = "one"',
    '//nothing = //nothing',
    '//nothing != "x"',
    '//a:p = true()',
    'not(//nothing)',
    '"a" = "a" = true()',
    '1 < 2 < 3',
    'boolean(//t[lang("el")])',
    'count(//t[lang("el-cy")])',
    'local-name(/*)',
    'namespace-uri(//b:s)',
    'name(//b:s)',
    '//*[self::a:p or self::b:s]',
    'div div div',
    '//and | //or',
    '/*[a:p]',
    'count(//@*)',
    'count(//a:p/namespace::*)',
    '/*/*[. = "one"]',
    'count(//.. | //.)',
  ])('agrees on %s', agrees)

  const name = fc.constantFrom('a:p', 't', '*', 'node()', 'text()', 'b:s', 'q', 'a:*')
  const axis = fc.constantFrom(
    'child',
    'descendant',
    'descendant-or-self',
    'ancestor',
    'ancestor-or-self',
    'following',
    'preceding',
    'following-sibling',
    'preceding-sibling',
    'self',
    'parent',
  )
  const { path } = fc.letrec<{ path: string; step: string; predicate: string }>((tie) => ({
    path: fc
      .array(tie('step'), { minLength: 1, maxLength: 3 })
      .map((steps) => `/descendant-or-self::node()/${steps.join('/')}`),
    step: fc
      .tuple(axis, name, fc.oneof({ maxDepth: 2 }, fc.constant(''), tie('predicate')))
      .map((parts) => `${parts[0]}::${parts[1]}${parts[2]}`),
    predicate: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('[1]', '[2]', '[last()]', '[@n]', '[@n > 1]', '[position() < 3]'),
      tie('step').map((step) => `[${step}]`),
      fc.tuple(tie('step'), tie('step')).map(([one, other]) => `[count(${one}) < count(${other})]`),
    ),
  }))

  it('agrees on any path', () => {
    fc.assert(fc.property(path, agrees), { numRuns: 300 })
  })
})

describe('where libxml2 departs from XPath 1.0', () => {
  it.each([
    ['number("1e3")', Number.NaN],
    ['string(1 div 3)', '0.3333333333333333'],
    ['string(100000000000000000000)', '100000000000000000000'],
    ['string(0.000001)', '0.000001'],
    ['lang("el")', false],
  ])('takes the letter of %s', (expression, value) => expect(ours(expression)).toEqual(value))

  it('has attributes in canonical order, and namespaces before them', () => {
    const names = ours('/*/a:p[1]/@* | /*/a:p[1]/namespace::*')
    const kinds = typeof names === 'object' ? names.map(({ kind }) => kind) : []
    expect(kinds).toEqual(['namespace', 'namespace', 'namespace', 'attribute', 'attribute'])
  })
})

describe('what there is no XPath for', () => {
  it.each([
    ['nothing', ''],
    ['an open bracket', '(1'],
    ['an open predicate', '//a[1'],
    ['two operands', '1 2'],
    ['a variable', '$x'],
    ['an unknown function', 'document("x")'],
    ['too few arguments', 'contains("a")'],
    ['an unknown axis', 'inside::a'],
    ['an undeclared prefix', '//z:a'],
    ['a number as a node-set', 'count(1)'],
    ['a character of no expression', '#'],
    ['an open literal', '"a'],
    ['a path that ends in a slash', 'a/'],
    ['deep nesting', `${'('.repeat(60)}1${')'.repeat(60)}`],
    ['a long expression', ' '.repeat(10_001)],
    ['a long row of operators', `1${'+1'.repeat(501)}`],
    ['here() in another document', 'here()'],
  ])('refuses %s', (_, expression) => {
    expect(() => ours(expression)).toThrow(VerifierError)
  })

  it('throws nothing but its own error on any text', () => {
    const token = fc.constantFrom(
      ...'/ // . .. @ :: ( ) [ ] , | + - * = != < <= > >= and or div mod not count a:p t node() text() 1 "s" self ancestor'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        try {
          ours(tokens.join(' '))
        } catch (error) {
          expect(error).toBeInstanceOf(VerifierError)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the budget of work', () => {
  const wide = `<r>${'<a><b/><b/><b/></a>'.repeat(2_000)}</r>`

  it.each([
    'count(//*[count(./following::*) > 0])',
    'count(//*/following::node()/following::node())',
    'string-length(//*[string(/) = string(/)])',
    '//*[translate("x", string(/), "y")]',
    `//*[${Array.from({ length: 30 }, () => 'preceding::*').join('/')}]`,
  ])('ends %s in a second', (expression) => {
    const start = performance.now()
    expect(() => ours(expression, wide)).toThrow('XPath steps')
    expect(performance.now() - start).toBeLessThan(1_000)
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
  ])('ends %s in a second', (_, expression, xml) => {
    const start = performance.now()
    expect(() => ours(expression, xml)).toThrow('XPath steps')
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('finds twenty thousand siblings by their identifiers in linear time', () => {
    const elements = many.map((id) => `<a Id="${id}"/>`).join('')
    const start = performance.now()
    expect(ours('count(id(/r/t))', `<r><t>${many.join(' ')}</t>${elements}</r>`)).toBe(20_000)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('lets a look at every element pass', () => {
    expect(ours('count(//*[not(ancestor-or-self::b)])', wide)).toBe(2_001)
  })

  it('looks once for what depends on no context', () => {
    expect(ours('count(//*[count(//*) > 0])', wide)).toBe(8_001)
  })
})

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
