import { type Conclusion, failed, undecided } from '../../../core/conclusion.ts'
import type { ParsedSignature } from '../../format.ts'
import { malformedSignature } from '../../malformed-signature.ts'
import { claimedTimeOf } from './claims.ts'
import type { SignatureReading } from './reading.ts'
import { shortened } from './text-string.ts'

/** A signature whose value is none of its kind: reported, and without anything that could verify. */
export function unreadableSignature(reading: SignatureReading, why: string): ParsedSignature {
  const detail = `the value of the signature cannot be read: ${why}`
  return withoutValue(reading, failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED'))
}

/** A signature of a kind that is not read: nothing is known of it, and that is said. */
export function unsupportedSignature(reading: SignatureReading): ParsedSignature {
  const { subFilter } = reading
  const detail =
    subFilter === null
      ? 'the signature does not say of which kind it is (SubFilter)'
      : `signatures of the kind "${shortened(subFilter)}" (SubFilter) are not read`
  const unsupported = 'unknown, the signature is of another kind'
  return {
    ...withoutValue(reading, undecided('GENERIC', detail, 'FORMAT_UNSUPPORTED')),
    signatureAlgorithm: { unsupported },
    digestAlgorithm: { unsupported },
  }
}

function withoutValue(reading: SignatureReading, conclusion: Conclusion): ParsedSignature {
  const { id, found, view, scopeName } = reading
  const check = { id: 'pdf-sub-filter', rule: 'ISO 32000-2 §12.8.3', conclusion }
  const names = { id, parent: null, format: 'PDF-NOT-ETSI' }
  return {
    ...malformedSignature(names, scopeName, check),
    claimedTime: claimedTimeOf(view, found.dictionary),
  }
}
