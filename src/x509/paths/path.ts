import type { Certificate } from '../certificate.ts'

/** RFC 5280 §6.1.1 (d): a name and a key that are trusted; `id` tells anchors with the same key apart. */
export interface TrustAnchor {
  readonly id: string
  readonly certificate: Certificate
  /** Since when the lists of the anchor's issuer keep expired certificates (TS 119 612 §5.5.9.1). */
  readonly expiredCertificatesSince?: Date | null
  /** From when on, inclusive, the anchor is not to be relied upon (EN 319 102-1 §5.2.6.4). */
  readonly sunset?: Date | null
}

/** A path from the target, first, up to but without its anchor; empty where the target is the anchor. */
export interface CertificatePath {
  readonly certificates: readonly Certificate[]
  readonly anchor: TrustAnchor
  /** The path of the issuer of the first certificate; null for the anchor's own. */
  readonly above: CertificatePath | null
}

const ofAnchors = new WeakMap<TrustAnchor, CertificatePath>()

/** The path of the anchor itself; the same object each time, so that what is known of it is kept. */
export function anchorPath(anchor: TrustAnchor): CertificatePath {
  const known = ofAnchors.get(anchor)
  if (known !== undefined) return known
  const path = { certificates: [], anchor, above: null }
  ofAnchors.set(anchor, path)
  return path
}

const ofAuthorities = new WeakMap<CertificatePath, WeakMap<Certificate, CertificatePath>>()

/** The path of an authority under another; the same object each time, as batches share authorities. */
export function authorityPath(above: CertificatePath, authority: Certificate): CertificatePath {
  const siblings = ofAuthorities.get(above) ?? new WeakMap<Certificate, CertificatePath>()
  ofAuthorities.set(above, siblings)
  const path = siblings.get(authority) ?? targetPath(above, authority)
  siblings.set(authority, path)
  return path
}

/** The path of a target, of which nothing is kept. */
export function targetPath(above: CertificatePath, target: Certificate): CertificatePath {
  return { certificates: [target, ...above.certificates], anchor: above.anchor, above }
}

/** The certificate that a path is about: its first, or its anchor's. */
export function subjectOfPath(path: CertificatePath): Certificate {
  return path.certificates[0] ?? path.anchor.certificate
}
