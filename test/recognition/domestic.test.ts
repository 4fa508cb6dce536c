import { describe, expect, it } from 'vitest'
import { recognise } from '../../src/recognition/recognise.ts'
import { expectRefusal } from './decision.ts'
import { facts, granted, official, withdrawn } from './sample.ts'

describe('at home', () => {
  const home = { relying: 'GR', origin: 'EL', listId: 'EL-TL' }

  it('a valid signature is domestic, also under the other code of the state', () => {
    expect(recognise(facts(home), [], official)).toMatchObject({
      outcome: 'domestic',
      reason: 'same-state',
      agreement: null,
      grantedLevel: 'QES',
    })
  })

  it.each([
    ['TOTAL-FAILED', 'not-recognised', 'signature-invalid'],
    ['INDETERMINATE', 'undetermined', 'signature-undetermined'],
  ] as const)('%s is %s', (validation, outcome, reason) => {
    const recognition = recognise(facts({ ...home, validation }), [], official)
    expect(recognition).toMatchObject({ outcome, reason, grantedLevel: null })
  })

  it.each([
    { atIssuance: granted, atSigning: withdrawn },
    { atIssuance: withdrawn, atSigning: granted },
  ])('a signature of a service that was withdrawn is not domestic: %o', (status) => {
    expectRefusal(recognise(facts({ ...home, status }), [], official), 'status-not-equivalent')
  })

  it('a signature of a service that was not listed is not domestic', () => {
    const status = { atIssuance: null, atSigning: granted }
    expectRefusal(recognise(facts({ ...home, status }), [], official), 'service-not-listed')
  })

  it('an expired list leaves the matter open', () => {
    expect(recognise(facts({ ...home, listFreshness: 'expired' }), [], official)).toMatchObject({
      outcome: 'undetermined',
      reason: 'list-expired',
    })
  })
})
