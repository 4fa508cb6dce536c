import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { readXmlSignatures } from '../../../src/formats/xml/signatures.ts'
import { coreValidation } from './core-validation.ts'
import { assemble, type ListSigner, makeSigner, signedParts } from './signing.ts'

const crypto = nodeCrypto()
const signer = await makeSigner()

function judge(by: ListSigner): string {
  const bytes = Buffer.from(assemble(signedParts(by, '<Name>A</Name>')))
  const read = readXmlSignatures(bytes, { budget: new Budget(), crypto, detached: [] })
  const [signature] = read.signatures
  return signature === undefined ? 'absent' : coreValidation(signature, crypto)
}

/** The signer, with an octet put before r and another before s. */
function padding(first: number, second: number): ListSigner {
  return {
    ...signer,
    sign(bytes) {
      const value = signer.sign(bytes)
      const [r, s] = [value.subarray(0, 32), value.subarray(32)]
      return Buffer.concat([Buffer.of(first), r, Buffer.of(second), s])
    },
  }
}

describe('a value of ECDSA', () => {
  it('is intact with a zero before r and before s, as Mobile-ID of Estonia wrote it', () => {
    expect(judge(padding(0, 0))).toBe('intact')
  })

  it('is broken with anything else before either', () => {
    expect([judge(padding(1, 0)), judge(padding(0, 1))]).toEqual(['broken', 'broken'])
  })
})
