import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import {
  attribute,
  child,
  childElements,
  descendants,
  textOf,
  type XmlDocument,
} from '../../../src/formats/xml/document.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'

function parse(xml: string | Uint8Array, budget = new Budget()): XmlDocument {
  return parseXml(typeof xml === 'string' ? Buffer.from(xml) : xml, budget)
}

function refusal(xml: string | Uint8Array): string {
  try {
    parse(xml)
    return 'read'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

describe('the light tree', () => {
  const document = parse(
    '<?go now?><l:List xmlns:l="urn:l" xmlns="urn:d" a="1" l:b="&lt;&quot;&#10;"><Name>A &amp; <![CDATA[B]]><!-- c -->\u{10380}</Name><x:y xmlns:x="urn:x" xmlns=""><z/></x:y></l:List>',
  )
  const { root } = document

  it('has names, prefixes and namespaces', () => {
    expect(root).toMatchObject({ name: 'List', prefix: 'l', namespace: 'urn:l' })
    expect(childElements(root).map(({ namespace, name }) => `${namespace} ${name}`)).toEqual([
      'urn:d Name',
      'urn:x y',
    ])
    const inner = child(root, 'urn:x', 'y')
    expect(inner && childElements(inner)).toMatchObject([{ name: 'z', namespace: '' }])
  })

  it('has attributes decoded, those without a prefix in no namespace', () => {
    expect(attribute(root, 'a')).toBe('1')
    expect(attribute(root, 'b', 'urn:l')).toBe('<"\n')
    expect(attribute(root, 'b')).toBeNull()
  })

  it('has all text of an element, CDATA and what stands behind a comment included', () => {
    const name = child(root, 'urn:d', 'Name')
    expect(name && textOf(name)).toBe('A & B\u{10380}')
  })

  it('has what stands outside the root', () => {
    expect(document.before).toMatchObject([{ kind: 'instruction', text: 'go now' }])
    expect(document.behind).toEqual([])
  })

  it('gives descendants in document order', () => {
    expect([...descendants(root)].map(({ name }) => name)).toEqual(['List', 'Name', 'y', 'z'])
  })

  it('leaves U+0085 and U+2028 as they stand, and makes line feeds of carriage returns', () => {
    expect(textOf(parse('<a>\u0085\u2028\r\n\r</a>').root)).toBe('\u0085\u2028\n\n')
  })

  it('has names in other scripts', () => {
    const { root: list } = parse('<АккредитованныеУдостоверяющиеЦентры Дата="1"/>')
    expect(list.name).toBe('АккредитованныеУдостоверяющиеЦентры')
    expect(attribute(list, 'Дата')).toBe('1')
  })
})

describe('encodings', () => {
  const word = 'Ђ'
  const wide = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>${word}</a>`
  const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()
  const declared = (encoding: string, octet: number) =>
    Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a>`),
      Buffer.of(octet),
      Buffer.from('</a>'),
    ])

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${wide('utf-8')}`)],
    ['UTF-16 little-endian', Buffer.from(`\ufeff${wide('UTF-16')}`, 'utf16le')],
    ['UTF-16 big-endian', bigEndian(`\ufeff${wide('UTF-16')}`)],
    ['UTF-16 without a byte order mark', Buffer.from(wide('UTF-16LE'), 'utf16le')],
    ['windows-1251', declared('windows-1251', 0x80)],
  ])('reads %s', (_, bytes) => {
    expect(textOf(parse(bytes).root)).toBe(word)
  })

  it('reads ISO 8859-1', () => {
    expect(textOf(parse(declared('ISO-8859-1', 0xe9)).root)).toBe('é')
  })

  it.each([
    ['UTF-7', Buffer.from('<?xml version="1.0" encoding="UTF-7"?><a/>')],
    ['an encoding nobody knows', Buffer.from('<?xml version="1.0" encoding="x"?><a/>')],
    ['octets that are not UTF-8', Buffer.from('<a>\xc0\x80</a>', 'latin1')],
    ['a surrogate in UTF-8', Buffer.from('<a>\xed\xa0\x80</a>', 'latin1')],
    ['half a pair in UTF-16', Buffer.from('\ufeff<a>\ud800</a>', 'utf16le')],
    ['octets above US-ASCII', declared('US-ASCII', 0xe9)],
    ['UTF-16 that says it is UTF-8', Buffer.from(`\ufeff${wide('utf-8')}`, 'utf16le')],
    [
      'a declaration of 300 characters',
      Buffer.from(`<?xml version="1.0" ${' '.repeat(300)}?><a/>`),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(refusal(bytes)).toBe('xml-malformed')
  })
})

describe('hostile input', () => {
  const laughs = Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
  ).join('')

  it.each([
    ['nothing', ''],
    ['text that is no XML', 'hello'],
    ['a document type declaration', '<!DOCTYPE a><a/>'],
    ['an external one', '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a billion laughs', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l9;</a>`],
    ['an entity nobody declared', '<a>&nbsp;</a>'],
    ['a prefix nobody declared', '<x:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute twice by its namespace', '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>'],
    ['two roots', '<a/><b/>'],
    ['trailing text', '<a/>x'],
    ['tags that cross', '<a><b></a></b>'],
    ['an end in a tag', '<a b="'],
    ['an end in a comment', '<a><!-- '],
    ['a NUL', '<a>\0</a>'],
    ['a reference to a character that is none', '<a>&#0;</a>'],
    ['XML 1.1', '<?xml version="1.1"?><a/>'],
    ['257 attributes', `<a ${Array.from({ length: 257 }, (_, i) => `b${i}=""`).join(' ')}/>`],
  ])('refuses %s', (_, xml) => {
    expect(refusal(xml)).toBe('xml-malformed')
  })

  it('reads elements as deep as the limit and refuses one deeper', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)
    expect(refusal(nested(defaultLimits.depth))).toBe('read')
    expect(refusal(nested(defaultLimits.depth + 1))).toBe('budget-exceeded')
    expect(refusal(nested(1_000_000))).toBe('budget-exceeded')
  })

  it('reads 1,000 namespace declarations in scope and refuses one more', () => {
    const declared = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `xmlns:n${from + i}="urn:x"`).join(' ')
    const levels = (last: number) =>
      `<a ${declared(0, 250)}><a ${declared(250, 250)}><a ${declared(500, 250)}><a ${declared(750, last)}/></a></a></a>`
    expect(refusal(levels(250))).toBe('read')
    expect(refusal(levels(251))).toBe('xml-malformed')
  })

  it('counts what it reads against the budget', () => {
    const budget = new Budget({ ...defaultLimits, nodes: 10 })
    expect(() => parse(`<a>${'<b/>'.repeat(10)}</a>`, budget)).toThrow(VerifierError)
  })

  it('refuses a million of anything', () => {
    for (const each of ['<b/>', '<!---->', '<?b?>']) {
      expect(refusal(`<a>${each.repeat(1_000_000)}</a>`)).toBe('budget-exceeded')
    }
  })

  it('does not take an attribute that holds a > for the end of a tag', () => {
    expect(attribute(parse('<a b="<>"/>'.replace('<>', '&lt;>')).root, 'b')).toBe('<>')
  })

  it('does not fetch what an XInclude names', () => {
    const xml = '<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></a>'
    expect(childElements(parse(xml).root)).toMatchObject([{ name: 'include', children: [] }])
  })

  it('throws nothing but its own error, whatever the octets', () => {
    const seed = Buffer.from(
      '<?xml version="1.0"?><a xmlns:b="urn:x" c="&lt;"><!-- d --><b:e><![CDATA[f]]></b:e><?g h?></a>',
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 20 }),
        (changes, tail) => {
          const bytes = Buffer.concat([seed, tail.length > 15 ? tail : Buffer.of()])
          for (const [at, octet] of changes) bytes.writeUInt8(octet, at)
          expect(['read', 'xml-malformed', 'budget-exceeded']).toContain(refusal(bytes))
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
