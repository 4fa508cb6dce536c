import { describe, expect, it } from 'vitest'
import type { SignerClaims } from '../../src/formats/format.ts'
import { readableClaims } from '../../src/formats/signer-claims.ts'

const noPlace = { street: null, city: null, stateOrProvince: null, postalCode: null, country: null }

function claimed(claims: Partial<SignerClaims>) {
  const nothing = {
    policy: null,
    commitments: [],
    roles: [],
    productionPlace: null,
    mediaTypes: [],
  }
  return readableClaims({ ...nothing, ...claims })
}

describe('claims of a signer', () => {
  it.each<[string, Partial<SignerClaims>]>([
    ['nothing', {}],
    ['texts of white space', { commitments: [' '], mediaTypes: ['\n'] }],
    ['a place without a part', { productionPlace: { ...noPlace, city: ' ' } }],
  ])('are none with %s', (_, claims) => expect(claimed(claims)).toBeNull())
  it('stand in one line each, and once', () => {
    const claims = claimed({ commitments: [' a\n  b ', 'a b'] })
    expect(claims?.commitments).toEqual(['a b'])
  })
  it('are there where a policy is implied', () => {
    expect(claimed({ policy: { id: null, uri: null } })?.policy).toEqual({ id: null, uri: null })
  })
  it.each([
    [30, 30],
    [31, 30],
  ])('are %i roles of which %i are kept', (count, kept) => {
    const roles = Array.from({ length: count }, () => ({ kind: 'claimed' as const, text: 'x' }))
    expect(claimed({ roles })?.roles).toHaveLength(kept)
  })
  it.each([
    [200, 200],
    [201, 201],
    [202, 201],
  ])('are texts of %i characters, shown in %i', (length, shown) => {
    const [type = ''] = claimed({ mediaTypes: ['x'.repeat(length)] })?.mediaTypes ?? []
    expect(type).toHaveLength(shown)
    expect(type.endsWith('…')).toBe(length > 200)
  })
})
