import { compareBytes, equalBytes } from '../../core/bytes.ts'
import { fingerprint } from '../../core/fingerprint.ts'
import { formatTime } from '../../core/time.ts'
import { type Certificate, sameCertificate } from '../certificate.ts'
import { quotedSubject } from '../identifiers.ts'
import { purposeProblem } from '../key-purposes.ts'
import { nameKey, sameName } from '../names.ts'
import { groupBy, type Pools } from '../pools.ts'
import type { RevocationContext, SignerProblem } from '../revocation-status.ts'
import { type Signed, spendOnVerification, verifySigned } from '../signed.ts'
import { keyHash } from './cert-id.ts'
import type { BasicOcspResponse } from './response.ts'

/** Whose key signed a response, or why nobody's that counts. */
export type Responder =
  | { readonly signer: Certificate }
  | {
      readonly problem: string
      /**
       * yes: the issuer's own key signed it, though not while it was valid, or a responder whose own
       * status is open, or who has expired since.
       */
      readonly genuine: 'yes' | 'no'
    }

/**
 * The signer of a response about the certificate (RFC 6960 §4.2.2.2): its issuer, or a responder to
 * whom the issuer's own key issued a certificate for that purpose. Checked here: the ResponderID,
 * both signatures, the purpose and the key usage, that the response was produced while the signer's
 * certificate was valid (EN 319 102-1 §5.2.6.4 step 4), and that no key vouches for itself. Left to
 * `context.signerProblem`: the path of the responder's certificate, its validity at the validation
 * time and its own revocation, with id-pkix-ocsp-nocheck. Responders that are trusted locally (rule 1
 * of §4.2.2.2) are not supported.
 */
export function responderOf(
  response: BasicOcspResponse,
  certificate: Certificate,
  context: RevocationContext,
): Responder {
  const direct = isNamedBy(response, context.issuer, context)
  const byIssuer = direct ? signedByIssuer(response, context) : null
  if (byIssuer !== null && 'signer' in byIssuer) return byIssuer
  let problem = byIssuer?.problem ?? null
  let genuine = byIssuer?.genuine ?? 'no'
  for (const candidate of delegated(response, context)) {
    const found = delegatedProblem(response, candidate, certificate, context)
    if (found === null) return { signer: candidate }
    if (typeof found !== 'string') genuine = 'yes'
    problem ??= typeof found === 'string' ? found : found.undecided
  }
  const none = 'is of a responder to whom the issuer gave no certificate at hand'
  return { problem: problem ?? none, genuine }
}

/**
 * Whether the issuer signed it, or a responder of his whose certificate was sent along, though the
 * ResponderID is of somebody else (RFC 6960 §4.2.2.3). It clears nobody, and is no less genuine.
 */
export function isSignedUnderAnotherName(
  response: BasicOcspResponse,
  certificate: Certificate,
  context: RevocationContext,
): boolean {
  const { issuer } = context
  if (!isNamedBy(response, issuer, context)) {
    if (signatureProblem(response, issuer, context) === null) return true
  }
  const issuerKey = nameKey(issuer.subject)
  const others = response.certificates.filter(
    (one) => nameKey(one.issuer) === issuerKey && !isNamedBy(response, one, context),
  )
  return eachOnce(others).some(
    (one) => typeof delegatedProblem(response, one, certificate, context) !== 'string',
  )
}

/** §4.2.2.3 and §4.2.1: by name, or by SHA-1 over the key. */
function isNamedBy(
  { responder }: BasicOcspResponse,
  signer: Certificate,
  { crypto }: RevocationContext,
): boolean {
  if (responder.by === 'name') return sameName(responder.name, signer.subject)
  const hash = keyHash(signer, 'SHA-1', crypto)
  return hash !== null && equalBytes(hash, responder.hash)
}

/**
 * RFC 6960 asks no purpose of the key that signed the certificate itself. RFC 5280 §4.2.1.3 would
 * have digitalSignature beside keyCertSign; authorities that answer themselves leave it out, and
 * OpenSSL and GnuTLS do not ask for it either: a key that may issue may say what it issued.
 */
function signedByIssuer(response: BasicOcspResponse, context: RevocationContext): Responder {
  const { issuer, anchor } = context
  const signature = signatureProblem(response, issuer, context)
  if (signature !== null) return { problem: signature, genuine: 'no' }
  // An anchor is a name and a key; its dates are not judged (RFC 5280 §6.1.1 (d)).
  const isAnchor = sameCertificate(issuer, anchor.certificate)
  const problem = isAnchor ? null : datesProblem(response, issuer)
  return problem === null ? { signer: issuer } : { problem, genuine: 'yes' }
}

function delegatedProblem(
  response: BasicOcspResponse,
  responder: Certificate,
  certificate: Certificate,
  context: RevocationContext,
): SignerProblem | null {
  if (equalBytes(responder.spki, certificate.spki)) return 'is of the very key that it is about'
  const name = quotedSubject(responder)
  const purpose = purposeProblem(responder, 'ocsp-signing', 'target')
  if (purpose !== null) return `is of ${name}: ${purpose.detail}`
  if (signatureProblem(responder, context.issuer, context) !== null) {
    return `is of ${name}, whose certificate is not signed by the same authority`
  }
  const problem =
    signatureProblem(response, responder, context) ?? datesProblem(response, responder)
  if (problem !== null) return problem
  const unfit = unfitness(response, responder, context)
  if (unfit === null) return null
  if (typeof unfit === 'string') return `is of ${name}: ${unfit}`
  return { undecided: `is of ${name}: ${unfit.undecided}` }
}

function unfitness(
  { producedAt }: BasicOcspResponse,
  responder: Certificate,
  { at, signerProblem }: RevocationContext,
): SignerProblem | null {
  return producedAt > at
    ? signerProblem(responder, 'ocsp-signing', producedAt)
    : signerProblem(responder, 'ocsp-signing')
}

/** What is remembered is counted too: memory must not change a verdict. */
function signatureProblem(
  signed: Signed,
  signer: Certificate,
  { crypto, budget }: RevocationContext,
): string | null {
  spendOnVerification(signed, signer.spki, budget)
  const { outcome } = verifySigned(signed, signer.spki, crypto)
  if (outcome === 'invalid') return `is not signed by ${quotedSubject(signer)}`
  return outcome === 'unsupported' ? 'has a signature that cannot be computed here' : null
}

/** The last second of a certificate counts to its end: responders state fractions of it. */
function datesProblem({ producedAt }: BasicOcspResponse, signer: Certificate): string | null {
  const ended = signer.notAfter.getTime() + 1_000
  if (signer.notBefore <= producedAt && producedAt.getTime() < ended) return null
  return `was signed on ${formatTime(producedAt)}, when its signer's certificate was not valid`
}

/**
 * Certificates of the issuer for responders that the response may be signed by, each once and in an
 * order that is theirs alone. The budget ends it: a count would let whoever sends others of that
 * name hide the right one.
 */
function delegated(
  response: BasicOcspResponse,
  context: RevocationContext,
): readonly Certificate[] {
  const issuerKey = nameKey(context.issuer.subject)
  const sent = response.certificates.filter((one) => nameKey(one.issuer) === issuerKey)
  const found = [...sent, ...respondersUnder(context.certificates, issuerKey)].filter((one) =>
    isNamedBy(response, one, context),
  )
  return eachOnce(found)
}

function eachOnce(found: readonly Certificate[]): readonly Certificate[] {
  if (found.length < 2) return found
  const each = new Map(found.map((one) => [fingerprint(one.der), one]))
  return [...each.values()].sort((a, b) => compareBytes(a.der, b.der))
}

const byIssuer = new WeakMap<readonly Certificate[], ReadonlyMap<string, Certificate[]>>()

/** Each set is looked through once for responders, however many responses there are. */
function respondersUnder(pools: Pools<Certificate>, issuerKey: string): readonly Certificate[] {
  return pools.flatMap((pool) => {
    const known = byIssuer.get(pool) ?? indexed(pool)
    byIssuer.set(pool, known)
    return known.get(issuerKey) ?? []
  })
}

function indexed(pool: readonly Certificate[]): ReadonlyMap<string, Certificate[]> {
  const responders = pool.filter((one) => purposeProblem(one, 'ocsp-signing', 'target') === null)
  return groupBy(responders, (one) => nameKey(one.issuer))
}
