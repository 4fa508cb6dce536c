import { describe, expect, it } from 'vitest'
import type { Term } from '../../src/recognition/model.ts'
import { agreement, day, eve, inForce2020 } from './sample.ts'
import { decide, summary, withBasis } from './timeline.ts'

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
