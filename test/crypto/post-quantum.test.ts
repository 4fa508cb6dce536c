import { ml_dsa44, ml_dsa65 } from '@noble/post-quantum/ml-dsa.js'
import { slh_dsa_sha2_128f, slh_dsa_shake_128f } from '@noble/post-quantum/slh-dsa.js'
import { describe, expect, it } from 'vitest'
import { isUnsupported } from '../../src/core/algorithm-names.ts'
import { tags } from '../../src/core/der.ts'
import { signatureAlgorithmOf } from '../../src/core/signature-algorithms.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'

const crypto = nodeCrypto()
const message = Buffer.from('Hello, Black Sea')
const seed = (length: number) => new Uint8Array(length).fill(7)

const algorithmOf = (id: string, parameters: Uint8Array | null = null) => {
  const algorithm = signatureAlgorithmOf({ oid: id, parameters })
  return isUnsupported(algorithm) ? expect.fail(algorithm.unsupported) : algorithm
}

const spki = (id: string, key: Uint8Array, ...parameters: readonly Uint8Array[]) =>
  sequence(sequence(oid(id), ...parameters), tlv(tags.bitString, Uint8Array.of(0), key))

describe.each([
  ['ML-DSA-44', '2.16.840.1.101.3.4.3.17', ml_dsa44, 32],
  ['ML-DSA-65', '2.16.840.1.101.3.4.3.18', ml_dsa65, 32],
  ['SLH-DSA-SHA2-128f', '2.16.840.1.101.3.4.3.21', slh_dsa_sha2_128f, 48],
  ['SLH-DSA-SHAKE-128f', '2.16.840.1.101.3.4.3.27', slh_dsa_shake_128f, 48],
] as const)('%s', (name, id, implementation, seedLength) => {
  const { publicKey, secretKey } = implementation.keygen(seed(seedLength))
  const value = implementation.sign(message, secretKey)
  const key = spki(id, publicKey)
  const algorithm = algorithmOf(id)

  it('verifies what was signed, and nothing else', () => {
    expect(algorithm.scheme).toBe(name)
    expect(crypto.verify(key, algorithm, message, value).outcome).toBe('valid')
    const other = Buffer.from('Hello, White Sea')
    expect(crypto.verify(key, algorithm, other, value).outcome).toBe('invalid')
    expect(crypto.verify(key, algorithm, message, value.subarray(1)).outcome).toBe('invalid')
  })

  it('has the empty context', () => {
    const context = Uint8Array.of(1)
    const bound = implementation.sign(message, secretKey, { context })
    expect(crypto.verify(key, algorithm, message, bound).outcome).toBe('invalid')
  })

  it('has keys of its length, without parameters', () => {
    expect(crypto.keyProblem(key)).toBeNull()
    expect(crypto.keyProblem(spki(id, publicKey.subarray(1)))?.because).toBe('malformed')
    expect(crypto.keyProblem(spki(id, publicKey, tlv(tags.null)))?.because).toBe('malformed')
  })
})

describe('an algorithm identifier', () => {
  const withNull = tlv(tags.null)

  it.each([
    ['ECDSA', '1.2.840.10045.4.3.2'],
    ['Ed25519', '1.3.101.112'],
    ['ML-DSA-65', '2.16.840.1.101.3.4.3.18'],
    ['SLH-DSA', '2.16.840.1.101.3.4.3.20'],
    ['DSA', '1.2.840.10040.4.3'],
  ])('of %s has no parameters', (_, id) => {
    expect(algorithmOf(id)).toBe(algorithmOf(id))
    expect(() => algorithmOf(id, withNull)).toThrow('parameters')
  })

  it('of RSASSA-PKCS1-v1_5 has NULL or none', () => {
    const rsa = '1.2.840.113549.1.1.11'
    expect(algorithmOf(rsa, withNull)).toBe(algorithmOf(rsa))
    expect(() => algorithmOf(rsa, oid('1.2.3'))).toThrow('parameters')
  })

  it('of RSASSA-PSS has parameters', () => {
    const pss = '1.2.840.113549.1.1.10'
    expect(algorithmOf(pss, sequence()).pss).toEqual({ maskDigest: 'SHA-1', saltLength: 20 })
    expect(() => algorithmOf(pss)).toThrow('without parameters')
    expect(() =>
      algorithmOf(pss, sequence(tlv(0xa2, tlv(tags.integer, Uint8Array.of(1)), withNull))),
    ).toThrow('trailing')
  })

  it.each(['2.16.840.1.101.3.4.3.32', '2.16.840.1.101.3.4.3.46'])(
    'with a digest before it is unsupported by name: %s',
    (id) => {
      expect(signatureAlgorithmOf({ oid: id, parameters: null })).toEqual({
        unsupported: expect.stringMatching(/^Hash(?:ML|SLH)-DSA/),
      })
    },
  )
})
