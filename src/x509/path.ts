import type { Certificate } from './certificate.ts'

/** RFC 5280 §6.1.1 (d): a name and a key that are trusted; `id` tells anchors with the same key apart. */
export interface TrustAnchor {
  readonly id: string
  readonly certificate: Certificate
}

/** A path from the target, first, up to but without its anchor; empty where the target is the anchor. */
export interface CertificatePath {
  readonly certificates: readonly Certificate[]
  readonly anchor: TrustAnchor
}

/** The certificate above the one at `index` in the path. */
export function issuerIn(path: CertificatePath, index: number): Certificate {
  return path.certificates[index + 1] ?? path.anchor.certificate
}
