import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import { readXmlSignatures } from '../../../../src/formats/xml/signatures.ts'
import { type ListSigner, makeSigner } from '../signing.ts'
import {
  base64,
  documentOver,
  enveloped,
  exclusive,
  filters,
  inclusiveWithComments,
  readOne,
  referenceTo,
  transform,
  xpath,
} from './references.ts'

const content =
  '<P Id="p1" n="1">one<!--c--><Q>two</Q></P><B Id="b"> aGVs<!--x--><i>bG8=</i> </B><E Id="e"></E>'
const p1 = '<P xmlns="urn:list" Id="p1" n="1">one<Q>two</Q></P>'
const list = (inside: string) => `<List xmlns="urn:list" Id="list">${inside}</List>`
const noComments = content.replaceAll(/<!--.*?-->/g, '')
const noSignature = xpath('not(ancestor-or-self::ds:Signature)')
let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

const read = (uri: string, transforms: readonly string[], octets: string) =>
  readOne(documentOver(signer, content, referenceTo(uri, transforms, octets)))

describe('same-document references', () => {
  it.each([
    ['', [enveloped], list(noComments)],
    ['#xpointer(/)', [enveloped, inclusiveWithComments], list(content)],
    ['#xpointer(/)', [enveloped], list(noComments)],
    ['#p1', [], p1],
    ['#p1', [inclusiveWithComments], p1],
    ["#xpointer(id('p1'))", [inclusiveWithComments], p1.replace('one', 'one<!--c-->')],
    ['#xpointer(id("p1"))'.replaceAll('"', '&quot;'), [], p1],
  ])('takes the octets of %s through %j', (uri, transforms, octets) => {
    expect(read(uri, transforms, octets)).toMatchObject({ outcome: 'intact', octets: [octets] })
  })

  it.each(['#xpointer(//P)', "#xpointer(id('p1')/Q)", '#xpointer(range(1))', '#element(/1)'])(
    'refuses %s',
    (uri) => {
      expect(read(uri, [], p1)).toMatchObject({
        outcome: 'unknown',
        problem: 'an XPointer of another form is not supported in this version',
      })
    },
  )
})

describe('transforms one after the other', () => {
  it('parses what was canonicalised, and canonicalises it again', () => {
    const { outcome, signature } = read('#p1', [inclusiveWithComments, exclusive], p1)
    expect(outcome).toBe('intact')
    expect(signature.references[0]?.covers).toMatchObject({ of: 'element', element: { name: 'P' } })
  })

  it('covers nothing that can be named where the parsed octets are filtered', () => {
    const filtered = filters(['intersect', '//*[local-name() = "Q"]'])
    const octets = '<Q xmlns="urn:list">two</Q>'
    const { outcome, signature } = read('#p1', [exclusive, filtered], octets)
    expect(outcome).toBe('intact')
    expect(signature.references[0]?.covers).toEqual({ of: 'unknown' })
  })

  it('decodes the text of an element, without comments and tags', () => {
    const { outcome, octets, signature } = read('#b', [base64], 'hello')
    expect([outcome, octets]).toEqual(['intact', ['hello']])
    expect(signature.references[0]).toMatchObject({ covers: { of: 'unknown' }, form: 'as-is' })
  })

  it('refuses base64 that is none', () => {
    expect(read('#p1', [base64], '').problem).toBe('base64 that cannot be decoded')
  })

  it('refuses to take the signature out of another document', () => {
    expect(read('', [exclusive, enveloped], '').problem).toContain('in another document')
  })

  it.each([
    ['http://www.w3.org/TR/1999/REC-xslt-19991116', 'the XSLT transform'],
    ['urn:other', 'the transform urn:other'],
  ])('refuses %s by name', (algorithm, name) => {
    expect(read('#p1', [transform(algorithm)], p1)).toMatchObject({
      outcome: 'unknown',
      problem: `${name} is not supported in this version`,
    })
  })
})

describe('XPath filters', () => {
  it('take the signature out as the enveloped-signature transform does', () => {
    const { outcome, signature } = read('', [noSignature, exclusive], list(noComments))
    expect(outcome).toBe('intact')
    expect(signature.references[0]).toMatchObject({ kind: 'full', covers: { of: 'document' } })
  })

  it('know where they stand', () => {
    const own =
      'count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) > count(ancestor-or-self::ds:Signature)'
    expect(read('', [xpath(own), exclusive], list(noComments)).outcome).toBe('intact')
  })

  it('are not said to cover the document where another signature is left out as well', () => {
    const other = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>'
    const xml = documentOver(
      signer,
      `${content}<X>${other}</X>`,
      referenceTo('', [noSignature, exclusive], list(`${noComments}<X></X>`)),
    )
    const covered = (text: string) =>
      readXmlSignatures(Buffer.from(text), {
        budget: new Budget(),
        crypto: nodeCrypto(),
        detached: [],
      })
        .signatures.flatMap(({ references }) => references)
        .map(({ covers }) => covers.of)
    expect(covered(xml)).toEqual(['unknown'])
    expect(covered(xml.replaceAll(other, ''))).toEqual(['document'])
  })

  it('select attributes, texts and namespaces one by one', () => {
    const chosen = xpath('self::*[local-name() = "P"] or self::text()[parent::*[@n]]')
    const octets = '<P>one</P>'
    // The attributes of P are cut out of what stays.
    expect(read('#p1', [chosen], octets)).toMatchObject({
      outcome: 'unknown',
      problem: 'an XPath filter leaves content out of the midst of what is signed',
    })
  })

  it.each([
    ['an element', 'not(ancestor-or-self::*[local-name() = "Q"])'],
    ['a text', 'not(self::text()[. = "two"])'],
    ['an attribute', 'not(self::node()[name() = "n"])'],
  ])('are refused where they cut %s out of the midst', (_, expression) => {
    for (const uri of ['', '#p1']) {
      expect(read(uri, [enveloped, xpath(expression), exclusive], '').problem).toBe(
        'an XPath filter leaves content out of the midst of what is signed',
      )
    }
  })

  it('are refused behind a canonicalisation too', () => {
    const expression = 'not(ancestor-or-self::*[local-name() = "Q"])'
    expect(read('#p1', [exclusive, xpath(expression)], '').problem).toContain('midst')
  })

  it.each(['false()', 'self::nothing'])('are refused where %s leaves nothing', (expression) => {
    expect(read('#p1', [xpath(expression)], '')).toMatchObject({
      outcome: 'unknown',
      problem: 'transforms leave nothing of what is referred to',
    })
  })

  it('leave out what stands around an element that they select', () => {
    const expression = 'ancestor-or-self::*[local-name() = "P"]'
    const { outcome, signature } = read('', [xpath(expression), exclusive], p1)
    expect(outcome).toBe('intact')
    expect(signature.references[0]).toMatchObject({ kind: 'partial', covers: { of: 'element' } })
  })

  it('are refused beyond the budget of work', () => {
    const wide = `<W>${'<w/>'.repeat(3_000)}</W>`
    const endless = xpath('count(preceding::node()) >= 0')
    const xml = documentOver(signer, wide, referenceTo('', [endless], ''))
    expect(readOne(xml)).toMatchObject({
      outcome: 'unknown',
      problem: expect.stringContaining('XPath steps'),
    })
  })
})

describe('XPath Filter 2.0', () => {
  const name = (local: string) => `//*[local-name() = "${local}"]`

  it('intersects, subtracts and unites whole subtrees', () => {
    const steps = filters(
      ['intersect', `${name('P')} | ${name('B')}`],
      ['subtract', name('i')],
      ['union', name('E')],
    )
    const octets =
      '<P xmlns="urn:list" Id="p1" n="1">one<Q>two</Q></P><B xmlns="urn:list" Id="b"> aGVs </B><E xmlns="urn:list" Id="e"></E>'
    const { outcome, octets: found, signature } = read('', [steps], octets)
    expect([outcome, found]).toEqual(['intact', [octets]])
    expect(signature.references[0]).toMatchObject({ kind: 'partial', covers: { of: 'unknown' } })
  })

  it('keeps the nodes of the set alone, whatever it unites', () => {
    expect(read('#p1', [filters(['union', '/'])], p1).outcome).toBe('intact')
  })

  it('covers the one element that it selects', () => {
    const { signature } = read('', [filters(['intersect', name('P')]), exclusive], p1)
    expect(signature.references[0]?.covers).toMatchObject({ of: 'element', element: { name: 'P' } })
  })

  it('is partial where it takes something away', () => {
    const octets = list(noComments.replace('<Q>two</Q>', ''))
    const { outcome, signature } = read('', [enveloped, filters(['subtract', name('Q')])], octets)
    expect(outcome).toBe('intact')
    expect(signature.references[0]).toMatchObject({ kind: 'partial', covers: { of: 'unknown' } })
  })

  it('covers the document where it takes the signature away', () => {
    const own = filters(['subtract', '/descendant::ds:Signature'])
    const { outcome, signature } = read('', [own, exclusive], list(noComments))
    expect(outcome).toBe('intact')
    expect(signature.references[0]?.covers).toEqual({ of: 'document' })
  })

  it.each([
    ['an unknown operation', filters(['exclude', '//*'])],
    ['no filter', filters()],
    ['a value', filters(['intersect', 'true()'])],
    ['17 filters', filters(...Array.from({ length: 17 }, () => ['union', '/'] as const))],
  ])('refuses %s', (_, step) => {
    expect(read('', [step], '').outcome).toBe('unknown')
  })
})
