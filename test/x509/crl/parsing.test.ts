import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { type Crl, entryOf, parseCrl } from '../../../src/x509/crl/crl.ts'
import { reasonCode } from '../../../src/x509/crl/extensions.ts'
import { integer, oid, sequence, tlv, utcTime } from '../../formats/cms/der.ts'
import { type CrlPlan, crl, crlDer, entity, extension } from '../pki.ts'
import { crlNumber, entry } from './builder.ts'

const root = entity('root')
const time = utcTime(new Date('2026-03-01'))
const five = Uint8Array.of(5)

function read(plan: CrlPlan): Crl {
  return parseCrl(crlDer(root, plan))
}

function withEntry(...entries: readonly Uint8Array[]): () => Crl {
  return () => read({ entries })
}

function withExtensions(...members: readonly Uint8Array[]): () => Crl {
  return withEntry(sequence(integer(5), time, sequence(...members)))
}

const value = tlv(0x04, tlv(0x0a, Uint8Array.of(1)))
const reason = oid('2.5.29.21')

describe('a CRL is not read', () => {
  const whole = crlDer(root, { entries: [entry({ serial: 5 })] })

  it.each([
    ['with octets behind it', () => parseCrl(Buffer.concat([whole, Uint8Array.of(0)]))],
    ['cut short', () => parseCrl(whole.subarray(0, -1))],
    [
      'of version 1 with extensions',
      () => read({ version: 'left-out', extensions: [crlNumber(1)] }),
    ],
    [
      'of version 1 with entry extensions',
      () => read({ version: 'left-out', entries: [entry({ serial: 5, reason: 1 })] }),
    ],
    ['with an entry that is no SEQUENCE', withEntry(integer(5))],
    ['with an entry of no serial number', withEntry(sequence(time))],
    ['with an empty serial number', withEntry(sequence(tlv(0x02), time))],
    ['with an entry of no date', withEntry(sequence(integer(5)))],
    ['with a date that is none', withEntry(sequence(integer(5), tlv(0x17, Buffer.from('x'))))],
    ['with octets behind a date', withEntry(sequence(integer(5), time, integer(1)))],
    [
      'with octets behind extensions',
      withEntry(sequence(integer(5), time, sequence(sequence(reason, value)), time)),
    ],
    ['with no extension in the list of an entry', withExtensions()],
    ['with an extension of no OID', withExtensions(sequence(value))],
    ['with an extension of an empty OID', withExtensions(sequence(tlv(0x06), value))],
    [
      'with an extension of a broken OID',
      withExtensions(sequence(tlv(0x06, Uint8Array.of(0x80)), value)),
    ],
    ['with an extension of no value', withExtensions(sequence(reason))],
    [
      'with a flag that DER has not',
      withExtensions(sequence(reason, tlv(0x01, Uint8Array.of(1)), value)),
    ],
    [
      'with a flag of two octets',
      withExtensions(sequence(reason, tlv(0x01, Uint8Array.of(0, 0)), value)),
    ],
    ['with octets behind a value', withExtensions(sequence(reason, value, time))],
    ['with an indefinite length', withEntry(Uint8Array.of(0x30, 0x80, 2, 1, 5, 0, 0))],
    [
      'with a length that is not minimal',
      withEntry(Buffer.concat([Uint8Array.of(0x30, 0x81, 18), integer(5), time])),
    ],
    ['with a length beyond the end', withEntry(Uint8Array.of(0x30, 0x7f, 2, 1, 5))],
    ['with a length of more octets than there are', withEntry(Uint8Array.of(0x30, 0x84, 1))],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ code: 'crl-malformed' }))
  })
})

describe('a CRL with a list of entries that is empty', () => {
  it('lists nobody, as one without the list', () => {
    const empty = read({ entries: [Uint8Array.of()] })
    expect(empty.entries.count).toBe(0)
    expect(entryOf(empty, five)).toBeNull()
    expect([...empty.tbs.slice(-2)]).toEqual([0x30, 0])
  })
})

describe('a date of an entry', () => {
  const dated = (tag: number, text: string) =>
    withEntry(sequence(integer(5), tlv(tag, Buffer.from(text))))
  const revokedAt = (attempt: () => Crl) => entryOf(attempt(), five)?.revokedAt.toISOString()

  it.each([
    [0x17, '260301123456Z', '2026-03-01T12:34:56.000Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x17, '240229000000Z', '2024-02-29T00:00:00.000Z'],
    [0x18, '20000229000000Z', '2000-02-29T00:00:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  ])('of tag %i, %s, is read', (tag, text, expected) => {
    expect(revokedAt(dated(tag, text))).toBe(expected)
  })

  it.each([
    [0x17, '250229000000Z'],
    [0x18, '19000229000000Z'],
    [0x17, '260431000000Z'],
    [0x17, '261301000000Z'],
    [0x17, '260001000000Z'],
    [0x17, '260300000000Z'],
    [0x17, '260301240000Z'],
    [0x17, '260301006000Z'],
    [0x17, '260301000060Z'],
    [0x17, '26030100000:Z'],
    [0x17, '260301000000A'],
    [0x17, '2603010000Z'],
    [0x18, '260301000000Z'],
    [0x16, '260301000000Z'],
  ])('of tag %i, %s, is refused', (tag, text) => {
    expect(dated(tag, text)).toThrow(/time/)
  })
})

describe('entries', () => {
  it('are found by the value of the serial number, whatever octets it is written in', () => {
    const negative = Uint8Array.of(0x80)
    const list = read({
      entries: [
        entry({ serial: Uint8Array.of(0, 0, 5) }),
        entry({ serial: Uint8Array.of(0, 0x80) }),
        entry({ serial: Uint8Array.of(0xff, 0xfe) }),
      ],
    })
    expect(entryOf(list, five)).not.toBeNull()
    expect(entryOf(list, Uint8Array.of(0, 5))).not.toBeNull()
    expect(entryOf(list, Uint8Array.of(0, 0, 0x80))).not.toBeNull()
    expect(entryOf(list, negative)).toBeNull()
    expect(entryOf(list, Uint8Array.of(0xfe))).not.toBeNull()
    expect(entryOf(list, Uint8Array.of(0, 0xfe))).toBeNull()
    expect(entryOf(list, Uint8Array.of())).toBeNull()
  })

  it('are found by serial numbers longer than the hash takes in', () => {
    const long = (last: number) => Buffer.concat([Buffer.alloc(80, 1), Uint8Array.of(last)])
    const list = read({ entries: [entry({ serial: long(1) }), entry({ serial: long(2) })] })
    expect(entryOf(list, long(2))).not.toBeNull()
    expect(entryOf(list, long(3))).toBeNull()
  })

  it('are counted', () => {
    expect(read({ entries: [entry({ serial: 5 }), entry({ serial: 6 })] }).entries.count).toBe(2)
  })

  it('name the first critical extension that is not processed', () => {
    const odd = extension('1.2.3', integer(1))
    const known = [extension('2.5.29.21', tlv(0x0a, five)), extension('2.5.29.24', integer(1))]
    const unprocessed = (...extensions: readonly Uint8Array[]) =>
      read({ entries: [entry({ serial: 5, extensions })] }).entries.unprocessed
    expect(unprocessed(odd, ...known)).toBe('1.2.3')
    expect(unprocessed(...known)).toBeNull()
    expect(unprocessed(extension('1.2.3', integer(1), false))).toBeNull()
  })

  it('are a departure where they have an extension twice', () => {
    const twice = [1, 2].map((code) =>
      extension('2.5.29.21', tlv(0x0a, Uint8Array.of(code)), false),
    )
    const odd = read({ entries: [entry({ serial: 5, extensions: twice })] })
    expect(odd.departures).toEqual(['duplicate-extension'])
    expect(read({ entries: [entry({ serial: 5, reason: 1 })] }).departures).toEqual([])
  })

  it('count for the limit of nodes, one each', () => {
    const entries = Array.from({ length: 100 }, (_, i) => entry({ serial: i, reason: 1 }))
    const der = crlDer(root, { entries })
    const within = (nodes: number) => parseCrl(der, new Budget({ ...defaultLimits, nodes }))
    expect(() => within(99)).toThrow(/limit of 99 nodes/)
    expect(within(150).entries.count).toBe(100)
  })
})

describe('entries for one certificate', () => {
  const both = (a: Parameters<typeof entry>[0], b: Parameters<typeof entry>[0]) =>
    [
      [entry(a), entry(b)],
      [entry(b), entry(a)],
    ].map((entries) => {
      const found = entryOf(crl(root, { entries }), five)
      return found && [found.revokedAt.toISOString().slice(0, 10), reasonCode(found)]
    })

  it.each([
    ['hold', 6, 'keyCompromise', 1, 1],
    ['removeFromCRL', 8, 'hold', 6, 6],
    ['no reason', undefined, 'hold', 6, 0],
  ] as const)(
    'are one of the graver reason and the earlier date: %s, %s',
    (_, a, __, b, graver) => {
      const plan = (reason: number | undefined, at: string) =>
        reason === undefined ? { serial: 5, at } : { serial: 5, at, reason }
      const expected = ['2026-01-01', graver]
      expect(both(plan(a, '2026-01-01'), plan(b, '2026-02-01'))).toEqual([expected, expected])
      expect(both(plan(a, '2026-02-01'), plan(b, '2026-01-01'))).toEqual([expected, expected])
    },
  )

  it('are one that cannot be read where one of them cannot', () => {
    const odd = { serial: 5, extensions: [extension('2.5.29.21', integer(1), false)] }
    expect(both(odd, { serial: 5, reason: 1 }).map((one) => one?.[1])).toEqual([null, null])
  })
})
