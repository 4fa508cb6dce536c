import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import type { DetachedContent } from '../../../src/formats/format.ts'
import { xml } from '../../../src/formats/xml/xml.ts'
import { coreValidation } from './core-validation.ts'
import { assemble, type ListSigner, makeSigner, signedParts } from './signing.ts'
import { base64, digestOf, documentOver, file, referenceTo } from './transforms/references.ts'
import { xadesDocument } from './xades/document.ts'

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

const crypto = nodeCrypto()
const over = (...references: readonly string[]) => documentOver(signer, '<P/>', references.join(''))
const contract = file('contract.pdf', 'pay')

/** What the check of given content comes to for the one signature, and whether it is intact. */
function judged(text: string, detached: readonly DetachedContent[]) {
  const parsed = xml.parse(Buffer.from(text), { detached, crypto, budget: new Budget() })
  const [signature] = parsed.signatures
  if (signature === undefined) throw new Error('no signature')
  const check = signature.formatChecks.find(({ id }) => id === 'xml-given-content')
  return { integrity: coreValidation(signature, crypto), conclusion: check?.conclusion ?? null }
}

const open = {
  integrity: 'intact',
  conclusion: { indication: 'INDETERMINATE', because: 'SIG_CONSTRAINTS_FAILURE' },
}

describe('content given beside an XML document', () => {
  it('leaves a signature open that is over something else', () => {
    expect(judged(assemble(signedParts(signer, '<P/>')), [contract])).toMatchObject(open)
  })

  it('leaves it open beside a reference that nobody signed', () => {
    const decoy = '<ds:Object><ds:Reference URI="x"></ds:Reference></ds:Object></ds:Signature>'
    const text = assemble(signedParts(signer, '<P/>')).replace('</ds:Signature>', decoy)
    expect(judged(text, [contract])).toMatchObject(open)
  })

  it('leaves it open where it is over another content only', () => {
    const text = over(referenceTo('a.txt', [], 'A'))
    expect(judged(text, [file('a.txt', 'A'), contract])).toMatchObject(open)
  })

  it('leaves it open beside a policy of that name whose digest is not signed', () => {
    const named = `<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId><xades:SigPolicyId><xades:Identifier>urn:oid:1.2.3</xades:Identifier></xades:SigPolicyId></xades:SignaturePolicyId></xades:SignaturePolicyIdentifier>`
    expect(judged(xadesDocument({ signature: named }), [file('1.2.3', 'rules')])).toMatchObject(
      open,
    )
  })

  it.each([
    ['whole', contract],
    ['by its digest', digestOf('contract.pdf', 'pay')],
  ])('is what the signature is over where it is given %s', (_, given) => {
    expect(judged(over(referenceTo('contract.pdf', [], 'pay')), [given]).conclusion).toBeNull()
  })

  it('is a part of what it is where it is decoded', () => {
    const text = over(referenceTo('a.txt', [base64], 'text'))
    const given = [file('a.txt', Buffer.from('text').toString('base64'))]
    const { signatures } = xml.parse(Buffer.from(text), {
      detached: given,
      crypto,
      budget: new Budget(),
    })
    expect(signatures[0]?.references[0]).toMatchObject({ kind: 'partial', form: 'as-is' })
  })
})
