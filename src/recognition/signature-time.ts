import { doubtful, type Finding, refused } from './finding.ts'
import type { RecognitionFacts } from './model.ts'
import { dated } from './spans.ts'
import { type Edge, firstStart, type Ineffective, retroactive, standingAt } from './standing.ts'
import { ruleOf, withoutEffectNow, withoutEffectThen } from './wording.ts'

/**
 * Whether the agreement has effect at the time of validation, or lets signatures stand that were
 * made before it lost it, and whether this one was made while it had effect.
 *
 * A claimed time proves nothing unless the agreement says so; against the signer it always counts,
 * because he cannot complain of having been believed.
 */
export function checkSignatureTime(edge: Edge, facts: RecognitionFacts): Finding | null {
  const { timeBasis } = edge.agreement
  const now = standingAt(edge, facts.validationTime, facts.certificateIssuedAt)
  if (now.kind === 'effective' && !timeBasis.signatureTimeWithin) return null
  if (now.kind === 'ineffective' && now.existing === 'none') {
    return refused(now.reason, `${withoutEffectNow(edge, now)}.`)
  }

  const claimed = credibleClaim(facts)
  const saysOtherwise = claimed === null ? null : uncovered(edge, facts, claimed)
  if (claimed !== null && saysOtherwise !== null) {
    const how = 'the signer says that this one was made on'
    const text = withoutEffectThen(edge, saysOtherwise, claimed, how)
    return refused(saysOtherwise.reason, `${text}.`)
  }

  const claimCounts =
    timeBasis.proofOfTime === 'claimed-allowed' &&
    (now.kind === 'effective' || now.existing === 'grandfather')
  const made = provenTime(facts) ?? (claimCounts ? claimed : null) ?? facts.validationTime
  const standing = uncovered(edge, facts, made)
  if (standing === null) return null
  return unprovenOrLate(edge, facts, standing, made)
}

/**
 * The time by which the signature is known to have been made: proven, or claimed where that is
 * enough, or else that of validation (best signature time, EN 319 102-1 §5.5.4).
 */
export function signatureTime(edge: Edge, facts: RecognitionFacts): Date {
  const claimed =
    edge.agreement.timeBasis.proofOfTime === 'claimed-allowed' ? credibleClaim(facts) : null
  return provenTime(facts) ?? claimed ?? facts.validationTime
}

/** A proof from before the certificate existed, or from after the validation, is none. */
export function provenTime(facts: RecognitionFacts): Date | null {
  const { provenTime: proven, validationTime, certificateIssuedAt } = facts
  return proven !== null && certificateIssuedAt <= proven && proven <= validationTime
    ? proven
    : null
}

/** A claim before the certificate existed, or after the signature did, is not believed at all. */
function credibleClaim(facts: RecognitionFacts): Date | null {
  const { claimedTime: claimed, certificateIssuedAt } = facts
  const bound = provenTime(facts) ?? facts.validationTime
  return claimed !== null && certificateIssuedAt <= claimed && claimed <= bound ? claimed : null
}

/** Why a signature made at an instant is not covered, or null where it is. */
function uncovered(edge: Edge, facts: RecognitionFacts, made: Date): Ineffective | null {
  const standing = standingAt(edge, made, facts.certificateIssuedAt)
  if (standing.kind === 'effective' || retroactive(edge, made)) return null
  const start = firstStart(edge)
  const early = start !== null && made < start
  return early && !edge.agreement.timeBasis.signatureTimeWithin ? null : standing
}

/** A doubt where a proof of an earlier time could still help, a refusal where none could. */
function unprovenOrLate(
  edge: Edge,
  facts: RecognitionFacts,
  standing: Ineffective,
  made: Date,
): Finding {
  if (standing.existing !== 'none' && coveredBefore(edge, facts, made)) {
    const since = standing.date === null ? '' : ` on ${dated(standing.date)}`
    return doubtful(
      'no-proof-of-time',
      `${ruleOf(edge)}, which was ${standing.reason}${since}, and no accepted time-stamp proves that this signature was made before.`,
    )
  }
  if (made === facts.validationTime) {
    return refused(standing.reason, `${withoutEffectNow(edge, standing)}.`)
  }
  const how = 'this one is first proven to exist on'
  return refused(standing.reason, `${withoutEffectThen(edge, standing, made, how)}.`)
}

/** Whether the certificate could have signed while the agreement had effect, before an instant. */
function coveredBefore(edge: Edge, facts: RecognitionFacts, before: Date): boolean {
  const { agreement } = edge
  const members = [...agreement.relyingParty.members, ...agreement.originParty.members]
  const changes = [...agreement.timeline, ...members].flatMap(({ from }) => from ?? [])
  return [facts.certificateIssuedAt, ...changes].some(
    (at) => facts.certificateIssuedAt <= at && at < before && uncovered(edge, facts, at) === null,
  )
}
