import type { Budget } from '../../core/budget.ts'
import { fromBase64 } from '../../core/bytes.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { readTravellingCertificate } from '../travelling-certificate.ts'
import { isObject, listIn, memberOf, textIn } from './json-text.ts'
import type { Jws } from './serialisation.ts'
import { shown } from './shown-text.ts'
import { certificateChain } from './signed-parameters.ts'
import { componentsNamed, type UnsignedComponent } from './unsigned.ts'

export type Warn = (code: string, message: string) => void

/** What travels with a signature. */
export interface TravellingEvidence {
  /** The certificate that "x5c" puts first: the signer's (RFC 7515 §4.1.6); null where it is unreadable or absent. */
  readonly leaf: Certificate | null
  /** The same, where it stands in the protected header. */
  readonly signedLeaf: Certificate | null
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
}

/**
 * RFC 7515 §4.1.6, and TS 119 182-1 §5.3.5 with the validation data of time-stamps ("tstVD",
 * in V1.2.1 "anyValData"). "x5u" and its like are never fetched.
 */
export function travellingEvidence(
  { protectedHeader, unprotectedHeader }: Jws,
  components: readonly UnsignedComponent[],
  budget: Budget,
  warn: Warn,
): TravellingEvidence {
  const read = (der: Uint8Array | null) => readCertificate(der, budget, warn)
  const signed = certificateChain(protectedHeader).map(read)
  const unsigned = certificateChain(unprotectedHeader).map(read)
  const holders = validationData(components)
  const values = [
    ...componentsNamed(components, 'xVals'),
    ...componentsNamed(components, 'axVals'),
    ...holders.map((one) => memberIn(one, 'xVals')),
  ]
  const listed = values.flatMap((value) => certificatesIn(value, warn)).map(read)
  const revocation = [
    ...componentsNamed(components, 'rVals'),
    ...componentsNamed(components, 'arVals'),
    ...holders.map((one) => memberIn(one, 'rVals')),
  ]
  return {
    leaf: (signed.length > 0 ? signed : unsigned)[0] ?? null,
    signedLeaf: signed[0] ?? null,
    certificates: [...signed, ...unsigned, ...listed].filter((one) => one !== null),
    crls: revocation.flatMap((value) => valuesIn(value, 'crlVals', warn)),
    ocspResponses: revocation.flatMap((value) => valuesIn(value, 'ocspVals', warn)),
  }
}

function validationData(components: readonly UnsignedComponent[]): readonly unknown[] {
  return [...componentsNamed(components, 'tstVD'), ...componentsNamed(components, 'anyValData')]
}

function memberIn(value: unknown, name: string): unknown {
  return isObject(value) ? memberOf(value, name) : undefined
}

/** TS 119 182-1 §5.3.5: "x509Cert" is read, "otherCert" left aside. */
function certificatesIn(value: unknown, warn: Warn): readonly (Uint8Array | null)[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    const object = memberIn(one, 'x509Cert')
    return object === undefined ? [] : [encodedObject(object, warn)]
  })
}

function valuesIn(value: unknown, name: string, warn: Warn): readonly Uint8Array[] {
  if (!isObject(value)) return []
  return listIn(value, name).flatMap((one) => {
    const der = encodedObject(one, warn)
    if (der === null) warn('revocation-data-unreadable', `"${name}" has what is no base64 of DER`)
    return der === null ? [] : [der]
  })
}

/** The URI of DER (EN 319 132-1 §5.1.3), which is meant where none is given. */
const der = 'http://uri.etsi.org/01903/v1.2.2#DER'

/** TS 119 182-1 §5.4.2: a PKI object in base64. */
function encodedObject(value: unknown, warn: Warn): Uint8Array | null {
  if (!isObject(value)) return null
  const encoding = textIn(value, 'encoding')
  if (encoding !== null && encoding !== der) {
    warn('encoding-unknown', `an object in the encoding ${shown(encoding)} is left out`)
    return null
  }
  return fromBase64(textIn(value, 'val') ?? '=')
}

function readCertificate(
  octets: Uint8Array | null,
  budget: Budget,
  warn: Warn,
): Certificate | null {
  if (octets === null) {
    warn('certificate-unreadable', 'a certificate is left out: it is no base64 of DER')
    return null
  }
  return readTravellingCertificate(octets, budget, warn)
}
