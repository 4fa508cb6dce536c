import { readOrNull } from '../core/errors.ts'
import { type Certificate, findExtension } from './certificate.ts'
import { extendedKeyUsage, extensionOids, type KeyUsage, keyUsage } from './extensions.ts'

/** What a key may be asked to serve for. */
export const purposes = [
  'any',
  'document-signing',
  'time-stamping',
  'ocsp-signing',
  'crl-signing',
  'server-authentication',
  'client-authentication',
] as const

/** What a key is to serve for. */
export type Purpose = (typeof purposes)[number]

/** Why a key may not serve a purpose, and the clause that says so. */
export interface PurposeProblem {
  readonly rule: string
  readonly detail: string
}

const anyPurpose = '2.5.29.37.0'
const serverAuthentication = '1.3.6.1.5.5.7.3.1'
const clientAuthentication = '1.3.6.1.5.5.7.3.2'
const codeSigning = '1.3.6.1.5.5.7.3.3'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const timeStamping = '1.3.6.1.5.5.7.3.8'
const ocspSigning = '1.3.6.1.5.5.7.3.9'

/**
 * Why the key of the certificate may not serve the purpose, or null. An authority is asked for the
 * purpose of the target below it.
 */
export function purposeProblem(
  certificate: Certificate,
  purpose: Purpose,
  place: 'target' | 'authority',
): PurposeProblem | null {
  if (purpose === 'any') return null
  return place === 'target'
    ? (usageProblem(certificate, purpose) ?? targetProblem(certificate, purpose))
    : authorityProblem(certificate, purpose)
}

/**
 * The bits of which one must be set where the key usage is stated (RFC 5280 §4.2.1.3). In TLS it
 * depends on the key exchange (§4.2.1.12 has "may be consistent"), which nobody here sees.
 */
const usages: Readonly<Record<Exclude<Purpose, 'any'>, readonly KeyUsage[]>> = {
  'document-signing': ['digitalSignature', 'nonRepudiation'],
  'time-stamping': ['digitalSignature', 'nonRepudiation'],
  'ocsp-signing': ['digitalSignature', 'nonRepudiation'],
  'crl-signing': ['crlSign'],
  'server-authentication': [],
  'client-authentication': [],
}

function usageProblem(
  certificate: Certificate,
  purpose: Exclude<Purpose, 'any'>,
): PurposeProblem | null {
  const rule = 'RFC 5280 §4.2.1.3'
  if (usages[purpose].length === 0) return null
  const read = readOrNull(() => ({ stated: keyUsage(certificate) }))
  if (read === null) return { rule, detail: 'its key usage cannot be read' }
  const { stated } = read
  if (stated === null || usages[purpose].some((one) => stated.has(one))) return null
  return { rule, detail: `its key usage has none of ${usages[purpose].join(', ')}` }
}

function targetProblem(
  certificate: Certificate,
  purpose: Exclude<Purpose, 'any'>,
): PurposeProblem | null {
  switch (purpose) {
    case 'document-signing':
      return statedOthers(certificate, otherThanDocuments, 'documents')
    case 'time-stamping':
      return timeStampingProblem(certificate)
    case 'ocsp-signing':
      return ocspSigningProblem(certificate)
    case 'server-authentication':
      return peerProblem(certificate, serverAuthentication, 'servers')
    case 'client-authentication':
      return peerProblem(certificate, clientAuthentication, 'clients')
    case 'crl-signing':
      // RFC 5280 knows no key purpose for CRLs: cRLSign alone decides (§6.3.3 (f)).
      return null
  }
}

/**
 * RFC 5280 §4.2.1.12 says nothing of authorities. Everyone who processes the extension there lets it
 * narrow what may be issued, and so do we, but only where it names nothing but purposes known to be
 * others: national authorities name their own (those of Ukraine issue every time-stamping certificate
 * under such a one). OCSP signers are named by the authority itself (RFC 6960 §4.2.2.2), and most
 * authorities with stated purposes leave that one out.
 */
function authorityProblem(certificate: Certificate, purpose: Purpose): PurposeProblem | null {
  switch (purpose) {
    case 'document-signing':
      return statedOthers(certificate, otherThanDocuments, 'documents')
    case 'time-stamping':
      return statedOthers(certificate, otherThanTime, 'time-stamps')
    case 'server-authentication':
      return peerProblem(certificate, serverAuthentication, 'servers')
    case 'client-authentication':
      return peerProblem(certificate, clientAuthentication, 'clients')
    default:
      return null
  }
}

/** Purposes of keys that sign for servers, code, time-stamps and OCSP (RFC 5280 §4.2.1.12). */
const otherThanDocuments: ReadonlySet<string> = new Set([
  serverAuthentication,
  codeSigning,
  timeStamping,
  ocspSigning,
])

const otherThanTime: ReadonlySet<string> = new Set([
  serverAuthentication,
  clientAuthentication,
  codeSigning,
  emailProtection,
  ocspSigning,
])

/**
 * RFC 5280 §4.2.1.12: a key may serve only the purposes stated. Most certificates for documents name
 * none that says so (RFC 9336 is of 2022), so that only those are refused that name nothing but others.
 */
function statedOthers(
  certificate: Certificate,
  others: ReadonlySet<string>,
  what: string,
): PurposeProblem | null {
  const stated = statedPurposes(certificate)
  if (stated === null || (typeof stated !== 'string' && !stated.every((one) => others.has(one)))) {
    return null
  }
  const detail = typeof stated === 'string' ? stated : `it is for other purposes than ${what}`
  return { rule: 'RFC 5280 §4.2.1.12', detail }
}

/** RFC 3161 §2.3: the extension is critical and names time-stamping alone. */
function timeStampingProblem(certificate: Certificate): PurposeProblem | null {
  const rule = 'RFC 3161 §2.3'
  const stated = statedPurposes(certificate) ?? []
  if (typeof stated === 'string') return { rule, detail: stated }
  if (!stated.includes(timeStamping)) return { rule, detail: 'it is not for time-stamps' }
  if (stated.length > 1) return { rule, detail: 'it is for other purposes beside time-stamps' }
  const critical = findExtension(certificate, extensionOids.extendedKeyUsage)?.critical ?? false
  return critical ? null : { rule, detail: 'its extended key usage is not critical' }
}

/** RFC 6960 §4.2.2.2: the purpose is named; any purpose does not stand for it. */
function ocspSigningProblem(certificate: Certificate): PurposeProblem | null {
  const rule = 'RFC 6960 §4.2.2.2'
  const stated = statedPurposes(certificate) ?? []
  if (typeof stated === 'string') return { rule, detail: stated }
  return stated.includes(ocspSigning) ? null : { rule, detail: 'it is not for OCSP responses' }
}

/** RFC 5280 §4.2.1.12: one side of TLS; any purpose stands for it. */
function peerProblem(
  certificate: Certificate,
  wanted: string,
  whom: 'servers' | 'clients',
): PurposeProblem | null {
  const rule = 'RFC 5280 §4.2.1.12'
  const stated = statedPurposes(certificate)
  if (typeof stated === 'string') return { rule, detail: stated }
  const fits = stated === null || stated.includes(wanted)
  return fits || stated.includes(anyPurpose) ? null : { rule, detail: `it is not for ${whom}` }
}

/** The purposes, null where none are stated, or what is wrong with the extension. */
function statedPurposes(certificate: Certificate): readonly string[] | string | null {
  const read = readOrNull(() => ({ purposes: extendedKeyUsage(certificate) }))
  if (read === null) return 'its extended key usage cannot be read'
  return read.purposes?.length === 0 ? 'its extended key usage names no purpose' : read.purposes
}
