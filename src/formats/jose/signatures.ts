import { VerifierError } from '../../core/errors.ts'
import type { ParsedSignature } from '../format.ts'
import { isObject, joseUnreadable } from './json-text.ts'
import type { PayloadCarrier } from './payload.ts'
import { encodingsIn, readCompact, readJsonForm } from './serialisation.ts'
import { type Identity, readSignature, type SharedBySignatures } from './signature.ts'
import { policiesGiven } from './signature-policy.ts'
import { componentsNamed } from './unsigned.ts'

/** Every signature of a document, each followed by its counter-signatures. */
export function signaturesOf(
  carriers: readonly PayloadCarrier[],
  context: Omit<SharedBySignatures, 'policies'>,
): ParsedSignature[] {
  const { detached, crypto } = context
  const policies = policiesGiven(
    carriers.map(({ jws }) => jws.protectedHeader),
    detached,
    crypto,
  )
  const shared = { ...context, policies }
  return carriers.flatMap((carrier, index) => {
    const identity = { id: `signature-${index + 1}`, countersigned: null }
    return withCounterSignatures(carrier, identity, shared)
  })
}

function withCounterSignatures(
  carrier: PayloadCarrier,
  identity: Identity,
  shared: SharedBySignatures,
): ParsedSignature[] {
  const { signature, unsigned } = readSignature(carrier, identity, shared)
  const { id, value } = signature
  const counters = componentsNamed(unsigned.components, 'cSig')
    .flatMap((one) => readCounterSignature(one, id, shared))
    .flatMap((one, index) => {
      const own = { id: `${id}-counter-${index + 1}`, countersigned: { id, value } }
      // What was given is content: it has no say in what a signature over another's value is over.
      return withCounterSignatures(one, own, { ...shared, detached: [] })
    })
  return [signature, ...counters]
}

/** TS 119 182-1 §5.3.2: a JWS in the compact or in a JSON serialisation; an unreadable one is left out. */
function readCounterSignature(
  value: unknown,
  id: string,
  { budget, warn }: SharedBySignatures,
): readonly PayloadCarrier[] {
  try {
    if (typeof value === 'string') {
      return [{ jws: readCompact(value, budget), serialisation: 'compact', encodings: 'same' }]
    }
    if (!isObject(value)) throw joseUnreadable('it is neither text nor object')
    const found = readJsonForm(value, budget)
    return found.map((jws) => ({ jws, serialisation: 'json', encodings: encodingsIn(found) }))
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    warn(
      'counter-signature-unreadable',
      `a counter-signature of ${id} is left out: ${cause.message}`,
    )
    return []
  }
}
