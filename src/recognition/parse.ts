import {
  evidences,
  existingSignatureRules,
  idShape,
  kinds,
  levels,
  mechanisms,
  members,
  proofsOfTime,
  relyingBodies,
  services,
  sha256Shape,
  stateShape,
  statuses,
  subjectTypes,
} from './fields.ts'
import type { Agreement, Instrument, LegalEffect, Party, Scope, Term, TimeBasis } from './model.ts'
import {
  countAt,
  distinctTextsAt,
  type Field,
  flagAt,
  listAt,
  malformed,
  member,
  objectAt,
  optional,
  shapedTextAt,
  textAt,
  timeAt,
  wordAt,
} from './reading.ts'

/**
 * Reads an agreement from JSON as docs/agreement.schema.json describes it; `sha256` is that of the
 * file. Throws 'agreement-malformed' with the path of the field, what was found and what was
 * expected. Whether its terms make sense together is for `checkAgreements` to say.
 */
export function parseAgreement(json: unknown, sha256: string): Agreement {
  const fields = objectAt({ path: '$', value: json }, members.agreement)
  const version = countAt(member(fields, 'version'))
  optional(fields, '$schema', textAt)
  return {
    schemaVersion: schemaVersionAt(member(fields, 'schemaVersion')),
    id: shapedTextAt(member(fields, 'id'), idShape, 'letters, digits, dots and hyphens'),
    version,
    ...optional(fields, 'supersedes', (field) => earlierVersionAt(field, version)),
    sha256,
    instrument: instrumentAt(member(fields, 'instrument')),
    relyingParty: partyAt(member(fields, 'relyingParty')),
    originParty: partyAt(member(fields, 'originParty')),
    mechanism: wordAt(member(fields, 'mechanism'), mechanisms),
    timeline: filledListAt(member(fields, 'timeline'), termAt),
    timeBasis: timeBasisAt(member(fields, 'timeBasis')),
    scope: filledListAt(member(fields, 'scope'), scopeAt),
    trustAnchors: trustAnchorsAt(member(fields, 'trustAnchors')),
    algorithms: algorithmsAt(member(fields, 'algorithms')),
    transitivity: wordAt(member(fields, 'transitivity'), ['none'] as const),
    ...optional(fields, 'legalEffect', legalEffectAt),
    ...optional(fields, 'nextReview', timeAt),
  }
}

function schemaVersionAt(field: Field): 1 {
  if (field.value !== 1) throw malformed(field, '1', 'This program reads schema version 1 only')
  return 1
}

function earlierVersionAt(field: Field, version: number): number {
  const earlier = countAt(field)
  if (earlier >= version) throw malformed(field, `a version below ${version}`)
  return earlier
}

function instrumentAt(field: Field): Instrument {
  const fields = objectAt(field, members.instrument)
  return {
    id: textAt(member(fields, 'id')),
    title: textAt(member(fields, 'title')),
    kind: wordAt(member(fields, 'kind'), kinds),
    parties: distinctTextsAt(member(fields, 'parties')),
    citation: textAt(member(fields, 'citation')),
    ...optional(fields, 'signedOn', timeAt),
    publishedUri: listAt(member(fields, 'publishedUri'), addressAt),
    ...optional(fields, 'documentSha256', (digest) =>
      shapedTextAt(digest, sha256Shape, 'a SHA-256 in lower-case hexadecimal'),
    ),
    evidence: wordAt(member(fields, 'evidence'), evidences),
  }
}

/** Addresses become links in reports: no scheme but those of the web. */
function addressAt(field: Field): string {
  return shapedTextAt(field, /^https?:\/\/\S+$/, 'an address that begins with http:// or https://')
}

function partyAt(field: Field): Party {
  const fields = objectAt(field, members.party)
  return {
    name: textAt(member(fields, 'name')),
    members: filledListAt(member(fields, 'members'), partyMemberAt),
  }
}

function partyMemberAt(field: Field): Party['members'][number] {
  const fields = objectAt(field, members.partyMember)
  const state = shapedTextAt(member(fields, 'state'), stateShape, 'a state such as GE')
  return { state, ...optional(fields, 'from', timeAt), ...optional(fields, 'to', timeAt) }
}

function termAt(field: Field): Term {
  const fields = objectAt(field, members.term)
  const status = wordAt(member(fields, 'status'), statuses)
  const ends = status === 'suspended' || status === 'terminated'
  const misplaced = ['existingSignatures', 'windDownUntil'].find((name) => fields.has(name))
  if (!ends && misplaced !== undefined) {
    throw malformed(
      member(fields, misplaced),
      'nothing there',
      `${misplaced} belongs to a term that is suspended or terminated; this one is ${status}`,
    )
  }
  if (ends && !fields.has('existingSignatures')) {
    throw malformed({ path: `${field.path}.existingSignatures`, value: undefined }, 'it')
  }
  return {
    status,
    from: timeAt(member(fields, 'from')),
    ...optional(fields, 'to', timeAt),
    ...optional(fields, 'existingSignatures', (rule) => wordAt(rule, existingSignatureRules)),
    ...optional(fields, 'windDownUntil', timeAt),
    ...optional(fields, 'decisionRef', textAt),
  }
}

function timeBasisAt(field: Field): TimeBasis {
  const fields = objectAt(field, members.timeBasis)
  return {
    certificateIssuedWithin: flagAt(member(fields, 'certificateIssuedWithin')),
    signatureTimeWithin: flagAt(member(fields, 'signatureTimeWithin')),
    ...optional(fields, 'retroactiveTo', timeAt),
    proofOfTime: wordAt(member(fields, 'proofOfTime'), proofsOfTime),
  }
}

function scopeAt(field: Field): Scope {
  const fields = objectAt(field, members.scope)
  const statusFields = objectAt(member(fields, 'originStatuses'), members.statuses)
  return {
    service: wordAt(member(fields, 'service'), services),
    originServiceTypes: filledListAt(member(fields, 'originServiceTypes'), serviceTypeAt),
    originStatuses: {
      valid: filled(member(statusFields, 'valid'), distinctTextsAt),
      invalid: distinctTextsAt(member(statusFields, 'invalid')),
    },
    originLevel: wordAt(member(fields, 'originLevel'), levels),
    grantedLevel: wordAt(member(fields, 'grantedLevel'), levels),
    subjectTypes: wordAt(member(fields, 'subjectTypes'), subjectTypes),
  }
}

function serviceTypeAt(field: Field): Scope['originServiceTypes'][number] {
  const fields = objectAt(field, members.serviceType)
  return {
    uri: textAt(member(fields, 'uri')),
    additional: distinctTextsAt(member(fields, 'additional')),
  }
}

function trustAnchorsAt(field: Field): Agreement['trustAnchors'] {
  const fields = objectAt(field, members.trustAnchors)
  return { listIds: distinctTextsAt(member(fields, 'listIds')) }
}

function algorithmsAt(field: Field): Agreement['algorithms'] {
  const fields = objectAt(field, members.algorithms)
  return {
    forbidden: distinctTextsAt(member(fields, 'forbidden')),
    ...optional(fields, 'allowed', distinctTextsAt),
  }
}

function legalEffectAt(field: Field): LegalEffect {
  const fields = objectAt(field, members.legalEffect)
  return {
    text: textAt(member(fields, 'text')),
    reliedUponBy: wordAt(member(fields, 'reliedUponBy'), relyingBodies),
  }
}

function filledListAt<Value>(field: Field, read: (entry: Field) => Value): readonly Value[] {
  return filled(field, (list) => listAt(list, read))
}

function filled<Value>(field: Field, read: (field: Field) => readonly Value[]): readonly Value[] {
  const entries = read(field)
  if (entries.length === 0) throw malformed(field, 'at least one entry')
  return entries
}
