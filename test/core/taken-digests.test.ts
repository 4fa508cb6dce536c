import { describe, expect, it } from 'vitest'
import type { Crypto, RunningDigest } from '../../src/core/crypto.ts'
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

  it('of parts that begin alike are those of each, in whichever order they are asked for', () => {
    const crypto = nodeCrypto()
    const file = Buffer.alloc(400_000, 'a file that is signed more than once')
    const other = Buffer.alloc(400_000, 'another')
    const digests = new TakenDigests(crypto)
    const lengths = [200_000, 100_000, 300_000, 300_001, 10, 200_000, 0, 400_000]
    for (const bytes of [file, other, file.subarray(1)]) {
      for (const length of lengths) {
        const parts = [bytes.subarray(0, length), bytes.subarray(length + 5, length + 50)]
        for (const algorithm of ['SHA-256', 'SHA-512'] as const) {
          const whole = crypto.digest(algorithm, Buffer.concat(parts))
          expect(digests.of(algorithm, parts)).toEqual(whole)
        }
      }
    }
  })

  it('of parts digest a common beginning once', () => {
    const crypto = nodeCrypto()
    let octets = 0
    const counted = (digest: RunningDigest): RunningDigest => ({
      ...digest,
      update(part) {
        octets += part.length
        digest.update(part)
      },
      copy: () => counted(digest.copy()),
    })
    const begin: Crypto['beginDigest'] = (algorithm) => {
      const digest = crypto.beginDigest(algorithm)
      return digest && counted(digest)
    }
    const digests = new TakenDigests({ ...crypto, beginDigest: begin })
    const file = Buffer.alloc(300_000, 'a file')
    for (const length of [100_000, 200_000, 300_000]) {
      digests.of('SHA-256', [file.subarray(0, length), file.subarray(0, 10)])
    }
    expect(octets).toBe(300_030)
  })

  it('of parts are not known where the algorithm is absent', () => {
    const without: Crypto = { ...nodeCrypto(), digest: () => null, beginDigest: () => null }
    const digests = new TakenDigests(without)
    expect(digests.of('SHA-256', [Buffer.alloc(100_000)])).toBeNull()
    expect(digests.of('SHA-256', [Buffer.alloc(1)])).toBeNull()
  })

  it('of a whole are known where most of it was digested as a beginning, and only there', () => {
    const crypto = nodeCrypto()
    const file = Buffer.alloc(300_000, 'a file')
    const digests = new TakenDigests(crypto)
    expect(digests.ofRest('SHA-256', file)).toBeNull()
    digests.of('SHA-256', [file.subarray(0, 150_000), file.subarray(150_010)])
    expect(digests.ofRest('SHA-256', file)).toBeNull()
    digests.of('SHA-256', [file.subarray(0, 150_001), file.subarray(150_010)])
    expect(digests.ofRest('SHA-256', file)).toEqual(crypto.digest('SHA-256', file))
    expect(digests.ofRest('SHA-512', file)).toBeNull()
  })
})
