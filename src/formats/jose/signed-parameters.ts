import type { UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { fromBase64 } from '../../core/bytes.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { realTime } from '../../core/time.ts'
import { parseIssuerSerial } from '../../x509/issuer-serial.ts'
import type { SignerIdentifier, SigningCertificateReference } from '../format.ts'
import { digestNamed } from './algorithms.ts'
import { fromBase64Url } from './base64url.ts'
import { has, isObject, type JsonObject, listIn, memberOf, textIn } from './json-text.ts'

/** One way of naming the signer's certificate, or why it cannot be read. */
export interface NamedCertificates {
  readonly parameter: 'x5t#S256' | 'x5t#o' | 'sigX5ts' | 'x5t'
  /** The first is the signer's; null where the parameter is malformed. */
  readonly references: readonly SigningCertificateReference[] | null
}

/**
 * The signed references to the signer's certificate: RFC 7515 §4.1.7 and §4.1.8, TS 119 182-1 §5.1.7
 * and §5.2.2. Several parameters are all given back, the strongest first.
 */
export function namedCertificates(header: JsonObject): readonly NamedCertificates[] {
  const named: NamedCertificates[] = []
  const add = (
    parameter: NamedCertificates['parameter'],
    read: (value: unknown) => NamedCertificates['references'],
  ) => {
    if (has(header, parameter)) named.push({ parameter, references: read(header[parameter]) })
  }
  add('x5t#S256', (value) => thumbprint(value, 'SHA-256'))
  add('x5t#o', (value) => {
    const reference = digestOfCertificate(value)
    return reference === null ? null : [reference]
  })
  add('sigX5ts', digestsOfCertificates)
  add('x5t', (value) => thumbprint(value, 'SHA-1'))
  return named
}

function thumbprint(value: unknown, digestAlgorithm: DigestAlgorithm) {
  const digest = typeof value === 'string' ? fromBase64Url(value) : null
  return digest === null ? null : [{ digestAlgorithm, digest, issuerSerial: null }]
}

/** TS 119 182-1 §5.2.2.3. */
function digestsOfCertificates(value: unknown): readonly SigningCertificateReference[] | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const references = value.map(digestOfCertificate)
  return references.every((one) => one !== null) ? references : null
}

/** TS 119 182-1 §5.2.2.2: digAlg and digVal. */
function digestOfCertificate(value: unknown): SigningCertificateReference | null {
  const digest = readDigest(value)
  return digest === null ? null : { ...digest, issuerSerial: null }
}

/** A digest by "digAlg" and "digVal" in base64url, or null where it is none. */
export function readDigest(
  value: unknown,
): { digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm; digest: Uint8Array } | null {
  if (!isObject(value)) return null
  const algorithm = textIn(value, 'digAlg')
  const digest = fromBase64Url(textIn(value, 'digVal') ?? '=')
  return algorithm === null || digest === null
    ? null
    : { digestAlgorithm: digestNamed(algorithm), digest }
}

/** RFC 7515 §4.1.6: certificates in base64 (not base64url); null for one that is none. */
export function certificateChain(header: JsonObject): readonly (Uint8Array | null)[] {
  return listIn(header, 'x5c').map((one) => (typeof one === 'string' ? fromBase64(one) : null))
}

/**
 * TS 119 182-1 §5.1.4: "kid" as the base64 of an IssuerSerial (RFC 5035 §4). Elsewhere it is any
 * string (RFC 7515 §4.1.4), which names nothing here.
 */
export function keyIdentifier(header: JsonObject): SignerIdentifier['sid'] | null {
  const bytes = fromBase64(textIn(header, 'kid') ?? '')
  const named = bytes === null ? null : parseIssuerSerial(bytes)
  if (named === null || named.issuer === null) return null
  return { kind: 'issuer-serial', issuer: named.issuer, serial: named.serial }
}

/** When the signer says that he signed: absent, malformed, or a time. */
export type ClaimedTime = Date | 'malformed' | null

/**
 * "iat" of RFC 7519 §4.1.6, which TS 119 182-1 V1.2.1 §5.1.11 has in place of "sigT": seconds since 1970. Years of five
 * digits, which RFC 3339 has not, come of counting milliseconds, and are none.
 */
export function issuedAt(header: JsonObject): ClaimedTime {
  if (!has(header, 'iat')) return null
  const value = memberOf(header, 'iat')
  if (typeof value !== 'number' || value < 0 || value >= endOfYear9999) return 'malformed'
  return new Date(value * 1000)
}

const endOfYear9999 = 253_402_300_800

/** TS 119 182-1 §5.2.1: "sigT", in UTC and without fractions of a second. */
export function signingTime(header: JsonObject): ClaimedTime {
  if (!has(header, 'sigT')) return null
  const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/
  const parts = shape
    .exec(textIn(header, 'sigT') ?? '')
    ?.slice(1)
    .map(Number)
  if (parts === undefined) return 'malformed'
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  return realTime(year, month, day, hour, minute, second) ?? 'malformed'
}
