import { equalBytes } from '../../src/core/bytes.ts'
import { contextTag, tags } from '../../src/core/der.ts'
import { readOrNull } from '../../src/core/errors.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  decode,
  extendedKeyUsage,
  extensionOids,
  keyUsage,
  processedExtensions,
  subjectKeyIdentifier,
} from '../../src/x509/extensions.ts'
import { sameName } from '../../src/x509/names.ts'
import { verifySigned } from '../../src/x509/signed.ts'
import { crypto } from './chain-requests.ts'
import { type Complaint, complaintsOf, type Finding } from './differential-complaints.ts'
import { constraintsOf, isRefusedAsHost } from './differential-hosts.ts'
import { isLoose, isLooseExtension } from './differential-looseness.ts'

/** Something that a peer refuses and no path validation has to; each is argued. */
interface Reason {
  readonly id: string
  readonly reason: string
  /** Complaints that it explains, where the certificates that they are about are such. */
  readonly explains: readonly RegExp[]
  holds(finding: Finding, about: readonly number[]): boolean
}

const policyExtensions: readonly string[] = [
  extensionOids.policyMappings,
  extensionOids.policyConstraints,
  extensionOids.inhibitAnyPolicy,
]

const reasons: readonly Reason[] = [
  {
    id: 'anchor-validity',
    reason:
      'RFC 5280 §6.1.1 (d): an anchor has no validity; its list says until when it is one (EN 319 102-1 §5.2.6.4)',
    explains: [
      /^openssl (?:9|10) at the anchor$/,
      /^openssl 19 /,
      /^gnutls (?:expired|not yet valid|issuer)$/,
    ],
    holds: ({ chain, now }, about) =>
      about.includes(chain.length - 1) &&
      about.every((place) => (place === chain.length - 1) !== isValid(chain[place], now)),
  },
  {
    id: 'qc-statements',
    reason:
      'RFC 5280 §4.2: the qualified certificate statements (RFC 3739 §3.2.6) may be critical and are processed here',
    explains: [/^openssl 34 /, /^gnutls critical$/],
    holds: (finding, about) =>
      processesAll(finding, about) && hasCritical(finding, about, [extensionOids.qcStatements]),
  },
  {
    id: 'policy-extensions',
    reason:
      'RFC 5280 §4.2.1.5, §4.2.1.11 and §4.2.1.14: these are critical and processed here; GnuTLS knows the policies alone',
    explains: [/^gnutls critical$/],
    holds: (finding, about) =>
      processesAll(finding, about) && hasCritical(finding, about, policyExtensions),
  },
  {
    id: 'key-identifiers',
    reason:
      'RFC 5280 §4.2.1.1: key identifiers help to find the issuer, and §6.1 does not look at them',
    explains: [/^openssl (?:2|7|18|19|20) /, /^gnutls (?:issuer|signature)$/],
    holds: (finding, about) =>
      links(finding, about).some(([below, above]) => keyIdentifiersDiffer(below, above)),
  },
  {
    id: 'names-by-octets',
    reason:
      'RFC 5280 §7.1: names are compared after the preparation of RFC 4518; GnuTLS compares octets, and OpenSSL prepares ASCII alone',
    explains: [/^openssl 20 /, /^gnutls (?:issuer|signature)$/],
    holds: (finding, about) =>
      links(finding, about).some(
        ([below, above]) =>
          sameName(below.issuer, above.subject) && !equalBytes(below.issuer, above.subject),
      ),
  },
  {
    id: 'first-issuer',
    reason:
      'RFC 5280 §6.1 validates paths, and all are tried here; OpenSSL and GnuTLS take one of several issuers of a name, and stay with it',
    explains: [/^openssl (?:7|18|19|20) /, /^gnutls (?:issuer|signature)$/],
    holds: (finding, about) =>
      links(finding, about).some(
        ([, above]) =>
          finding.chain.slice(1).filter((one) => sameName(one.subject, above.subject)).length > 1,
      ),
  },
  {
    id: 'common-name-as-host',
    reason:
      'RFC 5280 §4.2.1.10: constraints on hosts are of the SubjectAltName; the common name is none (RFC 9525 §2)',
    explains: [/^openssl (?:47|48) /],
    holds: ({ chain }, about) =>
      about.some((place) => isRefusedAsHost(chain, place, /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i)),
  },
  {
    id: 'common-name-as-label',
    reason: 'the same: GnuTLS takes a common name without a dot for a host as well',
    explains: [/^gnutls constraints$/],
    holds: ({ chain }, about) =>
      about.some((place) => isRefusedAsHost(chain, place, /^[a-z0-9_.-]+$/i)),
  },
  {
    id: 'directory-constraints',
    reason:
      'RFC 5280 §4.2.1.10: constraints on directory names are processed here; GnuTLS does not, and refuses all where two authorities have them',
    explains: [/^gnutls constraints$/],
    holds: ({ chain }, about) => {
      const above = chain.slice((about[0] ?? 0) + 1).flatMap(constraintsOf)
      const bases = above.flatMap(({ permitted, excluded }) => [...permitted, ...excluded])
      return above.length > 1 && bases.every(({ base }) => base.kind === 'directory')
    },
  },
  {
    id: 'purposes-of-anchor',
    reason: 'RFC 5280 §6.1.1 (d): the purposes of an anchor are no part of the path',
    explains: [/^openssl 26 at the anchor$/, /^gnutls purpose$/],
    holds: ({ chain }, about) =>
      about.includes(chain.length - 1) &&
      !statesServers(chain[chain.length - 1]) &&
      chain.slice(0, -1).every(statesServers),
  },
  {
    id: 'any-purpose',
    reason:
      'RFC 5280 §4.2.1.12: anyExtendedKeyUsage stands for every purpose; OpenSSL and GnuTLS ask for the one of servers itself',
    explains: [/^openssl 26 /, /^gnutls purpose$/],
    holds: (finding, about) =>
      certificates(finding, about).some((one) => !statesServers(one)) &&
      certificates(finding, about).every((one) => statesServers(one) || statesAny(one)),
  },
  {
    id: 'key-usage-of-servers',
    reason:
      'RFC 5280 §4.2.1.12: key usage and purposes "may be consistent"; which usage a server needs depends on the key exchange, which nobody sees here',
    explains: [/^openssl 26 /],
    holds: (finding, about) => certificates(finding, about).every(isServerOfNoExchange),
  },
  {
    id: 'self-issued-path-length',
    reason: 'RFC 5280 §6.1.4 (l): self-issued certificates do not count; GnuTLS counts them',
    explains: [/^gnutls constraints$/],
    holds: ({ chain }, about) =>
      chain.some((one, place) => {
        const limit = readOrNull(() => basicConstraints(one)?.pathLength ?? null)
        const between = chain.slice(1, place)
        const counted = between.filter(({ issuer, subject }) => !sameName(issuer, subject))
        return (
          limit !== null &&
          between.length > limit &&
          counted.length <= limit &&
          place > (about[0] ?? 0)
        )
      }),
  },
  {
    id: 'not-looked-into',
    reason:
      'what key identifiers, other names (in constraints too, §4.2.1.10) and addresses of issuers and CRLs hold beside what is asked of them is not read, and decides nothing (RFC 5280 §6.1)',
    explains: [/^openssl (?:unreadable|20 )/, /^gnutls (?:unreadable|issuer)$/],
    holds: ({ chain }, about) => about.some((place) => isLoose(chain[place] as Certificate)),
  },
  {
    id: 'critical-and-not-looked-into',
    reason:
      'the same where the extension is critical: GnuTLS says of one that it cannot read that it is unknown',
    explains: [/^gnutls critical$/],
    holds: (finding, about) =>
      processesAll(finding, about) &&
      certificates(finding, about).some((one) =>
        one.extensions.some((extension) => extension.critical && isLooseExtension(one, extension)),
      ),
  },
]

/** The complaints that nothing explains, and the reasons that explained the others. */
export function unexplained(finding: Finding): {
  readonly complaints: readonly string[]
  readonly reasons: readonly string[]
} {
  const complaints = complaintsOf(finding)
  const all = complaints.map((complaint) => ({
    complaint,
    explained: explanationOf(finding, complaint, complaints),
  }))
  return {
    complaints: all
      .filter(({ explained }) => explained === null)
      .map(({ complaint }) => complaint.text),
    reasons: all.flatMap(({ explained }) => explained?.id ?? []),
  }
}

function explanationOf(
  finding: Finding,
  { text, about }: Complaint,
  others: readonly Complaint[],
): Reason | null {
  // Nothing explains a signature that is of another key.
  if (/^openssl 7 |^gnutls signature$/.test(text) && !links(finding, about).every(isSigned))
    return null
  // What GnuTLS says of a certificate under an issuer that is none is no news where that is explained.
  const astray = others.find((one) => one.text === 'gnutls signature' && one.about === about)
  if (text === 'gnutls constraints' && astray !== undefined)
    return explanationOf(finding, astray, [])
  return (
    reasons.find(
      (one) => one.explains.some((pattern) => pattern.test(text)) && one.holds(finding, about),
    ) ?? null
  )
}

type Link = readonly [Certificate, Certificate]

function isSigned([below, above]: Link): boolean {
  return verifySigned(below, above.spki, crypto).outcome === 'valid'
}

function certificates({ chain }: Finding, about: readonly number[]): readonly Certificate[] {
  return about.flatMap((place) => chain[place] ?? [])
}

function links({ chain }: Finding, about: readonly number[]): readonly Link[] {
  return about.flatMap((place): readonly Link[] => {
    const [below, above] = [chain[place], chain[place + 1]]
    return below !== undefined && above !== undefined && about.includes(place + 1)
      ? [[below, above]]
      : []
  })
}

function isValid(certificate: Certificate | undefined, now: Date): boolean {
  return certificate !== undefined && certificate.notBefore <= now && now <= certificate.notAfter
}

/** True where no certificate has a critical extension that nobody here processes. */
function processesAll(finding: Finding, about: readonly number[]): boolean {
  return certificates(finding, about).every(({ extensions }) =>
    extensions.every(({ oid, critical }) => !critical || processedExtensions.has(oid)),
  )
}

function hasCritical(finding: Finding, about: readonly number[], oids: readonly string[]): boolean {
  return certificates(finding, about).some(({ extensions }) =>
    extensions.some(({ oid, critical }) => critical && oids.includes(oid)),
  )
}

function keyIdentifiersDiffer(below: Certificate, above: Certificate): boolean {
  const wanted = readOrNull(() => authorityKeyIdentifier(below))
  const own = readOrNull(() => subjectKeyIdentifier(above))
  if (wanted !== null && own !== null && !equalBytes(wanted, own)) return true
  const serial = readOrNull(() =>
    decode(below, extensionOids.authorityKeyIdentifier, (reader) => {
      const members = reader.enter(tags.sequence)
      members.optional(contextTag(0, 'primitive'))
      members.optional(contextTag(1, 'constructed'))
      return members.optional(contextTag(2, 'primitive'))
    }),
  )
  return serial !== null
}

function statesServers(certificate: Certificate | undefined): boolean {
  if (certificate === undefined) return false
  const purposes = readOrNull(() => extendedKeyUsage(certificate))
  return purposes === null || purposes.includes('1.3.6.1.5.5.7.3.1')
}

function statesAny(certificate: Certificate): boolean {
  return readOrNull(() => extendedKeyUsage(certificate))?.includes('2.5.29.37.0') === true
}

/** Its purposes fit, and it has none of the usages that OpenSSL asks of a server's certificate. */
function isServerOfNoExchange(certificate: Certificate): boolean {
  const usages = readOrNull(() => keyUsage(certificate))
  const exchanges = ['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const
  return statesServers(certificate) && usages !== null && !exchanges.some((one) => usages.has(one))
}
