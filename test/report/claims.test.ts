import { describe, expect, it } from 'vitest'
import type { SignerClaims } from '../../src/formats/format.ts'
import { claimsText, reportClaims } from '../../src/report/claims.ts'

const claims: SignerClaims = {
  policy: { id: 'urn:oid:1.2.3', uri: null },
  commitments: ['http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin'],
  roles: [
    { kind: 'claimed', text: 'director, IDNP 2001234567890' },
    { kind: 'certified', text: null },
  ],
  productionPlace: {
    street: null,
    city: 'Chișinău, PNOMD-2001234567890',
    stateOrProvince: null,
    postalCode: '2012',
    country: 'MD',
  },
  mediaTypes: ['text/xml'],
}

describe('the claims of a signer in a report', () => {
  it('have the numbers of persons masked', () => {
    const reported = JSON.stringify(reportClaims(claims, 'mask'))
    expect(reported).not.toContain('2001234567890')
    expect(reported).toContain('director, IDNP ***')
    expect(reported).toContain('2012')
  })

  it('are as they stand where identifiers are to be shown', () => {
    expect(reportClaims(claims, 'show')).toBe(claims)
  })

  it('are one line of text', () => {
    expect(claimsText(reportClaims(claims, 'mask'))).toBe(
      'role director, IDNP ***********90; a role that is certified; at Chișinău, PNOMD-***********90, 2012, MD; commitment http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin; policy urn:oid:1.2.3',
    )
  })

  it('have what is said beside the signature', () => {
    const notes = { name: 'Ana', reason: 'IDNP 2001234567890', location: null, contactInfo: null }
    const none = { policy: null, commitments: [], roles: [], productionPlace: null, mediaTypes: [] }
    expect(claimsText(reportClaims({ ...none, notes }, 'mask'))).toBe(
      'by Ana; for the reason IDNP ***********90',
    )
  })

  it.each([
    ['ana@example.org', '************rg'],
    [
      'mail <ana@example.org>, tel. +995 32 212 34 56',
      'mail <************rg>, tel. ************56',
    ],
    ['EGN 8001011234', 'EGN ********34'],
  ])('have the contact masked: %s', (contactInfo, masked) => {
    const notes = { name: null, reason: null, location: null, contactInfo }
    const text = reportClaims({ ...claims, notes }, 'mask')?.notes?.contactInfo
    expect(text).toBe(masked)
  })

  it('have addresses of mail masked wherever a signer writes freely', () => {
    const notes = { name: 'Ana ana@example.org', reason: null, location: null, contactInfo: null }
    expect(JSON.stringify(reportClaims({ ...claims, notes }, 'mask'))).not.toContain('example')
  })

  it('are no line where only media types are stated', () => {
    const none = { policy: null, commitments: [], roles: [], productionPlace: null }
    expect(claimsText({ ...none, mediaTypes: ['text/xml'] })).toBeNull()
    expect(claimsText(null)).toBeNull()
  })
})
