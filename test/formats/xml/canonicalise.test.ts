import fc from 'fast-check'
import {
  type C14NOptions,
  XmlDocument as LibXmlDocument,
  XmlElement as LibXmlElement,
  ParseOption,
} from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import type { Canonicalisation } from '../../../src/formats/xml/algorithms.ts'
import { canonicalise, type NodeSet } from '../../../src/formats/xml/canonicalise.ts'
import { descendants, type XmlElement } from '../../../src/formats/xml/document.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'
import { canonicalDocument } from './libxml-oracle.ts'

const inclusive: Canonicalisation = {
  method: 'inclusive-1.0',
  comments: 'kept',
  inclusivePrefixes: [],
}
const inclusive11: Canonicalisation = { ...inclusive, method: 'inclusive-1.1' }
const exclusive: Canonicalisation = { ...inclusive, method: 'exclusive' }

/** The canonical form of the document, or of its first element of the name. */
function canonical(
  xml: string,
  algorithm: Canonicalisation,
  apex?: string,
  options: { without?: string; comments?: NodeSet['comments'] } = {},
): string {
  const document = parseXml(Buffer.from(xml), new Budget())
  const named = (name: string): XmlElement => {
    const found = [...descendants(document.root)].find((element) => element.name === name)
    if (found === undefined) throw new Error(`no element ${name}`)
    return found
  }
  const nodes: NodeSet = {
    apex: apex === undefined ? 'document' : named(apex),
    without: options.without === undefined ? null : named(options.without),
    comments: options.comments ?? 'kept',
  }
  return Buffer.from(canonicalise(document, nodes, algorithm)).toString()
}

describe('Canonical XML 1.0', () => {
  it('keeps instructions and comments outside the root, a line feed apart', () => {
    const xml = '<?xml version="1.0"?><?a  b ?><!--c--><r/><!--d--><?e?>'
    expect(canonical(xml, inclusive)).toBe('<?a b ?>\n<!--c-->\n<r></r>\n<!--d-->\n<?e?>')
    expect(canonical(xml, { ...inclusive, comments: 'dropped' })).toBe('<?a b ?>\n<r></r>\n<?e?>')
  })

  it('drops comments that the node-set has not, even with comments', () => {
    expect(canonical('<r>a<!--c-->b</r>', inclusive, undefined, { comments: 'dropped' })).toBe(
      '<r>ab</r>',
    )
  })

  it('orders attributes by namespace name, then by name, those in none first', () => {
    const xml = '<r xmlns:a="urn:z" xmlns:b="urn:y" a:d="1" b:d="2" e="3" c="4"/>'
    expect(canonical(xml, inclusive)).toBe(
      '<r xmlns:a="urn:z" xmlns:b="urn:y" c="4" e="3" b:d="2" a:d="1"></r>',
    )
  })

  it('orders by code points beyond the BMP too', () => {
    expect(canonical('<r \u{10400}="1" \uf900="2"/>', inclusive)).toBe(
      '<r \uf900="2" \u{10400}="1"></r>',
    )
  })

  it('writes references in attributes and text as §2.3 says', () => {
    expect(
      canonical('<r a="&#9;&#10;&#13;&lt;&amp;&quot;\'>">&#13;&lt;&gt;&amp;"\'</r>', inclusive),
    ).toBe('<r a="&#x9;&#xA;&#xD;&lt;&amp;&quot;\'>">&#xD;&lt;&gt;&amp;"\'</r>')
  })

  it('drops superfluous declarations and keeps the one that ends a default', () => {
    const xml =
      '<r xmlns="urn:a" xmlns:b="urn:b"><s xmlns="urn:a" xmlns:b="urn:b"/><t xmlns=""/></r>'
    expect(canonical(xml, inclusive)).toBe(
      '<r xmlns="urn:a" xmlns:b="urn:b"><s></s><t xmlns=""></t></r>',
    )
  })

  it('writes on a subtree what it inherits: declarations and attributes of the XML namespace', () => {
    const xml =
      '<r xmlns="urn:a" xmlns:b="urn:b" xml:lang="el" xml:id="i"><s xml:lang="ka" xml:base="u"><t c="1"/></s></r>'
    expect(canonical(xml, inclusive, 't')).toBe(
      '<t xmlns="urn:a" xmlns:b="urn:b" c="1" xml:base="u" xml:id="i" xml:lang="ka"></t>',
    )
  })

  it('leaves out an enveloped signature and nothing else', () => {
    expect(canonical('<r>a<s><t/></s>b</r>', inclusive, undefined, { without: 's' })).toBe(
      '<r>ab</r>',
    )
  })

  it('writes references in namespace names too, which libxml2 leaves out', () => {
    expect(canonical('<r xmlns="urn:a?b&amp;c"/>', inclusive)).toBe('<r xmlns="urn:a?b&amp;c"></r>')
  })

  it('has no form for relative namespace names', () => {
    expect(() => canonical('<r xmlns="a"/>', inclusive)).toThrow('relative namespace name')
  })
})

describe('Canonical XML 1.1', () => {
  it('inherits xml:lang and xml:space, not xml:id', () => {
    const xml = '<r xml:lang="el" xml:space="preserve" xml:id="i"><s/></r>'
    expect(canonical(xml, inclusive11, 's')).toBe('<s xml:lang="el" xml:space="preserve"></s>')
  })

  it('joins xml:base of the ancestors', () => {
    const xml =
      '<r xml:base="http://example.org/a/"><s xml:base="b/"><t xml:base="c" d="1">e</t></s></r>'
    expect(canonical(xml, inclusive11, 't')).toBe(
      '<t d="1" xml:base="http://example.org/a/b/c">e</t>',
    )
    expect(canonical(xml, inclusive, 't')).toBe('<t d="1" xml:base="c">e</t>')
  })
})

describe('Exclusive XML Canonicalization', () => {
  const xml =
    '<a:r xmlns:a="urn:a" xmlns:b="urn:b" xmlns="urn:d" xml:lang="el"><b:s c="1"><t b:u="2"/></b:s></a:r>'

  it('declares what is visibly utilised, where it is', () => {
    expect(canonical(xml, exclusive)).toBe(
      '<a:r xmlns:a="urn:a" xml:lang="el"><b:s xmlns:b="urn:b" c="1"><t xmlns="urn:d" b:u="2"></t></b:s></a:r>',
    )
    expect(canonical(xml, exclusive, 's')).toBe(
      '<b:s xmlns:b="urn:b" c="1"><t xmlns="urn:d" b:u="2"></t></b:s>',
    )
  })

  it('treats the prefixes of the list as the inclusive form does', () => {
    expect(canonical(xml, { ...exclusive, inclusivePrefixes: ['a', '#default', 'z'] }, 's')).toBe(
      '<b:s xmlns="urn:d" xmlns:a="urn:a" xmlns:b="urn:b" c="1"><t b:u="2"></t></b:s>',
    )
  })
})

describe('the oracle, libxml2', () => {
  const prefixes = ['', 'a', 'b', 'ns'] as const
  const names = ['p', 'q', 'ж', '\u{10400}']
  const namespaces = ['urn:a', 'urn:b', 'http://c/%ef', 'urn:d?e']
  const content = fc.constantFrom(
    '',
    'x',
    '&lt;&#13;',
    '<!--c&#13;-->',
    '<?i d&#13;?>',
    '<?i?>',
    '\n ',
    '<![CDATA[&]]>',
  )
  const values = fc.constantFrom('', '1', '&lt;', '&#10;&#13;&#9;', '>', '\uf900', 'c/', '../d')

  interface Plan {
    readonly prefix: string
    readonly name: string
    readonly declared: readonly (readonly [string, string])[]
    readonly attributes: readonly (readonly [string, string])[]
    readonly children: readonly (Plan | string)[]
  }

  const { element } = fc.letrec<{ element: Plan }>((tie) => ({
    element: fc.record({
      prefix: fc.constantFrom(...prefixes),
      name: fc.constantFrom(...names),
      declared: fc.uniqueArray(
        fc.tuple(fc.constantFrom('a', 'b', 'ns', ''), fc.constantFrom(...namespaces, '')),
        { maxLength: 3, selector: ([prefix]) => prefix },
      ),
      attributes: fc.uniqueArray(
        fc.tuple(
          fc.constantFrom(
            'p',
            'ж',
            '\u{10400}',
            'a:p',
            'b:q',
            'ns:\uf900',
            'xml:lang',
            'xml:base',
            'xml:space',
          ),
          values,
        ),
        { maxLength: 4, selector: ([name]) => name },
      ),
      children: fc.array(fc.oneof({ maxDepth: 3 }, content, tie('element')), { maxLength: 4 }),
    }),
  }))

  /** An empty namespace name is for the default only; the root declares every prefix. */
  function written(plan: Plan, depth = 0): string {
    const open = plan.prefix === '' ? plan.name : `${plan.prefix}:${plan.name}`
    const own = plan.declared.filter(([prefix, namespace]) => prefix === '' || namespace !== '')
    const all: readonly (readonly [string, string])[] =
      depth > 0
        ? own
        : [...new Map([...namespaces.entries()].map(([i, name]) => [prefixes[i] ?? '', name]))]
    const declared = all.map(([p, n]) => ` xmlns${p === '' ? '' : `:${p}`}="${n}"`)
    // libxml2 leaves out an empty xml:base in form 1.1, also where §2.4 has nothing to join.
    const attributes = plan.attributes
      .filter(([name, value]) => name !== 'xml:base' || value !== '')
      .map(([name, value]) => ` ${name}="${value}"`)
    const inside = plan.children.map((each) =>
      typeof each === 'string' ? each : written(each, depth + 1),
    )
    return `<${open}${declared.join('')}${attributes.join('')}>${inside.join('')}</${open}>`
  }

  const algorithms: readonly Canonicalisation[] = [inclusive, inclusive11, exclusive].flatMap(
    (algorithm) => [
      algorithm,
      { ...algorithm, comments: 'dropped' as const },
      ...(algorithm === exclusive ? [{ ...algorithm, inclusivePrefixes: ['a', '#default'] }] : []),
    ],
  )

  function parsed(xml: string) {
    try {
      return parseXml(Buffer.from(xml), new Budget())
    } catch {
      // Two attributes may come to have one name by their namespaces.
      return null
    }
  }

  it('agrees on whole documents', () => {
    fc.assert(
      fc.property(element, (plan) => {
        const xml = `<?x?><!--y-->${written(plan)}<!--z-->`
        const document = parsed(xml)
        fc.pre(document !== null)
        for (const algorithm of algorithms) {
          const nodes = { apex: 'document', without: null, comments: 'kept' } as const
          const ours = Buffer.from(canonicalise(document, nodes, algorithm)).toString()
          expect(ours).toBe(canonicalDocument(xml, algorithm))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('agrees on every subtree', () => {
    fc.assert(
      fc.property(element, (plan) => {
        const xml = written(plan)
        const document = parsed(xml)
        fc.pre(document !== null)
        const elements = [...descendants(document.root)].slice(0, 6)
        for (const algorithm of algorithms) {
          const theirs = subtrees(xml, elements.length, algorithm)
          elements.forEach((apex, index) => {
            const nodes = { apex, without: null, comments: 'kept' } as const
            const ours = Buffer.from(canonicalise(document, nodes, algorithm)).toString()
            expect(ours).toBe(theirs[index])
          })
        }
      }),
      { numRuns: 150 },
    )
  })

  function subtrees(xml: string, count: number, algorithm: Canonicalisation): string[] {
    const option = ParseOption.XML_PARSE_SKIP_IDS | ParseOption.XML_PARSE_NOCDATA
    const document = LibXmlDocument.fromBuffer(Buffer.from(xml), { option })
    const modes = { 'inclusive-1.0': 0, exclusive: 1, 'inclusive-1.1': 2 } as const
    const options = {
      mode: modes[algorithm.method],
      withComments: algorithm.comments === 'kept',
      ...(algorithm.method === 'exclusive' && {
        inclusiveNamespacePrefixes: [...algorithm.inclusivePrefixes],
      }),
    } as C14NOptions
    const found = document.find('//*').slice(0, count)
    const texts = found.map((node) =>
      node instanceof LibXmlElement ? node.canonicalizeToString(options) : '',
    )
    document.dispose()
    return texts
  }
})
