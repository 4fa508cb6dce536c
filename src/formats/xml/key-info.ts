import type { Budget } from '../../core/budget.ts'
import { fromBase64, toHex } from '../../core/bytes.ts'
import { type Check, failed, passed } from '../../core/conclusion.ts'
import { VerifierError } from '../../core/errors.ts'
import { type Certificate, parseTravellingCertificate } from '../../x509/certificate.ts'
import { keyValue } from '../../x509/public-key.ts'
import { attribute, child, childElements, textOf, type XmlElement } from './document.ts'
import type { Identifiers } from './identifiers.ts'
import { type BareKey, bareKey } from './key-value.ts'
import { ds, dsig11 } from './namespaces.ts'
import { base64In, isDs } from './signed-info.ts'
import { nameFromText, serialFromText } from './x509-name.ts'

/** Something that was left out while reading: a stable code, and a sentence for people. */
export interface Warning {
  readonly code: string
  readonly message: string
}

/** What ds:KeyInfo is read with. */
export interface KeyInfoContext {
  readonly budget: Budget
  readonly identifiers: Identifiers
  readonly warnings: Warning[]
}

/**
 * ds:KeyInfo (XMLDSig 1.1 §4.5). A KeyName, a subject and a digest of a certificate are hints that
 * nobody vouches for, and name no certificate by themselves.
 */
export interface KeyInfo {
  readonly certificates: readonly Certificate[]
  /** CRLs of X509Data, in DER. */
  readonly crls: readonly Uint8Array[]
  /** The one X509SKI, where there is one. */
  readonly keyIdentifier: Uint8Array | null
  /** The one X509IssuerSerial, where there is one, and it can be read. */
  readonly issuerSerial: KeyIssuerSerial | null
  /**
   * SubjectPublicKeyInfo in DER of the keys that stand bare where no certificate does, each once;
   * empty where one cannot be read, or a certificate that stands there.
   */
  readonly bareKeys: readonly Uint8Array[]
  readonly check: Check
}

/** Issuer (a name in DER that is compared, not its octets) and serial number of a certificate. */
export interface KeyIssuerSerial {
  readonly issuer: Uint8Array
  readonly serial: Uint8Array
}

/** Reads the KeyInfo of a signature, in it or where it refers to within the document. */
export function readKeyInfo(signature: XmlElement, context: KeyInfoContext): KeyInfo {
  const found: Found = {
    certificates: [],
    unreadable: [],
    crls: [],
    identifiers: [],
    issuerSerials: [],
    keys: [],
    seen: new Set(),
  }
  for (const keyInfo of childElements(signature, ds, 'KeyInfo')) read(keyInfo, found, context)
  return {
    certificates: found.certificates,
    crls: found.crls,
    keyIdentifier: onlyOne(found.identifiers),
    issuerSerial: onlyOne(found.issuerSerials),
    bareKeys: bareKeysIn(found),
    check: keyCheck(found),
  }
}

/** Several name the certificates of a chain, in no order. */
function onlyOne<T>(found: readonly T[]): T | null {
  const [only, other] = found
  return only === undefined || other !== undefined ? null : only
}

interface Found {
  readonly certificates: Certificate[]
  /** Elements whose certificate cannot be read. */
  readonly unreadable: XmlElement[]
  readonly crls: Uint8Array[]
  readonly identifiers: Uint8Array[]
  readonly issuerSerials: (KeyIssuerSerial | null)[]
  readonly keys: BareKey[]
  /** What was read already: whoever refers to himself ends there. */
  readonly seen: Set<XmlElement>
}

function read(element: XmlElement, found: Found, context: KeyInfoContext): void {
  if (found.seen.has(element)) return
  found.seen.add(element)
  if (isDs(element, 'KeyInfo')) {
    for (const member of childElements(element)) read(member, found, context)
  } else if (isDs(element, 'X509Data')) {
    for (const member of childElements(element)) readX509(member, found, context)
  } else if (isDs(element, 'KeyValue') || isDsig11(element, 'DEREncodedKeyValue')) {
    found.keys.push(bareKey(element))
  } else if (isDs(element, 'RetrievalMethod') || isDsig11(element, 'KeyInfoReference')) {
    follow(element, found, context)
  }
}

function isDsig11({ namespace, name }: XmlElement, wanted: string): boolean {
  return namespace === dsig11 && name === wanted
}

/** XMLDSig 1.1 §4.5.4. */
function readX509(element: XmlElement, found: Found, context: KeyInfoContext): void {
  if (isDs(element, 'X509Certificate')) {
    const certificate = readCertificate(element, context)
    if (certificate === null) found.unreadable.push(element)
    else found.certificates.push(certificate)
  } else if (isDs(element, 'X509CRL')) {
    const crl = base64In(element)
    if (crl !== null) found.crls.push(crl)
  } else if (isDs(element, 'X509SKI')) {
    const identifier = base64In(element)
    if (identifier !== null) found.identifiers.push(identifier)
  } else if (isDs(element, 'X509IssuerSerial')) {
    found.issuerSerials.push(readIssuerSerial(element))
  }
}

/** XMLDSig 1.1 §4.5.4.1; null where the name or the number is none. */
function readIssuerSerial(element: XmlElement): KeyIssuerSerial | null {
  const textIn = (name: string) => {
    const member = child(element, ds, name)
    return member === null ? '' : textOf(member).trim()
  }
  const issuer = nameFromText(textIn('X509IssuerName'))
  const serial = serialFromText(textIn('X509SerialNumber'))
  return issuer === null || serial === null ? null : { issuer, serial }
}

/**
 * XMLDSig 1.1 §4.5.3 and §4.5.10: to an element of this document that holds keys, without
 * transforms. Nothing else is followed, and nothing is fetched.
 */
function follow(element: XmlElement, found: Found, context: KeyInfoContext): void {
  const uri = attribute(element, 'URI') ?? ''
  const target = uri.startsWith('#') ? context.identifiers.get(uri.slice(1)) : undefined
  const plain = childElements(element).length === 0
  if (
    !plain ||
    typeof target !== 'object' ||
    !(isDs(target, 'KeyInfo') || isDs(target, 'X509Data'))
  ) {
    const message = `${element.name}: only keys in the same document are looked up`
    context.warnings.push({ code: 'key-info-not-followed', message })
    return
  }
  read(target, found, context)
}

/** A key is bare where no certificate stands beside it, be it one that cannot be read. */
function bareKeysIn({ certificates, unreadable, keys }: Found): readonly Uint8Array[] {
  if (certificates.length + unreadable.length > 0) return []
  const readable = keys.flatMap(({ spki }) => (spki === null ? [] : [spki]))
  if (readable.length < keys.length) return []
  return [...new Map(readable.map((spki) => [toHex(spki), spki])).values()]
}

/**
 * XMLDSig 1.1 §4.5: all that a KeyInfo says is of one key. A bare key beside certificates that is of
 * none of them would have another verifier take that key, and this one the certificate.
 */
function keyCheck({ certificates, keys }: Found): Check {
  const certified = new Set(certificates.map(keyValue))
  const stray =
    certificates.length > 0 && keys.some(({ value }) => value !== null && !certified.has(value))
  return {
    id: 'key-info-one-key',
    rule: 'XMLDSig 1.1 §4.5',
    conclusion: stray
      ? failed(
          'FORMAT_FAILURE',
          'KeyInfo has a KeyValue that is the key of none of its certificates',
          'SIGNATURE_MALFORMED',
        )
      : passed,
  }
}

function readCertificate(
  element: XmlElement,
  { budget, warnings }: KeyInfoContext,
): Certificate | null {
  const der = fromBase64(textOf(element))
  try {
    if (der !== null) return parseTravellingCertificate(der, budget)
    warnings.push({ code: 'certificate-malformed', message: 'X509Certificate: not base64' })
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'certificate-malformed') throw cause
    warnings.push({ code: cause.code, message: `X509Certificate: ${cause.message}` })
  }
  return null
}
