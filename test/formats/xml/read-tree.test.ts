import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { descendants, type XmlDocument, xmlNamespace } from '../../../src/formats/xml/document.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'
import { serialisedRoot } from './libxml-oracle.ts'

function parse(xml: string): XmlDocument {
  return parseXml(Buffer.from(xml), new Budget())
}

/** The plain text of the root, in characters. */
function plainRoot({ text, root }: XmlDocument): string {
  return Buffer.from(text.slice(root.start, root.end), 'latin1').toString()
}

describe('the plain text of a document', () => {
  it.each([
    ['an empty tag', '<a/>', '<a></a>'],
    ['white space in tags', '<a\n b = "1"\t></a\r\n>', '<a b="1"></a>'],
    ['single quotes', `<a b='"'/>`, '<a b="&quot;"></a>'],
    ['declarations behind attributes', '<a b="1" xmlns="urn:x"/>', '<a xmlns="urn:x" b="1"></a>'],
    ['white space in a value', '<a b="1\t2\r\n3"/>', '<a b="1 2 3"></a>'],
    [
      'references to white space',
      '<a b="&#9;&#xA;&#13;">&#9;&#xA;&#13;</a>',
      '<a b="&#9;&#10;&#13;">\t\n&#13;</a>',
    ],
    ['references to other characters', '<a>&#65;&#x10380;&apos;&quot;</a>', `<a>A\u{10380}'"</a>`],
    ['a reference to an ampersand', '<a>&#38;lt;</a>', '<a>&amp;lt;</a>'],
    ['a > in text and in a value', '<a b=">">></a>', '<a b="&gt;">&gt;</a>'],
    ['a CDATA section', '<a>1<![CDATA[<&>]]>2</a>', '<a>1&lt;&amp;&gt;2</a>'],
    ['line ends', '<a>\r\n\r\n<!--\r--><?b\r\n c?></a>', '<a>\n\n<!--\n--><?b c?></a>'],
    ['a declaration of the prefix xml', `<a xmlns:xml="${xmlNamespace}"/>`, '<a></a>'],
  ])('has %s in one form', (_, written, plain) => {
    expect(plainRoot(parse(written))).toBe(plain)
    expect(serialisedRoot(written)).toBe(plain)
  })

  it('makes one text of what a CDATA section parts', () => {
    expect(parse('<a>1<![CDATA[2]]>3<![CDATA[]]></a>').root.children).toMatchObject([
      { kind: 'text', text: '123' },
    ])
  })

  it('is the same text where all stands so already', () => {
    const written = '<a xmlns="urn:x" b="1"><!-- c --><d>&lt;</d>\n</a>'
    expect(parse(written).text).toBe(written)
  })

  it('leaves out the XML declaration alone', () => {
    expect(parse('<?xml version="1.0"?><?b?><a/>').text).toBe('<?b?><a></a>')
  })
})

const anySpace = fc.constantFrom('', ' ', '\n', '\t', '\r\n', '\r')
const someSpace = fc.constantFrom(' ', '  ', '\n', '\t', '\r\n', '\r')
const pieces = [
  'a',
  'é',
  '\u{10380}',
  '&amp;',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '&#13;',
  '&#10;',
]
const others = [
  '&#9;',
  '&#233;',
  '&#x10380;',
  "'",
  '"',
  '\n',
  '\r\n',
  '\t',
  '>',
  ' ',
  '=',
  '/',
  ']',
]
const characters = fc
  .array(fc.constantFrom(...pieces, ...others), { maxLength: 6 })
  .map((some) => some.join(''))
const names = fc.constantFrom('a', 'b', 'p:a', 'q:b', 'é', 'a.b', 'p:é')

const attribute = fc
  .record({
    name: fc.constantFrom('a', 'p:b', 'q:b', 'é', 'Id', 'xml:lang', 'xmlns:p', 'xmlns:q', 'xmlns'),
    value: characters,
    quote: fc.constantFrom('"', "'"),
    spaces: fc.tuple(someSpace, anySpace, anySpace),
  })
  .map(({ name, value, quote, spaces: [before, left, right] }) => {
    const content = name.startsWith('xmlns') ? `urn:${value.length % 3}` : value
    return `${before}${name}${left}=${right}${quote}${content.replaceAll(quote, '')}${quote}`
  })

const { element } = fc.letrec<{ element: string; node: string }>((tie) => ({
  element: fc
    .record({
      name: names,
      attributes: fc.array(attribute, { maxLength: 3 }).map((some) => some.join('')),
      children: fc.array(tie('node'), { maxLength: 3 }).map((some) => some.join('')),
      space: anySpace,
    })
    .map(({ name, attributes, children, space }) =>
      children === ''
        ? `<${name}${attributes}${space}/>`
        : `<${name}${attributes}${space}>${children}</${name}${space}>`,
    ),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    characters,
    characters.map((text) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`),
    fc.constantFrom('<!-- " > -->', '<?t?>', '<?t ?>', '<?t \r\n x ?>', '<?é x??>'),
    tie('element'),
  ),
}))

describe('against libxml2', () => {
  it('reads the same of whatever is well-formed, and refuses the rest', () => {
    let read = 0
    fc.assert(
      fc.property(element, (inside) => {
        const written = `<r xmlns:p="urn:p" xmlns:q="urn:q">${inside}</r>`
        const theirs = serialisedRoot(written)
        const ours = plainOrNull(written)
        expect(ours).toBe(theirs)
        if (ours !== null) read += 1
      }),
      { numRuns: 3_000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  it('reads again what it has written, to the same tree', () => {
    fc.assert(
      fc.property(element, (inside) => {
        const plain = plainOrNull(`<r xmlns:p="urn:p" xmlns:q="urn:q">${inside}</r>`)
        fc.pre(plain !== null)
        const again = parse(plain)
        expect(plainRoot(again)).toBe(plain)
        for (const { start, nameEnd, contentStart, end } of descendants(again.root)) {
          expect(again.text.charAt(start)).toBe('<')
          expect(again.text.charAt(nameEnd)).toMatch(/[ >]/)
          expect(again.text.charAt(contentStart - 1)).toBe('>')
          expect(again.text.charAt(end - 1)).toBe('>')
        }
      }),
      { numRuns: 500 },
    )
  })
})

function plainOrNull(written: string): string | null {
  try {
    return plainRoot(parse(written))
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}
