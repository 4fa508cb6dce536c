import { compareBytes, equalBytes } from '../core/bytes.ts'
import { readOrNull } from '../core/errors.ts'
import { type Certificate, sameCertificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import { authorityKeyIdentifier, keyUsage, subjectKeyIdentifier } from './extensions.ts'
import { maskedNameText } from './identifiers.ts'
import { nameKey, sameName } from './names.ts'
import { certificatesOf } from './pools.ts'
import type { RevocationContext } from './revocation-status.ts'
import { spendOnVerification, verifySigned } from './signed.ts'

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
  let told: CrlSigner = own
  for (const candidate of otherSigners(crl, context)) {
    const judged = judge(crl, candidate, context)
    if (judged.signer === null) {
      if (judged !== notSigned) told = { ...judged, genuine: 'no' }
      continue
    }
    if (isItsOwnCrlIssuer(candidate, certificate)) return judged
    const problem = problemOf(candidate, crl, context)
    if (problem === null) return judged
    told = {
      signer: null,
      problem: `is signed by "${nameOf(candidate)}", but ${problem}`,
      genuine: 'no',
    }
  }
  return own.genuine === 'yes' ? own : told
}

function problemOf(candidate: Certificate, crl: Crl, context: RevocationContext): string | null {
  const later = crl.thisUpdate > context.at
  return later
    ? context.signerProblem(candidate, 'crl-signing', crl.thisUpdate)
    : context.signerProblem(candidate, 'crl-signing')
}

function isItsOwnCrlIssuer(candidate: Certificate, certificate: Certificate): boolean {
  if (!sameCertificate(candidate, certificate)) return false
  return !sameName(certificate.subject, certificate.issuer)
}

const notSigned: Extract<CrlSigner, { readonly signer: null }> = {
  signer: null,
  problem: 'is not signed by any key of its issuer that is at hand',
  genuine: 'no',
}

/** Whether the key of the certificate signed the CRL, and whether it may. */
function judge(crl: Crl, candidate: Certificate, context: RevocationContext): CrlSigner {
  spendOnVerification(crl, candidate.spki, context.budget)
  const { outcome } = verifySigned(crl, candidate.spki, context.crypto)
  if (outcome === 'invalid') return notSigned
  if (outcome === 'unsupported') {
    return { ...notSigned, problem: 'has a signature that cannot be computed here' }
  }
  const accepted = signers.get(candidate)
  if (accepted !== undefined) return accepted
  const judged: CrlSigner = maySignCrls(candidate)
    ? { signer: candidate }
    : { signer: null, problem: `is not for "${nameOf(candidate)}" to sign`, genuine: 'yes' }
  signers.set(candidate, judged)
  return judged
}

const signers = new WeakMap<Certificate, CrlSigner>()

/** (f): "If a key usage extension is present …, verify that the cRLSign bit is set." */
function maySignCrls(certificate: Certificate): boolean {
  const usage = readOrNull(() => ({ of: keyUsage(certificate) }))
  return usage !== null && usage.of?.has('crlSign') !== false
}

function nameOf(certificate: Certificate): string {
  return maskedNameText(certificate.subject)
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
