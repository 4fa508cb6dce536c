import { describe, expect, it } from 'vitest'
import { inForce, termAt } from '../../src/recognition/in-force.ts'
import { agreement, day, eve } from './sample.ts'
import { until2023 } from './timeline.ts'

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
