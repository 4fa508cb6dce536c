import { describe, expect, it } from 'vitest'
import { agreement, day, eve } from './sample.ts'
import { decide, summary, withBasis } from './timeline.ts'

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
