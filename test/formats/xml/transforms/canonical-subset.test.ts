import { beforeAll, describe, expect, it } from 'vitest'
import { type ListSigner, makeSigner } from '../signing.ts'
import { documentOver, readOne, referenceTo, transform, xpath } from './references.ts'

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

const c14n11 = transform('http://www.w3.org/2006/12/xml-c14n11')

function exclusive(prefixes = ''): string {
  const list = `<e:InclusiveNamespaces xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${prefixes}"></e:InclusiveNamespaces>`
  return transform('http://www.w3.org/2001/10/xml-exc-c14n#', prefixes === '' ? '' : list)
}

/** The octets of the nodes for which the expression is true. */
function filtered(content: string, expression: string, canonicalisation?: string) {
  const transforms = [xpath(expression), ...(canonicalisation ? [canonicalisation] : [])]
  const { octets, problem } = readOne(
    documentOver(signer, content, referenceTo('', transforms, '')),
  )
  return octets[0] ?? problem
}

const named = (name: string) => `*[local-name() = "${name}"]`

describe('the canonical form of a filtered node-set', () => {
  it('is that of Canonical XML 1.0 §3.7', () => {
    const content = `<doc xmlns="http://www.ietf.org" xmlns:w3c="http://www.w3.org">
   <e1>
      <e2 xmlns="" xml:space="preserve">
         <e3 id="E3"/>
      </e2>
   </e1>
</doc>`
    const expression = `self::${named('e1')} or (parent::${named('e1')} and not(self::text() or self::e2)) or count(id("E3")|ancestor-or-self::node()) = count(ancestor-or-self::node())`
    expect(filtered(content, expression)).toBe(
      '<e1 xmlns="http://www.ietf.org" xmlns:w3c="http://www.w3.org"><e3 xmlns="" id="E3" xml:space="preserve"></e3></e1>',
    )
  })

  const nested =
    '<a:A xmlns:a="urn:a" xmlns:z="urn:z" xml:lang="el" xml:id="i"><a:B>&lt;&#13;<a:A>x</a:A></a:B></a:A>'
  const withoutB = `ancestor-or-self::${named('A')} and not(self::${named('B')})`

  it('declares on an element what the nearest one in the set has not', () => {
    expect(filtered(nested, withoutB)).toBe(
      '<a:A xmlns="urn:list" xmlns:a="urn:a" xmlns:z="urn:z" xml:id="i" xml:lang="el">&lt;&#xD;<a:A xml:id="i" xml:lang="el">x</a:A></a:A>',
    )
  })

  it('inherits no xml:id in version 1.1', () => {
    expect(filtered(nested, withoutB, c14n11)).toContain('<a:A xml:lang="el">x</a:A>')
  })

  it('has no form in version 1.1 where xml:base would have to be joined', () => {
    const based = nested.replace('xml:lang', 'xml:base="http://b/" xml:lang')
    expect(filtered(based, withoutB, c14n11)).toContain('xml:base above an element')
  })

  it('declares in exclusive form what is visibly utilised', () => {
    expect(filtered(nested, withoutB, exclusive())).toBe(
      '<a:A xmlns:a="urn:a" xml:id="i" xml:lang="el">&lt;&#xD;<a:A>x</a:A></a:A>',
    )
  })

  it('declares prefixes of the list as in inclusive form', () => {
    expect(filtered(nested, withoutB, exclusive('z #default'))).toBe(
      '<a:A xmlns="urn:list" xmlns:a="urn:a" xmlns:z="urn:z" xml:id="i" xml:lang="el">&lt;&#xD;<a:A>x</a:A></a:A>',
    )
  })

  it('declares again what the element above utilises and has not in the set', () => {
    const onlyInnermost = `(ancestor-or-self::${named('A')} and not(name() = "a")) or (name() = "a" and parent::${named('A')}[not(*)])`
    expect(filtered(nested, onlyInnermost, exclusive())).toBe(
      '<a:A xml:id="i" xml:lang="el"><a:B>&lt;&#xD;<a:A xmlns:a="urn:a">x</a:A></a:B></a:A>',
    )
  })

  it('is of namespaces alone where there is nothing else in the set', () => {
    expect(filtered(nested, `name() = "z" and parent::${named('A')}[not(*)]`)).toBe(
      ' xmlns:z="urn:z"',
    )
  })
})
