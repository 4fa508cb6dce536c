import { relative } from 'node:path'
import { DerReader, tags } from '../core/der.ts'
import { readOrNull, VerifierError } from '../core/errors.ts'
import type { Trust, TrustProblem } from '../trust.ts'
import { readCertificateFile } from '../trustlist/certificate-files.ts'
import type { Certificate } from '../x509/certificate.ts'
import { pemBlocks } from '../x509/certificate.ts'
import { type Crl, parseCrl } from '../x509/crl/crl.ts'
import { type OcspResponse, parseOcspResponse } from '../x509/ocsp/response.ts'
import { filesUnder, readAll } from './folder.ts'

/** The evidence of a federation, in the terms of `Trust`, and what could not be read of it. */
export type Evidence = Pick<Trust, 'certificates' | 'crls' | 'ocspResponses'> & {
  readonly problems: readonly TrustProblem[]
}

/**
 * Certificates, CRLs and OCSP responses of a folder, in PEM or DER, told apart by content; what
 * cannot be read is left out and named. Other files, such as a README, are passed over.
 */
export function readEvidence(folder: string): Evidence {
  const certificates: Certificate[] = []
  const crls: Crl[] = []
  const ocspResponses: OcspResponse[] = []
  const problems: TrustProblem[] = []
  for (const { path, bytes } of readAll(filesUnder(folder))) {
    const where = relative(folder, path)
    const leaveOut = (message: string): void => {
      problems.push({ code: 'evidence-unreadable', where, message })
    }
    switch (kindOf(bytes)) {
      case 'crl':
        for (const der of [...pemBlocks(bytes, 'X509 CRL'), ...derOf(bytes)]) {
          const crl = attempt(() => parseCrl(der), leaveOut)
          if (crl !== null) crls.push(crl)
        }
        break
      case 'ocsp':
        for (const der of [...pemBlocks(bytes, 'OCSP RESPONSE'), ...derOf(bytes)]) {
          const response = attempt(() => parseOcspResponse(der), leaveOut)
          if (response !== null) ocspResponses.push(response)
        }
        break
      case 'certificates': {
        const read = readCertificateFile(bytes)
        certificates.push(...read.certificates)
        for (const problem of read.problems) leaveOut(problem)
        break
      }
      case 'other':
        if (/\.(der|cer|crt|pem|crl|ocsp|p7b|p7c)$/i.test(path)) leaveOut('it is no evidence')
    }
  }
  return { certificates, crls, ocspResponses, problems }
}

type Kind = 'certificates' | 'crl' | 'ocsp' | 'other'

function kindOf(bytes: Uint8Array): Kind {
  if (bytes[0] !== tags.sequence) {
    if (pemBlocks(bytes, 'X509 CRL').length > 0) return 'crl'
    if (pemBlocks(bytes, 'OCSP RESPONSE').length > 0) return 'ocsp'
    const labels = ['CERTIFICATE', 'PKCS7', 'CMS']
    return labels.some((label) => pemBlocks(bytes, label).length > 0) ? 'certificates' : 'other'
  }
  return readOrNull(() => kindOfDer(DerReader.of(bytes, 'BER'))) ?? 'other'
}

/**
 * An OCSPResponse begins with an ENUMERATED (RFC 6960 §4.2.1), a ContentInfo with an OID. A
 * TBSCertList has a time where a TBSCertificate has the second of its names (RFC 5280 §4.1, §5.1).
 */
function kindOfDer(reader: DerReader): Kind {
  const outer = reader.enter(tags.sequence)
  if (outer.nextTag === tags.enumerated) return 'ocsp'
  if (outer.nextTag === tags.oid) return 'certificates'
  const body = outer.enter(tags.sequence)
  body.optional(tags.integer)
  const fields = [body.optional(tags.sequence), body.optional(tags.sequence)]
  const times: readonly number[] = [tags.utcTime, tags.generalizedTime]
  return !fields.includes(null) && times.includes(body.nextTag) ? 'crl' : 'certificates'
}

function derOf(bytes: Uint8Array): readonly Uint8Array[] {
  return bytes[0] === tags.sequence ? [bytes] : []
}

function attempt<T>(read: () => T, leaveOut: (message: string) => void): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    leaveOut(error.message)
    return null
  }
}
