import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Crypto } from '../../src/core/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { hasDigest } from '../../src/x509/certificate-digest.ts'
import { authority, entity } from './pki.ts'

const crypto = nodeCrypto()
const root = entity('Root')
const certificate = authority(root, root)
const digest = createHash('sha256').update(certificate.der).digest()

describe('the digest of a certificate', () => {
  it('is of it and of no other', () => {
    expect(hasDigest(certificate, { digestAlgorithm: 'SHA-256', digest }, crypto)).toBe(true)
    const other = Buffer.from(digest).reverse()
    expect(hasDigest(certificate, { digestAlgorithm: 'SHA-256', digest: other }, crypto)).toBe(
      false,
    )
  })
  it('is of none by another algorithm, or one that is not known', () => {
    expect(hasDigest(certificate, { digestAlgorithm: 'SHA3-256', digest }, crypto)).toBe(false)
    const digestAlgorithm = { unsupported: '1.2.3' }
    expect(hasDigest(certificate, { digestAlgorithm, digest }, crypto)).toBe(false)
  })
  it('is of none where it cannot be computed, though another could compute it before', () => {
    const without: Crypto = { ...crypto, digest: () => null }
    expect(hasDigest(certificate, { digestAlgorithm: 'SHA-256', digest }, crypto)).toBe(true)
    expect(hasDigest(certificate, { digestAlgorithm: 'SHA-256', digest }, without)).toBe(false)
    expect(hasDigest(certificate, { digestAlgorithm: 'SHA-256', digest }, crypto)).toBe(true)
  })
})
