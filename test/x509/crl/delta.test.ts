import { describe, expect, it } from 'vitest'
import { tlv } from '../../formats/cms/der.ts'
import { authority, type CrlPlan, crl, entity, extension, issue } from '../pki.ts'
import { crlNumber, deltaOf, entry, issuingPoint, statusOf } from './builder.ts'

const root = entity('root')
const issuer = authority(root, root)
const certificate = issue(entity('signer'), root, { serial: 5 })
const hold = 6
const removeFromCrl = 8

/** The complete CRL number 3. */
function complete(entries: readonly Uint8Array[] = [], plan: CrlPlan = {}) {
  return crl(root, { extensions: [crlNumber(3)], entries, ...plan })
}

/** A delta CRL that brings number 3 to number 5. */
function delta(entries: readonly Uint8Array[] = [], plan: CrlPlan = {}) {
  const extensions = [crlNumber(5), deltaOf(3)]
  return crl(root, { from: '2026-05-01', extensions, entries, ...plan })
}

function status(...crls: ReturnType<typeof crl>[]) {
  return statusOf({ certificate, issuer, crls })
}

describe('a delta CRL beside its complete CRL', () => {
  it('brings it up to date', () => {
    expect(status(complete(), delta([], { to: '2026-07-01' }))).toMatchObject({
      status: 'good',
      source: {
        thisUpdate: new Date('2026-05-01'),
        nextUpdate: new Date('2027-01-01'),
        signatures: [{ signer: issuer }, { signer: issuer }],
      },
    })
  })

  it('adds a revocation', () => {
    expect(status(complete(), delta([entry({ serial: 5, reason: 1 })]))).toMatchObject({
      status: 'revoked',
      reason: 'keyCompromise',
    })
  })

  it('turns a hold into a revocation', () => {
    const held = complete([entry({ serial: 5, reason: hold })])
    expect(status(held, delta([entry({ serial: 5, reason: 1 })])).status).toBe('revoked')
  })

  it('lifts a hold', () => {
    const held = complete([entry({ serial: 5, reason: hold })])
    expect(status(held, delta()).status).toBe('on-hold')
    expect(status(held, delta([entry({ serial: 5, reason: removeFromCrl })])).status).toBe('good')
  })

  it('does not lift a hold that a complete CRL states later, whatever its number', () => {
    const held = (from: string) => complete([entry({ serial: 5, reason: hold })], { from })
    const removed = delta([entry({ serial: 5, reason: removeFromCrl })])
    expect(status(held('2026-05-01T00:00:01Z'), removed).status).toBe('on-hold')
    expect(status(held('2026-05-01'), removed).status).toBe('good')
  })

  it('does not lift a hold for a certificate that expired before it', () => {
    const held = complete([entry({ serial: 5, reason: hold })])
    const removed = delta([entry({ serial: 5, reason: removeFromCrl })])
    const expired = issue(entity('signer'), root, { serial: 5, to: '2026-04-30' })
    const result = statusOf({ certificate: expired, issuer, crls: [held, removed] })
    expect(result.status).toBe('on-hold')
  })

  it('lifts no revocation', () => {
    const revoked = complete([entry({ serial: 5, reason: 1 })])
    const removed = delta([entry({ serial: 5, reason: removeFromCrl })])
    expect(status(revoked, removed).status).toBe('revoked')
  })

  it('revokes although the date that it states is to come', () => {
    const later = delta([entry({ serial: 5, at: '2026-06-02', reason: 1 })])
    expect(status(complete(), later).status).toBe('revoked')
  })
})

describe('a delta CRL goes with a complete CRL', () => {
  const removed = entry({ serial: 5, reason: removeFromCrl })
  const held = entry({ serial: 5, reason: hold })

  it.each([
    ['that it starts from', 3, 'good'],
    ['newer than that', 4, 'good'],
    ['older than that', 2, 'on-hold'],
  ] as const)('%s', (_, number, expected) => {
    const base = complete([held], { extensions: [crlNumber(number)] })
    expect(status(base, delta([removed])).status).toBe(expected)
  })

  it('up to the number before its own', () => {
    const base = complete([held], { extensions: [crlNumber(5)] })
    expect(status(base, delta([removed])).status).toBe('on-hold')
  })

  it('of the same scope alone', () => {
    const users = issuingPoint({ only: 'user' })
    const parted = delta([removed], { extensions: [crlNumber(5), deltaOf(3), users] })
    const base = complete([held], { extensions: [crlNumber(3), users] })
    expect(status(complete([held]), parted).status).toBe('on-hold')
    expect(status(base, parted).status).toBe('good')
  })

  it('of the same authority key identifier alone', () => {
    const key = extension('2.5.29.35', tlv(0x30, tlv(0x80, Uint8Array.of(1))), false)
    const keyed = delta([removed], { extensions: [crlNumber(5), deltaOf(3), key] })
    expect(status(complete([held]), keyed).status).toBe('on-hold')
  })

  it('signed with the same key alone', () => {
    const forged = crl(entity('root'), {
      from: '2026-05-01',
      extensions: [crlNumber(5), deltaOf(3)],
      entries: [removed],
    })
    expect(status(complete([held]), forged).status).toBe('on-hold')
  })

  it('only where it is the newest of them', () => {
    const extensions = [crlNumber(6), deltaOf(3)]
    const newer = delta([held], { from: '2026-05-15', extensions })
    expect(status(complete([held]), delta([removed]), newer).status).toBe('on-hold')
  })
})

describe('a delta CRL without its complete CRL', () => {
  it('clears nothing', () => {
    expect(status(delta())).toMatchObject({
      status: 'unknown',
      rejected: ['the delta CRL of 2026-05-01T00:00:00Z goes with no CRL at hand'],
    })
  })

  it('revokes all the same', () => {
    expect(status(delta([entry({ serial: 5, reason: 1 })])).status).toBe('revoked')
  })

  it('holds all the same, until a later complete CRL', () => {
    const other = (from: string) => complete([], { from, extensions: [crlNumber(2)] })
    const held = delta([entry({ serial: 5, reason: hold })])
    expect(status(other('2026-05-01'), held).status).toBe('on-hold')
    expect(status(other('2026-05-02'), held).status).toBe('good')
  })

  it('leaves nothing cleared where it is not processed and names the certificate', () => {
    const odd = [crlNumber(5), deltaOf(3), extension('1.2.3', tlv(0x05))]
    const held = delta([entry({ serial: 5, reason: hold })], { extensions: odd })
    expect(status(complete(), held)).toMatchObject({ status: 'unknown', contradicts: 'yes' })
    expect(status(complete(), delta([], { extensions: odd })).status).toBe('good')
  })

  it('states no hold beside a complete CRL of its number or a later one', () => {
    const later = complete([], { from: '2026-05-20', extensions: [crlNumber(5)] })
    expect(status(later, delta([entry({ serial: 5, reason: hold })])).status).toBe('good')
  })

  it('goes with none where it has no number', () => {
    const unnumbered = delta([], { extensions: [deltaOf(3)] })
    const result = status(unnumbered)
    expect(result.status === 'unknown' && result.rejected[0]).toContain('without a number')
  })
})
