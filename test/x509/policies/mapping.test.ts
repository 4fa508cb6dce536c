import { describe, expect, it } from 'vitest'
import { anyPolicy } from '../../../src/x509/policies/inputs.ts'
import type { PoliciesPlan } from './certificates.ts'
import { explicit, noneValid, noneWanted, only, outcome, P1, P2, P3, P4 } from './paths.ts'

describe('a policy that is mapped', () => {
  const mapped: PoliciesPlan = { policies: [P1], mappings: [[P1, P2]] }

  it('is followed by the one it is mapped to, and keeps its name', () => {
    expect(outcome([mapped, { policies: [P2] }])).toEqual([P1])
    expect(outcome([mapped, { policies: [P1] }])).toBe(noneValid)
  })

  it('is asked for by the name it has at the top', () => {
    expect(outcome([mapped, { policies: [P2] }], only(P1))).toEqual([P1])
    expect(outcome([mapped, { policies: [P2] }], only(P2))).toBe(noneWanted)
  })

  it('may be mapped to several, and several to it', () => {
    const wide: PoliciesPlan = {
      policies: [P1, P2],
      mappings: [
        [P1, P3],
        [P1, P4],
        [P2, P4],
      ],
    }
    expect(outcome([wide, { policies: [P4] }])).toEqual([P1, P2])
    expect(outcome([wide, { policies: [P3] }])).toEqual([P1])
    expect(outcome([wide, { policies: [anyPolicy] }])).toEqual([P1, P2])
  })

  it('comes from anyPolicy where the certificate does not name it', () => {
    const plans = [{ policies: [anyPolicy], mappings: [[P1, P2]] }, { policies: [P2] }] as const
    expect(outcome(plans)).toEqual([P1])
    expect(outcome([plans[0], { policies: [P3] }])).toEqual([P3])
    expect(outcome([plans[0], { policies: [P1] }])).toEqual([P1])
  })

  it('comes from nowhere where the certificate has it not at all', () => {
    const plans = [{ policies: [P3], mappings: [[P1, P2]] }, { policies: [P2] }] as const
    expect(outcome(plans)).toBe(noneValid)
  })

  it('does not count for the last certificate', () => {
    expect(outcome([mapped])).toEqual([P1])
  })

  it('is deleted where mapping is inhibited from the start', () => {
    const inputs = { ...explicit, inhibitPolicyMapping: 'yes' } as const
    expect(outcome([mapped, { policies: [P1] }], inputs)).toBe(noneValid)
    expect(outcome([mapped, { policies: [P2] }], inputs)).toBe(noneValid)
    const two = { ...mapped, policies: [P1, P3] }
    expect(outcome([two, { policies: [P3] }], inputs)).toEqual([P3])
  })

  it.each([
    [0, noneValid],
    [1, [P1]],
  ])('is so for %i certificates below one that says so', (skip, expected) => {
    const plans = [{ policies: [P1], inhibitPolicyMapping: skip }, mapped, { policies: [P2] }]
    expect(outcome(plans)).toEqual(expected)
  })

  it('is so in the very certificate that inhibits it for those below', () => {
    expect(outcome([{ ...mapped, inhibitPolicyMapping: 0 }, { policies: [P2] }])).toEqual([P1])
  })

  it('is so below a self-issued certificate, which is not counted', () => {
    const plans = (selfIssued: PoliciesPlan) => [
      { policies: [P1], inhibitPolicyMapping: 1 },
      { policies: [P1], ...selfIssued },
      mapped,
      { policies: [P2] },
    ]
    expect(outcome(plans({ selfIssued: 'yes' }))).toEqual([P1])
    expect(outcome(plans({}))).toBe(noneValid)
  })
})
