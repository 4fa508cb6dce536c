import { contentBytes, contextTag, DerReader, derMalformed, tags } from '../core/der.ts'
import {
  bitStringValue,
  booleanValue,
  integerBytes,
  oidValue,
  smallInteger,
} from '../core/der-values.ts'
import { memo } from '../core/memo.ts'
import { type Certificate, type Extension, findExtension } from './certificate.ts'
import { type GeneralName, readGeneralNames } from './general-names.ts'

/** Extensions by OID (RFC 5280 §4.2). */
export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  privateKeyUsagePeriod: '2.5.29.16',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  qcStatements: '1.3.6.1.5.5.7.1.3',
  /** RFC 6960 §4.2.2.2.1. */
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  /** X.509 (2019) §9.5.2.8. */
  expiredCertsOnCrl: '2.5.29.60',
  /** RFC 9608 §2. */
  noRevocationAvailable: '2.5.29.56',
  /** EN 319 412-1 §5.2. */
  validityAssuredShortTerm: '0.4.0.194121.2.1',
} as const

/** Extensions that are processed somewhere here; any other that is critical stops the path. */
export const processedExtensions: ReadonlySet<string> = new Set([
  extensionOids.basicConstraints,
  extensionOids.keyUsage,
  extensionOids.extendedKeyUsage,
  extensionOids.certificatePolicies,
  extensionOids.policyMappings,
  extensionOids.policyConstraints,
  extensionOids.inhibitAnyPolicy,
  extensionOids.nameConstraints,
  extensionOids.subjectAltName,
  extensionOids.subjectKeyIdentifier,
  extensionOids.authorityKeyIdentifier,
  extensionOids.crlDistributionPoints,
  extensionOids.qcStatements,
])

/** The bits of KeyUsage in order (RFC 5280 §4.2.1.3). */
const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'crlSign',
  'encipherOnly',
  'decipherOnly',
] as const

/** A use of the key by the name of its bit (RFC 5280 §4.2.1.3). */
export type KeyUsage = (typeof keyUsageBits)[number]

/** RFC 5280 §4.2.1.9; `pathLength` is null where there is no limit. */
export interface BasicConstraints {
  readonly ca: 'yes' | 'no'
  readonly pathLength: number | null
}

type Carrier = { readonly extensions: readonly Extension[] }

/** Null where the extension is absent; throws `der-malformed` where it cannot be read. */
export function basicConstraints(certificate: Carrier): BasicConstraints | null {
  return decode(certificate, extensionOids.basicConstraints, (reader) => {
    const members = reader.enter(tags.sequence)
    const flag = members.optional(tags.boolean)
    const limit = members.optional(tags.integer)
    members.finish()
    const ca = flag !== null && booleanValue(flag) ? 'yes' : 'no'
    const pathLength = limit === null ? null : smallInteger(limit)
    if (pathLength !== null && pathLength < 0) throw derMalformed('negative pathLenConstraint', 0)
    return { ca, pathLength }
  })
}

/**
 * The uses allowed (RFC 5280 §4.2.1.3); null where the extension is absent; throws `der-malformed`.
 */
export function keyUsage(certificate: Carrier): ReadonlySet<KeyUsage> | null {
  return decode(certificate, extensionOids.keyUsage, (reader) => {
    const bits = bitStringValue(reader.read(tags.bitString)).bytes
    return new Set(
      keyUsageBits.filter((_, i) => (((bits[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) === 1),
    )
  })
}

/** OIDs of the key purposes (RFC 5280 §4.2.1.12), or null; throws `der-malformed`. */
export const extendedKeyUsage = readOnce(extensionOids.extendedKeyUsage, (reader) => {
  const list = reader.enter(tags.sequence)
  const purposes: string[] = []
  while (!list.done) purposes.push(oidValue(list.read(tags.oid)))
  return purposes
})

/** The keyIdentifier of the extension (RFC 5280 §4.2.1.2), or null; throws `der-malformed`. */
export function subjectKeyIdentifier(certificate: Carrier): Uint8Array | null {
  return decode(certificate, extensionOids.subjectKeyIdentifier, (reader) =>
    contentBytes(reader.read(tags.octetString)),
  )
}

/**
 * The keyIdentifier of the extension (RFC 5280 §4.2.1.1), or null; throws `der-malformed`, also where
 * it names an issuer without a serial number, or the other way round (appendix A.2).
 */
export function authorityKeyIdentifier(certificate: Carrier): Uint8Array | null {
  return decode(certificate, extensionOids.authorityKeyIdentifier, (reader) => {
    const members = reader.enter(tags.sequence)
    const identifier = members.optional(contextTag(0, 'primitive'))
    const issuer = members.optional(contextTag(1, 'constructed'))
    const serial = members.optional(contextTag(2, 'primitive'))
    members.finish()
    if ((issuer === null) !== (serial === null)) throw derMalformed('half of an issuer', 0)
    if (issuer !== null && readGeneralNames(members.within(issuer)).length === 0)
      throw derMalformed('issuer of no name', issuer.start)
    if (serial !== null) integerBytes(serial)
    return identifier === null ? null : contentBytes(identifier)
  })
}

/** The policy OIDs (RFC 5280 §4.2.1.4), in order. */
export function certificatePolicies(certificate: Carrier): readonly string[] | null {
  return decode(certificate, extensionOids.certificatePolicies, (reader) => {
    const list = reader.enter(tags.sequence)
    const policies: string[] = []
    while (!list.done) policies.push(oidValue(list.enter(tags.sequence).read(tags.oid)))
    return policies
  })
}

/** URIs under which the issuer publishes its CRL (RFC 5280 §4.2.1.13, fullName only). */
export function crlDistributionUris(certificate: Certificate): readonly string[] {
  return urisOfPoints(certificate) ?? []
}

const urisOfPoints = readOnce(extensionOids.crlDistributionPoints, (reader) => {
  const points = reader.enter(tags.sequence)
  const found: GeneralName[] = []
  while (!points.done) {
    const point = points.enter(tags.sequence)
    const name = point.optional(contextTag(0, 'constructed'))
    const fullName =
      name === null ? null : point.within(name).optional(contextTag(0, 'constructed'))
    if (fullName === null) continue
    for (const one of readGeneralNames(point.within(fullName))) found.push(one)
  }
  return urisOf(found)
})

/** URIs of the access method in AuthorityInfoAccess (RFC 5280 §4.2.2.1). */
export function authorityInformationUris(
  certificate: Certificate,
  method: 'ocsp' | 'ca-issuers',
): readonly string[] {
  return accessLocations(certificate)?.uris[method] ?? []
}

/** True where AuthorityInfoAccess names a responder, in whatever form (RFC 5280 §4.2.2.1). */
export function namesResponder(certificate: Certificate): boolean {
  return accessLocations(certificate)?.responder === 'named'
}

/** id-ad-ocsp and id-ad-caIssuers (RFC 5280 §4.2.2.1). */
const accessMethods = { ocsp: '1.3.6.1.5.5.7.48.1', 'ca-issuers': '1.3.6.1.5.5.7.48.2' } as const

const accessLocations = readOnce(extensionOids.authorityInformationAccess, (reader) => {
  const list = reader.enter(tags.sequence)
  const descriptions: { readonly access: string; readonly names: readonly GeneralName[] }[] = []
  while (!list.done) {
    const members = list.enter(tags.sequence)
    const access = oidValue(members.read(tags.oid))
    descriptions.push({ access, names: readGeneralNames(members) })
  }
  const namesOf = (wanted: string) =>
    descriptions.flatMap(({ access, names }) => (access === wanted ? names : []))
  const responder = descriptions.some(({ access }) => access === accessMethods.ocsp)
  return {
    responder: responder ? 'named' : 'not-named',
    uris: {
      ocsp: urisOf(namesOf(accessMethods.ocsp)),
      'ca-issuers': urisOf(namesOf(accessMethods['ca-issuers'])),
    },
  } as const
})

/** Real certificates name up to five addresses; a flood of them is none to follow. */
const mostUris = 20

function urisOf(names: readonly GeneralName[]): readonly string[] {
  return names.flatMap((name) => (name.kind === 'uri' ? [name.uri] : [])).slice(0, mostUris)
}

/**
 * The same of an extension that may be large: it is read once, on however many paths its certificate
 * stands, and what cannot be read is not tried again.
 */
function readOnce<T>(oid: string, read: (reader: DerReader) => T): (carrier: Carrier) => T | null {
  const known = memo<Extension, { readonly value: T } | { readonly error: unknown }>()
  return (carrier) => {
    const extension = findExtension(carrier, oid)
    if (extension === null) return null
    const result = known.get(extension) ?? attempt(() => decode(carrier, oid, read) as T)
    known.set(extension, result)
    if ('error' in result) throw result.error
    return result.value
  }
}

function attempt<T>(read: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: read() }
  } catch (error) {
    return { error }
  }
}

/** Reads the whole value of an extension, or gives null where it is absent. */
export function decode<T>(carrier: Carrier, oid: string, read: (reader: DerReader) => T): T | null {
  const extension = findExtension(carrier, oid)
  if (extension === null) return null
  const reader = DerReader.of(extension.value)
  const value = read(reader)
  reader.finish()
  return value
}
