import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { PoliciesPlan } from './certificates.ts'
import { conclude, explicit, outcome, P1, P2, stateAfter } from './paths.ts'

describe('the policies of a hostile path', () => {
  /** CVE-2023-0464: each CA maps two policies to both of the next, so that a tree doubles at each. */
  const doubling = (depth: number): readonly PoliciesPlan[] => {
    const ca: PoliciesPlan = {
      policies: [
        { oid: P1, cps: ['a'] },
        { oid: P2, cps: ['b'] },
      ],
      mappings: [
        [P1, P1],
        [P1, P2],
        [P2, P1],
        [P2, P2],
      ],
    }
    return [...Array<PoliciesPlan>(depth).fill(ca), { policies: [P1, P2] }]
  }

  it('are found in a graph that grows with the length of the path, not doubling with it', () => {
    const spent = (depth: number) =>
      stateAfter(doubling(depth).slice(0, -1), explicit, new Budget(), 'without-target').spent
    expect(spent(90)).toBe(3 * spent(30))
    expect(spent(30)).toBe(30 * 6)
  })

  it('are concluded for a path as long as any may be', () => {
    expect(outcome(doubling(99))).toEqual([P1, P2])
  })

  it('end in budget-exceeded where certificates name thousands', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `1.2.${i}`)
    const plans = Array<PoliciesPlan>(20).fill({ policies: many })
    expect(() => conclude(plans)).toThrow(
      expect.objectContaining({
        code: 'budget-exceeded',
        facts: { what: 'policyNodes', limit: defaultLimits.policyNodes },
      }),
    )
  })

  it('end in budget-exceeded where qualifiers would be collected without end', () => {
    const names = Array.from({ length: 40 }, (_, i) => `1.2.${i}`)
    const all = names.flatMap((from) => names.slice(0, 40).map((to) => [from, to] as const))
    const policies = names.map((one) => ({ oid: one, cps: [one] }))
    const plans = [...Array<PoliciesPlan>(5).fill({ policies, mappings: all }), { policies }]
    expect(() => conclude(plans)).toThrow(expect.objectContaining({ code: 'budget-exceeded' }))
    const wide = { ...defaultLimits, policyNodes: 1e6, policyNodesOfAllPaths: 1e6 }
    expect(conclude(plans, explicit, new Budget(wide)).problem).toBeNull()
  })

  it('cost the same whether their beginning was known or not', () => {
    const plans = doubling(3)
    const limit = (policyNodes: number) => new Budget({ ...defaultLimits, policyNodes })
    const least = Array.from({ length: 200 }, (_, i) => i).find((policyNodes) => {
      try {
        return conclude(plans, explicit, limit(policyNodes)).problem === null
      } catch {
        return false
      }
    })
    const budget = limit(least ?? 0)
    expect(conclude(plans, explicit, budget)).toEqual(conclude(plans, explicit, budget))
  })

  it('count on all paths of a certificate together', () => {
    const plans = doubling(3)
    const limits = { ...defaultLimits, policyNodesOfAllPaths: 200 }
    const budget = new Budget(limits)
    conclude(plans, explicit, new Budget(limits))
    expect(() => {
      for (let path = 0; path < 200; path += 1) conclude(plans, explicit, budget)
    }).toThrow(expect.objectContaining({ facts: { what: 'policyNodesOfAllPaths', limit: 200 } }))
  })

  it('are not begun again once the limit on all paths is passed', () => {
    const many = Array.from({ length: 300 }, (_, i) => `1.2.${i}`)
    const budget = new Budget({ ...defaultLimits, policyNodesOfAllPaths: 299 })
    const start = stateAfter([], explicit)
    expect(() => stateAfter([{ policies: many }], start, budget)).toThrow(/policyNodesOfAllPaths/)
    expect(() => stateAfter([{ policies: [P1] }], start, budget)).toThrow(/policyNodesOfAllPaths/)
  })
})
