import { beforeAll, describe, expect, it } from 'vitest'
import { type ListSigner, makeSigner } from '../signing.ts'
import { base64, documentOver, exclusive, readOne, referenceTo, xpath } from './references.ts'

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

const list = `<r>${'<a></a>'.repeat(1_350)}</r>`
/** Nearly a million steps for a list. */
const pairs = xpath('count(//a[count(following-sibling::a) >= 0]) > 0')

function encoded(times: number): string {
  const elements = Array.from({ length: times }, (_, at) => {
    return `<B Id="b${at}">${Buffer.from(list).toString('base64')}</B>`
  })
  return `<P>${elements.join('')}</P>`
}

function filtered(times: number): string {
  const references = Array.from({ length: times }, (_, at) => {
    return referenceTo(`#b${at}`, [base64, pairs, exclusive], list)
  })
  return documentOver(signer, encoded(times), references.join(''))
}

describe('the references of a document', () => {
  it('share the work of filters over what they have decoded', () => {
    expect(readOne(filtered(1)).problem).toBeNull()
    expect(readOne(filtered(3)).problem).toMatch(/XPath steps/)
  })

  it('share what is decoded of one element', () => {
    const twice = referenceTo('#b0', [base64], list).repeat(2)
    const [first, second] = readOne(documentOver(signer, encoded(1), twice)).signature.references
    const bytes = [first, second].map((each) =>
      each?.octets.kind === 'bytes' ? each.octets.bytes : null,
    )
    expect(bytes[0]).not.toBeNull()
    expect(bytes[0]).toBe(bytes[1])
  })
})
