import { contentBytes, derMalformed, type Element } from '../../core/der.ts'
import { timeValue } from '../../core/der-values.ts'

const point = 0x2e
const zulu = 0x5a
const secondsEnd = 'YYYYMMDDhhmmss'.length

/** Digits of a second that are read: a millisecond is all that a `Date` has, and a nanosecond all that is seen. */
const mostDigits = 9

/**
 * GeneralizedTime of an OCSP response; throws `der-malformed`. RFC 6960 §4.2.1 has it without fractions
 * of a second, RFC 2560 had them, as DER has (X.690 §11.7), and responders still write them. We read
 * them down to the millisecond, for what a response revokes must not be missed by its date.
 */
export function responseTime(element: Element): Date {
  const content = contentBytes(element)
  if (content[secondsEnd] !== point) return timeValue(element)
  const digits = content.subarray(secondsEnd + 1, content.length - 1)
  if (content[content.length - 1] !== zulu || !isFraction(digits)) {
    throw derMalformed('fraction of a second', element.start)
  }
  const octets = Uint8Array.of(...content.subarray(0, secondsEnd), zulu)
  const whole = { ...element, source: octets, contentStart: 0, contentEnd: octets.length }
  const [tenths = 0, hundredths = 0, thousandths = 0] = [...digits].map((one) => one - 0x30)
  return new Date(timeValue(whole).getTime() + tenths * 100 + hundredths * 10 + thousandths)
}

/** X.690 §11.7.3: no zero at the end, and so no fraction of nothing. */
function isFraction(digits: Uint8Array): boolean {
  if (digits.length === 0 || digits.length > mostDigits) return false
  return digits.every((one) => one >= 0x30 && one <= 0x39) && digits[digits.length - 1] !== 0x30
}
