import type { Certificate } from '../certificate.ts'
import { extensionOids } from '../extensions.ts'
import { sameName } from '../names.ts'
import type { RevocationContext } from '../revocation-status.ts'
import { verifyWithin } from '../signed.ts'
import type { Crl } from './crl.ts'
import { sameExtension } from './extensions.ts'
import { factsOf } from './facts.ts'

/**
 * RFC 5280 §5.2.4 and §6.3.3 (c) and (h): the newest delta CRL of the same issuer, scope and key,
 * which starts at the complete CRL or before it and goes on beyond it; null where none does.
 */
export function deltaFor(
  complete: Crl,
  signer: Certificate,
  deltas: readonly Crl[],
  context: RevocationContext,
): Crl | null {
  const { number } = factsOf(complete)
  if (deltas.length === 0 || number === null) return null
  for (const delta of [...deltas].sort(highestFirst)) {
    const facts = factsOf(delta)
    if (facts.problem !== null || facts.number === null || facts.base === null) continue
    if (facts.base > number || number >= facts.number) continue
    // Numbers rise with time (§5.2.3): what was said before the complete CRL lifts nothing in it.
    if (delta.thisUpdate < complete.thisUpdate) continue
    if (!isOfSameScope(complete, delta)) continue
    if (verifyWithin(delta, signer.spki, context).outcome === 'valid') return delta
  }
  return null
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
