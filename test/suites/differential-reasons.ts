import { equalBytes } from '../../src/core/bytes.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../src/core/der.ts'
import { oidValue } from '../../src/core/der-values.ts'
import { readOrNull } from '../../src/core/errors.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  decode,
  extensionOids,
  subjectKeyIdentifier,
} from '../../src/x509/extensions.ts'
import { nameAttribute, nameKey, sameName } from '../../src/x509/names.ts'
import type { Answer } from './peers.ts'

/** A chain that passes here, target first, and what OpenSSL and GnuTLS have against it. */
export interface Finding {
  readonly chain: readonly Certificate[]
  readonly now: Date
  readonly openssl: Answer
  readonly gnutls: Answer
}

/** Something that a peer refuses and no path validation has to; each is argued. */
interface Reason {
  readonly id: string
  readonly reason: string
  /** Complaints that it explains, where the chain is such that they are to be expected. */
  readonly explains: readonly RegExp[]
  holds(finding: Finding): boolean
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
    holds: ({ chain, now }) => {
      const anchor = anchorOf(chain)
      return anchor.notBefore > now || anchor.notAfter < now
    },
  },
  {
    id: 'qc-statements',
    reason:
      'RFC 5280 §4.2: the qualified certificate statements (RFC 3739 §3.2.6) may be critical and are processed here',
    explains: [/^openssl 34 /, /^gnutls critical$/],
    holds: ({ chain }) =>
      chain.some(({ extensions }) =>
        extensions.some(({ oid, critical }) => critical && oid === extensionOids.qcStatements),
      ),
  },
  {
    id: 'policy-extensions',
    reason:
      'RFC 5280 §4.2.1.5, §4.2.1.11 and §4.2.1.14: these are critical and processed here; GnuTLS knows the policies alone',
    explains: [/^gnutls critical$/],
    holds: ({ chain }) =>
      chain.some(({ extensions }) =>
        extensions.some(({ oid, critical }) => critical && policyExtensions.includes(oid)),
      ),
  },
  {
    id: 'key-identifiers',
    reason:
      'RFC 5280 §4.2.1.1: key identifiers help to find the issuer, and §6.1 does not look at them',
    explains: [/^openssl (?:2|7|18|19|20) /, /^gnutls (?:issuer|signature)$/],
    holds: ({ chain }) => links(chain).some(([below, above]) => keyIdentifiersDiffer(below, above)),
  },
  {
    id: 'names-by-octets',
    reason:
      'RFC 5280 §7.1: names are compared after the preparation of RFC 4518; GnuTLS compares octets, and OpenSSL prepares ASCII alone',
    explains: [/^openssl 20 /, /^gnutls (?:issuer|signature)$/],
    holds: ({ chain }) =>
      links(chain).some(
        ([below, above]) =>
          sameName(below.issuer, above.subject) && !equalBytes(below.issuer, above.subject),
      ),
  },
  {
    id: 'first-issuer',
    reason:
      'RFC 5280 §6.1 validates paths, and all are tried here; OpenSSL and GnuTLS take one of several issuers of a name, and stay with it',
    explains: [/^openssl (?:7|18|19|20) /, /^gnutls (?:issuer|signature)$/],
    holds: ({ chain }) =>
      chain
        .slice(1)
        .some((one, i) => chain.slice(i + 2).some((other) => sameName(one.subject, other.subject))),
  },
  {
    id: 'common-name-as-host',
    reason:
      'RFC 5280 §4.2.1.10: constraints on hosts and addresses are of the SubjectAltName; the common name is none (RFC 9525 §2)',
    explains: [/^openssl (?:47|48) /, /^gnutls constraints$/],
    holds: ({ chain }) => constrained(chain) && chain.some(hasCommonName),
  },
  {
    id: 'self-issued-path-length',
    reason: 'RFC 5280 §6.1.4 (l): self-issued certificates do not count; GnuTLS counts them',
    explains: [/^gnutls constraints$/],
    holds: ({ chain }) =>
      chain.slice(1, -1).some(({ issuer, subject }) => sameName(issuer, subject)) &&
      chain.some((one) => readOrNull(() => basicConstraints(one)?.pathLength ?? null) !== null),
  },
  {
    id: 'not-looked-into',
    reason:
      'what key identifiers, other names (in constraints too, §4.2.1.10) and addresses of issuers and CRLs hold beside what is asked of them is not read, and decides nothing (RFC 5280 §6.1)',
    explains: [/^openssl (?:unreadable|20 )/, /^gnutls (?:unreadable|issuer|critical)$/],
    holds: ({ chain }) => chain.some(isLoose),
  },
]

/** The complaints that nothing explains, and the reasons that explained the others. */
export function unexplained(finding: Finding): {
  readonly complaints: readonly string[]
  readonly reasons: readonly string[]
} {
  const holding = reasons.filter((one) => one.holds(finding))
  const explain = (complaint: string) =>
    holding.find(({ explains }) => explains.some((pattern) => pattern.test(complaint)))
  const all = complaintsOf(finding)
  return {
    complaints: all.filter((one) => explain(one) === undefined),
    reasons: all.flatMap((one) => explain(one)?.id ?? []),
  }
}

/** A word for each thing that a peer says; what is not known is said in its own words. */
function complaintsOf({ chain, openssl, gnutls }: Finding): readonly string[] {
  const theirs = [...openssl.text.matchAll(/error (\d+) at (\d+) depth/g)].map(
    ([, code, depth]) =>
      `openssl ${code} at ${Number(depth) === chain.length - 1 ? 'the anchor' : depth}`,
  )
  if (opensslUnreadable.test(openssl.text)) theirs.push('openssl unreadable')
  const words = Object.entries(gnutlsWords).filter(([, pattern]) => pattern.test(gnutls.text))
  const others = words.map(([word]) => `gnutls ${word}`)
  return [
    ...(theirs.length > 0 ? theirs : [`openssl: ${openssl.text}`]),
    ...(others.length > 0 ? others : [`gnutls: ${gnutls.text}`]),
  ]
}

const opensslUnreadable = /Could not read|invalid certificate|asn1_|ASN1_OBJECT|d2i/

const gnutlsWords = {
  expired: /uses expired certificate/,
  'not yet valid': /uses not yet valid certificate/,
  critical: /contains an unknown critical extension/,
  issuer: /issuer is unknown/,
  signature: /signature in the certificate is invalid/,
  constraints: /violates the signer's constraints/,
  unreadable: /parsing|ASN1 parser/,
} as const

function anchorOf(chain: readonly Certificate[]): Certificate {
  return chain[chain.length - 1] as Certificate
}

function links(chain: readonly Certificate[]): readonly (readonly [Certificate, Certificate])[] {
  return chain.slice(1).map((above, i) => [chain[i] as Certificate, above])
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

function constrained(chain: readonly Certificate[]): boolean {
  return chain.some(({ extensions }) =>
    extensions.some(({ oid }) => oid === extensionOids.nameConstraints),
  )
}

function hasCommonName({ subject }: Certificate): boolean {
  return nameAttribute(subject, '2.5.4.3') !== null
}

/** Extensions whose content is wrong in places where nobody here looks. */
const looseReaders: Readonly<Record<string, (reader: DerReader) => void>> = {
  [extensionOids.authorityKeyIdentifier]: (reader) => {
    const members = reader.enter(tags.sequence)
    members.optional(contextTag(0, 'primitive'))
    const issuer = members.optional(contextTag(1, 'constructed'))
    const serial = members.optional(contextTag(2, 'primitive'))
    if (serial !== null && contentBytes(serial).length === 0) throw derMalformed('empty', 0)
    members.finish()
    if (issuer !== null) readNames(members.within(issuer))
  },
  [extensionOids.subjectKeyIdentifier]: (reader) => {
    reader.read(tags.octetString)
  },
  [extensionOids.subjectAltName]: (reader) => readNames(reader.enter(tags.sequence)),
  [extensionOids.issuerAltName]: (reader) => readNames(reader.enter(tags.sequence)),
  [extensionOids.nameConstraints]: (reader) => {
    const lists = reader.enter(tags.sequence)
    while (!lists.done) {
      const list = lists.within(lists.read())
      while (!list.done) readNames(list.enter(tags.sequence))
    }
  },
  [extensionOids.crlDistributionPoints]: readPoints,
  [extensionOids.freshestCrl]: readPoints,
  [extensionOids.authorityInformationAccess]: (reader) => {
    const list = reader.enter(tags.sequence)
    while (!list.done) {
      const description = list.enter(tags.sequence)
      description.read(tags.oid)
      readNames(description)
    }
  },
}

/** DirectoryString is of one character at least (RFC 5280 appendix A.1). */
function hasEmptyString(name: Uint8Array): boolean {
  return nameKey(name).includes('=""')
}

function isLoose(certificate: Certificate): boolean {
  if (hasEmptyString(certificate.subject) || hasEmptyString(certificate.issuer)) return true
  return Object.entries(looseReaders).some(([oid, read]) => {
    if (!certificate.extensions.some((one) => one.oid === oid)) return false
    return readOrNull(() => decode(certificate, oid, (reader) => [read(reader)])) === null
  })
}

function readPoints(reader: DerReader): void {
  const points = reader.enter(tags.sequence)
  while (!points.done) {
    const point = points.enter(tags.sequence)
    const name = point.read(contextTag(0, 'constructed'))
    point.optional(contextTag(1, 'primitive'))
    point.optional(contextTag(2, 'constructed'))
    point.finish()
    const choice = point.within(name)
    readNames(choice.within(choice.read(contextTag(0, 'constructed'))))
    choice.finish()
  }
}

const generalNameTags: ReadonlySet<number> = new Set([
  0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88,
])

function readNames(names: DerReader): void {
  while (!names.done) {
    const name = names.read()
    if (!generalNameTags.has(name.tag) || contentBytes(name).length === 0)
      throw derMalformed('no GeneralName', name.start)
    if (name.tag === contextTag(4, 'constructed')) readDirectoryName(names.within(name).read())
    if (name.tag !== contextTag(0, 'constructed')) continue
    const members = names.within(name)
    oidValue(members.read(tags.oid))
    const value = members.enter(contextTag(0, 'constructed'))
    value.read()
    value.finish()
    members.finish()
  }
}

/** The key of a name that cannot be read is its octets. */
function readDirectoryName(name: Element): void {
  if (/^#|=#/.test(nameKey(encodedBytes(name)))) throw derMalformed('no Name', name.start)
}
