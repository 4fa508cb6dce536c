import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { OcspResponse } from '../../../src/x509/ocsp/response.ts'
import { ocspStatus } from '../../../src/x509/ocsp/status.ts'
import type { RevocationContext, RevocationStatus } from '../../../src/x509/revocation-status.ts'
import { authority, crypto, entity, issue } from '../pki.ts'
import { type Answer, type OcspPlan, ocsp } from './ocsp.ts'

export const at = new Date('2026-06-01T00:00:00Z')
export const root = entity('root')
export const issuer = authority(root, root)
export const certificate = issue(entity('signer'), root, { serial: 5 })

export const context: RevocationContext = {
  at,
  crypto,
  budget: new Budget({ ...defaultLimits, signatureChecks: 1e6 }),
  issuer,
  anchor: { id: 'root', certificate: issuer },
  certificates: [],
  signerProblem: () => 'no other signer here',
}

/** The status of the certificate by these responses. */
export function statusBy(
  responses: readonly OcspResponse[],
  given: Partial<RevocationContext> = {},
): RevocationStatus {
  return ocspStatus(certificate, [responses], { ...context, ...given })
}

/** The status by one response. */
export function status(plan: OcspPlan, given: Partial<RevocationContext> = {}): RevocationStatus {
  return statusBy([ocsp(certificate, root, root, plan)], given)
}

/** The status by a response of one answer. */
export function answer(one: Answer, given: Partial<RevocationContext> = {}): RevocationStatus {
  return status({ answers: [one] }, given)
}

/** Why responses were not taken, where the status is unknown. */
export function whyNot(result: RevocationStatus): readonly string[] {
  if (result.status !== 'unknown') throw new Error(result.status)
  return result.rejected
}
