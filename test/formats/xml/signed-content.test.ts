import { beforeAll, describe, expect, it } from 'vitest'
import { assemble, dsNamespace, type ListSigner, makeSigner, signedParts } from './signing.ts'
import {
  documentOver,
  enveloped,
  exclusive,
  readOne,
  referenceTo,
} from './transforms/references.ts'

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

/** A signature over nothing but these references. */
const over = (...references: readonly string[]) => documentOver(signer, '<P/>', references.join(''))

const inScope = (element: string) => element.replace(' Id', ` xmlns:ds="${dsNamespace}" Id`)
const withKey = (text: string) => text.replace('<ds:KeyInfo>', '<ds:KeyInfo Id="key">')

function toKey(): string {
  const certificate = Buffer.from(signer.certificate).toString('base64')
  const key = `<ds:KeyInfo Id="key"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
  return referenceTo('#key', [exclusive], inScope(key))
}

function overObject(inside: string): string {
  const object = `<ds:Object Id="own">${inside}</ds:Object>`
  const text = over(referenceTo('#own', [exclusive], inScope(object)))
  return withKey(text).replace('</ds:Signature>', `${object}</ds:Signature>`)
}

function conclusionOf(text: string) {
  const { outcome, signature } = readOne(text, [])
  const check = signature.formatChecks.find(({ id }) => id === 'signed-content')
  return { outcome, conclusion: check?.conclusion }
}

const nothing = {
  outcome: 'unknown',
  conclusion: { indication: 'INDETERMINATE', because: 'SIGNED_DATA_NOT_FOUND' },
}
const something = { outcome: 'intact', conclusion: { indication: 'PASSED' } }

describe('a signature', () => {
  it('over its own properties alone is over nothing', () => {
    const parts = signedParts(signer, '<P/>', (part) => {
      const references = part.references?.replace(/^.*?<\/ds:Reference>/, '')
      return references === undefined ? part : { ...part, references }
    })
    expect(conclusionOf(assemble(parts))).toMatchObject(nothing)
  })

  it('over what its transforms leave nothing of is over nothing', () => {
    const empty = referenceTo('#signature', [enveloped, exclusive], '')
    expect(conclusionOf(over(empty))).toMatchObject(nothing)
  })

  it('over its KeyInfo alone is over nothing', () => {
    expect(conclusionOf(withKey(over(toKey())))).toMatchObject(nothing)
  })

  it.each([
    ['empty Object', () => ''],
    ['Object with a manifest of its KeyInfo', () => `<ds:Manifest>${toKey()}</ds:Manifest>`],
  ])('over an %s alone is over nothing', (_, inside) => {
    expect(conclusionOf(overObject(inside()))).toMatchObject(nothing)
  })

  it('over its document and its properties is over something', () => {
    expect(conclusionOf(assemble(signedParts(signer, '<P/>')))).toMatchObject(something)
  })

  it('over an Object of its own that holds a text is over something', () => {
    expect(conclusionOf(overObject('text'))).toMatchObject(something)
  })
})
