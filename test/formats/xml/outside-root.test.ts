import { beforeAll, describe, expect, it } from 'vitest'
import { coversDocument } from '../../../src/formats/xml/signature.ts'
import { type ListSigner, makeSigner } from './signing.ts'
import {
  documentOver,
  enveloped,
  exclusive,
  readOne,
  referenceTo,
} from './transforms/references.ts'
import { parse } from './xades/document.ts'

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

/** A document over the URI, with something between its declaration and its root. */
function over(uri: string, before: string): string {
  const reference = referenceTo(uri, [enveloped, exclusive], 'x')
  return documentOver(signer, '<P/>', reference).replace('<List', `${before}<List`)
}

function covered(text: string) {
  const { signature } = readOne(text)
  const [extent] = parse(text).signatures.map((each) => each.extent)
  return { kind: signature.references[0]?.kind, root: coversDocument(signature), extent }
}

const instruction = '<?xml-stylesheet href="a.xsl"?>'

describe('a reference to the root by its identifier', () => {
  it('is to a part of a document with a processing instruction outside the root', () => {
    const found = covered(over('#list', instruction))
    expect(found).toEqual({ kind: 'partial', root: true, extent: 'part' })
  })

  it.each([
    ['nothing outside the root', '#list', ''],
    ['a comment outside the root', '#list', '<!-- a -->'],
    ['an instruction, where it is to the document', '', instruction],
  ])('is to a whole document with %s', (_, uri, before) => {
    expect(covered(over(uri, before))).toEqual({ kind: 'full', root: true, extent: 'whole' })
  })
})
