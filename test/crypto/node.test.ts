import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignatureAlgorithm } from '../../src/core/signature-algorithms.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'

const crypto = nodeCrypto()
const message = Buffer.from('Hello, Black Sea')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' })
const ecdsa: SignatureAlgorithm = { scheme: 'ECDSA', digest: 'SHA-256', valueEncoding: 'DER' }
const pkcs1: SignatureAlgorithm = {
  scheme: 'RSASSA-PKCS1-v1_5',
  digest: 'SHA-256',
  valueEncoding: 'DER',
}

function pss(
  digest: 'SHA-256',
  maskDigest: 'SHA-1' | 'SHA-256',
  saltLength: number,
): SignatureAlgorithm {
  return { scheme: 'RSASSA-PSS', digest, pss: { maskDigest, saltLength }, valueEncoding: 'DER' }
}

const outcome = (key: KeyObject, algorithm: SignatureAlgorithm, value: Uint8Array) =>
  crypto.verify(spki(key), algorithm, message, value).outcome

describe('verification', () => {
  it('accepts what was signed, and nothing else', () => {
    const value = sign('sha256', message, ec.privateKey)
    expect(outcome(ec.publicKey, ecdsa, value)).toBe('valid')
    const other = Buffer.from(message)
    other[0] = 0
    expect(crypto.verify(spki(ec.publicKey), ecdsa, other, value).outcome).toBe('invalid')
  })

  it('keeps the two encodings of ECDSA values apart', () => {
    const der = sign('sha256', message, ec.privateKey)
    const raw = sign('sha256', message, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })
    expect(outcome(ec.publicKey, { ...ecdsa, valueEncoding: 'IEEE-P1363' }, raw)).toBe('valid')
    expect(outcome(ec.publicKey, ecdsa, raw)).toBe('invalid')
    expect(outcome(ec.publicKey, { ...ecdsa, valueEncoding: 'IEEE-P1363' }, der)).toBe('invalid')
  })

  describe('of r‖s that may be padded', () => {
    const padded = { ...ecdsa, valueEncoding: 'IEEE-P1363-padded' } as const
    const raw = sign('sha256', message, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })
    const [r, s] = [raw.subarray(0, 32), raw.subarray(32)]
    const zeros = (count: number) => Buffer.alloc(count)
    const one = Buffer.of(1)

    it.each<[string, Uint8Array]>([
      ['without zeros', raw],
      ['with a zero before each', Buffer.concat([zeros(1), r, zeros(1), s])],
      ['with nine before each', Buffer.concat([zeros(9), r, zeros(9), s])],
    ])('takes them %s', (_, value) => {
      expect(outcome(ec.publicKey, padded, value)).toBe('valid')
    })

    it.each<[string, Uint8Array]>([
      ['an octet that is no zero before r', Buffer.concat([one, r, zeros(1), s])],
      ['an octet that is no zero before s', Buffer.concat([zeros(1), r, one, s])],
      ['a zero before r only', Buffer.concat([zeros(1), r, s])],
      ['two zeros before r only', Buffer.concat([zeros(2), r, s])],
      ['zeros behind', Buffer.concat([r, zeros(1), s, zeros(1)])],
      ['an octet less each', Buffer.concat([r.subarray(1), s.subarray(1)])],
      ['nothing', zeros(0)],
      ['zeros alone', zeros(66)],
      ['DER', sign('sha256', message, ec.privateKey)],
    ])('refuses %s', (_, value) => {
      expect(outcome(ec.publicKey, padded, value)).toBe('invalid')
    })

    it('takes no zeros where they are not to be', () => {
      const value = Buffer.concat([zeros(1), r, zeros(1), s])
      const strict = { ...ecdsa, valueEncoding: 'IEEE-P1363' } as const
      expect(outcome(ec.publicKey, strict, value)).toBe('invalid')
    })
  })

  it('uses no key with the scheme of another', () => {
    const value = sign('sha256', message, rsa.privateKey)
    expect(outcome(rsa.publicKey, pkcs1, value)).toBe('valid')
    expect(outcome(rsa.publicKey, ecdsa, value)).toBe('invalid')
    expect(outcome(ec.publicKey, pkcs1, value)).toBe('invalid')
    expect(outcome(rsa.publicKey, pss('SHA-256', 'SHA-256', 32), value)).toBe('invalid')
  })

  it('checks salt length and mask digest of RSASSA-PSS', () => {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const value = sign('sha256', message, { key: rsa.privateKey, padding, saltLength: 32 })
    expect(outcome(rsa.publicKey, pss('SHA-256', 'SHA-256', 32), value)).toBe('valid')
    expect(outcome(rsa.publicKey, pss('SHA-256', 'SHA-256', 20), value)).toBe('invalid')
    expect(outcome(rsa.publicKey, pss('SHA-256', 'SHA-1', 32), value)).toBe('invalid')
  })

  it('verifies RSASSA-PSS with a mask digest of its own', () => {
    // @ts-expect-error The types of Node 20 take the salt length for text; it is a number.
    const key = generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha1',
      saltLength: 20,
    })
    const value = sign('sha256', message, key.privateKey)
    expect(outcome(key.publicKey, pss('SHA-256', 'SHA-1', 20), value)).toBe('valid')
  })

  it('gives the same answer for a value seen before, and for its neighbour the other', () => {
    const value = sign('sha256', message, ec.privateKey)
    for (const _ of [1, 2]) {
      expect(outcome(ec.publicKey, ecdsa, value)).toBe('valid')
      expect(outcome(rsa.publicKey, ecdsa, value)).toBe('invalid')
    }
  })
})

describe('keys', () => {
  const point = (encoded: Uint8Array, parameters: Uint8Array) =>
    sequence(sequence(oid('1.2.840.10045.2.1'), parameters), tlv(0x03, Uint8Array.of(0), encoded))
  const p256 = oid('1.2.840.10045.3.1.7')

  it('of supported kinds have no problem', () => {
    expect(crypto.keyProblem(spki(ec.publicKey))).toBeNull()
    expect(crypto.keyProblem(spki(rsa.publicKey))).toBeNull()
  })

  it.each([
    ['explicit parameters (CVE-2020-0601)', point(Buffer.alloc(65, 4), sequence())],
    ['a point off the curve', point(Buffer.concat([Uint8Array.of(4), Buffer.alloc(64, 1)]), p256)],
    ['the point at infinity', point(Uint8Array.of(0), p256)],
    ['octets that are no key', Buffer.from('3003020100', 'hex')],
  ])('are malformed with %s', (_, key) => {
    expect(crypto.keyProblem(key)?.because).toBe('malformed')
    expect(crypto.verify(key, ecdsa, message, Buffer.alloc(70)).outcome).toBe('invalid')
  })

  it('of a suite that is not here are unsupported, by name', () => {
    const gost = sequence(sequence(oid('1.2.643.7.1.1.1.1')), tlv(0x03, Uint8Array.of(0)))
    expect(crypto.keyProblem(gost)).toEqual({
      because: 'unsupported',
      detail: 'key of GOST R 34.10-2012 (256 bits)',
    })
    expect(crypto.verify(gost, ecdsa, message, Buffer.alloc(70)).outcome).toBe('unsupported')
  })
})
