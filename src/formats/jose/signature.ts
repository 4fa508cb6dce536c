import { isUnsupported } from '../../core/algorithm-names.ts'
import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { DetachedContent, ParseContext, ParsedSignature } from '../format.ts'
import { signatureAlgorithmFor } from './algorithms.ts'
import { claimsOf } from './claims.ts'
import { type TravellingEvidence, travellingEvidence, type Warn } from './evidence.ts'
import { headerChecks } from './header-checks.ts'
import type { JsonObject } from './json-text.ts'
import { levelOf } from './level.ts'
import { countersignedContent, type PayloadCarrier, signedContent } from './payload.ts'
import { algorithmNameOf, type Jws } from './serialisation.ts'
import { signaturePolicy } from './signature-policy.ts'
import { issuedAt, signingTime } from './signed-parameters.ts'
import { namedSigner } from './signer.ts'
import type { SignedContent } from './signing-input.ts'
import { timestampsOf } from './timestamps.ts'
import { type UnsignedComponents, unsignedComponents } from './unsigned.ts'

/** What all signatures of one document share. */
export interface SharedBySignatures extends ParseContext {
  readonly warn: Warn
  /** What was given and is the signature policy of one of them, by its digest: content of none. */
  readonly policies: ReadonlySet<DetachedContent>
}

/** What a report calls a signature, and what it is over. */
export interface Identity {
  readonly id: string
  /** The signature that it countersigns, or null where it is over a payload. */
  readonly countersigned: { readonly id: string; readonly value: Uint8Array } | null
}

/** A signature as the verifier takes it, with its unsigned components. */
export interface ReadSignature {
  readonly signature: ParsedSignature
  readonly unsigned: UnsignedComponents
}

/** One JWS and what travels with it, as the verifier takes it. */
export function readSignature(
  carrier: PayloadCarrier,
  identity: Identity,
  shared: SharedBySignatures,
): ReadSignature {
  const { jws } = carrier
  const { protectedHeader } = jws
  const { crypto, budget, warn } = shared
  const unsigned = unsignedComponents(jws.unprotectedHeader, budget)
  const { components } = unsigned
  const evidence = travellingEvidence(jws, components, budget, warn)
  const signer = namedSigner(protectedHeader, evidence, crypto)
  const policy = signaturePolicy(protectedHeader, components, shared.detached, crypto)
  const content = contentOf(carrier, identity, {
    ...shared,
    detached: shared.detached.filter((one) => one !== policy.content && !shared.policies.has(one)),
  })
  const formatChecks = [
    checkValueEncoding(jws),
    ...headerChecks(carrier, signer.certificate),
    ...content.checks,
    ...signer.checks,
    checkSigningTime(protectedHeader),
    policy.check,
    unsigned.check,
  ]
  const over = identity.countersigned === null ? 'payload' : 'signature-value'
  const signatureAlgorithm = signatureAlgorithmFor(algorithmNameOf(jws) ?? '', jws.value)
  return {
    unsigned,
    signature: {
      id: identity.id,
      parent: identity.countersigned?.id ?? null,
      format: levelOf({ header: protectedHeader, components, over, formatChecks }),
      signatureAlgorithm,
      digestAlgorithm: digestOf(signatureAlgorithm),
      signedBytes: content.signedBytes,
      value: jws.value ?? new Uint8Array(),
      references: content.references,
      signer: signer.identifier,
      ...evidenceParts(evidence),
      timestamps: timestampsOf(protectedHeader, components, identity.id, { budget, warn }),
      claimedTime: claimedTime(protectedHeader),
      claims: claimsOf(protectedHeader),
      formatChecks,
    },
  }
}

function contentOf(
  carrier: PayloadCarrier,
  { countersigned }: Identity,
  shared: SharedBySignatures,
): SignedContent {
  if (countersigned === null) return signedContent(carrier, shared)
  const { id, value } = countersigned
  return countersignedContent(carrier, { value, name: `signature value of ${id}` }, shared)
}

/** EdDSA has its digest within (RFC 8032 §5.1.6 and §5.2.6); reports call it by its name. */
function digestOf(
  algorithm: ParsedSignature['signatureAlgorithm'],
): ParsedSignature['digestAlgorithm'] {
  if (isUnsupported(algorithm)) return algorithm
  if (algorithm.digest !== null) return algorithm.digest
  return algorithm.scheme === 'Ed25519' ? 'SHA-512' : { unsupported: 'SHAKE256' }
}

function evidenceParts({
  certificates,
  crls,
  ocspResponses,
}: TravellingEvidence): Pick<ParsedSignature, 'certificates' | 'crls' | 'ocspResponses'> {
  return { certificates, crls, ocspResponses }
}

/** RFC 7515 §2 and §5.2 step 7. */
function checkValueEncoding({ value }: Jws): Check {
  return {
    id: 'jws-signature-encoding',
    rule: 'RFC 7515 §5.2',
    conclusion:
      value === null ? failed('FORMAT_FAILURE', 'the signature value is no base64url') : passed,
  }
}

/** TS 119 182-1 §5.1.11 and §5.2.1: one of "iat" and "sigT", and readable. Without either it is no JAdES. */
function checkSigningTime(header: JsonObject): Check {
  const iat = issuedAt(header)
  const sigT = signingTime(header)
  const detail =
    iat === 'malformed' || sigT === 'malformed'
      ? 'the claimed time of signing cannot be read'
      : iat !== null && sigT !== null
        ? '"iat" and "sigT" state the time of signing both'
        : null
  return {
    id: 'jades-signing-time',
    rule: 'TS 119 182-1 §5.1.11',
    conclusion: detail === null ? passed : undecided('SIG_CONSTRAINTS_FAILURE', detail),
  }
}

function claimedTime(header: JsonObject): Date | null {
  const time = issuedAt(header) ?? signingTime(header)
  return time instanceof Date ? time : null
}
