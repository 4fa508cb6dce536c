import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { anyPolicy, defaultPathPolicy } from '../../../src/x509/policies/inputs.ts'
import { concludePolicies } from '../../../src/x509/policies/processing.ts'
import { extension, type PoliciesPlan } from './certificates.ts'
import {
  conclude,
  explicit,
  noneValid,
  noneWanted,
  only,
  outcome,
  P1,
  P2,
  P3,
  P4,
  stateAfter,
} from './paths.ts'

describe('policies along a path', () => {
  it('are valid where every certificate has them', () => {
    expect(outcome([{ policies: [P1, P2] }, { policies: [P2, P3] }])).toEqual([P2])
  })

  it('end with a certificate that has none', () => {
    expect(outcome([{ policies: [P1] }, {}])).toBe(noneValid)
    expect(outcome([{}, { policies: [P1] }])).toBe(noneValid)
  })

  it('end where no certificate agrees with the one above it', () => {
    expect(outcome([{ policies: [P1] }, { policies: [P2] }])).toBe(noneValid)
  })

  it('do not come back once they have ended', () => {
    const plans = [{ policies: [P1] }, { policies: [P2] }, { policies: [P1] }]
    expect(outcome(plans, defaultPathPolicy)).toEqual([])
  })

  it('may be none where none is required', () => {
    expect(outcome([{}, {}], defaultPathPolicy)).toEqual([])
    expect(conclude([{}, {}], defaultPathPolicy).problem).toBeNull()
  })

  it('are named with the certificate where they end', () => {
    const { problem } = conclude([{ policies: [P1] }, {}])
    expect(problem?.detail).toContain('"CN=Below"')
  })

  it('are those asked for', () => {
    const plans = [{ policies: [P1, P2] }, { policies: [P1, P2] }]
    expect(outcome(plans, only(P2, P3))).toEqual([P2])
    expect(outcome(plans, only(P3))).toBe(noneWanted)
    expect(outcome(plans, only())).toBe(noneWanted)
    expect(outcome(plans, only(P3, anyPolicy))).toEqual([P1, P2])
  })

  it('asked for in vain are no problem where none is required', () => {
    const inputs = { ...only(P3), requireExplicitPolicy: 'no' } as const
    expect(conclude([{ policies: [P1] }], inputs)).toEqual({
      problem: null,
      userConstrainedPolicySet: [],
    })
  })
})

describe('anyPolicy', () => {
  it('in the certificate above allows every policy', () => {
    expect(outcome([{ policies: [anyPolicy] }, { policies: [P1, P2] }])).toEqual([P1, P2])
  })

  it('in the certificate below keeps the policies above', () => {
    expect(outcome([{ policies: [P1, P2] }, { policies: [anyPolicy] }])).toEqual([P1, P2])
  })

  it('all the way down is the whole set, or what is asked for', () => {
    const plans = [{ policies: [anyPolicy] }, { policies: [anyPolicy] }]
    expect(outcome(plans)).toEqual([anyPolicy])
    expect(outcome(plans, only(P1, P2, P1))).toEqual([P1, P2])
    expect(outcome(plans, only())).toBe(noneWanted)
  })

  it('beside a policy adds what else is asked for', () => {
    expect(outcome([{ policies: [anyPolicy, P1] }], only(P1, P2))).toEqual([P1, P2])
    expect(outcome([{ policies: [anyPolicy, P1] }], only(P2))).toEqual([P2])
  })

  it('does not count where it is inhibited from the start', () => {
    const inputs = { ...explicit, inhibitAnyPolicy: 'yes' } as const
    expect(outcome([{ policies: [anyPolicy] }, { policies: [P1] }], inputs)).toBe(noneValid)
    expect(outcome([{ policies: [P1] }, { policies: [P1, anyPolicy] }], inputs)).toEqual([P1])
  })

  it.each([
    [0, noneValid],
    [1, [P1]],
  ])('counts for %i certificates below one that says so', (skip, expected) => {
    const plans = [{ policies: [P1], inhibitAnyPolicy: skip }, { policies: [anyPolicy] }]
    expect(outcome(plans)).toEqual(expected)
  })

  it('that is inhibited further up stays so, whatever is said below', () => {
    const plans = [
      { policies: [P1], inhibitAnyPolicy: 1 },
      { policies: [P1], inhibitAnyPolicy: 5 },
      { policies: [anyPolicy] },
    ]
    expect(outcome(plans)).toBe(noneValid)
  })

  it('counts in a self-issued certificate although it is inhibited, unless it is the last', () => {
    const top = { policies: [P1], inhibitAnyPolicy: 0 }
    const rollover = { policies: [anyPolicy], selfIssued: 'yes' } as const
    expect(outcome([top, rollover, { policies: [P1] }])).toEqual([P1])
    expect(outcome([top, rollover])).toBe(noneValid)
  })

  it('is not used up by a self-issued certificate', () => {
    const plans = (selfIssued: PoliciesPlan) => [
      { policies: [P1], inhibitAnyPolicy: 1 },
      { policies: [P1], ...selfIssued },
      { policies: [anyPolicy] },
    ]
    expect(outcome(plans({ selfIssued: 'yes' }))).toEqual([P1])
    expect(outcome(plans({}))).toBe(noneValid)
  })

  it('may not be mapped, nor mapped to', () => {
    for (const pair of [[anyPolicy, P1] as const, [P1, anyPolicy] as const]) {
      const plans = [{ policies: [P1], mappings: [pair] }, { policies: [P1] }]
      expect(outcome(plans, defaultPathPolicy)).toBe('RFC 5280 §6.1.4 (a)')
    }
  })

  it('may stand in mappings of the last certificate, which maps nothing', () => {
    const plans = [{ policies: [P1], mappings: [[P1, anyPolicy]] }] as const
    expect(outcome(plans)).toEqual([P1])
  })
})

describe('an explicit policy', () => {
  const inputs = defaultPathPolicy

  it.each([
    [0, noneValid],
    [1, noneWanted],
    [2, []],
  ])('is required %i certificates below one that says so', (skip, expected) => {
    // At 1 the target itself is let through, and the counter is then at its end (§6.1.5 (a)).
    const plans = [{ policies: [P1], requireExplicitPolicy: skip }, {}]
    expect(outcome(plans, inputs)).toEqual(expected)
  })

  it('is required below a self-issued certificate, which is not counted', () => {
    const plans = (selfIssued: PoliciesPlan) => [{ requireExplicitPolicy: 2 }, selfIssued, {}]
    expect(outcome(plans({ selfIssued: 'yes' }), inputs)).toEqual([])
    expect(outcome(plans({}), inputs)).toBe(noneWanted)
  })

  it('is used up by the last certificate even where it is self-issued', () => {
    const plans = [{ requireExplicitPolicy: 1 }, { selfIssued: 'yes' }] as const
    expect(outcome(plans, inputs)).toBe(noneWanted)
  })

  it('is required by the last certificate where it says zero, and not where it says one', () => {
    expect(outcome([{}, { requireExplicitPolicy: 0 }], inputs)).toBe(noneWanted)
    expect(outcome([{}, { requireExplicitPolicy: 1 }], inputs)).toEqual([])
    expect(outcome([{ policies: [P1], requireExplicitPolicy: 0 }], inputs)).toEqual([P1])
  })

  it('that is required further up stays so, whatever is said below', () => {
    const plans = [{ requireExplicitPolicy: 1 }, { requireExplicitPolicy: 9 }, {}]
    expect(outcome(plans, inputs)).toBe(noneValid)
  })
})

describe('an extension that cannot be read', () => {
  it.each(['2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54'])(
    'stops the path, in a CA as in the target, if it is %s',
    (id) => {
      const bad = { others: [extension(id, Uint8Array.of(0x30, 0x01))] }
      expect(outcome([bad, {}], defaultPathPolicy)).toBe('RFC 5280 §4.2.1')
      expect(outcome([{}, bad], defaultPathPolicy)).toBe('RFC 5280 §4.2.1')
    },
  )
})

describe('a state', () => {
  it('is not changed by what comes after it', () => {
    const budget = new Budget()
    const top: PoliciesPlan = {
      policies: [P1, anyPolicy],
      mappings: [[P1, P2]],
      inhibitPolicyMapping: 0,
    }
    const shared = stateAfter([top], explicit, budget, 'without-target')
    const below = (...plans: readonly PoliciesPlan[]) => {
      const { userConstrainedPolicySet } = concludePolicies(
        stateAfter(plans, shared, budget),
        explicit,
        budget,
      )
      return userConstrainedPolicySet.map((one) => one.oid).sort()
    }
    const answers = () => [
      below({ policies: [P2] }),
      below({ policies: [anyPolicy] }),
      below({ policies: [P2, P3], mappings: [[P2, P4]] }, { policies: [anyPolicy] }),
      below({ policies: [P4] }),
    ]
    expect(answers()).toEqual([[P1], [P1, anyPolicy].sort(), [P3], [P4]])
    expect(answers()).toEqual([[P1], [P1, anyPolicy].sort(), [P3], [P4]])
  })

  it('with a problem keeps it, whatever follows', () => {
    const maps: PoliciesPlan = { policies: [P1], mappings: [[P1, anyPolicy]] }
    for (const below of [[{ policies: [P1] }], [{ policies: [P1] }, { policies: [P1] }], [{}, {}]])
      expect(outcome([maps, ...below], defaultPathPolicy)).toBe('RFC 5280 §6.1.4 (a)')
  })
})
