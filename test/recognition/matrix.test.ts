import { describe, expect, it } from 'vitest'
import { agreementMatrix, type MatrixRow } from '../../src/recognition/matrix.ts'
import { agreement, day, eve, inForce2020, seals, signatures } from './sample.ts'

const now = day('2024-07-01')

function row(rows: readonly MatrixRow[], relying: string, origin: string): MatrixRow {
  const found = rows.find((one) => one.relying === relying && one.origin === origin)
  if (found === undefined) throw new Error(`${relying}, ${origin}`)
  return found
}

describe('the matrix', () => {
  it('has a row for every ordered pair of states, also of a state with itself', () => {
    const rows = agreementMatrix([], ['GR', 'GE', 'AM'], now)
    expect(rows).toHaveLength(9)
    expect(row(rows, 'GE', 'GE').eSig).toMatchObject({ outcome: 'domestic', reason: 'same-state' })
    expect(row(rows, 'GE', 'AM').eSig).toMatchObject({
      outcome: 'not-recognised',
      reason: 'no-agreement',
      status: null,
      explanation:
        'No agreement is known by which Georgia recognises electronic signatures from Armenia.',
    })
  })

  it('shows what is granted, by which agreement, in one direction and for one service', () => {
    const rows = agreementMatrix([agreement()], ['EL', 'GE'], now)
    expect(row(rows, 'EL', 'GE').eSig).toMatchObject({
      outcome: 'recognised',
      grantedLevel: 'QES',
      agreement: { id: 'gr-ge', version: 1, sha256: 'ab'.repeat(32) },
      status: 'in-force',
      reason: 'agreement-in-force',
    })
    expect(row(rows, 'EL', 'GE').eSeal.reason).toBe('no-agreement')
    expect(row(rows, 'GE', 'EL').eSig.reason).toBe('no-agreement')
  })

  it('shows the highest level that a service is granted', () => {
    const lower = { ...signatures, originLevel: 'AdES', grantedLevel: 'AdES' } as const
    const rows = agreementMatrix(
      [agreement({ scope: [lower, signatures, seals] })],
      ['GR', 'GE'],
      now,
    )
    expect(row(rows, 'GR', 'GE').eSig.grantedLevel).toBe('QES')
    expect(row(rows, 'GR', 'GE').eSeal.grantedLevel).toBe('QESeal')
  })

  it('changes at the instant at which a term ends', () => {
    const ending = agreement({
      timeline: [
        { ...inForce2020, to: day('2024-07-01') },
        { status: 'suspended', from: day('2024-07-01'), existingSignatures: 'grandfather' },
      ],
    })
    const cell = (at: Date) => row(agreementMatrix([ending], ['GR', 'GE'], at), 'GR', 'GE').eSig
    expect(cell(eve('2024-07-01')).outcome).toBe('recognised')
    expect(cell(day('2024-07-01'))).toMatchObject({
      outcome: 'not-recognised',
      reason: 'suspended',
      status: 'suspended',
      grantedLevel: null,
    })
  })

  it.each([
    [{ mechanism: 'ttp-receipt' }, 'mechanism-not-supported'],
    [{ timeline: [{ status: 'draft', from: day('2020-01-01') }] }, 'agreement-draft'],
    [
      { instrument: { ...agreement().instrument, evidence: 'unverified' } },
      'agreement-not-verified',
    ],
  ] as const)('says why not: %o', (differences, reason) => {
    const rows = agreementMatrix([agreement(differences)], ['GR', 'GE'], now)
    expect(row(rows, 'GR', 'GE').eSig).toMatchObject({ outcome: 'not-recognised', reason })
  })

  it('shows two agreements in force on one service as ambiguous', () => {
    const both = [agreement(), agreement({ id: 'other' })]
    expect(row(agreementMatrix(both, ['GR', 'GE'], now), 'GR', 'GE').eSig).toMatchObject({
      reason: 'agreement-ambiguous',
      agreement: null,
    })
  })
})
