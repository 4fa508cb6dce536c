import {
  type AlgorithmIdentifier,
  readAlgorithmIdentifier,
} from '../../core/algorithm-identifier.ts'
import { Budget } from '../../core/budget.ts'
import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../core/der.ts'
import { bitStringValue, oidValue, smallInteger } from '../../core/der-values.ts'
import { VerifierError } from '../../core/errors.ts'
import {
  type Certificate,
  type Departure,
  type Extension,
  parseTravellingCertificate,
  readTaggedExtensions,
} from '../certificate.ts'
import { parseDer } from '../parse-der.ts'
import { crlReasons } from '../revocation-status.ts'
import type { Signed } from '../signed.ts'
import { type CertId, readCertId } from './cert-id.ts'
import { responseTime } from './response-time.ts'

/** An answer of a responder (RFC 6960 §4.2.1): a signed one, or the name of an error, which nobody signs. */
export type OcspResponse = BasicOcspResponse | OcspError

/** BasicOCSPResponse (RFC 6960 §4.2.1) as it stands; its body has no algorithm of its own. */
export interface BasicOcspResponse extends Signed {
  readonly status: 'successful'
  /** The whole OCSPResponse. */
  readonly der: Uint8Array
  readonly responder: ResponderId
  readonly producedAt: Date
  readonly responses: readonly SingleResponse[]
  readonly extensions: readonly Extension[]
  /** What was sent along to find the responder; nothing vouches for it. */
  readonly certificates: readonly Certificate[]
  readonly departures: readonly Departure[]
}

/** An OCSPResponse without an answer (RFC 6960 §2.3). */
export interface OcspError {
  readonly status:
    | 'malformedRequest'
    | 'internalError'
    | 'tryLater'
    | 'sigRequired'
    | 'unauthorized'
  readonly der: Uint8Array
}

/** Who signed: a name in DER, or SHA-1 over the key in the BIT STRING of his certificate. */
export type ResponderId =
  | { readonly by: 'name'; readonly name: Uint8Array }
  | { readonly by: 'key'; readonly hash: Uint8Array }

/** What is said of one certificate (RFC 6960 §4.2.1). */
export interface SingleResponse {
  readonly certId: CertId
  readonly certStatus: CertStatus
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly extensions: readonly Extension[]
}

/** CertStatus; the reason is a name of CRLReason, null where none is stated. */
export type CertStatus =
  | { readonly is: 'good' }
  | { readonly is: 'revoked'; readonly revokedAt: Date; readonly reason: string | null }
  | { readonly is: 'unknown' }

/** Answers in one response. Requests name one certificate (RFC 5019 §2.1.1); EJBCA reads some 1,200 in one. */
const mostResponses = 10_000

/** Certificates sent along: responders send their own and a path, and OpenSSL's paths end at 100. */
const mostCertificates = 100

/** OCSPResponseStatus (RFC 6960 §4.2.1); 4 is not used. */
const errors: Readonly<Record<number, OcspError['status']>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
}

/** Reads an OCSPResponse in DER; throws `ocsp-malformed`. */
export function parseOcspResponse(der: Uint8Array, budget = new Budget()): OcspResponse {
  return parseDer(der, budget, structure, (outer) => readResponse(outer, budget))
}

const structure = { called: 'an OCSP response', malformed: 'ocsp-malformed' } as const

function readResponse(outer: DerReader, budget: Budget): OcspResponse {
  const whole = outer.read(tags.sequence)
  const members = outer.within(whole)
  const code = enumeratedValue(members.read(tags.enumerated))
  if (code !== 0) {
    // §4.2.1: an error has no responseBytes.
    members.finish()
    const status = Object.hasOwn(errors, code) ? errors[code] : undefined
    if (status === undefined) throw derMalformed(`unknown response status ${code}`, whole.start)
    return { status, der: encodedBytes(whole) }
  }
  const tagged = members.within(members.read(contextTag(0, 'constructed')))
  members.finish()
  const responseBytes = tagged.enter(tags.sequence)
  tagged.finish()
  const type = oidValue(responseBytes.read(tags.oid))
  if (type !== '1.3.6.1.5.5.7.48.1.1') throw derMalformed(`response type ${type}`, whole.start)
  const content = responseBytes.within(responseBytes.read(tags.octetString))
  responseBytes.finish()
  const basic = readBasic(content, encodedBytes(whole), budget)
  content.finish()
  return basic
}

function readBasic(content: DerReader, der: Uint8Array, budget: Budget): BasicOcspResponse {
  const members = content.enter(tags.sequence)
  const tbs = members.read(tags.sequence)
  const signatureAlgorithm = readAlgorithmIdentifier(members)
  const value = members.read(tags.bitString)
  const signature = bitStringValue(value)
  if (signature.unusedBits !== 0) throw derMalformed('signature of broken octets', value.start)
  const certificates = readCertificates(members, budget)
  members.finish()
  const parts = { der, tbs: encodedBytes(tbs), signatureAlgorithm, signature: signature.bytes }
  return readResponseData(members.within(tbs), parts, certificates)
}

/** What cannot be read is as good as not sent: no signature covers it. */
function readCertificates(members: DerReader, budget: Budget): readonly Certificate[] {
  const tagged = members.optional(contextTag(0, 'constructed'))
  if (tagged === null) return []
  const explicit = members.within(tagged)
  const list = explicit.enter(tags.sequence)
  explicit.finish()
  const found: Certificate[] = []
  for (let count = 1; !list.done; count += 1) {
    const element = list.read(tags.sequence)
    if (count > mostCertificates) throw derMalformed('too many certificates', element.start)
    const read = readCertificate(encodedBytes(element), budget)
    if (read !== null) found.push(read)
  }
  return found
}

function readCertificate(der: Uint8Array, budget: Budget): Certificate | null {
  try {
    return parseTravellingCertificate(der, budget)
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'certificate-malformed') return null
    throw error
  }
}

function readResponseData(
  data: DerReader,
  parts: {
    readonly der: Uint8Array
    readonly tbs: Uint8Array
    readonly signatureAlgorithm: AlgorithmIdentifier
    readonly signature: Uint8Array
  },
  certificates: readonly Certificate[],
): BasicOcspResponse {
  const departures: Departure[] = []
  readVersion(data, departures)
  const responder = readResponderId(data)
  const producedAt = responseTime(data.read(tags.generalizedTime))
  const responses = readSingleResponses(data.enter(tags.sequence), departures)
  const extensions = readTaggedExtensions(data, 1, departures)
  data.finish()
  return {
    status: 'successful',
    der: parts.der,
    tbs: parts.tbs,
    tbsSignatureAlgorithm: parts.signatureAlgorithm,
    signatureAlgorithm: parts.signatureAlgorithm,
    signature: parts.signature,
    responder,
    producedAt,
    responses,
    extensions,
    certificates,
    departures,
  }
}

/** v1 is the default and the only one; it must not be encoded (X.690 §11.5). */
function readVersion(data: DerReader, departures: Departure[]): void {
  const tagged = data.optional(contextTag(0, 'constructed'))
  if (tagged === null) return
  const inner = data.within(tagged)
  if (smallInteger(inner.read(tags.integer)) !== 0) {
    throw derMalformed('unknown version', tagged.start)
  }
  inner.finish()
  departures.push('default-value-encoded')
}

function readResponderId(data: DerReader): ResponderId {
  const element = data.read()
  const inner = data.within(element)
  const id = responderIdIn(inner, element)
  inner.finish()
  return id
}

function responderIdIn(inner: DerReader, element: Element): ResponderId {
  switch (element.tag) {
    case contextTag(1, 'constructed'):
      return { by: 'name', name: encodedBytes(inner.read(tags.sequence)) }
    case contextTag(2, 'constructed'):
      return { by: 'key', hash: contentBytes(inner.read(tags.octetString)) }
    default:
      throw derMalformed('ResponderID', element.start)
  }
}

function readSingleResponses(list: DerReader, departures: Departure[]): readonly SingleResponse[] {
  const responses: SingleResponse[] = []
  while (!list.done) {
    if (responses.length >= mostResponses) throw derMalformed('too many responses', list.offset)
    responses.push(readSingleResponse(list.enter(tags.sequence), departures))
  }
  return responses
}

function readSingleResponse(members: DerReader, departures: Departure[]): SingleResponse {
  const certId = readCertId(members)
  const certStatus = readCertStatus(members)
  const thisUpdate = responseTime(members.read(tags.generalizedTime))
  const tagged = members.optional(contextTag(0, 'constructed'))
  const nextUpdate = tagged === null ? null : readOnlyTime(members.within(tagged))
  const extensions = readTaggedExtensions(members, 1, departures)
  members.finish()
  return { certId, certStatus, thisUpdate, nextUpdate, extensions }
}

function readOnlyTime(inner: DerReader): Date {
  const time = responseTime(inner.read(tags.generalizedTime))
  inner.finish()
  return time
}

function readCertStatus(members: DerReader): CertStatus {
  const element = members.read()
  const empty = element.contentStart === element.contentEnd
  if (element.tag === contextTag(0, 'primitive') && empty) return { is: 'good' }
  if (element.tag === contextTag(2, 'primitive') && empty) return { is: 'unknown' }
  if (element.tag !== contextTag(1, 'constructed')) throw derMalformed('CertStatus', element.start)
  const info = members.within(element)
  const revokedAt = responseTime(info.read(tags.generalizedTime))
  const tagged = info.optional(contextTag(0, 'constructed'))
  info.finish()
  if (tagged === null) return { is: 'revoked', revokedAt, reason: null }
  const inner = info.within(tagged)
  const code = enumeratedValue(inner.read(tags.enumerated))
  inner.finish()
  return { is: 'revoked', revokedAt, reason: crlReasons[code] ?? 'unspecified' }
}

/** The statuses and reasons that anyone has defined fit one octet. */
function enumeratedValue(element: Element): number {
  const [value, ...more] = contentBytes(element)
  if (value === undefined || more.length > 0) throw derMalformed('ENUMERATED', element.start)
  return value
}
