import { fromHex } from '../core/bytes.ts'
import { type DigestAlgorithm, digestLengths } from '../core/digests.ts'
import { VerifierError } from '../core/errors.ts'
import { isStateCode, type State } from '../core/state.ts'
import { parseTime } from '../core/time.ts'
import { type Purpose, purposes } from '../x509/key-purposes.ts'
import type { GivenDigest } from './order.ts'

/** A time as a request writes it; throws `request-malformed`. */
export function timeOf(text: string): Date {
  const time = parseTime(text)
  if (time === null) {
    throw new VerifierError('request-malformed', `"${text}" is not a time`, {
      hint: 'write it in ISO 8601 with its zone: 2026-01-01T00:00:00Z',
    })
  }
  return time
}

/** A state as a request writes it; throws `request-malformed`. */
export function stateOf(text: string): State {
  if (!isStateCode(text)) {
    throw new VerifierError('request-malformed', `"${text}" is not the code of a state`, {
      hint: 'write its ISO 3166-1 alpha-2 code, such as RO',
    })
  }
  return text.toUpperCase()
}

/** A digest by name, algorithm and hexadecimal value; throws `request-malformed`. */
export function digestOf(name: string, algorithm: string, value: string): GivenDigest {
  const known = Object.hasOwn(digestLengths, algorithm)
  if (!known) {
    throw new VerifierError('request-malformed', `unknown digest algorithm "${algorithm}"`, {
      hint: `one of ${Object.keys(digestLengths).join(', ')}`,
    })
  }
  const bytes = fromHex(value)
  const length = digestLengths[algorithm as DigestAlgorithm]
  if (bytes?.length !== length) {
    throw new VerifierError(
      'request-malformed',
      `the ${algorithm} digest of "${name}" is not ${length} octets in hexadecimal`,
    )
  }
  return { name, algorithm: algorithm as DigestAlgorithm, value: bytes }
}

/** The words for what a key is to serve for, as a help text lists them. */
export const purposeList = purposes.join(', ')

/** The purpose that a word names, or null. */
export function purposeNamed(word: string): Purpose | null {
  return purposes.find((one) => one === word) ?? null
}
