import { describe, expect, it } from 'vitest'
import { recognise } from '../../src/recognition/recognise.ts'
import { agreement, day, eve, facts, official } from './sample.ts'
import { decide, summary, until2023, withBasis } from './timeline.ts'

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
