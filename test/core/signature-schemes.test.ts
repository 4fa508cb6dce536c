import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verificationCost } from '../../src/core/signature-schemes.ts'
import { sequence, tlv } from '../formats/cms/der.ts'

function keyOn(namedCurve: string): Uint8Array {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve })
  return publicKey.export({ format: 'der', type: 'spki' })
}

/** The same point by its first coordinate alone (SEC 1 §2.3.3); the identifier is the same. */
function compressed(spki: Uint8Array): Uint8Array {
  const identifier = spki.subarray(2, 2 + 2 + (spki[3] as number))
  return sequence(identifier, tlv(0x03, Uint8Array.of(0, 2), spki.subarray(-96, -48)))
}

describe('what a verification counts for', () => {
  it.each([
    ['P-256', 1],
    ['secp256k1', 3],
    ['P-384', 3],
    ['P-521', 10],
    ['brainpoolP512r1', 10],
  ])('depends on the curve: %s', (curve, cost) => {
    expect(verificationCost('ECDSA', keyOn(curve))).toBe(cost)
  })

  it('does not depend on how the point is written', () => {
    expect(verificationCost('ECDSA', compressed(keyOn('P-384')))).toBe(3)
  })

  it('is more with large keys, and with the schemes of FIPS 204 and 205', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(verificationCost('RSASSA-PSS', publicKey.export({ format: 'der', type: 'spki' }))).toBe(
      1,
    )
    expect(verificationCost('RSASSA-PSS', new Uint8Array(601))).toBe(10)
    expect(verificationCost('DSA', new Uint8Array(400))).toBe(10)
    expect(verificationCost('ML-DSA-44', new Uint8Array(400))).toBe(10)
    expect(verificationCost('SLH-DSA-SHA2-128s', new Uint8Array(60))).toBe(100)
  })

  it('is that of a dear one where the key cannot be read', () => {
    expect(verificationCost('ECDSA', new Uint8Array(90))).toBe(3)
  })
})
