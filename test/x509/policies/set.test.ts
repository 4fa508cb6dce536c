import { describe, expect, it } from 'vitest'
import { anyPolicy } from '../../../src/x509/policies/inputs.ts'
import { oid, sequence, tlv } from '../../formats/cms/der.ts'
import { extension, type PoliciesPlan } from './certificates.ts'
import { only, outcome, P1, P2, P3, P4, qualifiersOf } from './paths.ts'

describe('the qualifiers of a policy', () => {
  it('are those of every certificate that has it, each once', () => {
    const top = { policies: [{ oid: P1, cps: ['a', 'b'] }] }
    const bottom = {
      policies: [
        { oid: P1, cps: ['b', 'c'] },
        { oid: P2, cps: ['x'] },
      ],
    }
    expect(qualifiersOf([top, bottom])).toEqual({ [P1]: ['a', 'b', 'c'] })
  })

  it('come from anyPolicy where that stood for it', () => {
    const any = (cps: string) => ({ policies: [{ oid: anyPolicy, cps: [cps] }] })
    expect(qualifiersOf([any('a'), { policies: [{ oid: P1, cps: ['b'] }] }, any('c')])).toEqual({
      [P1]: ['a', 'b', 'c'],
    })
    expect(qualifiersOf([any('a'), any('b')], only(P1))).toEqual({ [P1]: ['a', 'b'] })
  })

  it('do not come from anyPolicy where the certificate names it as well', () => {
    const both = {
      policies: [
        { oid: P1, cps: ['a'] },
        { oid: anyPolicy, cps: ['b'] },
      ],
    }
    const below = { policies: [P1] }
    expect(qualifiersOf([{ policies: [P1] }, both, below])).toEqual({ [P1]: ['a'] })
  })

  it('come from the policies it is mapped to', () => {
    const top: PoliciesPlan = {
      policies: [
        { oid: P1, cps: ['a'] },
        { oid: P2, cps: ['b'] },
      ],
      mappings: [
        [P1, P3],
        [P2, P3],
        [P2, P4],
      ],
    }
    const bottom = {
      policies: [
        { oid: P3, cps: ['c'] },
        { oid: P4, cps: ['d'] },
      ],
    }
    expect(qualifiersOf([top, bottom])).toEqual({ [P1]: ['a', 'c'], [P2]: ['b', 'c', 'd'] })
  })

  it('do not come from a branch that ended', () => {
    const top: PoliciesPlan = {
      policies: [P1],
      mappings: [
        [P1, P2],
        [P1, P3],
      ],
    }
    const middle = {
      policies: [
        { oid: P2, cps: ['a'] },
        { oid: P3, cps: ['b'] },
      ],
    }
    expect(qualifiersOf([top, middle, { policies: [P3] }])).toEqual({ [P1]: ['b'] })
  })

  it('must be known where the extension is critical', () => {
    const value = sequence(sequence(oid(P1), sequence(sequence(oid('1.2.9'), tlv(0x05)))))
    const plan = (critical: boolean) => [{ others: [extension('2.5.29.32', value, critical)] }]
    expect(outcome(plan(false))).toEqual([P1])
    expect(outcome(plan(true))).toBe('RFC 5280 §4.2.1.4')
  })

  it('may be in a critical extension where they are known', () => {
    const value = sequence(
      sequence(oid(P1), sequence(sequence(oid('1.3.6.1.5.5.7.2.2'), tlv(0x30)))),
    )
    expect(outcome([{ others: [extension('2.5.29.32', value, true)] }])).toEqual([P1])
  })
})
