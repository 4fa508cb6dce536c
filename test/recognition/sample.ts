import type {
  Agreement,
  RecognitionFacts,
  RecognitionOptions,
  Scope,
  Term,
} from '../../src/recognition/model.ts'

const uris = 'http://uri.etsi.org/TrstSvc'

export const granted = `${uris}/TrustedList/Svcstatus/granted`
export const withdrawn = `${uris}/TrustedList/Svcstatus/withdrawn`
export const qualified = `${uris}/Svctype/CA/QC`
export const forSignatures = `${uris}/TrustedList/SvcInfoExt/ForeSignatures`
export const forSeals = `${uris}/TrustedList/SvcInfoExt/ForeSeals`

export const official: RecognitionOptions = { fictional: 'no', drafts: 'ignore' }

export function day(date: string): Date {
  return new Date(`${date}T00:00:00Z`)
}

/** The last instant before a day that a Date can tell. */
export function eve(date: string): Date {
  return new Date(day(date).getTime() - 1)
}

export const inForce2020: Term = { status: 'in-force', from: day('2020-01-01') }

export const signatures: Scope = {
  service: 'eSig',
  originServiceTypes: [{ uri: qualified, additional: [forSignatures] }],
  originStatuses: { valid: [granted], invalid: [withdrawn] },
  originLevel: 'QES',
  grantedLevel: 'QES',
  subjectTypes: 'both',
}

export const seals: Scope = {
  ...signatures,
  service: 'eSeal',
  originServiceTypes: [{ uri: qualified, additional: [forSeals] }],
  originLevel: 'QESeal',
  grantedLevel: 'QESeal',
}

/** Greece recognises qualified signatures from Georgia, since 2020, unless told otherwise. */
export function agreement(differences: Partial<Agreement> = {}): Agreement {
  return {
    schemaVersion: 1,
    id: 'gr-ge',
    version: 1,
    sha256: 'ab'.repeat(32),
    instrument: {
      id: 'GR-GE',
      title: 'Agreement on signatures',
      kind: 'treaty',
      parties: ['GR', 'GE'],
      citation: 'Article 3',
      publishedUri: ['https://example.org/treaty'],
      evidence: 'official',
    },
    relyingParty: { name: 'Greece', members: [{ state: 'GR' }] },
    originParty: { name: 'Georgia', members: [{ state: 'GE' }] },
    mechanism: 'trusted-list',
    timeline: [inForce2020],
    timeBasis: {
      certificateIssuedWithin: true,
      signatureTimeWithin: true,
      proofOfTime: 'trusted-timestamp',
    },
    scope: [signatures],
    trustAnchors: { listIds: ['GE-TL'] },
    algorithms: { forbidden: ['MD5', 'SHA-1'] },
    transitivity: 'none',
    ...differences,
  }
}

/** A valid Georgian qualified signature, certificate of 2022, used in Greece in mid-2024. */
export function facts(differences: Partial<RecognitionFacts> = {}): RecognitionFacts {
  return {
    relying: 'GR',
    origin: 'GE',
    listId: 'GE-TL',
    validationTime: day('2024-07-01'),
    provenTime: null,
    claimedTime: null,
    certificateIssuedAt: day('2022-01-01'),
    service: { type: qualified, additional: [forSignatures] },
    status: { atIssuance: granted, atSigning: granted },
    level: 'QES',
    subjectType: 'natural',
    algorithms: ['RSASSA-PKCS1-v1_5 with SHA-256', 'SHA-256'],
    listFreshness: 'fresh',
    validation: 'TOTAL-PASSED',
    ...differences,
  }
}
