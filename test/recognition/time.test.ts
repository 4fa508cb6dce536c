import { describe, expect, it } from 'vitest'
import { inForce, termAt } from '../../src/recognition/in-force.ts'
import type {
  Agreement,
  Recognition,
  RecognitionFacts,
  Term,
  TimeBasis,
} from '../../src/recognition/model.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import { agreement, day, eve, facts, inForce2020, official } from './sample.ts'

/** In force from 2020, then something else from 2023. */
function until2023(next: Omit<Term, 'from'>): Agreement {
  return agreement({
    timeline: [
      { ...inForce2020, to: day('2023-01-01') },
      { ...next, from: day('2023-01-01') },
    ],
  })
}

function withBasis(one: Agreement, differences: Partial<TimeBasis>): Agreement {
  return { ...one, timeBasis: { ...one.timeBasis, ...differences } }
}

function decide(one: Agreement, differences: Partial<RecognitionFacts> = {}): Recognition {
  return recognise(facts(differences), [one], official)
}

function summary({ outcome, reason }: Recognition): string {
  return outcome === 'recognised' ? outcome : `${outcome}: ${reason}`
}

describe('a term', () => {
  const one = until2023({ status: 'suspended', existingSignatures: 'none' })

  it('holds at its first instant', () => {
    expect(termAt(one, day('2020-01-01'))?.status).toBe('in-force')
    expect(inForce(one, day('2020-01-01'))).toBe(true)
  })

  it('does not hold the instant before', () => {
    expect(termAt(one, eve('2020-01-01'))).toBeNull()
    expect(inForce(one, eve('2020-01-01'))).toBe(false)
  })

  it('holds until the instant before its end', () => {
    expect(termAt(one, eve('2023-01-01'))?.status).toBe('in-force')
  })

  it('gives way to the next at its end', () => {
    expect(termAt(one, day('2023-01-01'))?.status).toBe('suspended')
    expect(inForce(one, day('2023-01-01'))).toBe(false)
  })

  it('has effect when it is provisional, and none when it is not yet in force or a draft', () => {
    const from = day('2020-01-01')
    const at = day('2021-01-01')
    expect(inForce(agreement({ timeline: [{ status: 'provisional', from }] }), at)).toBe(true)
    expect(inForce(agreement({ timeline: [{ status: 'not-yet', from }] }), at)).toBe(false)
    expect(inForce(agreement({ timeline: [{ status: 'draft', from }] }), at)).toBe(false)
  })
})

describe('before an agreement', () => {
  const issued = { certificateIssuedAt: day('2019-01-01') }
  const lenient = withBasis(agreement(), { certificateIssuedWithin: false })

  it('a signature is refused the instant before entry into force, with its date', () => {
    const recognition = decide(lenient, { ...issued, validationTime: eve('2020-01-01') })
    expect(summary(recognition)).toBe('not-recognised: not-yet-in-force')
    expect(recognition.explanation).toContain('is not yet in force before 2020-01-01')
  })

  it('a signature is recognised at the instant of entry into force', () => {
    expect(decide(lenient, { ...issued, validationTime: day('2020-01-01') }).outcome).toBe(
      'recognised',
    )
  })

  it('a signature proven to be older is refused afterwards', () => {
    const recognition = decide(lenient, { ...issued, provenTime: eve('2020-01-01') })
    expect(summary(recognition)).toBe('not-recognised: not-yet-in-force')
  })

  it('a signature proven at the instant of entry into force is recognised', () => {
    expect(decide(lenient, { ...issued, provenTime: day('2020-01-01') }).outcome).toBe('recognised')
  })

  it('a signature that claims to be older is refused: the claim counts against its signer', () => {
    const recognition = decide(lenient, { ...issued, claimedTime: eve('2020-01-01') })
    expect(summary(recognition)).toBe('not-recognised: not-yet-in-force')
    expect(recognition.explanation).toContain('the signer says that this one was made on')
  })

  it('an older signature is recognised where its time does not matter', () => {
    const open = withBasis(lenient, { signatureTimeWithin: false })
    expect(decide(open, { ...issued, provenTime: day('2019-06-01') }).outcome).toBe('recognised')
  })

  it('an older signature is recognised from the instant to which the agreement reaches back', () => {
    const back = withBasis(agreement(), {
      certificateIssuedWithin: false,
      retroactiveTo: day('2019-06-01'),
    })
    expect(decide(back, { ...issued, provenTime: day('2019-06-01') }).outcome).toBe('recognised')
    expect(summary(decide(back, { ...issued, provenTime: eve('2019-06-01') }))).toBe(
      'not-recognised: not-yet-in-force',
    )
  })

  it('a term that is not yet in force says when it will be', () => {
    const one = agreement({
      timeline: [
        { status: 'not-yet', from: day('2020-01-01'), to: day('2027-01-01') },
        { status: 'in-force', from: day('2027-01-01') },
      ],
    })
    const recognition = decide(one)
    expect(summary(recognition)).toBe('not-recognised: not-yet-in-force')
    expect(recognition.explanation).toContain('before 2027-01-01')
  })
})

describe.each(['suspended', 'terminated'] as const)('after an agreement was %s', (status) => {
  const late = { certificateIssuedAt: day('2023-01-01') }

  it.each([
    // rule, how time is proven, facts, what comes of it
    ['none', 'trusted-timestamp', {}, `not-recognised: ${status}`],
    ['none', 'trusted-timestamp', { provenTime: day('2022-06-01') }, `not-recognised: ${status}`],
    ['none', 'claimed-allowed', { claimedTime: day('2022-06-01') }, `not-recognised: ${status}`],
    ['require-timestamp-before', 'trusted-timestamp', {}, 'undetermined: no-proof-of-time'],
    [
      'require-timestamp-before',
      'trusted-timestamp',
      { provenTime: eve('2023-01-01') },
      'recognised',
    ],
    [
      'require-timestamp-before',
      'trusted-timestamp',
      { provenTime: day('2023-01-01') },
      'undetermined: no-proof-of-time',
    ],
    [
      'require-timestamp-before',
      'trusted-timestamp',
      { claimedTime: day('2022-06-01') },
      'undetermined: no-proof-of-time',
    ],
    [
      'require-timestamp-before',
      'claimed-allowed',
      { claimedTime: day('2022-06-01') },
      'undetermined: no-proof-of-time',
    ],
    [
      'require-timestamp-before',
      'trusted-timestamp',
      { claimedTime: day('2023-01-01') },
      `not-recognised: ${status}`,
    ],
    ['require-timestamp-before', 'trusted-timestamp', late, `not-recognised: ${status}`],
    ['grandfather', 'trusted-timestamp', {}, 'undetermined: no-proof-of-time'],
    ['grandfather', 'trusted-timestamp', { provenTime: eve('2023-01-01') }, 'recognised'],
    [
      'grandfather',
      'trusted-timestamp',
      { claimedTime: eve('2023-01-01') },
      'undetermined: no-proof-of-time',
    ],
    ['grandfather', 'claimed-allowed', { claimedTime: eve('2023-01-01') }, 'recognised'],
    [
      'grandfather',
      'claimed-allowed',
      { claimedTime: day('2023-01-01') },
      `not-recognised: ${status}`,
    ],
    ['grandfather', 'claimed-allowed', {}, 'undetermined: no-proof-of-time'],
    ['grandfather', 'claimed-allowed', late, `not-recognised: ${status}`],
  ] as const)(
    'with %s and %s, %o is %s',
    (existingSignatures, proofOfTime, differences, expected) => {
      const one = withBasis(until2023({ status, existingSignatures }), { proofOfTime })
      expect(summary(decide(one, differences))).toBe(expected)
    },
  )

  it('a claim from before the certificate existed is not believed', () => {
    const one = withBasis(until2023({ status, existingSignatures: 'grandfather' }), {
      proofOfTime: 'claimed-allowed',
    })
    expect(summary(decide(one, { claimedTime: eve('2022-01-01') }))).toBe(
      'undetermined: no-proof-of-time',
    )
  })

  it('a proof later than the validation is none', () => {
    const one = until2023({ status, existingSignatures: 'grandfather' })
    expect(summary(decide(one, { provenTime: day('2030-01-01') }))).toBe(
      'undetermined: no-proof-of-time',
    )
  })

  it('a proof from before the certificate existed is none', () => {
    const one = until2023({ status, existingSignatures: 'grandfather' })
    expect(summary(decide(one, { provenTime: eve('2022-01-01') }))).toBe(
      'undetermined: no-proof-of-time',
    )
    expect(decide(one, { provenTime: day('2022-01-01') }).outcome).toBe('recognised')
  })

  it('a claim later than the validation is not believed either', () => {
    const one = until2023({ status, existingSignatures: 'none' })
    const early = { validationTime: eve('2023-01-01'), claimedTime: day('2023-01-01') }
    expect(decide(one, early).outcome).toBe('recognised')
  })

  it('its end counts also where the agreement covers signatures from before it', () => {
    const one = withBasis(until2023({ status, existingSignatures: 'grandfather' }), {
      certificateIssuedWithin: false,
      signatureTimeWithin: false,
    })
    const old = { certificateIssuedAt: day('2018-01-01') }
    expect(decide(one, { ...old, provenTime: day('2019-01-01') }).outcome).toBe('recognised')
    expect(summary(decide(one, old))).toBe('undetermined: no-proof-of-time')
    expect(summary(decide(one, { ...old, provenTime: day('2023-01-01') }))).toBe(
      'undetermined: no-proof-of-time',
    )
  })

  it('a doubt about time does not hide a refusal that holds in any case', () => {
    const one = until2023({ status, existingSignatures: 'grandfather' })
    expect(summary(decide(one, { listId: 'XX' }))).toBe('not-recognised: list-not-named')
  })

  it('names the date', () => {
    const one = until2023({ status, existingSignatures: 'none' })
    expect(decide(one).explanation).toContain('on 2023-01-01')
  })

  it('says what a recognised signature owes to its age', () => {
    const one = until2023({ status, existingSignatures: 'grandfather' })
    expect(decide(one, { provenTime: day('2022-06-01') }).explanation).toContain(
      `in force since 2020-01-01 and ${status} on 2023-01-01, which leaves signatures made before it untouched`,
    )
  })

  it('certificates issued before may sign until the winding down ends', () => {
    const one = until2023({
      status,
      existingSignatures: 'none',
      windDownUntil: day('2024-01-01'),
    })
    expect(decide(one, { validationTime: eve('2024-01-01') }).outcome).toBe('recognised')
    expect(summary(decide(one, { validationTime: day('2024-01-01') }))).toBe(
      `not-recognised: ${status}`,
    )
  })

  it('says until when, where a signature was made while it wound down', () => {
    const one = until2023({ status, existingSignatures: 'none', windDownUntil: day('2025-01-01') })
    expect(decide(one).explanation).toContain(
      `${status} on 2023-01-01, but open until 2025-01-01 to certificates issued before`,
    )
  })

  it('it may wind down beside its successor', () => {
    const one = until2023({ status, existingSignatures: 'none', windDownUntil: day('2025-01-01') })
    const successor = agreement({
      id: 'successor',
      timeline: [{ status: 'in-force', from: day('2023-01-01') }],
    })
    expect(recognise(facts(), [one, successor], official).agreement?.id).toBe('gr-ge')
    expect(recognise(facts(late), [one, successor], official).agreement?.id).toBe('successor')
  })

  it('certificates issued afterwards may not, while it winds down', () => {
    const one = until2023({
      status,
      existingSignatures: 'none',
      windDownUntil: day('2024-01-01'),
    })
    const fresh = { ...late, validationTime: day('2023-06-01') }
    expect(summary(decide(one, fresh))).toBe(`not-recognised: ${status}`)
  })
})

describe('after a suspension was lifted', () => {
  const lifted = agreement({
    timeline: [
      { ...inForce2020, to: day('2023-01-01') },
      {
        status: 'suspended',
        from: day('2023-01-01'),
        to: day('2024-01-01'),
        existingSignatures: 'grandfather',
      },
      { status: 'in-force', from: day('2024-01-01') },
    ],
  })

  it.each([
    ['no proof', {}, 'recognised'],
    ['a proof from before it', { provenTime: eve('2023-01-01') }, 'recognised'],
    ['a proof from after it', { provenTime: day('2024-01-01') }, 'recognised'],
    ['a proof from within it', { provenTime: eve('2024-01-01') }, 'undetermined: no-proof-of-time'],
    ['a claim from within it', { claimedTime: eve('2024-01-01') }, 'not-recognised: suspended'],
  ] as const)('%s gives: %s', (_name, differences, expected) => {
    expect(summary(decide(lifted, differences))).toBe(expected)
  })

  it('a signature within it, by a certificate issued within it, is refused', () => {
    const within = { certificateIssuedAt: day('2023-02-01'), provenTime: day('2023-03-01') }
    expect(summary(decide(lifted, within))).toBe('not-recognised: suspended')
  })
})

describe('after a suspension that spares nothing was lifted', () => {
  const lifted = agreement({
    timeline: [
      { ...inForce2020, to: day('2023-01-01') },
      {
        status: 'suspended',
        from: day('2023-01-01'),
        to: day('2024-01-01'),
        existingSignatures: 'none',
      },
      { status: 'in-force', from: day('2024-01-01') },
    ],
  })

  it('a proof from within it is a refusal, not a doubt', () => {
    expect(summary(decide(lifted, { provenTime: day('2023-06-01') }))).toBe(
      'not-recognised: suspended',
    )
  })
})

describe('after the last term has run out', () => {
  const ended = agreement({ timeline: [{ ...inForce2020, to: day('2024-07-01') }] })

  it('nothing stands, for nothing says that it does', () => {
    expect(summary(decide(ended, { provenTime: day('2022-06-01') }))).toBe(
      'not-recognised: terminated',
    )
  })

  it('a signature was still recognised the instant before', () => {
    expect(decide(ended, { validationTime: eve('2024-07-01') }).outcome).toBe('recognised')
  })
})

describe('a bloc', () => {
  const bloc = agreement({
    relyingParty: {
      name: 'Union',
      members: [
        { state: 'RO', from: day('2021-01-01') },
        { state: 'GB', to: day('2024-01-01') },
      ],
    },
  })

  it('binds a state from the instant of its accession', () => {
    const old = { relying: 'RO', certificateIssuedAt: day('2021-01-01') }
    expect(decide(bloc, { ...old, validationTime: day('2021-01-01') }).outcome).toBe('recognised')
    const recognition = decide(bloc, {
      relying: 'RO',
      certificateIssuedAt: day('2020-06-01'),
      validationTime: eve('2021-01-01'),
    })
    expect(summary(recognition)).toBe('not-recognised: not-yet-in-force')
  })

  it('does not cover certificates from before the accession', () => {
    expect(summary(decide(bloc, { relying: 'RO', certificateIssuedAt: eve('2021-01-01') }))).toBe(
      'not-recognised: certificate-issued-outside-agreement',
    )
  })

  it('does not reach back for a state to before its accession', () => {
    const back = withBasis(
      {
        ...bloc,
        timeline: [{ status: 'in-force', from: day('2022-01-01') }],
      },
      { retroactiveTo: day('2020-01-01') },
    )
    const since = { relying: 'RO', certificateIssuedAt: day('2021-01-01') }
    expect(decide(back, since).outcome).toBe('recognised')
    expect(summary(decide(back, { ...since, certificateIssuedAt: eve('2021-01-01') }))).toBe(
      'not-recognised: certificate-issued-outside-agreement',
    )
  })

  it('no longer binds a state from the instant it left, whatever a time-stamp proves', () => {
    const uk = { relying: 'UK', provenTime: day('2023-01-01') }
    expect(decide(bloc, { ...uk, validationTime: eve('2024-01-01') }).outcome).toBe('recognised')
    expect(summary(decide(bloc, { ...uk, validationTime: day('2024-01-01') }))).toBe(
      'not-recognised: terminated',
    )
  })

  it('does not bind a state that never belonged to it', () => {
    expect(summary(decide(bloc, { relying: 'TR' }))).toBe('not-recognised: no-agreement')
  })
})

describe('enacted and repealed, as the European pilot tests it', () => {
  const before = [
    { status: 'in-force', from: day('2020-01-01') },
    { status: 'terminated', from: day('2020-01-01'), existingSignatures: 'none' },
    { status: 'not-yet', from: day('2020-01-01') },
  ] as const
  const changes = { past: '2023-01-01', now: '2024-07-01', future: '2025-01-01' } as const

  // What the status was from 2020, what it became, and when, seen on 2024-07-01 for a certificate of 2022.
  it.each([
    ['not-yet', 'in-force', 'past', 'not-recognised: certificate-issued-outside-agreement'],
    ['not-yet', 'in-force', 'now', 'not-recognised: certificate-issued-outside-agreement'],
    ['not-yet', 'in-force', 'future', 'not-recognised: not-yet-in-force'],
    ['in-force', 'terminated', 'past', 'not-recognised: terminated'],
    ['in-force', 'terminated', 'now', 'not-recognised: terminated'],
    ['in-force', 'terminated', 'future', 'recognised'],
    ['in-force', 'suspended', 'past', 'not-recognised: suspended'],
    ['in-force', 'suspended', 'now', 'not-recognised: suspended'],
    ['in-force', 'suspended', 'future', 'recognised'],
    ['not-yet', 'provisional', 'future', 'not-recognised: not-yet-in-force'],
  ] as const)('%s, then %s in the %s: %s', (first, then, when, expected) => {
    const start = before.find(({ status }) => status === first)
    if (start === undefined) throw new Error(first)
    const change = day(changes[when])
    const ends = then === 'terminated' || then === 'suspended'
    const next: Term = {
      status: then,
      from: change,
      ...(ends && { existingSignatures: 'none' as const }),
    }
    const one = agreement({ timeline: [{ ...start, to: change }, next] })
    expect(summary(decide(one))).toBe(expected)
  })

  it.each([
    ['past', 'recognised'],
    ['now', 'recognised'],
    ['future', 'not-recognised: not-yet-in-force'],
  ] as const)('for any certificate, coming into force in the %s: %s', (when, expected) => {
    const timeline = [{ status: 'in-force', from: day(changes[when]) }] as const
    const one = withBasis(agreement({ timeline }), { certificateIssuedWithin: false })
    expect(summary(decide(one))).toBe(expected)
  })
})
