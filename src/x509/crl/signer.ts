import { compareBytes, equalBytes } from '../../core/bytes.ts'
import { readOrNull } from '../../core/errors.ts'
import { type Certificate, sameCertificate } from '../certificate.ts'
import { authorityKeyIdentifier, keyUsage, subjectKeyIdentifier } from '../extensions.ts'
import { quotedSubject } from '../identifiers.ts'
import { nameKey, sameName } from '../names.ts'
import { certificatesOf } from '../pools.ts'
import type { RevocationContext, SignerProblem } from '../revocation-status.ts'
import { spendOnVerification, verifySigned, verifyWithin } from '../signed.ts'
import type { Crl } from './crl.ts'

/** The certificate whose key signed a CRL and may do so, or why there is none; put behind "the CRL". */
export type CrlSigner =
  | { readonly signer: Certificate }
  | {
      readonly signer: null
      readonly problem: string
      /** yes: the issuer's own key signed it, though it may not. */
      readonly genuine: 'yes' | 'no'
    }

/**
 * RFC 5280 §6.3.3 (f) and (g): the issuer itself, or another certificate of the CRL issuer's name
 * with a path of its own to the same anchor: of an indirect CRL, or of another key of the issuer.
 * Where the certificate in question is itself the CRL issuer that its issuer named in it, its path
 * is the one that is being validated, and its status the one that is asked for (PKITS 4.14.30).
 */
export function signerOf(
  crl: Crl,
  certificate: Certificate,
  context: RevocationContext,
): CrlSigner {
  const { issuer } = context
  const own = sameName(crl.issuer, issuer.subject) ? judge(crl, issuer, context) : notSigned
  if (own.signer !== null) return own
  let told: Unfit = own
  for (const candidate of otherSigners(crl, context)) {
    const judged = judge(crl, candidate, context)
    if (judged.signer === null) {
      if (judged !== notSigned) told = { ...judged, genuine: 'no' }
      continue
    }
    if (isItsOwnCrlIssuer(candidate, certificate)) return judged
    const problem = problemOf(candidate, crl, context)
    if (problem === null) return judged
    if (told.genuine === 'yes') continue
    const open = typeof problem !== 'string'
    const why = open ? problem.undecided : problem
    const text = `is signed by ${quotedSubject(candidate)}, but ${why}`
    told = { signer: null, problem: text, genuine: open ? 'yes' : 'no' }
  }
  return own.genuine === 'yes' ? own : told
}

function problemOf(
  candidate: Certificate,
  crl: Crl,
  context: RevocationContext,
): SignerProblem | null {
  const stranger = strangerProblem(candidate, crl, context)
  if (stranger !== null) return stranger
  const later = crl.thisUpdate > context.at
  const problem = later
    ? context.signerProblem(candidate, 'crl-signing', crl.thisUpdate)
    : context.signerProblem(candidate, 'crl-signing')
  if (problem === null || typeof problem === 'string') return problem
  // Who had expired before says nothing against anyone.
  return crl.thisUpdate <= candidate.notAfter ? problem : problem.undecided
}

/**
 * RFC 5280 §6.3.3 (f) takes any certificate of the name. For a CRL of the issuer itself we ask for one
 * that stands beside it: of the same issuer, self-issued, or its own issuer by another key. Another CA may certify the same
 * name for somebody else; and a usage that is not stated is none (RFC 10007 has it so).
 */
function strangerProblem(
  candidate: Certificate,
  crl: Crl,
  context: RevocationContext,
): string | null {
  const { issuer, anchor } = context
  if (sameCertificate(candidate, anchor.certificate)) return null
  const usage = readOrNull(() => keyUsage(candidate))
  if (usage?.has('crlSign') !== true) return 'his certificate does not say that he may sign CRLs'
  if (!sameName(crl.issuer, issuer.subject)) return null
  const beside =
    sameName(candidate.issuer, issuer.issuer) || sameName(candidate.issuer, candidate.subject)
  if (beside || issuedBy(issuer, candidate, context)) return null
  return 'another authority certified that name'
}

/** The new key of an authority signs the certificate of its old one (RFC 4210 §4.4). */
function issuedBy(issuer: Certificate, by: Certificate, context: RevocationContext): boolean {
  if (!sameName(issuer.issuer, by.subject)) return false
  spendOnVerification(issuer, by.spki, context.budget)
  return verifySigned(issuer, by.spki, context.crypto).outcome === 'valid'
}

function isItsOwnCrlIssuer(candidate: Certificate, certificate: Certificate): boolean {
  if (!sameCertificate(candidate, certificate)) return false
  return !sameName(certificate.subject, certificate.issuer)
}

type Unfit = Extract<CrlSigner, { readonly signer: null }>

const notSigned: Unfit = {
  signer: null,
  problem: 'is not signed by any key of its issuer that is at hand',
  genuine: 'no',
}

/** Whether the key of the certificate signed the CRL, and whether it may. */
function judge(crl: Crl, candidate: Certificate, context: RevocationContext): CrlSigner {
  const { outcome } = verifyWithin(crl, candidate.spki, context)
  if (outcome === 'invalid') return notSigned
  if (outcome === 'unsupported') {
    return { ...notSigned, problem: 'has a signature that cannot be computed here' }
  }
  const accepted = signers.get(candidate)
  if (accepted !== undefined) return accepted
  const judged: CrlSigner = maySignCrls(candidate)
    ? { signer: candidate }
    : { signer: null, problem: `is not for ${quotedSubject(candidate)} to sign`, genuine: 'yes' }
  signers.set(candidate, judged)
  return judged
}

const signers = new WeakMap<Certificate, CrlSigner>()

/** (f): "If a key usage extension is present …, verify that the cRLSign bit is set." */
function maySignCrls(certificate: Certificate): boolean {
  const usage = readOrNull(() => ({ of: keyUsage(certificate) }))
  return usage !== null && usage.of?.has('crlSign') !== false
}

/**
 * Those whose key identifier the CRL states come first (§5.2.1), those with another one last, and
 * the budget ends it: a count would let whoever sends certificates of that name hide the right one.
 */
function otherSigners(
  crl: Crl,
  { issuer, anchor, certificates }: RevocationContext,
): Certificate[] {
  const found = certificatesOf(certificates, nameKey(crl.issuer))
  const { certificate: top } = anchor
  if (sameName(crl.issuer, top.subject) && !found.some((one) => sameCertificate(one, top))) {
    found.push(top)
  }
  const others = found.filter((one) => !sameCertificate(one, issuer))
  if (others.length < 2) return others
  const wanted = readOrNull(() => authorityKeyIdentifier(crl))
  const ranked = others.map((one) => ({ one, rank: keyRank(one, wanted) }))
  ranked.sort((a, b) => a.rank - b.rank || compareBytes(a.one.der, b.one.der))
  return ranked.map(({ one }) => one)
}

function keyRank(certificate: Certificate, wanted: Uint8Array | null): number {
  const stated = wanted === null ? null : readOrNull(() => subjectKeyIdentifier(certificate))
  if (wanted === null || stated === null) return 1
  return equalBytes(wanted, stated) ? 0 : 2
}
