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

/** Every `instrument.kind` that an agreement may have. */
export const kinds: readonly Instrument['kind'][] = [
  'treaty',
  'eu-regulation',
  'implementing-act',
  'unilateral-act',
  'memorandum',
  'sample',
]

/**
 * Every `instrument.evidence` that an agreement may have; `Instrument` says which may recognise.
 */
export const evidences: readonly Instrument['evidence'][] = [
  'official',
  'secondary',
  'unverified',
  'fictional',
]

/** Every `mechanism` that an agreement may have, decided on here or not. */
export const mechanisms: readonly Agreement['mechanism'][] = [
  'trusted-list',
  'cross-certificate',
  'ttp-receipt',
  'guarantor',
  'unilateral',
]

/** Every `status` that a term of an agreement may have. */
export const statuses: readonly Term['status'][] = [
  'in-force',
  'provisional',
  'suspended',
  'terminated',
  'not-yet',
  'draft',
]

/** Every rule that a suspension or termination may have for signatures made before it. */
export const existingSignatureRules: readonly NonNullable<Term['existingSignatures']>[] = [
  'grandfather',
  'require-timestamp-before',
  'none',
]

/** Every `proofOfTime` that an agreement may ask for. */
export const proofsOfTime: readonly TimeBasis['proofOfTime'][] = [
  'trusted-timestamp',
  'claimed-allowed',
]

/** The two services that are recognised: electronic signatures, and electronic seals. */
export const services: readonly Scope['service'][] = ['eSig', 'eSeal']

/** Every level, of signatures and then of seals, the strongest of each first. */
export const levels: readonly Level[] = [
  'QES',
  'AdES-QC',
  'AdES',
  'QESeal',
  'AdESeal-QC',
  'AdESeal',
]

/** Every `subjectTypes` that a scope may have. */
export const subjectTypes: readonly Scope['subjectTypes'][] = ['natural', 'legal', 'both']

/** Every `reliedUponBy` that a legal effect may have. */
export const relyingBodies: readonly LegalEffect['reliedUponBy'][] = [
  'all',
  'public-sector',
  'named-bodies',
]

/** What identifies an agreement: short, and safe in a file name, an address and a log line. */
export const idShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/** A state as agreements write it: two capital letters. */
export const stateShape = /^[A-Z]{2}$/

/** A SHA-256 digest as agreements write it: lower-case hexadecimal. */
export const sha256Shape = /^[0-9a-f]{64}$/
