import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import { sameExtension } from './crl-extensions.ts'
import { factsOf } from './crl-facts.ts'
import { extensionOids } from './extensions.ts'
import { sameName } from './names.ts'
import type { RevocationContext } from './revocation-status.ts'
import { spendOnVerification, verifySigned } from './signed.ts'

/** What becomes of the delta CRLs at hand beside one complete CRL. */
export interface Deltas {
  /** The newest that goes with it; null where none does. */
  readonly newest: Crl | null
  /** Those that say nothing more: the complete CRL, or the newest, has what they had. */
  readonly superseded: readonly Crl[]
}

const noDeltas: Deltas = { newest: null, superseded: [] }

/**
 * RFC 5280 §5.2.4 and §6.3.3 (c) and (h): delta CRLs of the same issuer, scope and key, which start
 * at the complete CRL or before it and go on beyond it.
 */
export function deltasFor(
  complete: Crl,
  signer: Certificate,
  deltas: readonly Crl[],
  context: RevocationContext,
): Deltas {
  const { number } = factsOf(complete)
  if (deltas.length === 0 || number === null) return noDeltas
  const superseded: Crl[] = []
  let newest: Crl | null = null
  for (const delta of [...deltas].sort(highestFirst)) {
    const facts = factsOf(delta)
    if (facts.problem !== null || facts.number === null || facts.base === null) continue
    if (!isOfSameScope(complete, delta)) continue
    const applies = facts.base <= number && number < facts.number
    if (!applies && facts.number > number) continue
    spendOnVerification(delta, context.budget)
    if (verifySigned(delta, signer.spki, context.crypto).outcome !== 'valid') continue
    if (applies && newest === null) newest = delta
    else superseded.push(delta)
  }
  return { newest, superseded }
}

function highestFirst(a: Crl, b: Crl): number {
  const [one, other] = [factsOf(a).number ?? -1n, factsOf(b).number ?? -1n]
  return one === other ? 0 : one > other ? -1 : 1
}

/** (c)(1) to (3); "the values for each of the fields are the same" is taken to the octet. */
function isOfSameScope(complete: Crl, delta: Crl): boolean {
  return (
    sameName(complete.issuer, delta.issuer) &&
    sameExtension(complete, delta, extensionOids.issuingDistributionPoint) &&
    sameExtension(complete, delta, extensionOids.authorityKeyIdentifier)
  )
}
