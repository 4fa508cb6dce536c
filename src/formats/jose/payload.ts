import { equalBytes } from '../../core/bytes.ts'
import { type Check, type Conclusion, failed, passed, undecided } from '../../core/conclusion.ts'
import { chooseDetached, contentName } from '../detached.ts'
import {
  checkGivenBesideDetached,
  checkGivenBesideHeld,
  checkNotChosen,
  compareGiven,
} from '../given-content.ts'
import { fromBase64Url } from './base64url.ts'
import { payloadMediaType } from './claims.ts'
import { givenCheck } from './given-content.ts'
import type { Jws, Payload, Serialisation } from './serialisation.ts'
import { readSigD } from './sig-d.ts'
import { contentBySigD } from './sig-d-content.ts'
import {
  type ContentContext,
  isEncoded,
  missingContent,
  overPieces,
  type SignedContent,
  unknownContent,
} from './signing-input.ts'

/** Endings of a detached signature's name that its payload's name lacks. */
const signatureEndings = /\.(jws|jades|json|jose)$/i

/** A JWS with the form that it came in. */
export interface PayloadCarrier {
  readonly jws: Jws
  readonly serialisation: Serialisation
  /** Of all signatures over the same payload. */
  readonly encodings: 'same' | 'mixed'
}

/** RFC 7515 §5.2 steps 6 to 8, RFC 7797 §3, and TS 119 182-1 §5.2.8 where the content is outside. */
export function signedContent(carrier: PayloadCarrier, context: ContentContext): SignedContent {
  const sigD = readSigD(carrier.jws.protectedHeader)
  return sigD === null
    ? payloadContent(carrier, context)
    : contentBySigD(carrier.jws, sigD, context)
}

/** TS 119 182-1 §5.3.2: a counter-signature is over the octets of the signature value. */
export function countersignedContent(
  { jws }: PayloadCarrier,
  over: { readonly value: Uint8Array; readonly name: string },
  context: ContentContext,
): SignedContent {
  const held = jws.payload.kind === 'text' ? fromBase64Url(jws.payload.text) : null
  const attached = jws.payload.kind !== 'none'
  const other = attached && (held === null || !equalBytes(held, over.value))
  const conclusion = other
    ? failed(
        'HASH_FAILURE',
        'the counter-signature holds another payload than the value it is put on',
      )
    : attached
      ? undecided('SIG_CONSTRAINTS_FAILURE', 'the payload of the counter-signature is not detached')
      : passed
  return {
    ...overPieces(jws, [{ name: over.name, bytes: over.value, mediaType: null }], context),
    checks: [{ id: 'jades-counter-signature', rule: 'TS 119 182-1 §5.3.2', conclusion }],
  }
}

function payloadContent(carrier: PayloadCarrier, context: ContentContext): SignedContent {
  const { payload } = carrier.jws
  if (payload.kind === 'none') return detachedPayload(carrier.jws, context)
  const bytes = payload.kind === 'text' ? attachedOctets(payload, carrier) : null
  if (bytes === null) {
    const conclusion = failed(
      'FORMAT_FAILURE',
      'the payload is not encoded as the header says',
      'SIGNATURE_MALFORMED',
    )
    return unknownContent([encoding(conclusion)])
  }
  const given = compareGiven(context.detached, { kind: 'bytes', bytes }, context.crypto)
  return {
    ...overPieces(
      carrier.jws,
      [{ name: 'payload', bytes, mediaType: payloadMediaType(carrier.jws.protectedHeader) }],
      context,
    ),
    checks: [encoding(passed), checkGivenBesideHeld(givenCheck, given)],
  }
}

function encoding(conclusion: Conclusion): Check {
  return { id: 'jws-payload', rule: 'RFC 7515 §5.2', conclusion }
}

/**
 * RFC 7797 §5: unencoded it is the text itself, which in the compact form is ASCII without a dot. Made
 * once for each form: a thousand signatures may be over one payload.
 */
function attachedOctets(payload: TextPayload, carrier: PayloadCarrier): Uint8Array | null {
  const form = isEncoded(carrier.jws) ? 'encoded' : carrier.serialisation
  const before = made.get(payload)?.get(form)
  if (before !== undefined) return before
  const octets = octetsIn(payload.text, form)
  made.set(payload, (made.get(payload) ?? new Map()).set(form, octets))
  return octets
}

type TextPayload = Extract<Payload, { kind: 'text' }>
type PayloadForm = 'encoded' | Serialisation

const made = new WeakMap<TextPayload, Map<PayloadForm, Uint8Array | null>>()

function octetsIn(text: string, form: PayloadForm): Uint8Array | null {
  if (form === 'encoded') return fromBase64Url(text)
  const hasOther = form === 'compact' ? /[^\x20-\x2d\x2f-\x7e]/ : /\p{Surrogate}/u
  return hasOther.test(text) ? null : Buffer.from(text, 'utf8')
}

/** RFC 7515 appendix F. Digests do not stand for it: the value is over the payload itself. */
function detachedPayload(jws: Jws, context: ContentContext): SignedContent {
  const { detached, documentName = null } = context
  const chosen = chooseDetached(detached, documentName, signatureEndings)
  if (chosen === null) {
    const wanted = contentName(documentName, signatureEndings)
    const open = detached.length > 1 ? [checkNotChosen(givenCheck, detached, wanted)] : []
    return missingContent('payload', open)
  }
  if (chosen.bytes === null) return missingContent(chosen.name ?? 'payload', [])
  const others = detached.filter((content) => content !== chosen)
  const octets = { kind: 'bytes', bytes: chosen.bytes } as const
  const name = chosen.name ?? 'payload'
  return {
    ...overPieces(
      jws,
      [{ name, bytes: chosen.bytes, mediaType: payloadMediaType(jws.protectedHeader) }],
      context,
    ),
    checks: [checkGivenBesideDetached(givenCheck, compareGiven(others, octets, context.crypto))],
  }
}
