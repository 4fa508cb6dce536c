import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { digestOfGiven } from '../../src/formats/given-content.ts'

const own = nodeCrypto()

/** Counts the digests that are taken. */
function counting() {
  const asked: string[] = []
  const digest: typeof own.digest = (algorithm, bytes) => {
    asked.push(algorithm)
    return own.digest(algorithm, bytes)
  }
  return { asked, crypto: { ...own, digest } }
}

describe('the digest of a content that was given', () => {
  const bytes = Buffer.from('how we sign')

  it('is taken once for each algorithm, however many ask', () => {
    const { asked, crypto } = counting()
    const content = { name: 'urn:oid:1.2.3', bytes, digests: {} }
    for (const algorithm of ['SHA-256', 'SHA-256', 'SHA-512', 'SHA-256'] as const) {
      expect(digestOfGiven(content, algorithm, crypto)).toEqual(own.digest(algorithm, bytes))
    }
    expect(asked).toEqual(['SHA-256', 'SHA-512'])
  })

  it('is the one that was given in place of the octets, and no other', () => {
    const digests = { 'SHA-256': Buffer.alloc(32, 1) }
    const content = { name: null, bytes: null, digests }
    expect(digestOfGiven(content, 'SHA-256', own)).toBe(digests['SHA-256'])
    expect(digestOfGiven(content, 'SHA-512', own)).toBeNull()
  })
})
