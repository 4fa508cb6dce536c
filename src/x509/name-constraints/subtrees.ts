import { contextTag, DerReader, derMalformed, tags } from '../../core/der.ts'
import { type GeneralName, readGeneralName } from '../general-names.ts'
import { rdnKeys } from '../names.ts'
import { isReadableName } from '../readable-names.ts'
import { rangeOf } from './address.ts'

/** GeneralSubtree (RFC 5280 §4.2.1.10). */
export interface Subtree {
  readonly base: GeneralName
  /** 'given': it has a minimum or a maximum, which the profile does not use. */
  readonly distance: 'none' | 'given'
}

/** NameConstraints (RFC 5280 §4.2.1.10); a list that is absent is empty. */
export interface NameConstraints {
  readonly permitted: readonly Subtree[]
  readonly excluded: readonly Subtree[]
}

/** Reads the value of the extension; throws `der-malformed`. */
export function readNameConstraints(value: Uint8Array): NameConstraints {
  const outer = DerReader.of(value)
  const members = outer.enter(tags.sequence)
  outer.finish()
  const permitted = readSubtrees(members, 0)
  const excluded = readSubtrees(members, 1)
  members.finish()
  // "either the permittedSubtrees field or the excludedSubtrees MUST be present" (§4.2.1.10).
  if (permitted.length + excluded.length === 0) throw derMalformed('empty NameConstraints', 0)
  return { permitted, excluded }
}

/** GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree. */
function readSubtrees(members: DerReader, number: number): readonly Subtree[] {
  const tagged = members.optional(contextTag(number, 'constructed'))
  if (tagged === null) return []
  const list = members.within(tagged)
  const subtrees: Subtree[] = []
  while (!list.done) subtrees.push(readSubtree(list.enter(tags.sequence)))
  if (subtrees.length === 0) throw derMalformed('empty GeneralSubtrees', tagged.start)
  return subtrees
}

function readSubtree(members: DerReader): Subtree {
  const start = members.offset
  const base = readGeneralName(members)
  if (!isWellFormed(base)) throw derMalformed('base of a subtree', start)
  const minimum = members.optional(contextTag(0, 'primitive'))
  const maximum = members.optional(contextTag(1, 'primitive'))
  members.finish()
  return { base, distance: minimum === null && maximum === null ? 'none' : 'given' }
}

/** What cannot be a base of any constraint: no IA5String, no range of addresses, no name. */
function isWellFormed(base: GeneralName): boolean {
  switch (base.kind) {
    case 'email':
      return isAscii(base.mailbox)
    case 'dns':
      return isAscii(base.name)
    case 'uri':
      return isAscii(base.uri)
    case 'ip':
      return rangeOf(base) !== null
    case 'directory':
      return rdnKeys(base.name) !== null && isReadableName(base.name)
    case 'other':
      return true
  }
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
