import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import { extract } from '../../../../src/extract.ts'
import { parseDocument } from '../../../../src/formats/index.ts'
import { readPdf } from '../../../../src/formats/pdf/read.ts'
import { judgeIntegrity } from '../../../../src/validation/basic-signature.ts'
import { encryptedPdf } from './encrypted-pdf.ts'

const crypto = nodeCrypto()
const bytes = await encryptedPdf()

function parsedWith(given: { readonly password?: string }) {
  return parseDocument(bytes, { detached: [], crypto, budget: new Budget(), ...given })
}

describe('a signed PDF that is encrypted', () => {
  it.each(['user', 'owner'])('is intact, opened by the password of its %s', (password) => {
    const { signatures } = parsedWith({ password })
    const context = { certificates: [], crypto, budget: new Budget() }
    expect(signatures.map((one) => judgeIntegrity(one, context).integrity)).toEqual(['intact'])
  })

  it.each([{}, { password: 'other' }])('is refused with %o', (given) => {
    const refused = expect.objectContaining({ name: 'VerifierError', code: 'password-wrong' })
    expect(() => parsedWith(given)).toThrow(refused)
  })

  it('has its streams decrypted', () => {
    const file = readPdf(bytes, { budget: new Budget(), crypto, password: 'user' })
    const content = file.at(0).object({ number: 4, generation: 0 })
    if (content.kind !== 'stream') throw new Error('no stream')
    expect(Buffer.from(file.data(content)).toString()).toContain('The price is 1000.')
    expect(file.encryption).toEqual({ revision: 6, method: 'AES-256' })
  })

  it('gives back what is signed with the password, and nothing of the password', () => {
    const document = { name: 'contract.pdf', bytes }
    const request = { document, detached: [], certificates: [], signature: null, crypto }
    const extraction = extract({ ...request, password: 'user' })
    expect(extraction.signatures.map(({ integrity }) => integrity)).toEqual(['intact'])
    expect(JSON.stringify({ ...extraction, objects: [] })).not.toContain('"user"')
  })
})
