import type { Budget } from '../../core/budget.ts'
import { wholeOf } from '../../core/bytes.ts'
import type { Octets, ParsedSignature } from '../format.ts'
import { readValue, valuesOf } from './attributes.ts'
import type { Content } from './content.ts'
import { looksLikeSignedAttributes } from './content-confusion.ts'
import type { SignerFacts } from './format-checks.ts'
import { evidenceRecordIn } from './level.ts'
import { attributeTypes } from './oids.ts'
import {
  type Covered,
  type Identity,
  parsedSignature,
  type SharedBySignatures,
} from './signature.ts'
import type { SignedData } from './signed-data.ts'
import { type SignerInfo, signerInfoIn } from './signer-info.ts'

/** Every signature of the SignedData, each followed by its countersignatures. */
export function signaturesOf(
  signedData: SignedData,
  content: Content,
  context: Omit<SharedBySignatures, 'signedData' | 'evidenceRecord'>,
): ParsedSignature[] {
  const shared = { ...context, signedData, evidenceRecord: evidenceRecordIn(signedData) }
  const over: SignerFacts['over'] = {
    kind: 'content',
    contentType: signedData.contentType,
    nature: natureOf(content.octets, signedData.signerInfos),
    encapsulation: signedData.content?.kind ?? 'detached',
    given: content.given,
  }
  return signedData.signerInfos.flatMap((signer, index) => {
    const identity = { id: `signature-${index + 1}`, parent: null }
    return signatureWithCounters(signer, identity, { ...content, over }, shared)
  })
}

/** Looked at once for all signers, and only where one of them has no signed attributes. */
function natureOf(octets: Octets, signers: readonly SignerInfo[]): SignerFacts['over']['nature'] {
  if (signers.every(({ signedAttributes }) => signedAttributes !== null)) return 'other'
  if (octets.kind === 'missing' || octets.kind === 'digests') return 'unknown'
  return looksLikeSignedAttributes(wholeOf(octets)) ? 'signed-attributes' : 'other'
}

/** RFC 5652 §11.4: a countersignature is over the octets of the signature value that it is put on. */
function signatureWithCounters(
  signer: SignerInfo,
  identity: Identity,
  covered: Covered,
  shared: SharedBySignatures,
): ParsedSignature[] {
  const octets: Octets = { kind: 'bytes', bytes: signer.signature }
  const counterSigners = counterSignersOf(signer, identity.id, shared)
  const value: Covered = {
    octets,
    name: `signature value of ${identity.id}`,
    kind: 'full',
    unread: [],
    over: { kind: 'signature-value', nature: natureOf(octets, counterSigners) },
  }
  const counters = counterSigners.flatMap((counter, index) => {
    const own = { id: `${identity.id}-counter-${index + 1}`, parent: identity.id }
    return signatureWithCounters(counter, own, value, shared)
  })
  return [parsedSignature(signer, identity, covered, shared), ...counters]
}

function counterSignersOf(
  signer: SignerInfo,
  id: string,
  { budget, warn }: { readonly budget: Budget; readonly warn: SharedBySignatures['warn'] },
): SignerInfo[] {
  return valuesOf(signer.unsignedAttributes, attributeTypes.counterSignature).flatMap((value) => {
    budget.spend('signatures')
    const read = readValue(value, budget, signerInfoIn)
    if ('value' in read) return [read.value]
    warn('counter-signature-unreadable', `a countersignature of ${id} is left out: ${read.problem}`)
    return []
  })
}
