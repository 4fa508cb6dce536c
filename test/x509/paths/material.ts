import { Budget } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { buildPaths } from '../../../src/x509/paths/building.ts'
import { authority, crypto, entity } from '../pki.ts'

export const at = new Date('2026-06-01T00:00:00Z')
export const root = entity('root')
export const issuing = entity('issuing')
export const signer = entity('signer')
export const rootCertificate = authority(root, root)

export function build(
  target: Certificate,
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
  stops: readonly Certificate[] = [],
) {
  return buildPaths(
    target,
    [pool],
    anchors.map((certificate, i) => ({ id: `anchor ${i}`, certificate })),
    { at, crypto, budget: new Budget(), stops },
  )
}
