import type { SecurityStore } from '../dss.ts'

/** What the level of a PDF signature is told from. */
export interface LevelFacts {
  readonly subFilter: string | null
  /** Whether the CMS keeps the rules of CAdES and the dictionary those of PDF. */
  readonly cades: 'yes' | 'no'
  /** Whether EN 319 142-1 §6.3 has nothing against it at the level B. */
  readonly baseline: 'yes' | 'no'
  readonly policy: 'present' | 'absent'
  /** Whether the signer's certificate may be among those that travel with it. */
  readonly certificates: 'present' | 'absent'
  readonly signatureTimestamp: 'present' | 'absent'
  /** Whether revocation data stand in the CMS itself. */
  readonly ownRevocationData: 'present' | 'absent'
  readonly store: SecurityStore | null
  /** Index of the revision that is signed. */
  readonly revision: number
  /** Indexes of the revisions that document time-stamps are over. */
  readonly timestamped: readonly number[]
}

/**
 * Family and level as far as the document tells: EN 319 142-1 §6 for the baseline levels,
 * EN 319 142-2 §4 for PKCS #7 (B to LTA are our names, by analogy), §5 for the extended ones, and
 * "PDF-NOT-ETSI" for the rest. Whether time-stamps and revocation data are good is not asked here.
 */
export function levelOf(facts: LevelFacts): string {
  if (isPkcs7(facts.subFilter)) {
    return facts.certificates === 'present' ? `PKCS7-${augmentation(facts)}` : 'PDF-NOT-ETSI'
  }
  if (facts.subFilter !== 'ETSI.CAdES.detached' || facts.cades === 'no') return 'PDF-NOT-ETSI'
  if (facts.baseline === 'yes') return `PAdES-BASELINE-${augmentation(facts)}`
  if (facts.store !== null && laterTimestamps(facts).length > 0) return 'PAdES-LTV'
  return facts.policy === 'present' ? 'PAdES-EPES' : 'PAdES-BES'
}

function isPkcs7(subFilter: string | null): boolean {
  return subFilter === 'adbe.pkcs7.detached' || subFilter === 'adbe.pkcs7.sha1'
}

/** EN 319 142-1 §6.3: each level has what the one before it has. */
function augmentation(facts: LevelFacts): 'B' | 'T' | 'LT' | 'LTA' {
  const later = laterTimestamps(facts)
  if (facts.signatureTimestamp === 'absent' && later.length === 0) return 'B'
  const { store } = facts
  const revocation = store === null ? 0 : store.crls.length + store.ocspResponses.length
  if (revocation === 0 && facts.ownRevocationData === 'absent') return 'T'
  const [since = facts.revision] = store?.revisions ?? []
  return later.some((revision) => revision >= since) ? 'LTA' : 'LT'
}

/** Document time-stamps over a later revision are over this signature as well. */
function laterTimestamps({ revision, timestamped }: LevelFacts): readonly number[] {
  return timestamped.filter((one) => one > revision)
}
