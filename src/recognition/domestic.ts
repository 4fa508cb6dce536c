import { doubtful, type Finding, refused } from './finding.ts'
import type { Recognition, RecognitionFacts } from './model.ts'
import { stateName } from './state-names.ts'
import { technical } from './technical.ts'

/**
 * Statuses by which a state's own list vouches for a service: TS 119 612 §5.5.4 with §D.5.6, and
 * those of its first version, which the lists carry in their history until 2016-06-30.
 */
const vouching: readonly string[] = [
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted',
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/recognisedatnationallevel',
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/undersupervision',
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/supervisionincessation',
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/accredited',
  'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/setbynationallaw',
]

/**
 * A signature used in the state whose list vouches for it: no agreement is needed. The list must
 * still be current and have vouched for the service, and the signature must be valid.
 */
export function domestic(facts: RecognitionFacts): Recognition {
  const finding = notVouchedFor(facts)
  const recognition = {
    relying: facts.relying,
    origin: facts.origin,
    agreement: null,
    originLevel: facts.level,
  }
  return technical(
    facts,
    finding === null
      ? {
          ...recognition,
          outcome: 'domestic',
          grantedLevel: facts.level,
          reason: 'same-state',
          explanation: `The signature comes from ${stateName(facts.origin)} itself, whose own law applies; no agreement is needed.`,
        }
      : { ...recognition, ...finding, grantedLevel: null },
  )
}

function notVouchedFor(facts: RecognitionFacts): Finding | null {
  const list = `the trust list ${facts.listId} of ${stateName(facts.origin)}`
  const { atIssuance, atSigning } = facts.status
  if (atIssuance === null || atSigning === null) {
    const when =
      atIssuance === null ? 'when the certificate was issued' : 'at the time of the signature'
    return refused(
      'service-not-listed',
      `The signature comes from the same state, but ${list} did not name the trust service ${when}.`,
    )
  }
  if (!vouching.includes(atIssuance) || !vouching.includes(atSigning)) {
    return refused(
      'status-not-equivalent',
      `The signature comes from the same state, but ${list} did not vouch for the trust service throughout.`,
    )
  }
  if (facts.listFreshness === 'expired') {
    return doubtful(
      'list-expired',
      `The signature comes from the same state, but ${list} has expired and a current one is needed.`,
    )
  }
  return null
}
