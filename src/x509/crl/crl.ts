import {
  type AlgorithmIdentifier,
  readAlgorithmIdentifier,
} from '../../core/algorithm-identifier.ts'
import { Budget, budgetExceeded } from '../../core/budget.ts'
import {
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../core/der.ts'
import { smallInteger, timeValue } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { fingerprint } from '../../core/fingerprint.ts'
import { type Departure, type Extension, readTaggedExtensions } from '../certificate.ts'
import { nameKey } from '../names.ts'
import { parseDer } from '../parse-der.ts'
import { readSigned, type SignedParts } from '../signed.ts'
import { type CrlEntries, type CrlEntry, noEntries, readEntries } from './entries.ts'
import { issuingDistributionPoint } from './extensions.ts'

/** A certificate revocation list (RFC 5280 §5.1) as it stands; `entryOf` looks certificates up in it. */
export interface Crl {
  readonly der: Uint8Array
  readonly tbs: Uint8Array
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  readonly issuer: Uint8Array
  readonly thisUpdate: Date
  /** RFC 5280 §5.1.2.5 requires it; null where an issuer left it out. */
  readonly nextUpdate: Date | null
  readonly extensions: readonly Extension[]
  readonly entries: CrlEntries
  readonly departures: readonly Departure[]
}

/**
 * What the CRL says of the certificate with the serial number, or null: it is not listed. The
 * certificate's issuer is the CRL's own unless another is named, as for indirect CRLs (§5.3.3).
 */
export function entryOf(
  crl: Crl,
  serialNumber: Uint8Array,
  certificateIssuer: Uint8Array = crl.issuer,
): CrlEntry | null {
  return crl.entries.find(serialNumber, nameKey(certificateIssuer))
}

/**
 * Reads one CRL in DER, and keeps the octets it was given; throws `crl-malformed` or
 * `budget-exceeded`.
 */
export function parseCrl(der: Uint8Array, budget = new Budget()): Crl {
  // The index has offsets of 31 bits.
  if (der.length > longestCrl) throw budgetExceeded('bytes', longestCrl)
  return parseDer(der, budget, structure, (outer) => {
    const { body, start, outside, signatureIs } = readSigned(outer)
    outer.finish()
    const departures: Departure[] = signatureIs === 'bits' ? ['signature-not-octets'] : []
    return readTbsCertList(body, start, outside, departures, budget)
  })
}

const structure = { called: 'a CRL', malformed: 'crl-malformed' } as const

const longestCrl = 2 ** 31 - 1

function readTbsCertList(
  tbs: DerReader,
  start: number,
  outside: SignedParts['outside'],
  departures: Departure[],
  budget: Budget,
): Crl {
  const version = readVersion(tbs)
  const tbsSignatureAlgorithm = readAlgorithmIdentifier(tbs)
  const issuer = encodedBytes(tbs.read(tags.sequence))
  const thisUpdate = timeValue(tbs.read())
  const dated = tbs.nextTag === tags.utcTime || tbs.nextTag === tags.generalizedTime
  const nextUpdate = dated ? timeValue(tbs.read()) : null
  const revoked = tbs.optional(tags.sequence)
  const extensions = readCrlExtensions(tbs, version, departures)
  if (!tbs.done) throw derMalformed('trailing members of TBSCertList', start)
  const point = readOrNull(() => issuingDistributionPoint({ extensions }))
  const plan = {
    version,
    issuerKey: nameKey(issuer),
    indirect: point?.indirect ?? 'no',
    fingerprint: fingerprint(outside.der),
    budget,
  }
  const entries = revoked === null || isEmpty(revoked) ? noEntries : readEntries(revoked, plan)
  if (entries.repeatedExtension === 'yes') departures.push('duplicate-extension')
  return {
    der: outside.der,
    tbs: outside.tbs,
    tbsSignatureAlgorithm,
    signatureAlgorithm: outside.signatureAlgorithm,
    signature: outside.signature,
    issuer,
    thisUpdate,
    nextUpdate,
    extensions,
    entries,
    departures,
  }
}

/**
 * RFC 5280 §5.1.2.6: where none is revoked the list MUST be absent. Authorities, of Ukraine among
 * them, have an empty one instead, which says no more than its absence, and OpenSSL and GnuTLS take
 * it as that: so do we.
 */
function isEmpty(list: Element): boolean {
  return list.contentStart === list.contentEnd
}

/** RFC 5280 §5.1.2.1: version 2 is written as 1, and version 1 is not written. */
function readVersion(tbs: DerReader): 1 | 2 {
  const version = tbs.optional(tags.integer)
  if (version === null) return 1
  if (smallInteger(version) !== 1) throw derMalformed('unknown version', version.start)
  return 2
}

/** §5.1.2.7: only in version 2. */
function readCrlExtensions(
  tbs: DerReader,
  version: 1 | 2,
  departures: Departure[],
): readonly Extension[] {
  if (version === 1 && tbs.nextTag === contextTag(0, 'constructed')) {
    throw derMalformed('extensions in version 1', tbs.offset)
  }
  return readTaggedExtensions(tbs, 0, departures)
}
