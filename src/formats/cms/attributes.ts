import type { Budget } from '../../core/budget.ts'
import { DerReader, type Element, encodedBytes, tags } from '../../core/der.ts'
import { oidValue } from '../../core/der-values.ts'
import { VerifierError } from '../../core/errors.ts'

/** An attribute of a SignerInfo (RFC 5652 §5.3), its values as TLVs. */
export interface Attribute {
  readonly type: string
  readonly values: readonly Uint8Array[]
}

/** An attribute that must stand once, with one value: that value, or why there is none. */
export type SingleValue<T> = { readonly value: T } | { readonly problem: string }

/** The attributes in a SET OF Attribute that is entered. */
export function readAttributes(list: DerReader): Attribute[] {
  const attributes: Attribute[] = []
  while (!list.done) attributes.push(readAttribute(list))
  return attributes
}

function readAttribute(list: DerReader): Attribute {
  const members = list.enter(tags.sequence)
  const type = oidValue(members.read(tags.oid))
  const set = members.enter(tags.set)
  const values: Uint8Array[] = []
  while (!set.done) values.push(encodedBytes(set.read()))
  members.finish()
  return { type, values }
}

/** Every value of every attribute of the type, in order. */
export function valuesOf(attributes: readonly Attribute[], type: string): readonly Uint8Array[] {
  return attributes.filter((attribute) => attribute.type === type).flatMap(({ values }) => values)
}

/** True where the attribute is there at all, with whatever values. */
export function hasAttribute(attributes: readonly Attribute[], type: string): boolean {
  return attributes.some((attribute) => attribute.type === type)
}

/** The one value of the one attribute of the type; null where the attribute is absent. */
export function singleValueOf<T>(
  attributes: readonly Attribute[],
  type: string,
  budget: Budget,
  read: (reader: DerReader, value: Element) => T,
): SingleValue<T> | null {
  const found = attributes.filter((attribute) => attribute.type === type)
  const [only] = found
  if (only === undefined) return null
  if (found.length > 1) return { problem: `the attribute stands ${found.length} times` }
  const [value] = only.values
  if (value === undefined || only.values.length > 1) {
    return { problem: `the attribute has ${only.values.length} values` }
  }
  return readValue(value, budget, read)
}

/** What is read from one attribute value, or why it cannot be. */
export function readValue<T>(
  value: Uint8Array,
  budget: Budget,
  read: (reader: DerReader, value: Element) => T,
): SingleValue<T> {
  try {
    const reader = DerReader.of(value, 'BER', budget)
    return { value: read(reader, reader.read()) }
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'der-malformed') throw cause
    return { problem: `the attribute cannot be read: ${cause.message}` }
  }
}
