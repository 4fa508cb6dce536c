import type { Permissions } from '../formats/format.ts'
import { maskTokens } from '../x509/identifiers.ts'
import type { SignatureVerdict } from './verdict.ts'

/** What a signature allows, as a report may show it: identifiers of persons masked in names of fields. */
export function reportPermissions(
  permissions: Permissions | null,
  identifiers: 'mask' | 'show',
): Permissions | null {
  if (permissions === null || identifiers === 'show') return permissions
  const locks = permissions.locks.map((lock) => ({ ...lock, fields: lock.fields.map(maskTokens) }))
  return { ...permissions, locks }
}

const levelWords = {
  1: 'none',
  2: 'form filling',
  3: 'form filling and annotations',
} as const

/** Fields, and locks, that a text names; more would hide the rest of the report. */
const mostNamed = 3

/** The same in lines, each with its label. */
export function permissionLines({
  permissions,
}: SignatureVerdict): readonly (readonly [string, string])[] {
  const { certification = null, locks = [] } = permissions ?? {}
  const more = locks.length - mostNamed
  const named = [
    ...locks.slice(0, mostNamed).map(lockText),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]
  return [
    ...(certification === null
      ? []
      : [['certified', `changes allowed: ${levelWords[certification]}`] as const]),
    ...named.map((text, at) => [at === 0 ? 'locks' : '', text] as const),
  ]
}

function lockText({ action, fields, permits }: Permissions['locks'][number]): string {
  const level = permits === null ? '' : `; changes allowed: ${levelWords[permits]}`
  if (action === 'All') return `every field${level}`
  const more = fields.length - mostNamed
  const quoted = fields.slice(0, mostNamed).map((name) => `"${name}"`)
  const names = [...quoted, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  if (action === 'Include') {
    const named = fields.length > 1 ? `the fields ${names}` : `the field ${names}`
    return `${names === '' ? 'no field' : named}${level}`
  }
  return `every field${names === '' ? '' : ` but ${names}`}${level}`
}
