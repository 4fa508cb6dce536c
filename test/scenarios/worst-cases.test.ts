import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import { type Question, summary, verdictOf } from '../suites/chain-requests.ts'
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
} from './worst-chains.ts'

function judge(question: Question): ChainVerdict {
  const verdict = verdictOf(() => question)
  if (verdict instanceof VerifierError) throw verdict
  return verdict
}

/** Certificates come in any order, and the verdict, its reasons and its checks are the same. */
function inAnyOrder(question: Question): void {
  const expected = JSON.stringify(judge(question))
  const { intermediates, anchors } = question
  const all = (certificates: Question['anchors']) =>
    fc.shuffledSubarray([...certificates], {
      minLength: certificates.length,
      maxLength: certificates.length,
    })
  fc.assert(
    fc.property(all(intermediates), all(anchors), (shuffled, roots) => {
      const verdict = judge({ ...question, intermediates: shuffled, anchors: roots })
      expect(JSON.stringify(verdict)).toBe(expected)
    }),
    { numRuns: 4 },
  )
}

function outcome(question: Question): string {
  const verdict = judge(question)
  if (verdict.indication === 'PASSED') return 'PASSED'
  return verdict.reason ?? summary(verdict)
}

/** The number of limits that ended the work: none of these ends by the clock. */
const ended = 'BUDGET_EXCEEDED'

describe('the longest chains', () => {
  it('pass with a hundred certificates, and not with one more', () => {
    expect(outcome(chainOf(100))).toBe('PASSED')
    expect(outcome(chainOf(101))).toBe(ended)
  })

  it('end with a thousand certificates, in any order', () => {
    const question = chainOf(1_000)
    expect(outcome(question)).toBe(ended)
    inAnyOrder(question)
  })
})

describe('authorities that certify each other', () => {
  it('end without an anchor: three in a ring', () => {
    const question = ring()
    expect(outcome(question)).toBe('NO_TRUST_ANCHOR')
    inAnyOrder(question)
  })

  it('end without an anchor: fifty, each by all others', () => {
    const question = mesh(50, 'none')
    expect(question.intermediates).toHaveLength(2_450)
    expect(outcome(question)).toBe(ended)
    inAnyOrder(question)
  })

  it('end where only the last of fifty is under an anchor', () => {
    const question = mesh(50, 'last')
    expect(['PASSED', ended]).toContain(outcome(question))
    inAnyOrder(question)
  })

  it('pass where few are to be searched', () => {
    const question = mesh(4, 'last')
    expect(outcome(question)).toBe('PASSED')
    inAnyOrder(question)
  })

  it.each<['own' | 'other' | 'both', string]>([
    ['own', 'CN=A'],
    ['other', 'CN=B'],
    ['both', 'CN=A'],
  ])('lead over a bridge to the root that is trusted: %s', (anchored, root) => {
    const question = bridge(anchored)
    expect(judge(question).anchor?.subject).toBe(root)
    inAnyOrder(question)
  })
})

describe('many certificates for one name or key', () => {
  it.each<['right' | 'wrong' | 'none']>([['right'], ['wrong'], ['none']])(
    'pass where one of 500 keys signed, and key identifiers are %s',
    (hint) => {
      const question = oneNameManyKeys(500, hint)
      expect(outcome(question)).toBe('PASSED')
      inAnyOrder(question)
    },
  )

  it('end where one of 1,500 keys signed, and nothing says which', () => {
    const question = oneNameManyKeys(1_500, 'none')
    expect(outcome(question)).toBe(ended)
    inAnyOrder(question)
  })

  it('pass where one key has 500 names', () => {
    const question = oneKeyManyNames(500)
    expect(outcome(question)).toBe('PASSED')
    inAnyOrder(question)
  })

  it('pass where 100 expired certificates stand beside a valid one', () => {
    const question = expiredDuplicates(100)
    expect(outcome(question)).toBe('PASSED')
    inAnyOrder(question)
  })
})

describe('what an authority may ask of those below it', () => {
  it('is decided for policies that branch at every step (CVE-2023-0464)', () => {
    expect(outcome(policyTree(30, 2))).toBe('PASSED')
  })

  it('ends for policies without number', () => {
    expect(outcome(policyTree(90, 30))).toBe(ended)
  })

  it('is decided for 10,000 name constraints and a few names', () => {
    expect(outcome(nameConstraints(10_000, 50))).toBe('PASSED')
  })

  it('ends for 10,000 name constraints and 10,000 names', () => {
    expect(outcome(nameConstraints(10_000, 10_000))).toBe(ended)
  })

  it('is decided for a few policies on each of 128 paths', () => {
    expect(outcome(mappedPolicies(7, 8))).toBe('PASSED')
  })

  it.each([[600], [9_000]])('ends for %i policies mapped on each of 128 paths', (count) => {
    expect(outcome(mappedPolicies(7, count))).toBe(ended)
  })

  it('ends where 100,000 names stand on many of 128 paths', () => {
    const flood = { constraints: 10, names: 100_000 }
    expect(['PASSED', ended]).toContain(outcome(constrainedNames(7, { ...flood, named: 7 })))
    expect(['PASSED', ended]).toContain(outcome(constrainedNames(7, { ...flood, named: 1 })))
    expect(outcome(constrainedNames(7, { ...flood, constraints: 11, named: 7 }))).toBe(ended)
  })
})
