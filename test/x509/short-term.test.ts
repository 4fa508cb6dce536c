import { describe, expect, it } from 'vitest'
import { isShortTerm } from '../../src/x509/short-term.ts'
import { tlv } from '../formats/cms/der.ts'
import { entity, extension, issue } from './pki.ts'

const [root, signer] = [entity('root'), entity('signer')]
const assured = extension('0.4.0.194121.2.1', tlv(0x05), false)
const lasting = (from: string, to: string, extensions = [assured]) =>
  issue(signer, root, { from, to, extensions })

describe('a certificate whose validity is assured', () => {
  it('is of short term where it ends before a request for revocation has to be processed', () => {
    expect(isShortTerm(lasting('2026-05-01T08:00:00Z', '2026-05-02T07:59:59Z'))).toBe(true)
  })

  it('is of no short term where it lasts as long as that', () => {
    expect(isShortTerm(lasting('2026-05-01T08:00:00Z', '2026-05-02T08:00:00Z'))).toBe(false)
    expect(isShortTerm(lasting('2025-01-01', '2035-01-01'))).toBe(false)
  })

  it('is of no short term where it does not say so', () => {
    expect(isShortTerm(lasting('2026-05-01T08:00:00Z', '2026-05-01T09:00:00Z', []))).toBe(false)
  })
})
