import type { Agreement, Instrument, LegalEffect, Level, Scope, Term, TimeBasis } from './model.ts'
import type { Members } from './reading.ts'

/** The members of every object of an agreement file; docs/agreement.schema.json says the same. */
export const members = {
  agreement: {
    required: [
      'schemaVersion',
      'id',
      'version',
      'instrument',
      'relyingParty',
      'originParty',
      'mechanism',
      'timeline',
      'timeBasis',
      'scope',
      'trustAnchors',
      'algorithms',
      'transitivity',
    ],
    optional: ['$schema', 'supersedes', 'legalEffect', 'nextReview'],
  },
  instrument: {
    required: ['id', 'title', 'kind', 'parties', 'citation', 'publishedUri', 'evidence'],
    optional: ['signedOn', 'documentSha256'],
  },
  party: { required: ['name', 'members'], optional: [] },
  partyMember: { required: ['state'], optional: ['from', 'to'] },
  term: {
    required: ['status', 'from'],
    optional: ['to', 'existingSignatures', 'windDownUntil', 'decisionRef'],
  },
  timeBasis: {
    required: ['certificateIssuedWithin', 'signatureTimeWithin', 'proofOfTime'],
    optional: ['retroactiveTo'],
  },
  scope: {
    required: [
      'service',
      'originServiceTypes',
      'originStatuses',
      'originLevel',
      'grantedLevel',
      'subjectTypes',
    ],
    optional: [],
  },
  serviceType: { required: ['uri', 'additional'], optional: [] },
  statuses: { required: ['valid', 'invalid'], optional: [] },
  trustAnchors: { required: ['listIds'], optional: [] },
  algorithms: { required: ['forbidden'], optional: ['allowed'] },
  legalEffect: { required: ['text', 'reliedUponBy'], optional: [] },
} as const satisfies Readonly<Record<string, Members>>

export const kinds: readonly Instrument['kind'][] = [
  'treaty',
  'eu-regulation',
  'implementing-act',
  'unilateral-act',
  'memorandum',
  'sample',
]

export const evidences: readonly Instrument['evidence'][] = [
  'official',
  'secondary',
  'unverified',
  'fictional',
]

export const mechanisms: readonly Agreement['mechanism'][] = [
  'trusted-list',
  'cross-certificate',
  'ttp-receipt',
  'guarantor',
  'unilateral',
]

export const statuses: readonly Term['status'][] = [
  'in-force',
  'provisional',
  'suspended',
  'terminated',
  'not-yet',
  'draft',
]

export const existingSignatureRules: readonly NonNullable<Term['existingSignatures']>[] = [
  'grandfather',
  'require-timestamp-before',
  'none',
]

export const proofsOfTime: readonly TimeBasis['proofOfTime'][] = [
  'trusted-timestamp',
  'claimed-allowed',
]

export const services: readonly Scope['service'][] = ['eSig', 'eSeal']

export const levels: readonly Level[] = [
  'QES',
  'AdES-QC',
  'AdES',
  'QESeal',
  'AdESeal-QC',
  'AdESeal',
]

export const subjectTypes: readonly Scope['subjectTypes'][] = ['natural', 'legal', 'both']

export const relyingBodies: readonly LegalEffect['reliedUponBy'][] = [
  'all',
  'public-sector',
  'named-bodies',
]

/** What identifies an agreement: short, and safe in a file name, an address and a log line. */
export const idShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

export const stateShape = /^[A-Z]{2}$/

export const sha256Shape = /^[0-9a-f]{64}$/
