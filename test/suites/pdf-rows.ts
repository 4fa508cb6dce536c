import type { ReasonCode } from '../../src/core/conclusion.ts'
import { VerifierError } from '../../src/core/errors.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import { verdictOn } from './cms-rows.ts'

/** The verdict on a PDF without trust, or the error by which it is refused. */
export function judgePdf(path: string, password?: string): Verdict | VerifierError {
  try {
    return verdictOn(path, { detached: [], ...(password !== undefined && { password }) })
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
}

/**
 * Whether nothing but trust and time is in the way of the signature: it is intact, nothing forbidden
 * came after it, and no rule of its format has failed or is left open. Labels of other verifiers do
 * not ask for a signed reference to the signer's certificate.
 */
export function mayPass(signature: SignatureVerdict): boolean {
  const { integrity, indication, subIndication, reason, modifications } = signature
  const open = subIndication === 'SIG_CONSTRAINTS_FAILURE' && reason !== withoutReference
  return (
    integrity === 'intact' &&
    indication !== 'TOTAL-FAILED' &&
    !open &&
    modifications !== 'forbidden'
  )
}

const withoutReference: ReasonCode = 'SIGNING_CERTIFICATE_NOT_REFERENCED'
