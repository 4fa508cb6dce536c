import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { levels, statuses } from '../../src/recognition/fields.ts'
import type {
  Agreement,
  RecognitionFacts,
  RecognitionOptions,
  Term,
} from '../../src/recognition/model.ts'
import { parseAgreement } from '../../src/recognition/parse.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import { agreement, day, granted, seals, signatures, withdrawn } from '../recognition/sample.ts'

const states = ['GR', 'EL', 'GE', 'RO', 'UA']

/** Few instants, so that they often meet at the boundaries. */
const instant = fc
  .constantFrom('2019', '2020', '2021', '2022', '2023', '2024')
  .map((year) => day(`${year}-01-01`))
const status = mostly(granted, fc.constantFrom(granted, withdrawn, null))
const service = signatures.originServiceTypes.map(({ uri, additional }) => ({
  type: uri,
  additional,
}))

/** Facts that usually fit an agreement, so that what is asserted of a recognition is often put to the test. */
const anyFacts: fc.Arbitrary<RecognitionFacts> = fc.record({
  relying: fc.constantFrom(...states),
  origin: fc.constantFrom(...states),
  listId: mostly('GE-TL', fc.constant('RO-TL')),
  validationTime: instant,
  provenTime: fc.option(instant, { nil: null }),
  claimedTime: fc.option(instant, { nil: null }),
  certificateIssuedAt: instant,
  service: fc.constantFrom(...service),
  status: fc.record({ atIssuance: status, atSigning: status }),
  level: mostly('QES', fc.option(fc.constantFrom(...levels), { nil: null })),
  subjectType: fc.constantFrom('natural', 'legal', 'unknown'),
  algorithms: mostly<readonly string[]>(['SHA-256'], fc.constant(['SHA-1'])),
  listFreshness: mostly('fresh', fc.constantFrom('stale', 'expired', 'closed')),
  validation: mostly('TOTAL-PASSED', fc.constantFrom('TOTAL-FAILED', 'INDETERMINATE')),
})

function mostly<Value>(usual: Value, others: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others })
}

const term: fc.Arbitrary<Omit<Term, 'from' | 'to'>> = fc
  .tuple(
    fc.constantFrom(...statuses),
    fc.constantFrom('grandfather', 'require-timestamp-before', 'none'),
  )
  .map(([of, existingSignatures]) =>
    of === 'suspended' || of === 'terminated' ? { status: of, existingSignatures } : { status: of },
  )

const timeline: fc.Arbitrary<readonly Term[]> = fc.tuple(term, term, term).map(([a, b, c]) => [
  { ...a, from: day('2020-01-01'), to: day('2021-01-01') },
  { ...b, from: day('2021-01-01'), to: day('2023-01-01') },
  { ...c, from: day('2023-01-01') },
])

const anyAgreement: fc.Arbitrary<Agreement> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    relyingParty: fc
      .constantFrom(...states)
      .map((state) => ({ name: state, members: [{ state }] })),
    originParty: fc.constantFrom(...states).map((state) => ({ name: state, members: [{ state }] })),
    timeline,
    timeBasis: fc.record({
      certificateIssuedWithin: fc.boolean(),
      signatureTimeWithin: fc.boolean(),
      proofOfTime: fc.constantFrom('trusted-timestamp', 'claimed-allowed'),
    }),
    scope: fc.constantFrom([signatures], [signatures, seals]),
  })
  .map(agreement)

const options: fc.Arbitrary<RecognitionOptions> = fc.record({
  fictional: fc.constantFrom('yes', 'no'),
  drafts: fc.constantFrom('ignore', 'accept'),
})

const runs = { numRuns: 2000, seed: 20261121 }

/** An agreement that surely concerns the facts, so that properties are not met by default alone. */
function between(one: Agreement, facts: RecognitionFacts): Agreement {
  return {
    ...one,
    relyingParty: { name: 'R', members: [{ state: facts.relying }] },
    originParty: { name: 'O', members: [{ state: facts.origin }] },
  }
}

describe('recognition', () => {
  it('never happens without an agreement', () => {
    fc.assert(
      fc.property(anyFacts, options, (facts, chosen) => {
        expect(recognise(facts, [], chosen).outcome).not.toBe('recognised')
      }),
      runs,
    )
  })

  it('never happens to a signature that is not TOTAL-PASSED', () => {
    fc.assert(
      fc.property(anyFacts, anyAgreement, options, (facts, one, chosen) => {
        const { outcome } = recognise(facts, [between(one, facts)], chosen)
        if (outcome === 'recognised' || outcome === 'domestic') {
          expect(facts.validation).toBe('TOTAL-PASSED')
        }
      }),
      runs,
    )
  })

  it('is not changed by an agreement of another pair of states', () => {
    const stranger = agreement({
      id: 'stranger',
      relyingParty: { name: 'Türkiye', members: [{ state: 'TR' }] },
    })
    fc.assert(
      fc.property(anyFacts, fc.array(anyAgreement), options, (facts, all, chosen) => {
        expect(recognise(facts, [...all, stranger], chosen)).toEqual(recognise(facts, all, chosen))
      }),
      runs,
    )
  })

  it('does not depend on the order of the agreements', () => {
    fc.assert(
      fc.property(anyFacts, anyAgreement, anyAgreement, options, (facts, a, b, chosen) => {
        const pair = [between({ ...a, id: 'a' }, facts), between({ ...b, id: 'b' }, facts)]
        const one = recognise(facts, pair, chosen)
        const other = recognise(facts, [...pair].reverse(), chosen)
        expect([other.outcome, other.grantedLevel]).toEqual([one.outcome, one.grantedLevel])
      }),
      runs,
    )
  })

  it('grants never more than the origin, and always names its agreement', () => {
    fc.assert(
      fc.property(anyFacts, anyAgreement, options, (facts, one, chosen) => {
        const answer = recognise(facts, [between(one, facts)], chosen)
        if (answer.outcome === 'recognised') {
          expect(answer.agreement?.id).toBe(one.id)
          expect(answer.originLevel).toBe(facts.level)
          expect(answer.grantedLevel).not.toBeNull()
        } else if (answer.outcome !== 'domestic') expect(answer.grantedLevel).toBeNull()
      }),
      runs,
    )
  })

  it('has one sentence, with a full stop at its end and nowhere doubled', () => {
    fc.assert(
      fc.property(anyFacts, anyAgreement, options, (facts, one, chosen) => {
        expect(recognise(facts, [between(one, facts)], chosen).explanation).toMatch(
          /^\p{Lu}?.*[^.]\.$/u,
        )
      }),
      runs,
    )
  })
})

describe('more evidence', () => {
  it('of time turns a refusal into a recognition never, and a doubt only where time was in doubt', () => {
    let recognised = 0
    fc.assert(
      fc.property(anyFacts, anyAgreement, options, instant, (facts, one, chosen, proven) => {
        // A claim to have signed after the proof is a contradiction that the proof resolves.
        fc.pre(facts.claimedTime === null || facts.claimedTime <= proven)
        const mine = [between(one, facts)]
        const before = recognise({ ...facts, provenTime: null }, mine, chosen)
        const after = recognise({ ...facts, provenTime: proven }, mine, chosen)
        recognised += after.outcome === 'recognised' ? 1 : 0
        if (after.outcome === 'recognised' && before.outcome !== 'recognised') {
          expect([before.outcome, before.reason]).toEqual(['undetermined', 'no-proof-of-time'])
        }
      }),
      runs,
    )
    expect(recognised).toBeGreaterThan(100)
  })

  it('of validity turns a doubt into a recognition only where validity was in doubt', () => {
    fc.assert(
      fc.property(anyFacts, anyAgreement, options, (facts, one, chosen) => {
        const mine = [between(one, facts)]
        const before = recognise({ ...facts, validation: 'INDETERMINATE' }, mine, chosen)
        const after = recognise({ ...facts, validation: 'TOTAL-PASSED' }, mine, chosen)
        if (after.outcome === 'recognised') expect(before.reason).toBe('signature-undetermined')
        if (before.outcome === 'not-recognised') expect(after).toEqual(before)
      }),
      runs,
    )
  })

  it('of a current list turns a doubt into a recognition only where the list was in doubt', () => {
    fc.assert(
      fc.property(anyFacts, anyAgreement, options, (facts, one, chosen) => {
        const mine = [between(one, facts)]
        const before = recognise({ ...facts, listFreshness: 'expired' }, mine, chosen)
        const after = recognise({ ...facts, listFreshness: 'fresh' }, mine, chosen)
        if (after.outcome === 'recognised') expect(before.reason).toBe('list-expired')
        if (before.reason !== 'list-expired') expect(after).toEqual(before)
      }),
      runs,
    )
  })
})

describe('the reader of agreements', () => {
  it('throws nothing but its own error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          parseAgreement(json, '')
        } catch (error) {
          expect(error).toBeInstanceOf(VerifierError)
        }
      }),
      runs,
    )
  })
})
