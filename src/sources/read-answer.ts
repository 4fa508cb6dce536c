import { tags } from '../core/der.ts'
import { VerifierError } from '../core/errors.ts'
import { certificatesOnly } from '../formats/cms/certificates-only.ts'
import { type Certificate, parseCertificate, pemBlocks } from '../x509/certificate.ts'
import { type Crl, parseCrl } from '../x509/crl/crl.ts'
import { type OcspResponse, parseOcspResponse } from '../x509/ocsp/response.ts'
import type { SourceKind } from './limits.ts'

/** What an answer holds; every part that cannot be read is left out, and `problem` says so. */
export interface ReadAnswer {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Crl[]
  /** OCSP responses that say something; errors are problems. */
  readonly ocspResponses: readonly OcspResponse[]
  /** Until when it is current by what it says; null where it says nothing. */
  readonly freshUntil: Date | null
  readonly problem: string | null
}

/** What was read of the answers that are still kept: they are asked for again and again. */
const known = new WeakMap<Uint8Array, ReadAnswer>()

/** Reads what an address gave; never throws. The same octets are always of the same kind. */
export function readAnswer(kind: SourceKind, bytes: Uint8Array): ReadAnswer {
  const before = known.get(bytes)
  if (before !== undefined) return before
  const read = readNow(kind, bytes)
  known.set(bytes, read)
  return read
}

const nothing: ReadAnswer = {
  certificates: [],
  crls: [],
  ocspResponses: [],
  freshUntil: null,
  problem: null,
}

const readers: Readonly<Record<SourceKind, (bytes: Uint8Array) => ReadAnswer>> = {
  certificate: readCertificates,
  crl: readCrls,
  ocsp: readOcsp,
}

function readNow(kind: SourceKind, bytes: Uint8Array): ReadAnswer {
  try {
    return readers[kind](bytes)
  } catch (error) {
    if (error instanceof VerifierError) return { ...nothing, problem: error.message }
    throw error
  }
}

/** Certificates taken out of one answer: twice those of the largest bundle known. */
const mostCertificates = 2_000

/**
 * RFC 5280 §4.2.2.1: one certificate in DER, or several in a certs-only CMS; PEM is seen as well.
 * One that cannot be read does not take the others with it.
 */
function readCertificates(bytes: Uint8Array): ReadAnswer {
  const ders = certificatesOnly(bytes) ?? itemsIn(bytes, 'CERTIFICATE')
  const taken = ders.slice(0, mostCertificates)
  const certificates: Certificate[] = []
  let problem = taken.length < ders.length ? `only ${taken.length} certificates are taken` : null
  for (const der of taken) {
    try {
      certificates.push(parseCertificate(der))
    } catch (error) {
      if (!(error instanceof VerifierError)) throw error
      problem ??= error.message
    }
  }
  return { ...nothing, certificates, freshUntil: latest(certificates), problem }
}

/** A certificate does not change: it is read again when the last of those beside it has expired. */
function latest(certificates: readonly Certificate[]): Date | null {
  const ends = certificates.map(({ notAfter }) => notAfter.getTime())
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

/** RFC 5280 §4.2.1.13: one CRL in DER; PEM is seen as well. */
function readCrls(bytes: Uint8Array): ReadAnswer {
  const crls = itemsIn(bytes, 'X509 CRL').map((der) => parseCrl(der))
  return { ...nothing, crls, freshUntil: earliest(crls) }
}

/** RFC 6960 §A.2. An error of the responder is no evidence, and nobody signed it. */
function readOcsp(bytes: Uint8Array): ReadAnswer {
  const response = parseOcspResponse(bytes)
  if (response.status !== 'successful') {
    return { ...nothing, problem: `the responder answered ${response.status}` }
  }
  return { ...nothing, ocspResponses: [response], freshUntil: earliest(response.responses) }
}

/** Null where one does not say: RFC 6960 §2.4 has newer information at hand at any time then. */
function earliest(items: readonly { readonly nextUpdate: Date | null }[]): Date | null {
  const ends = items.map(({ nextUpdate }) => nextUpdate?.getTime() ?? null)
  const stated = ends.filter((end) => end !== null)
  return stated.length === 0 || stated.length < ends.length ? null : new Date(Math.min(...stated))
}

function itemsIn(bytes: Uint8Array, label: string): readonly Uint8Array[] {
  const blocks = bytes[0] === tags.sequence ? [] : pemBlocks(bytes, label)
  return blocks.length > 0 ? blocks : [bytes]
}
