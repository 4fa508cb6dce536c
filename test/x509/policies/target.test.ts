import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { PathPolicy } from '../../../src/x509/policies/inputs.ts'
import { concludeWithTarget } from '../../../src/x509/policies/target.ts'
import { oid, sequence, tlv } from '../../formats/cms/der.ts'
import { certificateWith, extension, type PoliciesPlan } from './certificates.ts'
import { explicit, noneValid, noneWanted, only, P1, P2, P3, stateAfter } from './paths.ts'

/** One CA, and the question what comes of its certificates one after another. */
function authority(plan: PoliciesPlan = { policies: [P1, P2] }) {
  const above = stateAfter([plan], explicit, new Budget(), 'without-target')
  return (target: PoliciesPlan, inputs: PathPolicy = explicit, budget = new Budget()) => {
    const found = concludeWithTarget(above, certificateWith(target), inputs, budget)
    return found.problem?.rule ?? found.userConstrainedPolicySet.map((one) => one.oid).sort()
  }
}

describe('the targets of one CA', () => {
  it('with the same policies come to the same', () => {
    const of = authority()
    expect([of({ policies: [P1] }), of({ policies: [P1] })]).toEqual([[P1], [P1]])
  })

  it('with other policies come to others, one after another', () => {
    const of = authority()
    const targets = [[P1], [P2], [P1, P2], [P3], [P1]]
    expect(targets.map((policies) => of({ policies }))).toEqual([
      [P1],
      [P2],
      [P1, P2],
      noneValid,
      [P1],
    ])
  })

  it('with none are not taken for one that has some', () => {
    const of = authority()
    expect([of({ policies: [P1] }), of({}), of({ policies: [P1] })]).toEqual([
      [P1],
      noneValid,
      [P1],
    ])
  })

  it('with constraints of their own are not taken for one without', () => {
    const above = stateAfter([{}], { ...explicit, requireExplicitPolicy: 'no' }, new Budget())
    const conclude = (plan: PoliciesPlan) =>
      concludeWithTarget(above, certificateWith(plan), explicit, new Budget()).problem?.rule
    expect(conclude({ policies: [P1] })).toBeUndefined()
    expect(conclude({ policies: [P1], requireExplicitPolicy: 0 })).toBe(noneWanted)
    expect(conclude({ policies: [P1] })).toBeUndefined()
  })

  it('are told apart by whether the extension is critical', () => {
    const value = sequence(sequence(oid(P1), sequence(sequence(oid('1.2.9'), tlv(0x05)))))
    const of = authority()
    const target = (critical: boolean) => ({ others: [extension('2.5.29.32', value, critical)] })
    expect([of(target(false)), of(target(true))]).toEqual([[P1], 'RFC 5280 §4.2.1.4'])
  })

  it('are asked about what is asked now', () => {
    const of = authority()
    const target = { policies: [P1, P2] }
    expect([of(target), of(target, only(P2)), of(target, only(P3)), of(target)]).toEqual([
      [P1, P2],
      [P2],
      noneWanted,
      [P1, P2],
    ])
  })

  it('are held to the limits of now', () => {
    const of = authority()
    const target = { policies: [P1, P2] }
    of(target)
    const little = new Budget({ ...defaultLimits, policyNodes: 4 })
    expect(() => of(target, explicit, little)).toThrow(
      expect.objectContaining({ code: 'budget-exceeded' }),
    )
  })

  it('cost the same on all paths together, concluded before or not', () => {
    const target = { policies: [P1, P2] }
    const affordable = (limit: number, of: ReturnType<typeof authority>): number => {
      const budget = new Budget({ ...defaultLimits, policyNodesOfAllPaths: limit })
      let times = 0
      try {
        for (; times < 1_000; times += 1) of(target, explicit, budget)
      } catch {
        return times
      }
      return times
    }
    const known = authority()
    known(target)
    expect(affordable(100, known)).toBe(affordable(100, authority()))
    expect(affordable(100, known)).toBeLessThan(50)
  })
})
