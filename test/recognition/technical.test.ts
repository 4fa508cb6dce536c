import { describe, expect, it } from 'vitest'
import { decide, expectRefusal } from './decision.ts'

describe('the technical outcome', () => {
  it('TOTAL-FAILED is never recognised', () => {
    const recognition = decide({ validation: 'TOTAL-FAILED' })
    expectRefusal(recognition, 'signature-invalid')
    expect(recognition.agreement?.id).toBe('gr-ge')
  })

  it('INDETERMINATE leaves the matter open and grants nothing yet', () => {
    expect(decide({ validation: 'INDETERMINATE' })).toMatchObject({
      outcome: 'undetermined',
      reason: 'signature-undetermined',
      originLevel: 'QES',
      grantedLevel: null,
    })
  })

  it.each(['INDETERMINATE', 'TOTAL-FAILED'] as const)(
    '%s leaves a refusal under the agreement as it is',
    (validation) => {
      expectRefusal(decide({ level: 'AdES', validation }), 'level-too-low')
    },
  )

  it('TOTAL-FAILED decides what was in doubt', () => {
    expectRefusal(
      decide({ listFreshness: 'expired', validation: 'TOTAL-FAILED' }),
      'signature-invalid',
    )
  })

  it('INDETERMINATE keeps the doubt that the law has', () => {
    expect(decide({ listFreshness: 'expired', validation: 'INDETERMINATE' }).reason).toBe(
      'list-expired',
    )
  })
})
