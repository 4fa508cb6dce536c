import { isUnsupported } from '../core/algorithm-names.ts'
import { toBase64, toHex } from '../core/bytes.ts'
import type { Check } from '../core/conclusion.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { describeAlgorithm } from '../core/signature-algorithms.ts'
import type { State } from '../core/state.ts'
import type { TakenDigests } from '../core/taken-digests.ts'
import { formatTime } from '../core/time.ts'
import type { ParsedDocument, ParsedTimestamp } from '../formats/format.ts'
import {
  type CertificateQualification,
  describeQualification,
  levelNames,
  type Qualification,
} from '../qualification/qualify.ts'
import type { Recognition } from '../recognition/model.ts'
import type { Trust } from '../trust.ts'
import { totalIndication, type ValidatedSignature } from '../validation/basic-signature.ts'
import type { MissingEvidence } from '../validation/evidence.ts'
import type { Certificate } from '../x509/certificate.ts'
import { maskedNameText, maskTokens } from '../x509/identifiers.ts'
import { nameAttribute, nameText } from '../x509/names.ts'
import { reportClaims } from './claims.ts'
import { reportPermissions } from './permissions.ts'
import { reportRevisions } from './revisions.ts'
import { scopesOf } from './scope.ts'
import { reportTrust, trustWarnings } from './trust.ts'
import type {
  Need,
  ReportedCheck,
  SignatureVerdict,
  TimestampVerdict,
  UndigestedVerdict,
  Verdict,
  Warning,
} from './verdict.ts'

/** One signature with all that was concluded of it. */
export interface JudgedSignature {
  readonly validated: ValidatedSignature
  readonly needs: readonly Need[]
  readonly qualification: Qualification | null
  readonly recognition: Recognition | null
}

/** The circumstances that a verdict repeats, so that it can be read alone. */
export interface ReportContext {
  readonly document: { readonly name: string }
  readonly at: Date
  readonly relying: State | null
  readonly trust: Trust
  readonly evidenceRecords?: readonly Uint8Array[]
  readonly identifiers?: 'mask' | 'show'
  readonly digests: TakenDigests
}

/**
 * The JSON verdict, `euxine/verdict/1`, before its document is named by a SHA-256: to take that of a
 * large document is half of the work.
 */
export function verdictOf(
  context: ReportContext,
  parsed: ParsedDocument,
  judged: readonly JudgedSignature[],
): UndigestedVerdict {
  const { document, at, trust } = context
  const signatures = judged.map((one) => signatureVerdict(one, context))
  return {
    schema: 'euxine/verdict/1',
    document: {
      name: document.name,
      mediaType: parsed.mediaType,
      container: parsed.container,
    },
    at: formatTime(at),
    outcome: outcomeOf(signatures),
    signatures,
    timestamps: parsed.timestamps.map(timestampVerdict),
    evidenceRecords: [],
    trust: reportTrust(trust, at, signatures),
    needs: distinctNeeds(judged),
    warnings: [
      ...trustWarnings(trust),
      ...parsed.warnings,
      ...extentWarning(judged),
      ...timestampWarning(parsed),
      ...unprocessedWarnings(context),
    ],
  }
}

/** The verdict with the SHA-256 of its document, in lower-case hexadecimal. */
export function withDocumentSha256(verdict: UndigestedVerdict, sha256: string): Verdict {
  return { ...verdict, document: { ...verdict.document, sha256 } }
}

/**
 * accepted: every signature valid and, where asked, recognised; rejected: at least one is refused.
 * Time-stamps alone leave it open: they sign for nobody.
 */
function outcomeOf(signatures: readonly SignatureVerdict[]): Verdict['outcome'] {
  if (signatures.length === 0) return 'undetermined'
  const refused = signatures.some(
    (one) => one.indication === 'TOTAL-FAILED' || one.recognition?.outcome === 'not-recognised',
  )
  if (refused) return 'rejected'
  const accepted = signatures.every(
    (one) => one.indication === 'TOTAL-PASSED' && one.recognition?.outcome !== 'undetermined',
  )
  return accepted ? 'accepted' : 'undetermined'
}

function signatureVerdict(judged: JudgedSignature, context: ReportContext): SignatureVerdict {
  const { validated, qualification, recognition } = judged
  const { signature, conclusion, signer } = validated
  const open = conclusion.indication === 'PASSED' ? null : conclusion
  return {
    id: signature.id,
    parent: signature.parent,
    format: signature.format,
    integrity: validated.integrity,
    indication: totalIndication(conclusion),
    subIndication: open?.because ?? null,
    reason: open?.reason ?? (validated.integrity === 'unknown' ? firstReason(validated) : null),
    signer: signer === null ? null : describeSigner(signer, context.identifiers ?? 'mask'),
    algorithm: {
      signature: describeAlgorithm(signature.signatureAlgorithm),
      digest: isUnsupported(signature.digestAlgorithm)
        ? signature.digestAlgorithm.unsupported
        : signature.digestAlgorithm,
    },
    claimedSigningTime: signature.claimedTime === null ? null : formatTime(signature.claimedTime),
    // EN 319 102-1 §5.3: without a validated proof of existence it is the validation time.
    bestSignatureTime: formatTime(context.at),
    claims: reportClaims(signature.claims ?? null, context.identifiers ?? 'mask'),
    timestamps: signature.timestamps.map(timestampVerdict),
    evidenceRecords: [],
    scope: scopesOf(validated, context.digests),
    ...reportRevisions(signature, context.identifiers ?? 'mask'),
    permissions: reportPermissions(signature.permissions ?? null, context.identifiers ?? 'mask'),
    qualification: qualification === null ? null : reportQualification(qualification, validated),
    recognition,
    checks: validated.checks.map(reportCheck),
  }
}

/** Why the integrity is not known, where another check decided. */
function firstReason({ checks }: ValidatedSignature): SignatureVerdict['reason'] {
  for (const { conclusion } of checks) {
    if (conclusion.indication === 'INDETERMINATE' && conclusion.reason) return conclusion.reason
  }
  return null
}

function describeSigner(
  signer: Certificate,
  identifiers: 'mask' | 'show',
): NonNullable<SignatureVerdict['signer']> {
  const text = identifiers === 'show' ? nameText : maskedNameText
  return {
    subject: text(signer.subject),
    issuer: text(signer.issuer),
    serialNumber: toHex(signer.serialNumber),
    sha256: fingerprint(signer.der),
    country: nameAttribute(signer.subject, '2.5.4.6'),
  }
}

/** TS 119 615 §4.5.4: while the signature itself is open, so is what it would be. */
function reportQualification(
  qualification: Qualification,
  { conclusion }: ValidatedSignature,
): NonNullable<SignatureVerdict['qualification']> {
  const level = qualification.level === null ? 'N/A' : levelNames[qualification.level]
  const results = {
    PASSED: level,
    INDETERMINATE: `Indeterminate ${level}`,
    FAILED: 'N/A',
  }
  const words = (one: CertificateQualification | null): string => describeQualification(one)
  return {
    atIssuance: words(qualification.atIssuance),
    atSigning: words(qualification.atSigning),
    result: results[conclusion.indication],
  }
}

/** A check as the report has it. */
export function reportCheck({ id, rule, conclusion }: Check): ReportedCheck {
  if (conclusion.indication !== 'PASSED') {
    return { id, rule, conclusion: conclusion.indication, detail: conclusion.detail }
  }
  return conclusion.ignored === undefined
    ? { id, rule, conclusion: 'PASSED', detail: conclusion.detail ?? '' }
    : { id, rule, conclusion: 'IGNORED', detail: conclusion.ignored }
}

/** EN 319 102-1 §5.4 is not done yet: a token is shown, and proves nothing. */
function timestampVerdict({ id, type, time }: ParsedTimestamp): TimestampVerdict {
  return {
    id,
    type,
    time: time === null ? null : formatTime(time),
    integrity: 'unknown',
    indication: 'INDETERMINATE',
    subIndication: 'GENERIC',
  }
}

/**
 * XMLDSig 1.1 §8.1.3: whoever reads a document takes all of it for signed, unless he is told. Said
 * only of what is intact: what is not vouches for nothing.
 */
function extentWarning(judged: readonly JudgedSignature[]): readonly Warning[] {
  const intact = judged.filter(({ validated }) => validated.integrity === 'intact')
  const extents = intact.map(({ validated }) => validated.signature.extent)
  if (!extents.includes('part') || extents.includes('whole')) return []
  const message =
    'no intact signature is over the whole XML document: only what they name as signed is, and nobody vouches for the rest'
  return [{ code: 'partly-signed', message }]
}

function timestampWarning(parsed: ParsedDocument): readonly Warning[] {
  const any =
    parsed.timestamps.length > 0 || parsed.signatures.some((one) => one.timestamps.length > 0)
  const message = 'time-stamps are listed, and not validated yet: they prove no time'
  return any ? [{ code: 'timestamps-not-validated', message }] : []
}

/** Evidence that was given and is not processed yet is named, never passed over. */
function unprocessedWarnings({ evidenceRecords = [] }: ReportContext): readonly Warning[] {
  if (evidenceRecords.length === 0) return []
  const message = 'evidence records were given and are not processed yet: they prove nothing'
  return [{ code: 'evidence-records-not-processed', message }]
}

function distinctNeeds(judged: readonly JudgedSignature[]): readonly Need[] {
  const needs = judged.flatMap(({ validated, needs: own }) => [
    ...validated.missing.flatMap(needsOf),
    ...own,
  ])
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()]
}

/** Missing evidence as the rim is told of it, one need for each address. */
export function needsOf(missing: MissingEvidence): readonly Need[] {
  const { kind, uris, request, digestAlgorithms } = missing
  const base = {
    kind,
    for: missing.for,
    ...(request && { request: toBase64(request) }),
    ...(digestAlgorithms && { digestAlgorithms }),
  }
  return uris.length === 0
    ? [{ ...base, uri: null }]
    : uris.map((uri) => ({ ...base, uri: shownUri(uri) }))
}

/** Directories are named by the holder's own attributes; whatever is fetched stays as it is. */
function shownUri(uri: string): string {
  return /^ldaps?:/i.test(uri) ? maskTokens(uri) : uri
}
