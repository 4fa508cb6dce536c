import { fingerprint } from '../../core/fingerprint.ts'
import { formatTime } from '../../core/time.ts'
import type { Certificate } from '../certificate.ts'
import type { Pools } from '../pools.ts'
import {
  type RevocationContext,
  type RevocationSource,
  type RevocationStatus,
  unknownStatus,
} from '../revocation-status.ts'
import { archiveCutoff, isNeverIssued, statementProblem } from './extensions.ts'
import { isSignedUnderAnotherName, type Responder, responderOf } from './responder.ts'
import type { BasicOcspResponse, OcspResponse } from './response.ts'
import { type Statement, statementsAbout } from './serial-index.ts'

/** A statement of a signer who may make it. */
interface Genuine extends Statement {
  readonly signer: Certificate
}

type Unfit = Extract<Responder, { readonly problem: string }>

/** What may be relied upon, and why the rest may not. */
interface Judged {
  /** The latest that says "revoked" for good. */
  readonly final: Genuine | null
  /** The latest of the others; a hold before one that only does not know the certificate. */
  readonly latest: Genuine | null
  readonly rejected: readonly string[]
  /** What a genuine response says against it in a way that is not processed, or of later; the gravest. */
  readonly against: Statement | null
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
  const { statements, problems, notes } = statementsAbout(certificate, responses, context)
  const { final, latest, rejected, against } = judge(certificate, statements, context)
  const reasons = [...problems, ...rejected]
  if (final === null && against !== null) {
    return unknownStatus(['an OCSP response that is not used revokes it', ...reasons], {
      notes,
      contradicts: 'yes',
      ...(!isFinal(against) && { heldAt: against.single.thisUpdate }),
    })
  }
  const statement = final ?? latest
  return statement === null
    ? unknownStatus(reasons, { notes })
    : statusOf(statement, context, reasons, notes)
}

/**
 * Looks at the statements, the latest first, as far as they can change anything: there is no other
 * limit than the budget, for what is counted before its signature is checked can be pushed aside.
 */
function judge(
  certificate: Certificate,
  statements: readonly Statement[],
  context: RevocationContext,
): Judged {
  const rejected = new Set<string>()
  const responders = respondersFor(certificate, context)
  let latest: Genuine | null = null
  let known: Genuine | null = null
  let against: Statement | null = null
  for (const statement of [...statements].sort(latestFirst)) {
    const { response, single } = statement
    const problem = problemOf(statement, certificate, context)
    const counts = isAgainst(statement, context) && (known === null || isFinal(statement))
    if (problem === null ? !matters(statement, latest, known) : !counts) {
      if (problem !== null) rejected.add(textOf(response, problem))
      continue
    }
    const responder = responders.of(response)
    if ('problem' in responder) {
      rejected.add(textOf(response, responder.problem))
      if (counts && responders.isGenuine(response, responder)) against = graver(against, statement)
    } else if (problem !== null) {
      rejected.add(textOf(response, problem))
      against = graver(against, statement)
    } else {
      const genuine = { ...statement, signer: responder.signer }
      if (isFinal(genuine)) return { final: genuine, latest, rejected: [...rejected], against }
      latest ??= genuine
      if (single.certStatus.is !== 'unknown') known ??= genuine
    }
  }
  // Who does not know a certificate lifts no hold.
  if (known?.single.certStatus.is === 'revoked') latest = known
  return { final: null, latest, rejected: [...rejected], against }
}

/** A revocation before a hold, which may be lifted; else the first, which is the latest. */
function graver(known: Statement | null, statement: Statement): Statement {
  return known === null || (isFinal(statement) && !isFinal(known)) ? statement : known
}

/** Who signed which response, looked for once in each, however many answers it has. */
function respondersFor(certificate: Certificate, context: RevocationContext) {
  const found = new Map<string, Responder>()
  const underAnotherName = new Map<string, boolean>()
  return {
    of(response: BasicOcspResponse): Responder {
      const key = fingerprint(response.der)
      const responder = found.get(key) ?? responderOf(response, certificate, context)
      found.set(key, responder)
      return responder
    },
    isGenuine(response: BasicOcspResponse, { genuine }: Unfit): boolean {
      if (genuine === 'yes') return true
      const key = fingerprint(response.der)
      const is =
        underAnotherName.get(key) ?? isSignedUnderAnotherName(response, certificate, context)
      underAnotherName.set(key, is)
      return is
    },
  }
}

/** Whether a statement could change anything, were it genuine. */
function matters(statement: Statement, latest: Statement | null, known: Statement | null): boolean {
  if (latest === null || isFinal(statement)) return true
  return known === null && statement.single.certStatus.is !== 'unknown'
}

/** Why a statement is not used, whoever signed it, or null. */
function problemOf(
  { response, single, names }: Statement,
  certificate: Certificate,
  { at, crypto }: RevocationContext,
): string | null {
  // RFC 6960 §3.2 step 1. Another name with the same key, or another key, may still be the same issuer.
  if (names !== 'issuer')
    return 'has its serial number, and only in part the name and key of its issuer'
  // RFC 6960 §2.4: producedAt is when it was signed, and what is signed later clears nothing before.
  if (response.producedAt > at) return 'was issued after the validation time'
  if (single.thisUpdate > at) return 'speaks of a later time'
  return statementProblem(response, single, certificate, crypto)
}

/** Whether a statement that is not used says that the certificate was revoked by then. */
function isAgainst({ response, single }: Statement, { at }: RevocationContext): boolean {
  if (single.certStatus.is !== 'revoked') return false
  const later = response.producedAt > at || single.thisUpdate > at
  return !later || single.certStatus.revokedAt <= at
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
  notes: readonly string[],
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
      return unknownStatus([unknown, ...rejected], { notes })
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
