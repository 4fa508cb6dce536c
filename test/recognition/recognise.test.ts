import { describe, expect, it } from 'vitest'
import type {
  Agreement,
  Recognition,
  RecognitionFacts,
  Scope,
} from '../../src/recognition/model.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import {
  agreement,
  day,
  eve,
  facts,
  forSeals,
  forSignatures,
  granted,
  inForce2020,
  official,
  qualified,
  seals,
  signatures,
  withdrawn,
} from './sample.ts'

function decide(
  factDifferences: Partial<RecognitionFacts> = {},
  agreementDifferences: Partial<Agreement> = {},
): Recognition {
  return recognise(facts(factDifferences), [agreement(agreementDifferences)], official)
}

function withScope(differences: Partial<Scope>): Partial<Agreement> {
  return { scope: [{ ...signatures, ...differences }] }
}

function expectRefusal(recognition: Recognition, reason: Recognition['reason']): void {
  expect(recognition).toMatchObject({ outcome: 'not-recognised', reason, grantedLevel: null })
}

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

describe('the trust service', () => {
  it('is refused when its type is not covered', () => {
    const service = { type: qualified.replace('QC', 'PKC'), additional: [forSignatures] }
    expectRefusal(decide({ service }), 'service-type-not-covered')
  })

  it('is refused when the additional information is not there', () => {
    expectRefusal(
      decide({ service: { type: qualified, additional: [forSeals] } }),
      'service-type-not-covered',
    )
  })

  it('is accepted when there is more additional information than asked for', () => {
    const service = { type: qualified, additional: [forSeals, forSignatures] }
    expect(decide({ service }).outcome).toBe('recognised')
  })

  it('is accepted with any additional information where none is asked for', () => {
    const scope = withScope({ originServiceTypes: [{ uri: qualified, additional: [] }] })
    const service = { type: qualified, additional: [] }
    expect(decide({ service }, scope).outcome).toBe('recognised')
  })

  it.each([
    ['at issuance', { atIssuance: withdrawn, atSigning: granted }],
    ['at signing', { atIssuance: granted, atSigning: withdrawn }],
    ['by an unknown status', { atIssuance: granted, atSigning: `${granted}-ish` }],
  ])('is refused when its status was not equivalent %s', (_when, status) => {
    expectRefusal(decide({ status }), 'status-not-equivalent')
  })

  it('is refused when its status is both valid and invalid', () => {
    const scope = withScope({ originStatuses: { valid: [granted], invalid: [granted] } })
    expectRefusal(decide({}, scope), 'status-not-equivalent')
  })

  it('names the missing proof when it was withdrawn and nothing dates the signature', () => {
    const status = { atIssuance: granted, atSigning: withdrawn }
    expect(decide({ status }).explanation).toContain('nothing proves')
    expect(decide({ status, provenTime: day('2024-01-01') }).explanation).not.toContain(
      'nothing proves',
    )
  })

  it.each([
    { atIssuance: null, atSigning: granted },
    { atIssuance: granted, atSigning: null },
  ])('is refused when the list did not name it then', (status) => {
    expectRefusal(decide({ status }), 'service-not-listed')
  })
})

describe('the level', () => {
  it.each(['AdES-QC', 'AdES', null] as const)('%s is too low for QES', (level) => {
    expectRefusal(decide({ level }), 'level-too-low')
  })

  it('QES is enough where AdES-QC is asked for, and is granted no more than the agreement grants', () => {
    const scope = withScope({ originLevel: 'AdES-QC', grantedLevel: 'AdES-QC' })
    expect(decide({}, scope)).toMatchObject({ originLevel: 'QES', grantedLevel: 'AdES-QC' })
  })

  it('a seal is not recognised by an agreement on signatures', () => {
    const recognition = decide({ level: 'QESeal' })
    expectRefusal(recognition, 'service-type-not-covered')
    expect(recognition.explanation).toContain('this is a qualified electronic seal')
  })

  it('a signature is not recognised by an agreement on seals', () => {
    expectRefusal(decide({}, { scope: [seals] }), 'service-type-not-covered')
  })

  it('a seal is recognised by the scope for seals of an agreement on both', () => {
    const service = { type: qualified, additional: [forSeals] }
    const recognition = decide({ level: 'QESeal', service }, { scope: [signatures, seals] })
    expect(recognition).toMatchObject({ outcome: 'recognised', grantedLevel: 'QESeal' })
  })

  it('is the highest that any scope grants, whatever their order', () => {
    const lower = { ...signatures, originLevel: 'AdES', grantedLevel: 'AdES' } as const
    expect(decide({}, { scope: [lower, signatures] }).grantedLevel).toBe('QES')
    expect(decide({}, { scope: [signatures, lower] }).grantedLevel).toBe('QES')
  })

  it('falls back on a lower scope', () => {
    const lower = { ...signatures, originLevel: 'AdES', grantedLevel: 'AdES' } as const
    expect(decide({ level: 'AdES' }, { scope: [signatures, lower] }).grantedLevel).toBe('AdES')
  })
})

describe('the holder and the algorithms', () => {
  it.each([
    ['natural', 'legal'],
    ['legal', 'natural'],
    ['natural', 'unknown'],
    ['legal', 'unknown'],
  ] as const)('where %s persons are covered, %s is refused', (subjectTypes, subjectType) => {
    expectRefusal(decide({ subjectType }, withScope({ subjectTypes })), 'subject-type-not-covered')
  })

  it.each(['natural', 'legal', 'unknown'] as const)(
    'where both are covered, %s is accepted',
    (subjectType) => {
      expect(decide({ subjectType }).outcome).toBe('recognised')
    },
  )

  it.each(['SHA-1', 'sha-1', 'ECDSA with SHA-1', 'MD5'])(
    '%s is refused where SHA-1 and MD5 are forbidden',
    (algorithm) => {
      expectRefusal(decide({ algorithms: ['SHA-256', algorithm] }), 'algorithm-not-allowed')
    },
  )

  it('RSA with SHA-1 alone is forbidden without forbidding ECDSA with SHA-1', () => {
    const algorithms = { forbidden: ['RSASSA-PKCS1-v1_5 with SHA-1'] }
    expect(decide({ algorithms: ['ECDSA with SHA-1'] }, { algorithms }).outcome).toBe('recognised')
  })

  it('what is not on a list of allowed algorithms is refused', () => {
    const algorithms = { forbidden: [], allowed: ['SHA-256', 'SHA-384'] }
    expectRefusal(decide({ algorithms: ['SHA-512'] }, { algorithms }), 'algorithm-not-allowed')
    expect(decide({}, { algorithms }).outcome).toBe('recognised')
  })
})

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
