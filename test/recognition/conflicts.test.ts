import { describe, expect, it } from 'vitest'
import { recognise } from '../../src/recognition/recognise.ts'
import { expectRefusal } from './decision.ts'
import { agreement, day, facts, official, seals } from './sample.ts'

describe('several agreements', () => {
  it('on the same service at the same time are refused, and both are named', () => {
    const other = agreement({ id: 'gr-ge-bis' })
    const recognition = recognise(facts(), [agreement(), other], official)
    expectRefusal(recognition, 'agreement-ambiguous')
    expect(recognition.agreement).toBeNull()
    expect(recognition.explanation).toMatch(/gr-ge, .*gr-ge-bis/)
  })

  it('on signatures and on seals stand side by side', () => {
    const other = agreement({ id: 'gr-ge-seals', scope: [seals] })
    expect(recognise(facts(), [other, agreement()], official).agreement?.id).toBe('gr-ge')
  })

  it('of which one has ended do not contradict each other', () => {
    const ended = agreement({
      id: 'gr-ge-old',
      timeline: [
        { status: 'in-force', from: day('2010-01-01'), to: day('2020-01-01') },
        { status: 'terminated', from: day('2020-01-01'), existingSignatures: 'none' },
      ],
    })
    expect(recognise(facts(), [ended, agreement()], official).agreement?.id).toBe('gr-ge')
  })

  it('of which one works by receipt do not contradict each other', () => {
    const other = agreement({ id: 'gr-ge-receipt', mechanism: 'ttp-receipt' })
    expect(recognise(facts(), [other, agreement()], official).agreement?.id).toBe('gr-ge')
  })

  it('of which one is unverified do not contradict each other', () => {
    const instrument = { ...agreement().instrument, evidence: 'unverified' } as const
    const other = agreement({ id: 'gr-ge-bis', instrument })
    expect(recognise(facts(), [other, agreement()], official).agreement?.id).toBe('gr-ge')
  })

  it('report the refusal of the one that came furthest', () => {
    const draft = agreement({
      id: 'a-draft',
      timeline: [{ status: 'draft', from: day('2020-01-01') }],
    })
    const recognition = recognise(facts({ level: 'AdES' }), [draft, agreement()], official)
    expectRefusal(recognition, 'level-too-low')
  })
})
