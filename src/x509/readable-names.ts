import { DerReader, tags } from '../core/der.ts'
import { stringValue } from '../core/der-values.ts'
import { nameKey } from './names.ts'

/**
 * Whether a Name (RFC 5280 §4.1.2.4) can be read to the last value: what cannot is the same as its own
 * octets only, so that no constraint on it would ever apply. None in 4,300 certificates of real trust
 * lists is of that kind.
 */
export function isReadableName(name: Uint8Array): boolean {
  const key = nameKey(name)
  if (key.startsWith('#')) return false
  return !key.includes('=#') || hasStringsOnly(name)
}

/** String types that are not read as text (X.680 §8.4), and BIT STRING, for x500UniqueIdentifier. */
const otherStringTags: ReadonlySet<number> = new Set([0x03, 0x19, 0x1b])

function hasStringsOnly(name: Uint8Array): boolean {
  const rdns = DerReader.of(name).enter(tags.sequence)
  while (!rdns.done) {
    const rdn = rdns.enter(tags.set)
    while (!rdn.done) {
      const attribute = rdn.enter(tags.sequence)
      attribute.read(tags.oid)
      const value = attribute.read()
      if (stringValue(value) === null && !otherStringTags.has(value.tag)) return false
    }
  }
  return true
}
