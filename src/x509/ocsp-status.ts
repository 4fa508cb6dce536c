import { fingerprint } from '../core/fingerprint.ts'
import { formatTime } from '../core/time.ts'
import type { Certificate } from './certificate.ts'
import type { BasicOcspResponse, OcspResponse } from './ocsp.ts'
import { archiveCutoff, isNeverIssued, statementProblem } from './ocsp-extensions.ts'
import { type Statement, statementsAbout } from './ocsp-index.ts'
import { type Responder, responderOf } from './ocsp-responder.ts'
import type { Pools } from './pools.ts'
import type { RevocationContext, RevocationSource, RevocationStatus } from './revocation-status.ts'

/** Responses about one certificate that are looked at: one is current, and an archive has a few. */
const mostLookedAt = 50

/** A statement of a signer who may make it. */
interface Genuine extends Statement {
  readonly signer: Certificate
}

/** What may be relied upon, the latest first, and why the rest may not. */
interface Judged {
  readonly usable: readonly Genuine[]
  readonly rejected: readonly string[]
  /** yes: a genuine response says "revoked" in a way that is not processed. */
  readonly hidesRevocation: 'yes' | 'no'
}

/**
 * What OCSP responses say of a certificate (RFC 6960 §3.2 and §4.2.2.2). Of those that can be used
 * the one with the latest thisUpdate decides (EN 319 102-1 §5.2.6.4 step 4), but for one thing: a
 * revocation is final, and no later "good" undoes it; a hold it does. "Revoked" counts whatever the
 * time of revocation: RFC 6960 §2.2 says that it has happened. Whether the source is fresh is for
 * `checkFreshness`: a response without nextUpdate is used, and says so.
 */
export function ocspStatus(
  certificate: Certificate,
  responses: Pools<OcspResponse>,
  context: RevocationContext,
): RevocationStatus {
  const { statements, problems } = statementsAbout(certificate, responses, context)
  const { usable, rejected, hidesRevocation } = judge(certificate, statements, context)
  const reasons = [...problems, ...rejected]
  const decisive = usable.find(isFinal)
  if (decisive === undefined && hidesRevocation === 'yes') {
    return { status: 'unknown', rejected: [...reasons, 'and what is not processed revokes it'] }
  }
  const statement = decisive ?? usable[0]
  return statement === undefined
    ? { status: 'unknown', rejected: reasons }
    : statusOf(statement, context, reasons)
}

function judge(
  certificate: Certificate,
  statements: readonly Statement[],
  context: RevocationContext,
): Judged {
  const usable: Genuine[] = []
  const rejected = new Set<string>()
  const responders = new Map<BasicOcspResponse, Responder>()
  let hidesRevocation: Judged['hidesRevocation'] = 'no'
  for (const { response, single } of [...statements].sort(latestFirst)) {
    if (!responders.has(response) && responders.size === mostLookedAt) {
      rejected.add(`only ${mostLookedAt} OCSP responses about it were looked at`)
      break
    }
    const responder = responders.get(response) ?? responderAt(response, certificate, context)
    responders.set(response, responder)
    if ('problem' in responder) {
      rejected.add(textOf(response, responder.problem))
    } else if (single.thisUpdate > context.at) {
      rejected.add(textOf(response, 'speaks of a later time'))
    } else {
      const problem = statementProblem(response, single, certificate, context.crypto)
      if (problem === null) usable.push({ response, single, signer: responder.signer })
      else rejected.add(textOf(response, problem))
      if (problem !== null && single.certStatus.is === 'revoked') hidesRevocation = 'yes'
    }
  }
  return { usable, rejected: [...rejected], hidesRevocation }
}

/** RFC 6960 §2.4: producedAt is when it was signed, and what is signed later proves nothing of before. */
function responderAt(
  response: BasicOcspResponse,
  certificate: Certificate,
  context: RevocationContext,
): Responder {
  if (response.producedAt > context.at) return { problem: 'was issued later' }
  return responderOf(response, certificate, context)
}

function textOf({ producedAt }: BasicOcspResponse, problem: string): string {
  return `the OCSP response of ${formatTime(producedAt)} ${problem}`
}

/** Of one instant the worse counts first; the rest only makes the order that of the content. */
function latestFirst(a: Statement, b: Statement): number {
  return (
    b.single.thisUpdate.getTime() - a.single.thisUpdate.getTime() ||
    gravity(b) - gravity(a) ||
    b.response.producedAt.getTime() - a.response.producedAt.getTime() ||
    fingerprint(a.response.der).localeCompare(fingerprint(b.response.der))
  )
}

function gravity(statement: Statement): number {
  switch (statement.single.certStatus.is) {
    case 'good':
      return 0
    case 'unknown':
      return 1
    case 'revoked':
      return isFinal(statement) ? 3 : 2
  }
}

/** A hold may be lifted (RFC 5280 §5.3.1); what was never issued is not on hold (RFC 6960 §2.2). */
function isFinal({ response, single }: Statement): boolean {
  const { certStatus } = single
  if (certStatus.is !== 'revoked') return false
  return certStatus.reason !== 'certificateHold' || isNeverIssued(response, single)
}

function statusOf(
  statement: Genuine,
  { issuer }: RevocationContext,
  rejected: readonly string[],
): RevocationStatus {
  const source = sourceOf(statement, issuer)
  const { certStatus } = statement.single
  switch (certStatus.is) {
    case 'good':
      return { status: 'good', source }
    case 'revoked': {
      const { revokedAt, reason } = certStatus
      return isFinal(statement)
        ? { status: 'revoked', source, revokedAt, reason: reason ?? 'unspecified' }
        : { status: 'on-hold', source, revokedAt }
    }
    case 'unknown': {
      // RFC 6960 §2.2: another source, such as a CRL, may still know it; an older response may not.
      const unknown = textOf(statement.response, 'says that the responder does not know it')
      return { status: 'unknown', rejected: [unknown, ...rejected] }
    }
  }
}

function sourceOf({ response, single, signer }: Genuine, issuer: Certificate): RevocationSource {
  const signed = { signed: response, signer }
  return {
    kind: 'ocsp',
    thisUpdate: single.thisUpdate,
    nextUpdate: single.nextUpdate,
    expiredCertificatesSince: archiveCutoff(single),
    signatures: signer === issuer ? [signed] : [signed, { signed: signer, signer: issuer }],
  }
}
