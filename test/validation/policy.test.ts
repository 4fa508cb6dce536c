import { describe, expect, it } from 'vitest'
import type { DigestAlgorithm } from '../../src/core/digests.ts'
import type { SignatureAlgorithm } from '../../src/core/signature-algorithms.ts'
import {
  digestWeakness,
  schemeWeakness,
  signatureWeakness,
} from '../../src/validation/algorithm-reliability.ts'
import { defaultPolicy, type Policy, parsePolicy } from '../../src/validation/policy.ts'
import type { KeySize } from '../../src/x509/public-key.ts'

const rsa = (bits: number): KeySize => ({ family: 'RSA', bits, orderBits: null, curve: null })
const ec = (bits: number, curve: string): KeySize => ({
  family: 'EC',
  bits,
  orderBits: bits,
  curve,
})
const dsa = (bits: number, orderBits: number): KeySize => ({
  family: 'DSA',
  bits,
  orderBits,
  curve: null,
})

const algorithm = (
  scheme: SignatureAlgorithm['scheme'],
  digest: DigestAlgorithm | null,
): SignatureAlgorithm => ({ scheme, digest, valueEncoding: 'DER' })

const pkcs1 = algorithm('RSASSA-PKCS1-v1_5', 'SHA-256')
const pss = algorithm('RSASSA-PSS', 'SHA-256')
const ecdsa = algorithm('ECDSA', 'SHA-256')
const dsaSha256 = algorithm('DSA', 'SHA-256')

function relied(one: SignatureAlgorithm, size: KeySize, at: string, policy = defaultPolicy) {
  return schemeWeakness(one, size, policy, new Date(at)) === null
}

describe('a policy file', () => {
  it('says how old a status may be, in seconds, and whether anchors have a sunset', () => {
    const policy = parsePolicy({ name: 'x', revocationMaximumAge: 60, anchorSunset: 'apply' })
    expect([policy.maximumAge, policy.anchorSunset]).toEqual([60_000, 'apply'])
    expect([defaultPolicy.maximumAge, defaultPolicy.anchorSunset]).toEqual([
      'next-update',
      'ignore',
    ])
    for (const wrong of [{ revocationMaximumAge: 0 }, { anchorSunset: 'yes' }]) {
      expect(() => parsePolicy({ name: 'x', ...wrong })).toThrow(/must be/)
    }
  })
})

describe('the default policy', () => {
  it.each([
    [pkcs1, rsa(785), null],
    [pkcs1, rsa(786), '2010-08-01'],
    [pkcs1, rsa(1023), '2010-08-01'],
    [pkcs1, rsa(1024), '2019-10-01'],
    [pkcs1, rsa(1899), '2019-10-01'],
    [pkcs1, rsa(1900), '2029-01-01'],
    [pkcs1, rsa(4096), '2029-01-01'],
    [pss, rsa(2999), '2029-01-01'],
    [dsaSha256, dsa(1024, 160), '2015-12-01'],
    [dsaSha256, dsa(2048, 160), '2015-12-01'],
    [dsaSha256, dsa(2048, 224), '2029-01-01'],
    [ecdsa, ec(159, 'none'), null],
    [ecdsa, ec(192, 'P-192'), '2012-08-01'],
    [ecdsa, ec(224, 'P-224'), '2021-10-01'],
  ] as const)('relies upon %j by %j until %s, exclusive', (one, size, end) => {
    if (end === null) {
      expect(relied(one, size, '2000-01-01T00:00:00Z')).toBe(false)
      return
    }
    const instant = new Date(`${end}T00:00:00Z`)
    expect(relied(one, size, new Date(instant.getTime() - 1).toISOString())).toBe(true)
    expect(schemeWeakness(one, size, defaultPolicy, instant)?.since).toEqual(instant)
  })

  it.each([
    [pss, rsa(3000)],
    [ecdsa, ec(256, 'P-256')],
    [dsaSha256, dsa(3072, 256)],
    [algorithm('Ed25519', null), { family: 'Ed25519', bits: 256, orderBits: null, curve: null }],
  ] as const)('sees no end of %j by %j', (one, size) => {
    expect(relied(one, size, '2099-01-01T00:00:00Z')).toBe(true)
  })

  it('judges the digest of a signature beside its scheme', () => {
    const sha1 = algorithm('ECDSA', 'SHA-1')
    const [before, after] = [new Date('2012-07-31T23:59:59Z'), new Date('2012-08-01T00:00:00Z')]
    expect(signatureWeakness(sha1, ec(256, 'P-256'), defaultPolicy, before)).toBeNull()
    expect(signatureWeakness(sha1, ec(256, 'P-256'), defaultPolicy, after)?.what).toBe('SHA-1')
  })

  it('relies upon no digest that TS 119 312 does not list', () => {
    const at = new Date('2020-01-01T00:00:00Z')
    expect(digestWeakness('SHA-512/256', defaultPolicy, at)).toEqual({
      what: 'SHA-512/256',
      since: null,
    })
  })
})

describe('a policy', () => {
  const withRules = (
    ...rules: readonly [string, Partial<Policy['algorithms'][0]['evaluations'][0]>][]
  ): Policy => ({
    ...defaultPolicy,
    algorithms: rules.map(([name, evaluation]) => ({
      algorithm: name,
      evaluations: [
        { parameters: [], start: null, end: null, recommendation: null, ...evaluation },
      ],
    })),
  })
  const at = '2020-01-01T00:00:00Z'

  it('relies upon nothing before its start', () => {
    const policy = withRules(['RSASSA-PSS', { start: new Date(at) }])
    expect(relied(pss, rsa(3072), '2019-12-31T23:59:59Z', policy)).toBe(false)
    expect(relied(pss, rsa(3072), at, policy)).toBe(true)
  })

  it('prefers the rule of a scheme with its digest to that of the scheme', () => {
    const policy = withRules(
      ['RSASSA-PSS', {}],
      ['RSASSA-PSS with SHA-256', { end: new Date('2019-01-01T00:00:00Z') }],
    )
    expect(relied(pss, rsa(3072), at, policy)).toBe(false)
    expect(relied(algorithm('RSASSA-PSS', 'SHA-512'), rsa(3072), at, policy)).toBe(true)
  })

  it('that states no size for ECDSA relies upon the curves that it lists', () => {
    const policy = withRules(['ECDSA', {}], ['P-256', {}])
    expect(relied(ecdsa, ec(256, 'P-256'), at, policy)).toBe(true)
    expect(relied(ecdsa, ec(256, 'secp256k1'), at, policy)).toBe(false)
  })

  it('relies upon a curve no longer than it says, whatever the size', () => {
    const qlength = [{ name: 'qlength', minimum: 256, maximum: null }]
    const policy = withRules(
      ['ECDSA', { parameters: qlength }],
      ['P-256', { end: new Date('2019-01-01T00:00:00Z') }],
    )
    expect(relied(ecdsa, ec(256, 'P-256'), at, policy)).toBe(false)
    expect(relied(ecdsa, ec(256, 'secp256k1'), at, policy)).toBe(true)
  })

  it('holds both bounds of a size', () => {
    const parameters = [{ name: 'moduluslength', minimum: 2048, maximum: 4096 }]
    const policy = withRules(['RSASSA-PSS', { parameters }])
    const found = [2047, 2048, 4096, 4097].map((bits) => relied(pss, rsa(bits), at, policy))
    expect(found).toEqual([false, true, true, false])
  })

  it('relies upon nothing by a parameter that is not known here', () => {
    const parameters = [{ name: 'temperature', minimum: 0, maximum: null }]
    expect(relied(pss, rsa(4096), at, withRules(['RSASSA-PSS', { parameters }]))).toBe(false)
  })
})

describe('a policy file', () => {
  it('changes what it states and keeps the rest', () => {
    const at = new Date('2026-01-01T00:00:00Z')
    const policy = parsePolicy({
      name: 'archive',
      revocation: 'when-available',
      digests: { 'SHA-1': null },
    })
    expect(policy.revocation).toBe('when-available')
    expect(digestWeakness('SHA-1', policy, at)).toBeNull()
    expect(digestWeakness('MD5', policy, at)?.since).toEqual(new Date('2004-08-01T00:00:00Z'))
  })

  it.each([
    [null],
    [[]],
    [{}],
    [{ name: 'x', typo: 1 }],
    [{ name: 'x', revocation: 'maybe' }],
    [{ name: 'x', digests: { 'SHA-9': null } }],
    [{ name: 'x', digests: { 'SHA-1': 'soon' } }],
  ])('is refused: %j', (json) => {
    expect(() => parsePolicy(json)).toThrow('the policy cannot be read')
  })
})
