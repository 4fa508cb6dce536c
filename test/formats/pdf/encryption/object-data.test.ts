import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import { openEncryption } from '../../../../src/formats/pdf/encryption/open-encryption.ts'
import type { PdfReference } from '../../../../src/formats/pdf/object.ts'
import { encryptionOf, termsOf, type Wanted } from './encrypt.ts'

const crypto = nodeCrypto()
const owner: PdfReference = { kind: 'reference', number: 70_000, generation: 258 }
const text = Buffer.from('what stands in the string')

const rc4Of40: Wanted = { version: 1, revision: 2, method: 'RC4', octets: 5 }
const aesOf128: Wanted = { version: 4, revision: 4, method: 'AES-128', octets: 16 }

describe('the key of an object', () => {
  it.each([rc4Of40, aesOf128])('is made once for its strings: %j', (wanted) => {
    const encryption = encryptionOf(wanted)
    let digests = 0
    const counting: typeof crypto = {
      ...crypto,
      digest(algorithm, octets) {
        digests += 1
        return crypto.digest(algorithm, octets)
      },
    }
    const decryptor = openEncryption(termsOf(encryption), { crypto: counting })
    const others = [owner, { ...owner, number: 7 }, { ...owner, generation: 0 }, owner]
    const before = digests
    for (const one of others) {
      const encrypted = encryption.encrypt(text, one)
      for (let time = 0; time < 100; time += 1) {
        expect(Buffer.from(decryptor.string(encrypted, one))).toEqual(text)
      }
    }
    expect(digests - before).toBe(others.length)
  })
})
