import { describe, expect, it } from 'vitest'
import { recogniseWithoutOrigin } from '../../src/recognition/without-origin.ts'

describe('a signer for whom no single state vouches', () => {
  it.each([
    ['no-trust-anchor', 'INDETERMINATE', 'undetermined', 'no-trust-anchor'],
    ['service-not-listed', 'INDETERMINATE', 'not-recognised', 'service-not-listed'],
    ['service-not-listed', 'TOTAL-PASSED', 'not-recognised', 'service-not-listed'],
    ['origin-ambiguous', 'TOTAL-PASSED', 'not-recognised', 'origin-ambiguous'],
    ['no-trust-anchor', 'TOTAL-FAILED', 'not-recognised', 'signature-invalid'],
  ] as const)('%s and %s: %s, %s', (why, validation, outcome, reason) => {
    expect(recogniseWithoutOrigin('RO', why, validation)).toMatchObject({
      outcome,
      reason,
      relying: 'RO',
      origin: null,
      agreement: null,
      grantedLevel: null,
    })
  })
})
