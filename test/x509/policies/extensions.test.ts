import { describe, expect, it } from 'vitest'
import { toHex } from '../../../src/core/bytes.ts'
import {
  inhibitAnyPolicy,
  policyConstraints,
  policyInformation,
  policyMappings,
} from '../../../src/x509/policies/extensions.ts'
import { anyPolicy } from '../../../src/x509/policies/inputs.ts'
import { integer, oid, sequence, tlv } from '../../formats/cms/der.ts'
import { certificateWith, cpsQualifier, extension } from './certificates.ts'

const malformed = expect.objectContaining({ code: 'der-malformed' })

const bare = certificateWith({})

function policiesIn(value: Uint8Array) {
  return policyInformation({ extensions: [extension('2.5.29.32', value)] })
}

function mappingsIn(value: Uint8Array) {
  return policyMappings({ extensions: [extension('2.5.29.33', value)] })
}

function constraintsIn(value: Uint8Array) {
  return policyConstraints({ extensions: [extension('2.5.29.36', value)] })
}

function inhibitIn(value: Uint8Array) {
  return inhibitAnyPolicy({ extensions: [extension('2.5.29.54', value)] })
}

describe('the certificate policies', () => {
  it('are null where there are none', () => {
    expect(policyInformation(bare)).toBeNull()
  })

  it('keep their order', () => {
    const certificate = certificateWith({ policies: ['1.2.4', anyPolicy, '1.2.3'] })
    expect(policyInformation(certificate)?.map((one) => one.oid)).toEqual([
      '1.2.4',
      anyPolicy,
      '1.2.3',
    ])
  })

  it('come with each qualifier as it was encoded', () => {
    const certificate = certificateWith({ policies: [{ oid: '1.2.3', cps: ['http://a', 'b'] }] })
    const [policy] = policyInformation(certificate) ?? []
    expect(policy?.qualifiers.map(({ id }) => id)).toEqual(Array(2).fill('1.3.6.1.5.5.7.2.1'))
    expect(policy?.qualifiers.map(({ der }) => toHex(der))).toEqual(
      ['http://a', 'b'].map((uri) => toHex(cpsQualifier(uri))),
    )
  })

  it('may have a qualifier that nobody defined, unless they are anyPolicy', () => {
    const custom = sequence(sequence(oid('1.2.9'), tlv(0x05)))
    expect(policiesIn(sequence(sequence(oid('1.2.3'), custom)))).toHaveLength(1)
    expect(() => policiesIn(sequence(sequence(oid(anyPolicy), custom)))).toThrow(malformed)
  })

  it('are refused where one is given twice', () => {
    const one = sequence(oid('1.2.3'))
    expect(() => policiesIn(sequence(one, sequence(oid('1.2.4')), one))).toThrow(malformed)
  })

  it.each([
    ['an empty list', sequence()],
    ['an empty policy', sequence(sequence())],
    ['an empty list of qualifiers', sequence(sequence(oid('1.2.3'), sequence()))],
    [
      'a qualifier without a value',
      sequence(sequence(oid('1.2.3'), sequence(sequence(oid('1.2'))))),
    ],
    [
      'a qualifier with two values',
      sequence(sequence(oid('1.2.3'), sequence(sequence(oid('1.2'), tlv(0x05), tlv(0x05))))),
    ],
    [
      'a third member of a policy',
      sequence(sequence(oid('1.2.3'), sequence(cpsQualifier('a')), tlv(0x05))),
    ],
    ['no sequence', tlv(0x31, sequence(oid('1.2.3')))],
    ['trailing bytes', Buffer.concat([sequence(sequence(oid('1.2.3'))), tlv(0x05)])],
  ])('are refused with %s', (_, value) => {
    expect(() => policiesIn(value)).toThrow(malformed)
  })
})

describe('the policy mappings', () => {
  it('are null where there are none', () => {
    expect(policyMappings(bare)).toBeNull()
  })

  it('are gathered by the policy of the issuer', () => {
    const certificate = certificateWith({
      mappings: [
        ['1.2.1', '1.3.1'],
        ['1.2.2', '1.3.2'],
        ['1.2.1', '1.3.3'],
        ['1.2.1', '1.3.1'],
      ],
    })
    expect(policyMappings(certificate)).toEqual(
      new Map([
        ['1.2.1', new Set(['1.3.1', '1.3.3'])],
        ['1.2.2', new Set(['1.3.2'])],
      ]),
    )
  })

  it.each([
    ['an empty list', sequence()],
    ['a policy mapped to nothing', sequence(sequence(oid('1.2.3')))],
    ['a policy mapped to two', sequence(sequence(oid('1.2.3'), oid('1.2.4'), oid('1.2.5')))],
    ['something else than an OID', sequence(sequence(oid('1.2.3'), integer(1)))],
  ])('are refused with %s', (_, value) => {
    expect(() => mappingsIn(value)).toThrow(malformed)
  })
})

describe('the policy constraints', () => {
  it('are null where there are none', () => {
    expect(policyConstraints(bare)).toBeNull()
  })

  it.each([
    [{ requireExplicitPolicy: 0 }, { requireExplicitPolicy: 0, inhibitPolicyMapping: null }],
    [{ inhibitPolicyMapping: 3 }, { requireExplicitPolicy: null, inhibitPolicyMapping: 3 }],
    [
      { requireExplicitPolicy: 1, inhibitPolicyMapping: 2 },
      { requireExplicitPolicy: 1, inhibitPolicyMapping: 2 },
    ],
  ])('are read from %j', (plan, expected) => {
    expect(policyConstraints(certificateWith(plan))).toEqual(expected)
  })

  it('are without end where the number is longer than 32 bits', () => {
    expect(constraintsIn(sequence(tlv(0x80, Buffer.from('0100000000', 'hex'))))).toEqual({
      requireExplicitPolicy: Number.POSITIVE_INFINITY,
      inhibitPolicyMapping: null,
    })
  })

  it.each([
    ['nothing in them', sequence()],
    ['a negative number', sequence(tlv(0x80, Uint8Array.of(0xff)))],
    ['a number that is not minimal', sequence(tlv(0x80, Uint8Array.of(0, 1)))],
    ['the wrong order', sequence(tlv(0x81, Uint8Array.of(0)), tlv(0x80, Uint8Array.of(0)))],
    ['an unknown member', sequence(tlv(0x80, Uint8Array.of(0)), tlv(0x82, Uint8Array.of(0)))],
    ['an explicit tag', sequence(tlv(0xa0, integer(0)))],
  ])('are refused with %s', (_, value) => {
    expect(() => constraintsIn(value)).toThrow(malformed)
  })
})

describe('the inhibition of anyPolicy', () => {
  it('is null where there is none', () => {
    expect(inhibitAnyPolicy(bare)).toBeNull()
  })

  it.each([0, 1, 127])('is read as %i', (skip) => {
    expect(inhibitAnyPolicy(certificateWith({ inhibitAnyPolicy: skip }))).toBe(skip)
  })

  it.each([
    ['a negative number', tlv(0x02, Uint8Array.of(0x80))],
    ['an empty number', tlv(0x02)],
    ['a sequence', sequence(integer(0))],
    ['trailing bytes', Buffer.concat([integer(0), integer(0)])],
  ])('is refused with %s', (_, value) => {
    expect(() => inhibitIn(value)).toThrow(malformed)
  })
})
