import { describe, expect, it } from 'vitest'
import type { Agreement } from '../../src/recognition/model.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import { decide, expectRefusal } from './decision.ts'
import { agreement, day, eve, facts, inForce2020, official } from './sample.ts'

describe('the instrument', () => {
  function known(evidence: Agreement['instrument']['evidence']): Agreement {
    return agreement({ instrument: { ...agreement().instrument, evidence } })
  }

  it.each(['secondary', 'unverified', 'fictional'] as const)(
    'recognises nothing while its evidence is %s',
    (evidence) => {
      expectRefusal(recognise(facts(), [known(evidence)], official), 'agreement-not-verified')
    },
  )

  it.each(['secondary', 'unverified'] as const)(
    'recognises when it is %s and drafts are accepted',
    (evidence) => {
      const options = { fictional: 'no', drafts: 'accept' } as const
      expect(recognise(facts(), [known(evidence)], options).outcome).toBe('recognised')
    },
  )

  it('recognises when it is fictional in a fictional federation', () => {
    const options = { fictional: 'yes', drafts: 'ignore' } as const
    expect(recognise(facts(), [known('fictional')], options).outcome).toBe('recognised')
  })

  it('recognises nothing when it is fictional, even where drafts are accepted', () => {
    const options = { fictional: 'no', drafts: 'accept' } as const
    expectRefusal(recognise(facts(), [known('fictional')], options), 'agreement-not-verified')
  })

  it('recognises nothing as a draft', () => {
    expectRefusal(
      decide({}, { timeline: [{ status: 'draft', from: day('2020-01-01') }] }),
      'agreement-draft',
    )
  })

  it('recognises as a draft where drafts are accepted, and says so', () => {
    const draft = agreement({ timeline: [{ status: 'draft', from: day('2020-01-01') }] })
    const recognition = recognise(facts(), [draft], { fictional: 'no', drafts: 'accept' })
    expect(recognition.outcome).toBe('recognised')
    expect(recognition.explanation).toContain('a draft accepted on request')
  })

  it.each([
    ['ttp-receipt', 'receipt of the trusted third party'],
    ['guarantor', 'guarantees the foreign certificate'],
    ['cross-certificate', 'through a cross-certificate'],
  ] as const)('by %s is not decided, and says what it asks for', (mechanism, words) => {
    const recognition = decide({}, { mechanism, trustAnchors: { listIds: [] } })
    expectRefusal(recognition, 'mechanism-not-supported')
    expect(recognition.explanation).toContain(words)
  })

  it('recognises as a unilateral act', () => {
    expect(decide({}, { mechanism: 'unilateral' }).outcome).toBe('recognised')
  })
})

describe('the certificate', () => {
  it('is accepted when it was issued at the instant of entry into force', () => {
    expect(decide({ certificateIssuedAt: day('2020-01-01') }).outcome).toBe('recognised')
  })

  it('is refused when it was issued the instant before', () => {
    expectRefusal(
      decide({ certificateIssuedAt: eve('2020-01-01') }),
      'certificate-issued-outside-agreement',
    )
  })

  it('is accepted from before where the agreement does not ask', () => {
    const timeBasis = { ...agreement().timeBasis, certificateIssuedWithin: false }
    const issued = { certificateIssuedAt: eve('2020-01-01') }
    expect(decide(issued, { timeBasis }).outcome).toBe('recognised')
  })

  it('is accepted from the first instant to which the agreement reaches back', () => {
    const timeBasis = { ...agreement().timeBasis, retroactiveTo: day('2019-06-01') }
    const issued = { certificateIssuedAt: day('2019-06-01') }
    expect(decide(issued, { timeBasis }).outcome).toBe('recognised')
  })

  it('is refused from the instant before that', () => {
    const timeBasis = { ...agreement().timeBasis, retroactiveTo: day('2019-06-01') }
    expectRefusal(
      decide({ certificateIssuedAt: eve('2019-06-01') }, { timeBasis }),
      'certificate-issued-outside-agreement',
    )
  })

  it('is refused when it was issued in a suspension, even where the agreement reaches back', () => {
    const timeline = [
      { ...inForce2020, to: day('2021-01-01') },
      {
        status: 'suspended',
        from: day('2021-01-01'),
        to: day('2022-06-01'),
        existingSignatures: 'none',
      },
      { status: 'in-force', from: day('2022-06-01') },
    ] as const
    const timeBasis = { ...agreement().timeBasis, retroactiveTo: day('2010-01-01') }
    expectRefusal(decide({}, { timeline, timeBasis }), 'certificate-issued-outside-agreement')
  })
})

describe('the trust list', () => {
  it('is refused when the agreement does not name it', () => {
    const recognition = decide({ listId: 'GE-TL-OLD' })
    expectRefusal(recognition, 'list-not-named')
    expect(recognition.explanation).toContain('GE-TL-OLD')
  })

  it.each(['fresh', 'stale', 'closed'] as const)('may be %s', (listFreshness) => {
    expect(decide({ listFreshness }).outcome).toBe('recognised')
  })

  it('leaves the matter open when it has expired', () => {
    expect(decide({ listFreshness: 'expired' })).toMatchObject({
      outcome: 'undetermined',
      reason: 'list-expired',
      grantedLevel: null,
    })
  })

  it('does not hide a refusal by having expired', () => {
    expectRefusal(decide({ listFreshness: 'expired', level: 'AdES' }), 'level-too-low')
  })
})
