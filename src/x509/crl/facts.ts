import { readOrNull } from '../../core/errors.ts'
import { extensionOids } from '../extensions.ts'
import type { Crl } from './crl.ts'
import {
  crlNumber,
  deltaBase,
  expiredCertificatesSince,
  type IssuingDistributionPoint,
  issuingDistributionPoint,
} from './extensions.ts'
import { pointKeys } from './points.ts'

/** What a CRL's extensions say, read once. */
export interface CrlFacts {
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  readonly point: IssuingDistributionPoint | null
  /** The keys of the names of its distribution point, or null where it has none. */
  readonly pointNames: ReadonlySet<string> | null
  readonly number: bigint | null
  /** Of a delta CRL: the number of the CRL it starts from. */
  readonly base: bigint | null
  readonly expiredSince: Date | null
  /** Why it can be used for no certificate at all, or null; put behind "the CRL". */
  readonly problem: string | null
}

const known = new WeakMap<Crl, CrlFacts>()

/** The facts of a CRL; remembered with it. */
export function factsOf(crl: Crl): CrlFacts {
  const before = known.get(crl)
  if (before !== undefined) return before
  const facts = readFacts(crl)
  known.set(crl, facts)
  return facts
}

function readFacts(crl: Crl): CrlFacts {
  const read = readOrNull(() => {
    const point = issuingDistributionPoint(crl)
    const name = point === null ? null : point.name
    return {
      point,
      pointNames: name === null ? null : new Set(pointKeys(name, [crl.issuer])),
      number: crlNumber(crl),
      base: deltaBase(crl),
      expiredSince: expiredCertificatesSince(crl),
    }
  })
  return {
    thisUpdate: crl.thisUpdate.getTime(),
    nextUpdate: crl.nextUpdate?.getTime() ?? null,
    point: read?.point ?? null,
    pointNames: read?.pointNames ?? null,
    number: read?.number ?? null,
    base: read?.base ?? null,
    expiredSince: read?.expiredSince ?? null,
    problem: read === null ? 'has an extension that cannot be read' : problemOf(crl, read),
  }
}

/**
 * Extensions that are processed here and may be critical (RFC 5280 §5.2). cRLNumber (§5.2.3) and
 * authorityKeyIdentifier (§4.2.1.1) must not be. Nor must freshestCRL (§5.2.6), and X.509, which
 * lets it, forbids the CRL without its delta CRL, whose absence may be of another's doing.
 */
const mayBeCritical: ReadonlySet<string> = new Set([
  extensionOids.deltaCrlIndicator,
  extensionOids.issuingDistributionPoint,
  extensionOids.expiredCertsOnCrl,
])

function problemOf(
  crl: Crl,
  { number, base }: { readonly number: bigint | null; readonly base: bigint | null },
): string | null {
  const critical = crl.extensions.find(({ critical, oid }) => critical && !mayBeCritical.has(oid))
  if (critical !== undefined) {
    return `has the critical extension ${critical.oid}, which is unknown or must not be so`
  }
  const { unprocessed } = crl.entries
  if (unprocessed !== null) {
    return `has an entry with the critical extension ${unprocessed}, which is not processed`
  }
  if (crl.departures.includes('duplicate-extension')) return 'has an extension twice'
  if (crl.departures.includes('signature-not-octets')) return 'has a signature of broken octets'
  // §5.2.3: without it nothing says which base a delta CRL goes with.
  return base !== null && number === null ? 'is a delta CRL without a number' : null
}
