import type { Conclusion } from './core/conclusion.ts'
import { isoState, type State } from './core/state.ts'
import { type Qualification, qualify } from './qualification/qualify.ts'
import { levelRank } from './recognition/levels.ts'
import type { Recognition, RecognitionFacts } from './recognition/model.ts'
import { recognise } from './recognition/recognise.ts'
import { stateName } from './recognition/state-names.ts'
import { technical } from './recognition/technical.ts'
import type { Trust } from './trust.ts'
import { freshnessAt } from './trustlist/at.ts'
import type { ListedAnchor, LoadedList } from './trustlist/model.ts'
import { totalIndication } from './validation/basic-signature.ts'
import type { CertificateValidation } from './validation/certificate-validation.ts'
import type { Certificate } from './x509/certificate.ts'

/** What the law looks at: a signature with its signer's certificate, or a certificate alone. */
export interface LegalSubject {
  readonly certificate: Certificate | null
  readonly validation: CertificateValidation | null
  readonly conclusion: Conclusion
  readonly claimedTime: Date | null
  readonly algorithms: readonly string[]
}

/** What the law makes of one signature: by its origin's list, and by the relying state's agreements. */
export interface LegalEffect {
  readonly qualification: Qualification | null
  readonly recognition: Recognition | null
}

interface JudgedOrigin extends LegalEffect {
  readonly qualification: Qualification
  readonly recognition: Recognition
}

/** The circumstances that are the same for every signature of a request. */
export interface LegalContext {
  readonly at: Date
  readonly relying: State | null
  readonly trust: Trust
  /** Whether agreements that are drafts or unverified count. */
  readonly drafts: 'ignore' | 'accept'
  readonly listed: ReadonlyMap<string, ListedAnchor>
}

/**
 * Judges a signature by every list that vouches for its signer: the same key may stand in the lists
 * of two states, and origin is a property of the path. Lists that disagree leave the matter open.
 */
export function legalEffect(subject: LegalSubject, context: LegalContext): LegalEffect {
  const qualifications = originsOf(subject, context)
  const { relying } = context
  if (relying === null) return { qualification: qualifications[0] ?? null, recognition: null }
  if (qualifications.length === 0) {
    const facts = { relying, validation: totalIndication(subject.conclusion) }
    const unlisted = notListed(relying, subject, context.trust)
    return { qualification: null, recognition: technical(facts, unlisted) }
  }
  const judged = qualifications.map((qualification) => ({
    qualification,
    recognition: recogniseOne(subject, qualification, relying, context),
  }))
  return combined(judged, relying)
}

function originsOf(subject: LegalSubject, context: LegalContext): readonly Qualification[] {
  const { certificate, validation } = subject
  if (certificate === null || validation === null) return []
  const anchors = validation.paths.flatMap(({ path }) => {
    const anchor = context.listed.get(path.anchor.id)
    // The key of the listed service itself is no signer's (TS 119 615 §4.4.3).
    return anchor === undefined || path.certificates.length === 0 ? [] : [anchor]
  })
  return anchors.flatMap((anchor) => qualify(certificate, anchor, context.at) ?? [])
}

/**
 * Nothing here proves an earlier time yet: the best signature time is the validation time
 * (EN 319 102-1 §5.3), and `provenTime` stays open until time-stamps are validated.
 */
function recogniseOne(
  subject: LegalSubject,
  qualification: Qualification,
  relying: State,
  { at, trust, drafts }: LegalContext,
): Recognition {
  const { certificate, conclusion, claimedTime, algorithms } = subject
  const list = trust.lists.find((one) => one.id === qualification.listId)
  const facts: RecognitionFacts = {
    relying,
    origin: qualification.origin,
    listId: qualification.listId,
    validationTime: at,
    provenTime: null,
    claimedTime,
    certificateIssuedAt: certificate?.notBefore ?? at,
    service: qualification.service,
    status: qualification.status,
    level: qualification.level,
    subjectType: qualification.subject,
    algorithms,
    listFreshness: list === undefined ? 'expired' : freshnessAt(list, at),
    validation: totalIndication(conclusion),
  }
  const recognition = recognise(facts, trust.agreements, {
    fictional: trust.fictional ? 'yes' : 'no',
    drafts,
  })
  return { ...recognition, origin: list?.list?.territory ?? recognition.origin }
}

/**
 * One outcome of several. The relying state's own list settles the matter where it accepts; within
 * one state the entry that gives the most holds; states whose entries disagree leave it open.
 */
function combined(judged: readonly JudgedOrigin[], relying: State): LegalEffect {
  const ranked = [...judged].sort((a, b) => rank(a) - rank(b))
  const best = ranked[0]
  if (best === undefined) return { qualification: null, recognition: null }
  const origins = [...new Set(judged.map((one) => isoState(one.qualification.origin)))]
  if (best.recognition.outcome === 'domestic' || origins.length === 1) return best
  // States that agree in accepting grant no more than the least of them.
  if (judged.every(isPositive)) return judged.reduce(lesser)
  if (!judged.some(isPositive)) return best
  return { qualification: best.qualification, recognition: ambiguous(relying, origins) }
}

const outcomes: readonly Recognition['outcome'][] = [
  'domestic',
  'recognised',
  'undetermined',
  'not-recognised',
]

/** Of entries with the same outcome, one that an agreement speaks of explains it better than one it does not name. */
function rank({ recognition }: JudgedOrigin): number {
  const unnamed = recognition.reason === 'list-not-named' ? 1 : 0
  return outcomes.indexOf(recognition.outcome) * 2 + unnamed
}

function lesser(a: JudgedOrigin, b: JudgedOrigin): JudgedOrigin {
  const level = ({ recognition }: JudgedOrigin): number =>
    recognition.grantedLevel === null ? 0 : levelRank(recognition.grantedLevel)
  return level(b) < level(a) ? b : a
}

function isPositive({ recognition }: JudgedOrigin): boolean {
  return recognition.outcome === 'domestic' || recognition.outcome === 'recognised'
}

function notListed(
  relying: State,
  { certificate, validation }: LegalSubject,
  trust: Trust,
): Recognition {
  const base = {
    relying,
    origin: null,
    agreement: null,
    originLevel: null,
    grantedLevel: null,
  }
  if (certificate === null) {
    return {
      ...base,
      outcome: 'undetermined',
      reason: 'signature-undetermined',
      explanation: `Whether ${stateName(relying)} recognises the signature is open: the signer's certificate is not known, so it is not known either which state's list would vouch for it.`,
    }
  }
  const unusable = unusableLists(trust)
  if (unusable.length > 0 && validation?.paths.length === 0) {
    return {
      ...base,
      outcome: 'undetermined',
      reason: 'no-trust-anchor',
      explanation: `Whether ${stateName(relying)} recognises the signature is open: no list at hand vouches for the signer's issuer, but ${unusable.length} of the lists cannot be used (${unusable.map(({ id }) => id).join(', ')}).`,
    }
  }
  const lookedFor = validation?.missing.some((one) => one.uris.length > 0) ?? false
  if (lookedFor && validation?.paths.length === 0) {
    return {
      ...base,
      outcome: 'undetermined',
      reason: 'no-trust-anchor',
      explanation: `Whether ${stateName(relying)} recognises the signature is open: the certificates at hand lead to no listed service, but more can be fetched.`,
    }
  }
  return {
    ...base,
    outcome: 'not-recognised',
    reason: 'service-not-listed',
    explanation: `${stateName(relying)} does not recognise the signature: no trust list at hand vouches for the issuer of the signer's certificate.`,
  }
}

/** Lists of member states that could not be read or believed: what they say is not known. */
export function unusableLists({ lists }: Trust): readonly LoadedList[] {
  return lists.filter(({ signature, territory }) => signature === 'broken' && territory !== null)
}

function ambiguous(relying: State, origins: readonly string[]): Recognition {
  return {
    outcome: 'undetermined',
    relying,
    origin: null,
    agreement: null,
    originLevel: null,
    grantedLevel: null,
    reason: 'origin-ambiguous',
    explanation: `Whether ${stateName(relying)} recognises the signature is open: the lists of ${origins.map(stateName).join(' and ')} both vouch for the signer's issuer, and they lead to different outcomes.`,
  }
}
