import { VerifierError } from '../src/core/errors.ts'
import {
  bridge,
  chainOf,
  constrainedNames,
  expiredDuplicates,
  mappedPolicies,
  mesh,
  nameConstraints,
  oneKeyManyNames,
  oneNameManyKeys,
  policyTree,
  ring,
} from '../test/scenarios/worst-chains.ts'
import { type Question, verdictOf } from '../test/suites/chain-requests.ts'

const flood = { constraints: 10, names: 100_000 }
const floods = { 1: { ...flood, named: 1 }, 7: { ...flood, named: 7 } }

/** Chains that are made to be expensive, each asked once and cold: all are to end within a second. */
const cases: readonly (readonly [string, () => Question])[] = [
  ['a chain of 100', () => chainOf(100)],
  ['a chain of 1,000', () => chainOf(1_000)],
  ['three in a ring', ring],
  ['50 that certify each other, no anchor', () => mesh(50, 'none')],
  ['50 that certify each other, an anchor at the last', () => mesh(50, 'last')],
  ['a bridge between two roots', () => bridge('both')],
  ['500 keys of one name, key identifiers right', () => oneNameManyKeys(500, 'right')],
  ['500 keys of one name, key identifiers wrong', () => oneNameManyKeys(500, 'wrong')],
  ['1,500 keys of one name, no key identifiers', () => oneNameManyKeys(1_500, 'none')],
  ['500 names of one key', () => oneKeyManyNames(500)],
  ['100 expired certificates beside a valid one', () => expiredDuplicates(100)],
  ['policies: 2 mapped to 2, 30 times', () => policyTree(30, 2)],
  ['policies: 30 mapped to 30, 90 times', () => policyTree(90, 30)],
  ['128 paths, 9,000 mapped policies', () => mappedPolicies(7, 9_000)],
  ['128 paths, 2,000 mapped policies', () => mappedPolicies(7, 2_000)],
  ['128 paths, 600 mapped policies', () => mappedPolicies(7, 600)],
  ['128 paths, 10 name constraints, 100,000 names', () => constrainedNames(7, floods[7])],
  [
    '128 paths, 10 name constraints, 100,000 names further up',
    () => constrainedNames(7, floods[1]),
  ],
  ['10,000 name constraints, 50 names', () => nameConstraints(10_000, 50)],
  ['10,000 name constraints, 10,000 names', () => nameConstraints(10_000, 10_000)],
]

for (const [name, build] of cases) {
  const question = build()
  const start = performance.now()
  const verdict = verdictOf(() => question)
  const milliseconds = performance.now() - start
  const outcome = verdict instanceof VerifierError ? verdict.code : verdict.indication
  const reason = verdict instanceof VerifierError ? null : verdict.reason
  console.log(`${name}: ${milliseconds.toFixed(1)} ms, ${reason ?? outcome} (target < 1,000 ms)`)
}
