import { Budget, type Limits } from './core/budget.ts'
import { toHex } from './core/bytes.ts'
import type { Crypto } from './core/crypto.ts'
import { VerifierError } from './core/errors.ts'
import { sha256Hex } from './core/fingerprint.ts'
import { algorithmNames } from './core/signature-algorithms.ts'
import type { State } from './core/state.ts'
import { TakenDigests } from './core/taken-digests.ts'
import type { DetachedContent, PartlyHeld } from './formats/format.ts'
import { parseDocument } from './formats/index.ts'
import { pdf } from './formats/pdf/pades.ts'
import { type LegalSubject, legalEffect } from './legal-effect.ts'
import { type ListedAnchors, listedAnchors } from './qualification/anchors.ts'
import { verdictOf, withDocumentSha256 } from './report/json.ts'
import type { UndigestedVerdict, Verdict } from './report/verdict.ts'
import type { Trust } from './trust.ts'
import { checkListsCurrent } from './trust-currency.ts'
import {
  judgeIntegrity,
  type ValidatedSignature,
  validateBasicSignature,
} from './validation/basic-signature.ts'
import { withCoveredFiles } from './validation/covered-files.ts'
import type { Policy } from './validation/policy.ts'
import type { Certificate } from './x509/certificate.ts'
import type { Crl } from './x509/crl/crl.ts'
import type { OcspResponse } from './x509/ocsp/response.ts'
import type { TrustAnchor } from './x509/paths/path.ts'
import { poolsOf } from './x509/pools.ts'

/** A signed document with all that its verdict is to rest on. */
export interface VerifyRequest {
  /** `bytes` is its beginning where it is held in parts. */
  readonly document: {
    readonly name: string
    readonly bytes: Uint8Array
    readonly partly?: PartlyHeld
  }
  readonly detached: readonly DetachedContent[]
  /** The validation time. */
  readonly at: Date
  /** The state where the document is used, or null where recognition is not asked for. */
  readonly relying: State | null
  readonly trust: Trust
  /** Trust anchors beside those of the lists; they belong to no state. */
  readonly anchors: readonly Certificate[]
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Crl[]
  readonly ocspResponses?: readonly OcspResponse[]
  /** Evidence records (RFC 4998, RFC 6283); not processed yet, and said so likewise. */
  readonly evidenceRecords?: readonly Uint8Array[]
  readonly policy: Policy
  readonly crypto: Crypto
  /** Whether agreements that are drafts or unverified count; they do not unless asked for. */
  readonly drafts?: 'ignore' | 'accept'
  /** Whether personal identifiers are shown in the report; they are masked unless asked for. */
  readonly identifiers?: 'mask' | 'show'
  readonly limits?: Limits
  /** Opens an encrypted document; the verdict says nothing of it. */
  readonly password?: string
}

/**
 * Validates every signature of a document and decides its recognition. The same request gives the
 * same verdict, for ever: no clock, no network, no file. Throws `VerifierError` where the request
 * cannot be carried out; a bad signature is a verdict.
 */
export function verify(request: VerifyRequest): Verdict {
  const { bytes, partly } = request.document
  const verdict = verifyUndigested(request)
  const known = partly?.sha256 ?? verdict.document.sha256
  return withDocumentSha256(verdict, known ?? sha256Hex(bytes))
}

/**
 * The same, but for the SHA-256 of the document: a caller with another thread takes it meanwhile,
 * and adds it by `withDocumentSha256`. Throws as `verify` does.
 */
export function verifyUndigested(request: VerifyRequest): UndigestedVerdict {
  const { at, relying, trust, policy, crypto, drafts = 'ignore' } = request
  const { name, bytes, partly } = request.document
  const parsed = parseDocument(bytes, {
    documentName: name,
    ...(partly && { partly }),
    detached: request.detached,
    ...(request.password !== undefined && { password: request.password }),
    crypto,
    budget: new Budget(request.limits),
  })
  // Time-stamps over the document itself are shown, whoever signed it or not.
  if (parsed.signatures.length + parsed.timestamps.length === 0) {
    throw new VerifierError('not-a-signed-document', 'the document has no signature')
  }
  const { anchors, listed, stops } = anchorsOf(request)
  const evidence = {
    at,
    anchors,
    stops,
    certificates: poolsOf(request.certificates, trust.certificates),
    crls: poolsOf(request.crls, trust.crls),
    ocspResponses: poolsOf(request.ocspResponses ?? none, trust.ocspResponses),
  }
  const budget = new Budget(request.limits, allowance)
  const context = { evidence, policy, crypto, budget }
  const digests = new TakenDigests(crypto)
  const { certificates } = evidence
  const covered = withCoveredFiles(parsed, (one) => {
    const own = new Budget(request.limits, allowance)
    return judgeIntegrity(one, { certificates, crypto, budget: own, digests }).integrity
  })
  const signatures = covered.map((signature) => {
    const validated = validateBasicSignature(signature, context, digests)
    const paths = validated.certificate?.paths ?? []
    const { judged, needs } = checkListsCurrent(validated, paths, { at, trust, listed })
    const effect = legalEffect(signerOf(judged), { at, relying, trust, listed, drafts })
    // A list mends nothing of a signature that has failed.
    const open = judged.conclusion.indication === 'FAILED' ? [] : needs
    return { validated: judged, needs: open, ...effect }
  })
  const verdict = verdictOf({ ...request, digests }, parsed, signatures)
  const sha256 = partly === undefined ? digests.ofRest('SHA-256', bytes) : null
  return sha256 === null ? verdict : withDocumentSha256(verdict, toHex(sha256))
}

/**
 * Whether the SHA-256 of a document is to be waited for: the signatures of a PDF are over most of it,
 * and with their digests it is all but taken.
 */
export function comesWithVerdict({ bytes }: VerifyRequest['document']): boolean {
  return pdf.recognises(bytes)
}

/** The same array each time, so that what was made of it is found again. */
const none: readonly OcspResponse[] = []

/** How many signers of one document may each use up the limits on paths. */
const allowance = 10

/** A signature as the law looks at it: whose it is, when, and by which algorithms. */
function signerOf({
  signature,
  signer,
  certificate,
  conclusion,
}: ValidatedSignature): LegalSubject {
  const { signatureAlgorithm, digestAlgorithm, claimedTime } = signature
  const algorithms = [...algorithmNames(signatureAlgorithm), ...algorithmNames(digestAlgorithm)]
  return { certificate: signer, validation: certificate, conclusion, claimedTime, algorithms }
}

/** The anchors of the lists, and those of the request, which no list explains. */
export function anchorsOf({
  trust,
  anchors,
}: Pick<VerifyRequest, 'trust' | 'anchors'>): ListedAnchors {
  const fromLists = listedAnchors(trust.lists)
  if (anchors.length === 0) return fromLists
  const known = joined.get(anchors)
  if (known?.listed === fromLists.listed) return known
  const given = anchors.map((certificate, i): TrustAnchor => ({ id: `given#${i}`, certificate }))
  const both = { ...fromLists, anchors: [...fromLists.anchors, ...given] }
  joined.set(anchors, both)
  return both
}

/** Kept for a batch, whose requests share their anchors: an index is made once for each array. */
const joined = new WeakMap<readonly Certificate[], ListedAnchors>()
