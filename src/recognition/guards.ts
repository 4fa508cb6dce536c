import { decidedOnChains } from './conflicts.ts'
import { doubtful, type Finding, refused } from './finding.ts'
import { atLeast, serviceOf } from './levels.ts'
import type { Agreement, RecognitionFacts, RecognitionOptions, Scope } from './model.ts'
import { checkSignatureTime, provenTime } from './signature-time.ts'
import { dated } from './spans.ts'
import { type Edge, retroactive, standingAt } from './standing.ts'
import { stateName } from './state-names.ts'
import { aLevel, cited, levelName, opening, pairOf, ruleOf, signatureName } from './wording.ts'

/** One condition of an agreement: null where it is met. */
export type Guard = (
  edge: Edge,
  scope: Scope,
  facts: RecognitionFacts,
  options: RecognitionOptions,
) => Finding | null

/** In the order of the law: the instrument, its time, its means, its lists, then what it covers. */
export const guards: readonly Guard[] = [
  checkEvidence,
  (edge, _scope, facts) => checkSignatureTime(edge, facts),
  checkMechanism,
  checkIssuance,
  checkListNamed,
  checkFreshness,
  checkService,
  checkServiceType,
  checkStatus,
  checkLevel,
  checkSubject,
  checkAlgorithms,
]

/** Whether enough is known of an instrument to rely on it. */
export function reliable(agreement: Agreement, options: RecognitionOptions): boolean {
  switch (agreement.instrument.evidence) {
    case 'official':
      return true
    case 'fictional':
      return options.fictional === 'yes'
    default:
      return options.drafts === 'accept'
  }
}

function checkEvidence(
  edge: Edge,
  _scope: Scope,
  _facts: RecognitionFacts,
  options: RecognitionOptions,
): Finding | null {
  return reliable(edge.agreement, options) ? null : unreliability(edge)
}

/** The refusal of an instrument of which too little is known. */
export function unreliability(edge: Edge): Finding {
  const why =
    edge.agreement.instrument.evidence === 'fictional'
      ? 'is fictional and recognises nothing outside a fictional federation'
      : 'has not been verified against an official source and recognises nothing until it is'
  return refused('agreement-not-verified', `${cited(edge.agreement)}, on ${pairOf(edge)}, ${why}.`)
}

/** What each mechanism asks for that a chain to a list does not show. */
const instruments: Readonly<Record<Agreement['mechanism'], string>> = {
  'trusted-list': 'by the chain to a trust list',
  unilateral: 'by the chain to a trust list',
  'ttp-receipt':
    'only on a receipt of the trusted third party, which is not decided from the signature itself',
  guarantor:
    'only where a provider of its own guarantees the foreign certificate, which no list here shows',
  'cross-certificate':
    'only through a cross-certificate between the authorities, which is not decided here',
}

function checkMechanism(edge: Edge): Finding | null {
  return decidedOnChains(edge.agreement) ? null : unsupported(edge)
}

/** The refusal that says what an instrument requires in place of a chain. */
export function unsupported(edge: Edge): Finding {
  const requires = instruments[edge.agreement.mechanism]
  return refused('mechanism-not-supported', `${ruleOf(edge)} ${requires}.`)
}

function checkIssuance(edge: Edge, _scope: Scope, facts: RecognitionFacts): Finding | null {
  const { certificateIssuedAt: issued } = facts
  if (!edge.agreement.timeBasis.certificateIssuedWithin) return null
  if (standingAt(edge, issued, issued).kind === 'effective' || retroactive(edge, issued))
    return null
  return refused(
    'certificate-issued-outside-agreement',
    `${ruleOf(edge)}, but the signer's certificate was issued on ${dated(issued)}, when it was not in force.`,
  )
}

function checkListNamed(edge: Edge, _scope: Scope, facts: RecognitionFacts): Finding | null {
  if (edge.agreement.trustAnchors.listIds.includes(facts.listId)) return null
  return refused(
    'list-not-named',
    `${ruleOf(edge)}, but that agreement does not name the trust list ${facts.listId}, which vouches for the signer.`,
  )
}

/** A closed list has no next update and says for ever how its services ended; their status decides. */
function checkFreshness(edge: Edge, _scope: Scope, facts: RecognitionFacts): Finding | null {
  if (facts.listFreshness !== 'expired') return null
  return doubtful(
    'list-expired',
    `${ruleOf(edge)}, but the trust list ${facts.listId} has expired and a current one is needed.`,
  )
}

function checkService(edge: Edge, scope: Scope, facts: RecognitionFacts): Finding | null {
  if (facts.level === null || serviceOf(facts.level) === scope.service) return null
  const covered = scope.service === 'eSig' ? 'signatures' : 'seals'
  return refused(
    'service-type-not-covered',
    `${cited(edge.agreement)} between ${stateName(edge.relying)} and ${stateName(edge.origin)} covers electronic ${covered}, and this is ${aLevel(facts.level)}.`,
  )
}

function checkServiceType(edge: Edge, scope: Scope, facts: RecognitionFacts): Finding | null {
  const { type, additional } = facts.service
  const covered = scope.originServiceTypes.some(
    (entry) => entry.uri === type && entry.additional.every((uri) => additional.includes(uri)),
  )
  if (covered) return null
  return refused(
    'service-type-not-covered',
    `${ruleOf(edge)}, but not from a trust service of the kind that issued this signer's certificate (${type}).`,
  )
}

function checkStatus(edge: Edge, scope: Scope, facts: RecognitionFacts): Finding | null {
  const { atIssuance, atSigning } = facts.status
  if (atIssuance === null || atSigning === null) {
    const when =
      atIssuance === null ? 'when the certificate was issued' : 'at the time of the signature'
    return refused(
      'service-not-listed',
      `${ruleOf(edge)}, but ${stateName(edge.origin)}'s list did not name the trust service ${when}.`,
    )
  }
  const bad = [atIssuance, atSigning].find((status) => !equivalent(scope, status))
  if (bad === undefined) return null
  const when = bad === atIssuance ? 'when the certificate was issued' : timeOfSignature(facts)
  return refused(
    'status-not-equivalent',
    `${ruleOf(edge)}, but the trust service had the status “${lastPart(bad)}” in ${stateName(edge.origin)}'s list ${when}.`,
  )
}

/** A status that neither list names is not equivalent: unknown statuses fail closed. */
function equivalent(scope: Scope, status: string): boolean {
  const { valid, invalid } = scope.originStatuses
  return valid.includes(status) && !invalid.includes(status)
}

function timeOfSignature(facts: RecognitionFacts): string {
  const proven = provenTime(facts)
  return proven === null
    ? `on ${dated(facts.validationTime)}, and nothing proves that the signature was made earlier`
    : `on ${dated(proven)}, when the signature is first proven to exist`
}

function lastPart(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1) || uri
}

function checkLevel(edge: Edge, scope: Scope, facts: RecognitionFacts): Finding | null {
  if (facts.level !== null && atLeast(facts.level, scope.originLevel)) return null
  const found = facts.level === null ? 'of no level that is listed' : `only ${aLevel(facts.level)}`
  return refused(
    'level-too-low',
    `${ruleOf(edge)} where they are of the level “${levelName(scope.originLevel)}”, and this one is ${found}.`,
  )
}

function checkSubject(edge: Edge, scope: Scope, facts: RecognitionFacts): Finding | null {
  if (scope.subjectTypes === 'both' || scope.subjectTypes === facts.subjectType) return null
  const signer = {
    natural: 'a natural person',
    legal: 'a legal person',
    unknown: 'not known to be one or the other',
  }[facts.subjectType]
  return refused(
    'subject-type-not-covered',
    `${ruleOf(edge)} of ${scope.subjectTypes} persons only, and the holder of this certificate is ${signer}.`,
  )
}

function checkAlgorithms(edge: Edge, _scope: Scope, facts: RecognitionFacts): Finding | null {
  const { forbidden, allowed } = edge.agreement.algorithms
  const bad = facts.algorithms.find(
    (name) => named(forbidden, name) || (allowed !== undefined && !named(allowed, name)),
  )
  if (bad === undefined) return null
  return refused(
    'algorithm-not-allowed',
    `${opening(edge.relying)} does not accept the algorithm ${bad}, with which this ${signatureName(facts)} was made, under ${cited(edge.agreement)}.`,
  )
}

/** "SHA-1" names every algorithm built on it, as "ECDSA with SHA-1"; case does not matter. */
function named(names: readonly string[], algorithm: string): boolean {
  const parts = [algorithm, ...algorithm.split(' with ')].map((part) => part.toLowerCase())
  return names.some((name) => parts.includes(name.toLowerCase()))
}
