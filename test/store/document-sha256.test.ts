import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import { documentSha256 } from '../../src/store/document-sha256.ts'

/** One octet more than is hashed in this thread whoever asks. */
const large = Buffer.alloc((1 << 20) + 1, 7)
const small = Buffer.from('small')

describe.each(['this', 'another'] as const)('SHA-256 of a document in %s thread', (thread) => {
  it.each([
    ['small', small],
    ['large', large],
    ['a part of a buffer', large.subarray(5)],
  ])('is that of its octets where it is %s', async (_, bytes) =>
    expect(await documentSha256({ name: 'a', bytes }, thread)).toBe(sha256Hex(bytes)),
  )

  it('is what was told of one that is held in parts', async () => {
    const partly = { size: 1, sha256: 'told', parts: [], digests: new Map() }
    expect(await documentSha256({ name: 'a', bytes: small, partly }, thread)).toBe('told')
  })
})

it('is of the octets that were there when it was asked for', async () => {
  const bytes = Uint8Array.from(large)
  const before = sha256Hex(bytes)
  const taken = documentSha256({ name: 'a', bytes }, 'another')
  bytes.fill(0)
  expect(await taken).toBe(before)
})
