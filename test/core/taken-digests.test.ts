import { describe, expect, it } from 'vitest'
import type { Crypto } from '../../src/core/crypto.ts'
import { TakenDigests } from '../../src/core/taken-digests.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'

describe('the digests of one request', () => {
  it('are each taken once of the same octets, and are those of the cryptography', () => {
    const crypto = nodeCrypto()
    const asked: string[] = []
    const counting: Crypto = {
      ...crypto,
      digest(algorithm, bytes) {
        asked.push(algorithm)
        return crypto.digest(algorithm, bytes)
      },
    }
    const digests = new TakenDigests(counting)
    const [file, other] = [Buffer.from('a file'), Buffer.from('another file')]
    for (const bytes of [file, other, file]) {
      expect(digests.of('SHA-256', bytes)).toEqual(crypto.digest('SHA-256', bytes))
    }
    expect(digests.of('SHA-512', file)).toEqual(crypto.digest('SHA-512', file))
    expect(asked).toEqual(['SHA-256', 'SHA-256', 'SHA-512'])
  })

  it('of parts are those of the parts one after the other', () => {
    const crypto = nodeCrypto()
    const digests = new TakenDigests(crypto)
    const parts = [Buffer.from('a '), Buffer.from('file')]
    expect(digests.of('SHA-256', parts)).toEqual(crypto.digest('SHA-256', Buffer.from('a file')))
  })
})
