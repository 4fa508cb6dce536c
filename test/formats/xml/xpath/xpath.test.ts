import fc from 'fast-check'
import { XmlDocument as LibXmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../../src/core/errors.ts'
import { namespaces, ours, sample } from './evaluation.ts'

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
