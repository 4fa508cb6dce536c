import type { Budget } from '../../core/budget.ts'
import { type Check, type Conclusion, passed, undecided } from '../../core/conclusion.ts'
import { VerifierError } from '../../core/errors.ts'
import { fromBase64Url } from './base64url.ts'
import {
  has,
  isObject,
  type JsonObject,
  joseUnreadable,
  memberOf,
  parseJsonBytes,
} from './json-text.ts'

/** One unsigned component, by the one name that its object has (TS 119 182-1 §5.3.1). */
export interface UnsignedComponent {
  readonly name: string
  readonly value: unknown
}

/** The unsigned components of a signature in their order, and what was left out of them. */
export interface UnsignedComponents {
  readonly components: readonly UnsignedComponent[]
  readonly check: Check
}

/**
 * TS 119 182-1 §5.3.1: "etsiU" is an array either of base64url or of clear JSON. They are not signed:
 * one that cannot be read is left out and told, and changes nothing of what was signed.
 */
export function unsignedComponents(header: JsonObject, budget: Budget): UnsignedComponents {
  if (!has(header, 'etsiU')) return { components: [], check: checked(passed) }
  const value = memberOf(header, 'etsiU')
  if (!Array.isArray(value) || value.length === 0) {
    return { components: [], check: checked(departs('"etsiU" is no array with members')) }
  }
  const read = value.map((one: unknown) => readComponent(one, budget))
  const components = read.flatMap((one) => ('problem' in one ? [] : [one]))
  const problem = read.flatMap((one) => ('problem' in one ? [one.problem] : []))[0]
  const texts = value.filter((one) => typeof one === 'string').length
  const conclusion =
    problem !== undefined
      ? departs(`an unsigned component cannot be read: ${problem}`)
      : texts > 0 && texts < value.length
        ? departs('"etsiU" has components in base64url and in clear JSON')
        : passed
  return { components, check: checked(conclusion) }
}

function readComponent(one: unknown, budget: Budget): UnsignedComponent | { problem: string } {
  try {
    const object = typeof one === 'string' ? decodedComponent(one, budget) : one
    if (!isObject(object)) return { problem: 'it is no object' }
    const [name, ...more] = Object.keys(object)
    if (name === undefined || more.length > 0) return { problem: 'it has not one member' }
    return { name, value: memberOf(object, name) }
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return { problem: cause.message }
  }
}

function decodedComponent(text: string, budget: Budget): JsonObject {
  const bytes = fromBase64Url(text)
  if (bytes === null) throw joseUnreadable('an element of "etsiU" is no base64url')
  budget.spend('bytes', bytes.length)
  return parseJsonBytes(bytes, 'an element of "etsiU"', budget)
}

const departs = (detail: string): Conclusion => undecided('SIG_CONSTRAINTS_FAILURE', detail)

function checked(conclusion: Conclusion): Check {
  return { id: 'jades-unsigned-components', rule: 'TS 119 182-1 §5.3.1', conclusion }
}

/** The values of the components of a name. */
export function componentsNamed(
  components: readonly UnsignedComponent[],
  name: string,
): readonly unknown[] {
  return components.flatMap((one) => (one.name === name ? [one.value] : []))
}
