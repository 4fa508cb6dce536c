import type { Certificate } from '../certificate.ts'
import type { RevocationContext, RevocationSource } from '../revocation-status.ts'
import type { Crl } from './crl.ts'
import { factsOf } from './facts.ts'

/** A CRL that was used: with the delta CRL beside it, and the signer of both. */
export interface UsedCrl {
  readonly crl: Crl
  readonly delta: Crl | null
  readonly signer: Certificate
}

/** Whether a "good" of these dates may be relied upon; what was not yet to be replaced, unless it is said. */
export function isCurrent(
  dates: Pick<RevocationSource, 'thisUpdate' | 'nextUpdate'>,
  { at, isFresh }: RevocationContext,
): boolean {
  if (isFresh !== undefined) return isFresh(dates)
  return dates.nextUpdate !== null && at <= dates.nextUpdate
}

/** The later of the two: each alone says how long what it says holds good. */
function nextUpdateOf({ crl, delta }: UsedCrl): Date | null {
  const [own, other] = [crl.nextUpdate, delta?.nextUpdate ?? null]
  if (own === null || other === null) return own ?? other
  return own > other ? own : other
}

const sources = new WeakMap<
  Crl,
  { readonly signer: Certificate; readonly source: RevocationSource }
>()

/** The source of a status that rests on these CRLs: as old as the oldest of them. */
export function sourceOf(used: readonly [UsedCrl, ...UsedCrl[]]): RevocationSource {
  const [first] = used
  if (used.length > 1 || first.delta !== null) return used.map(sourceOfOne).reduce(older)
  const known = sources.get(first.crl)
  if (known?.signer === first.signer) return known.source
  const source = sourceOfOne(first)
  sources.set(first.crl, { signer: first.signer, source })
  return source
}

/** RFC 5280 §5.2.4: a delta CRL brings its complete CRL up to its own date. */
function sourceOfOne(used: UsedCrl): RevocationSource {
  const { crl, delta, signer } = used
  const signatures = [{ signed: crl, signer }]
  return {
    kind: 'crl',
    thisUpdate: (delta ?? crl).thisUpdate,
    nextUpdate: nextUpdateOf(used),
    expiredCertificatesSince: factsOf(crl).expiredSince,
    signatures: delta === null ? signatures : [...signatures, { signed: delta, signer }],
  }
}

function older(a: RevocationSource, b: RevocationSource): RevocationSource {
  return {
    kind: 'crl',
    thisUpdate: a.thisUpdate < b.thisUpdate ? a.thisUpdate : b.thisUpdate,
    nextUpdate: bothOr(a.nextUpdate, b.nextUpdate, (one, other) => one < other),
    expiredCertificatesSince: bothOr(
      a.expiredCertificatesSince,
      b.expiredCertificatesSince,
      (one, other) => one > other,
    ),
    signatures: [...a.signatures, ...b.signatures],
  }
}

function bothOr(a: Date | null, b: Date | null, isFirst: (a: Date, b: Date) => boolean) {
  if (a === null || b === null) return null
  return isFirst(a, b) ? a : b
}
