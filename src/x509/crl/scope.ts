import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { basicConstraints } from '../extensions.ts'
import { sameName } from '../names.ts'
import type { Crl } from './crl.ts'
import { allReasons, type IssuingDistributionPoint, type ReasonMask } from './extensions.ts'
import type { CrlFacts } from './facts.ts'
import { directoryKey, type Point, pointsOf } from './points.ts'

/**
 * RFC 5280 §6.3.3 (b) and (d): the reasons for which the CRL speaks of the certificate, over all
 * its distribution points; none where the certificate is out of the CRL's scope.
 */
export function coveredReasons(certificate: Certificate, crl: Crl, facts: CrlFacts): ReasonMask {
  const { point } = facts
  // Without the extension a CRL is about every certificate of its issuer (§5.2.5).
  if (point === null) return sameName(crl.issuer, certificate.issuer) ? allReasons : 0
  if (!isOfKind(certificate, point.onlyContains)) return 0
  const issuer = directoryKey(crl.issuer)
  const own = issuer === directoryKey(certificate.issuer)
  let reasons = 0
  for (const one of pointsOf(certificate)) {
    const byIssuer = one.crlIssuers === null ? own : isDesignated(one.crlIssuers, issuer, point)
    if (byIssuer && namesMatch(one, facts)) reasons |= sharedReasons(one, point)
  }
  return reasons
}

/** (b)(1): the CRL of another issuer must be named, and be indirect. */
function isDesignated(
  crlIssuers: readonly string[],
  issuer: string,
  point: IssuingDistributionPoint,
): boolean {
  return point.indirect === 'yes' && crlIssuers.includes(issuer)
}

/** (b)(2)(i). */
function namesMatch(one: Point, { pointNames }: CrlFacts): boolean {
  if (pointNames === null) return true
  const names = one.names ?? one.crlIssuers ?? []
  return names.some((name) => pointNames.has(name))
}

/** (b)(2)(ii) to (iv). By §5.2.5 a CRL for one kind has no certificates of versions 1 and 2. */
function isOfKind(
  certificate: Certificate,
  kind: IssuingDistributionPoint['onlyContains'],
): boolean {
  if (kind === 'all') return true
  if (certificate.version !== 3 || kind === 'attribute-certificates') return false
  const constraints = readOrNull(() => ({ of: basicConstraints(certificate) }))
  if (constraints === null) return false
  return (constraints.of?.ca === 'yes') === (kind === 'ca-certificates')
}

/** (d). */
function sharedReasons(one: Point, { onlySomeReasons }: IssuingDistributionPoint): ReasonMask {
  return (one.reasons ?? allReasons) & (onlySomeReasons ?? allReasons)
}
