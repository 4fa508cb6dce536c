import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import type { BlockCipher } from '../../src/core/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'

const { cipher } = nodeCrypto()
const octets = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array()

/** NIST SP 800-38A, appendices F.2.1 and F.2.5: their first two blocks. */
const plain = octets('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51')
const initialisationVector = octets('000102030405060708090a0b0c0d0e0f')
const aes128 = {
  algorithm: 'AES-128-CBC',
  key: octets('2b7e151628aed2a6abf7158809cf4f3c'),
  initialisationVector,
} as const
const aes256 = {
  algorithm: 'AES-256-CBC',
  key: octets('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4'),
  initialisationVector,
} as const

describe('the ciphers of PDF', () => {
  it.each<[Omit<BlockCipher, 'direction'>, string]>([
    [aes128, '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2'],
    [aes256, 'f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d'],
  ])('encrypt and decrypt as NIST SP 800-38A does: %o', (given, encrypted) => {
    expect(toHex(cipher({ ...given, direction: 'encrypt' }, plain) ?? plain)).toBe(encrypted)
    expect(cipher({ ...given, direction: 'decrypt' }, octets(encrypted))).toEqual(
      Buffer.from(plain),
    )
  })

  it('give nothing of octets that are no whole number of blocks', () => {
    expect(cipher({ ...aes128, direction: 'decrypt' }, plain.subarray(1))).toBeNull()
    expect(cipher({ ...aes128, direction: 'encrypt' }, plain.subarray(1))).toBeNull()
  })

  it('give nothing with a key of another length', () => {
    expect(cipher({ ...aes128, key: aes256.key, direction: 'decrypt' }, plain)).toBeNull()
  })

  it('give nothing with an initialisation vector of another length', () => {
    const short = { ...aes128, initialisationVector: new Uint8Array(15) }
    expect(cipher({ ...short, direction: 'decrypt' }, plain)).toBeNull()
  })
})
