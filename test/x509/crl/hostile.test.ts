import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { type Crl, entryOf, parseCrl } from '../../../src/x509/crl/crl.ts'
import { tlv, utcTime } from '../../formats/cms/der.ts'
import { authority, crl, crlDer, entity, extension, issue } from '../pki.ts'
import { crlNumber, deltaOf, entry, issuingPoint, midsummer, statusOf } from './builder.ts'

const root = entity('root')
const other = entity('other')
const day = utcTime(new Date('2026-03-01'))

/** Entries of four octets of serial number each, made faster than one by one. */
function manyEntries(count: number, serialOf: (i: number) => number): Uint8Array {
  const one = Buffer.concat([Uint8Array.of(0x30, 6 + day.length, 0x02, 4, 0, 0, 0, 0), day])
  const all = Buffer.alloc(count * one.length)
  for (let i = 0; i < count; i += 1) {
    one.copy(all, i * one.length)
    all.writeUInt32BE(serialOf(i), i * one.length + 4)
  }
  return all
}

function serial(value: number): Uint8Array {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}

describe('a CRL of a million entries', () => {
  const first = 0x01000000

  it.each([
    ['in order', (i: number) => first + i],
    ['at a distance of 2^6', (i: number) => first + i * 64],
    ['in reverse', (i: number) => first + 1_000_000 - i],
  ])('%s is indexed', (_, serialOf) => {
    const der = crlDer(root, { entries: [manyEntries(1_000_000, serialOf)] })
    // Half a second where it was measured; a quadratic index takes hours.
    const list = parseCrl(der)
    expect(list.entries.count).toBe(1_000_000)
    for (const i of [0, 1, 499_999, 999_999]) {
      expect(entryOf(list, serial(serialOf(i)))).not.toBeNull()
    }
    expect(entryOf(list, serial(first - 1))).toBeNull()
  })

  it('that is one entry again and again is read', () => {
    const der = crlDer(root, { entries: [manyEntries(1_000_000, () => first)] })
    expect(entryOf(parseCrl(der), serial(first))).not.toBeNull()
  })

  it('that repeats every entry is refused', () => {
    const der = crlDer(root, { entries: [manyEntries(1_000_000, (i) => first + (i >> 1))] })
    expect(() => parseCrl(der)).toThrow(/repeated serial numbers/)
  })

  it('of long serial numbers with one beginning is refused, for they collide', () => {
    const long = (i: number) => Buffer.concat([Buffer.alloc(64, 1), serial(first + i)])
    const entries = (count: number) =>
      Array.from({ length: count }, (_, i) => entry({ serial: long(i) }))
    expect(parseCrl(crlDer(root, { entries: entries(100) })).entries.count).toBe(100)
    expect(() => parseCrl(crlDer(root, { entries: entries(200) }))).toThrow(/made to collide/)
  })
})

describe('a flood of CRLs', () => {
  const issuer = authority(root, root)
  const certificate = issue(entity('signer'), root, { serial: 5 })
  const forged = Array.from({ length: 60 }, (_, i) =>
    crl({ ...root, key: other.key }, { extensions: [crlNumber(i)], from: '2026-05-01' }),
  )

  const ask = (crls: readonly Crl[], signatureChecks = defaultLimits.signatureChecks) => {
    const budget = new Budget({ ...defaultLimits, signatureChecks })
    return statusOf({ certificate, issuer, crls, budget }).status
  }

  it('hides neither a revocation nor a clearance behind it', () => {
    const revoking = crl(root, { from: '2026-04-01', revoked: [{ serial: 5, at: '2026-03-01' }] })
    expect(ask([...forged, revoking])).toBe('revoked')
    expect(ask([...forged, crl(root)])).toBe('good')
  })

  it('is looked at as far as the budget goes, and no verdict comes of what is beyond it', () => {
    expect(ask([...forged, crl(root)], 61)).toBe('good')
    expect(() => ask([...forged, crl(root)], 60)).toThrow(/limit of 60 signatureChecks/)
  })

  it('that are genuine costs one check where the newest clears the certificate', () => {
    const archive = Array.from({ length: 300 }, (_, i) =>
      crl(root, { from: new Date(Date.UTC(2026, 1, 1) + i * 60_000).toISOString() }),
    )
    expect(ask(archive, 1)).toBe('good')
  })

  it('that revoke it again and again costs one check', () => {
    const revoked = [{ serial: 5, at: '2026-03-01' }]
    const archive = Array.from({ length: 60 }, (_, i) =>
      crl(root, { from: '2026-04-01', extensions: [crlNumber(i)], revoked }),
    )
    expect(ask(archive, 1)).toBe('revoked')
  })

  it('that held it before it was released costs one check', () => {
    const revoked = [{ serial: 5, at: '2026-03-01', reason: 6 }]
    const held = Array.from({ length: 60 }, (_, i) =>
      crl(root, { from: '2026-04-01', extensions: [crlNumber(i)], revoked }),
    )
    expect(ask([...held, crl(root, { from: '2026-05-01' })], 1)).toBe('good')
  })

  it('of which all ended long ago costs one check where the newest clears the certificate', () => {
    const to = '2026-05-01T00:00:00Z'
    const stale = Array.from({ length: 60 }, (_, i) =>
      crl(root, { to, extensions: [crlNumber(i)] }),
    )
    expect(ask(stale, 1)).toBe('good')
  })

  it('is told by the first of them', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      crl({ ...root, key: other.key }, { extensions: [crlNumber(i)] }),
    )
    const result = statusOf({ certificate, issuer, crls: many })
    expect(result.status === 'unknown' && result.rejected).toHaveLength(21)
  })

  it('of a later date hides none', () => {
    const late = Array.from({ length: 200 }, (_, i) =>
      crl(root, { from: '2026-07-01', extensions: [crlNumber(i % 100)] }),
    )
    expect(statusOf({ certificate, issuer, crls: [...late, crl(root)] }).status).toBe('good')
  })
})

/** The serial numbers as RFC 5280 would have them compared: by value. */
function numberIn(octets: Uint8Array): bigint {
  return BigInt.asIntN(octets.length * 8, BigInt(`0x${toHex(octets)}`))
}

describe('whatever its entries', () => {
  const octets = fc.uint8Array({ minLength: 1, maxLength: 4, max: 255 })
  const padded = fc
    .tuple(fc.integer({ min: 0, max: 3 }), octets)
    .map(([zeros, rest]) => Uint8Array.from([...Array(zeros).fill(0), ...rest]))
  const plan = fc.record({
    serial: fc.oneof(
      padded,
      octets.map((some) => some.map((one) => one & 1)),
    ),
    issuer: fc.option(fc.constantFrom(root, other), { nil: undefined }),
    at: fc.constantFrom('2026-01-01', '2026-02-01'),
  })

  it('finds in an index what a reader of all entries finds', () => {
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 80 }), fc.boolean(), (plans, mixed) => {
        let owner = root
        const listed = plans.map((one) => {
          if (mixed) owner = one.issuer ?? owner
          return { ...one, owner }
        })
        const entries = plans.map(({ serial, at, issuer }) =>
          entry({ serial, at, ...(mixed && issuer !== undefined ? { issuer } : {}) }),
        )
        const extensions = mixed ? [issuingPoint({ indirect: 'yes' })] : []
        const list = parseCrl(crlDer(root, { entries, extensions }))
        for (const { serial } of plans) {
          for (const asked of [root, other]) {
            const dates = listed
              .filter((one) => one.owner === asked && numberIn(one.serial) === numberIn(serial))
              .map((one) => one.at)
            const found = entryOf(list, serial, asked.name)
            expect(found?.revokedAt.toISOString().slice(0, 10)).toBe(dates.sort()[0])
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('throws nothing but a VerifierError, and clears nothing, when octets are changed', () => {
    const issuer = authority(root, root)
    const certificate = issue(entity('signer'), root, { serial: 5 })
    const date = extension('2.5.29.24', tlv(0x18, Buffer.from('20260101000000Z')), false)
    const der = crlDer(root, {
      extensions: [issuingPoint({ names: ['http://a', root], indirect: 'yes' }), crlNumber(2)],
      entries: [
        entry({ serial: 5, reason: 6, issuer: root, extensions: [date] }),
        entry({ serial: 6, reason: 1, issuer: other }),
      ],
    })
    const delta = crl(root, { extensions: [deltaOf(1), crlNumber(3)] })
    const change = fc.record({
      at: fc.nat(der.length - 1),
      octet: fc.nat(255),
      cut: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Buffer.from(der)
        for (const { at, octet } of changes) bytes[at] = octet
        if (bytes.equals(der)) return
        const cut = changes[0]?.cut === 0 ? changes[0].at : bytes.length
        try {
          const list = parseCrl(bytes.subarray(0, cut))
          const { status } = statusOf({ certificate, issuer, crls: [list, delta], at: midsummer })
          expect(status).not.toBe('good')
        } catch (error) {
          expect(error).toBeInstanceOf(VerifierError)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
