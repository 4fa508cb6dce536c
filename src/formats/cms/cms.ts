import { VerifierError } from '../../core/errors.ts'
import type { Format, ParseContext, ParsedDocument } from '../format.ts'
import { looksLikeCms, unwrapCms } from './armour.ts'
import { readCertificates } from './certificates.ts'
import { contentOf } from './content.ts'
import { contentTypes } from './oids.ts'
import { signaturesOf } from './signatures.ts'
import { parseSignedData, type SignedData } from './signed-data.ts'

/** CMS signed data (RFC 5652), and CAdES in it (EN 319 122-1). */
export const cms: Format = { name: 'CMS', recognises: looksLikeCms, parse: parseCms }

type Warn = (code: string, message: string) => void

function parseCms(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  const { budget } = context
  budget.spend('bytes', bytes.length)
  const { der, around } = unwrapCms(bytes)
  const read = parseSignedData(der, budget)
  const signedData: SignedData = around === 'text after' ? { ...read, trailing: 'data' } : read
  refuseUnsigned(signedData)
  const warnings: { code: string; message: string }[] = []
  const warn: Warn = (code, message) => warnings.push({ code, message })
  if (around === 'text before') {
    warn('text-before-pem', 'text that nothing signs stands before the PEM block')
  }
  warnOfDepartures(signedData, warn)
  const readable = (choices: readonly Uint8Array[]) => readCertificates(choices, budget, warn)
  const certificates = readable(signedData.certificates)
  const signatures = signaturesOf(signedData, contentOf(signedData, context), {
    certificates,
    readCertificates: readable,
    warn,
    budget,
  })
  return {
    mediaType:
      signedData.content === null ? 'application/pkcs7-signature' : 'application/pkcs7-mime',
    container: null,
    signatures,
    timestamps: [],
    warnings,
  }
}

/** A bundle of certificates (RFC 5652 §5.1, "degenerate case") and a time-stamp token vouch for no document. */
function refuseUnsigned({ signerInfos, contentType }: SignedData): void {
  if (contentType === contentTypes.timestampInfo) {
    throw new VerifierError('format-unsupported', 'a time-stamp token (RFC 3161) by itself', {
      hint: 'give the signed document that the token belongs to',
    })
  }
  if (signerInfos.length > 0) return
  throw new VerifierError('not-a-signed-document', 'SignedData without a signer', {
    hint: 'this is how certificates are passed on (.p7b); give the signature itself',
  })
}

function warnOfDepartures(signedData: SignedData, warn: Warn): void {
  if (signedData.trailing === 'zeros') {
    warn('trailing-zeros', 'zero octets follow the signature, as padding in PDF files does')
  }
  if (signedData.signerInfos.some((signer) => signer.signedAttributes?.wire === 'not DER')) {
    warn(
      'signed-attributes-not-der',
      'signed attributes are not in DER as RFC 5652 §5.3 demands; the value was checked over their DER encoding (§5.4)',
    )
  }
  for (const problem of signedData.revocation.problems) warn('revocation-data-unreadable', problem)
}
