import { describe, expect, it } from 'vitest'
import { decide, expectRefusal, withScope } from './decision.ts'
import {
  day,
  forSeals,
  forSignatures,
  granted,
  qualified,
  seals,
  signatures,
  withdrawn,
} from './sample.ts'

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
