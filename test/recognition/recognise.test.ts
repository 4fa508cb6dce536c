import { describe, expect, it } from 'vitest'
import { recognise } from '../../src/recognition/recognise.ts'
import { decide, expectRefusal, withScope } from './decision.ts'
import { agreement, facts, official } from './sample.ts'

describe('a signature under an agreement', () => {
  it('is recognised at the level that the agreement grants, and names the agreement', () => {
    expect(decide()).toEqual({
      outcome: 'recognised',
      relying: 'GR',
      origin: 'GE',
      agreement: { id: 'gr-ge', version: 1, sha256: 'ab'.repeat(32) },
      originLevel: 'QES',
      grantedLevel: 'QES',
      reason: 'agreement-in-force',
      explanation:
        'Greece recognises this qualified electronic signature from Georgia as a qualified electronic signature, under “Agreement on signatures” (gr-ge, version 1), in force since 2020-01-01.',
    })
  })

  it('is recognised at a lower level where that is what the agreement grants', () => {
    const recognition = decide({}, withScope({ grantedLevel: 'AdES' }))
    expect(recognition).toMatchObject({ originLevel: 'QES', grantedLevel: 'AdES' })
    expect(recognition.explanation).toContain('as an advanced electronic signature')
  })

  it('is told to be for public bodies only where the agreement says so', () => {
    const legalEffect = { text: 'Accepted', reliedUponBy: 'public-sector' } as const
    expect(decide({}, { legalEffect }).explanation).toContain('for public-sector bodies only')
  })

  it.each(['EL', 'GR', 'el'])('is recognised in Greece when it is called %s', (relying) => {
    expect(decide({ relying }).outcome).toBe('recognised')
  })

  it('is recognised in Greece when the agreement calls it EL', () => {
    const relyingParty = { name: 'Greece', members: [{ state: 'EL' }] }
    expect(decide({}, { relyingParty }).outcome).toBe('recognised')
  })
})

describe('without an agreement of its own', () => {
  it('a signature is refused', () => {
    const recognition = recognise(facts(), [], official)
    expectRefusal(recognition, 'no-agreement')
    expect(recognition.explanation).toBe(
      'No agreement is known by which Greece recognises electronic signatures from Georgia.',
    )
  })

  it('the opposite direction gives nothing', () => {
    expectRefusal(decide({ relying: 'GE', origin: 'GR' }), 'no-agreement')
  })

  it('two agreements in a row give nothing', () => {
    const first = agreement()
    const second = agreement({
      id: 'ge-am',
      relyingParty: { name: 'Georgia', members: [{ state: 'GE' }] },
      originParty: { name: 'Armenia', members: [{ state: 'AM' }] },
    })
    expectRefusal(recognise(facts({ origin: 'AM' }), [first, second], official), 'no-agreement')
  })

  it.each(['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED'] as const)(
    'the refusal stands when the signature is %s',
    (validation) => {
      expectRefusal(recognise(facts({ validation }), [], official), 'no-agreement')
    },
  )
})
