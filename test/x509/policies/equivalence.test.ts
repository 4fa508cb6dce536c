import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { fromLatin1 } from '../../../src/core/bytes.ts'
import { anyPolicy, type PathPolicy } from '../../../src/x509/policies/inputs.ts'
import {
  afterCertificate,
  concludePolicies,
  initialPolicyState,
} from '../../../src/x509/policies/processing.ts'
import { certificateWith, type PoliciesPlan } from './certificates.ts'
import { processTree, type TreeOutcome } from './tree.ts'

/** Few policies, so that they meet; most certificates have some, so that paths do not end at once. */
const oid = fc.constantFrom('1.2.1', '1.2.2', '1.2.3', '1.2.4')
const skip = fc.constantFrom(0, 1, 2, 3)
const policy = fc.record({
  oid: fc.oneof({ weight: 3, arbitrary: oid }, { weight: 1, arbitrary: fc.constant(anyPolicy) }),
  cps: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 2 }),
})
const policies = fc.uniqueArray(
  fc.oneof(
    policy,
    policy.map((one) => one.oid),
  ),
  { minLength: 1, maxLength: 5, selector: (one) => (typeof one === 'string' ? one : one.oid) },
)
const mappings = fc.array(fc.tuple(oid, oid), { minLength: 1, maxLength: 6 })

function sometimes<T>(arbitrary: fc.Arbitrary<T>, inTen: number) {
  const absent = { weight: 10 - inTen, arbitrary: fc.constant(undefined) }
  return fc.oneof({ weight: inTen, arbitrary }, absent)
}

const plan: fc.Arbitrary<PoliciesPlan> = fc
  .record({
    policies: sometimes(policies, 9),
    mappings: sometimes(mappings, 5),
    requireExplicitPolicy: sometimes(skip, 2),
    inhibitPolicyMapping: sometimes(skip, 2),
    inhibitAnyPolicy: sometimes(skip, 2),
    selfIssued: sometimes(fc.constant('yes' as const), 2),
  })
  .map(
    (one) =>
      Object.fromEntries(
        Object.entries(one).filter(([, value]) => value !== undefined),
      ) as PoliciesPlan,
  )

const word = fc.constantFrom('yes' as const, 'no' as const, 'no' as const)
const inputs: fc.Arbitrary<PathPolicy> = fc.record({
  initialPolicySet: fc.oneof(
    fc.constant([anyPolicy]),
    fc.uniqueArray(oid, { minLength: 0, maxLength: 3 }),
  ),
  inhibitPolicyMapping: word,
  requireExplicitPolicy: word,
  inhibitAnyPolicy: word,
})

function processGraph(plans: readonly PoliciesPlan[], given: PathPolicy): TreeOutcome {
  const budget = new Budget()
  const state = plans.reduce(
    (before, one, i) =>
      afterCertificate(
        before,
        certificateWith(one),
        i === plans.length - 1 ? 'last' : 'intermediate',
        budget,
      ),
    initialPolicyState(given),
  )
  const { problem, userConstrainedPolicySet } = concludePolicies(state, given, budget)
  if (problem !== null) return null
  return new Map(
    userConstrainedPolicySet.map((one) => [
      one.oid,
      new Set(one.qualifiers.map((der) => fromLatin1(der).slice(-1))),
    ]),
  )
}

describe('the policy graph of RFC 9618', () => {
  it('comes to what the policy tree of RFC 5280 comes to', () => {
    const seen = { failed: 0, empty: 0, some: 0, qualified: 0 }
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 6 }), inputs, (plans, given) => {
        const expected = processTree(plans, given)
        if (expected === null) seen.failed += 1
        else if (expected.size === 0) seen.empty += 1
        else seen.some += 1
        if ([...(expected?.values() ?? [])].some((one) => one.size > 1)) seen.qualified += 1
        expect(processGraph(plans, given)).toEqual(expected)
      }),
      { numRuns: 1_000 },
    )
    // Every kind of outcome was put to the test, not one alone.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
  })
})
