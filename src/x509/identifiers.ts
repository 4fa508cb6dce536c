import { nameText } from './names.ts'

/**
 * Attribute types that hold identifiers of persons: serialNumber (EN 319 412-1 §5.1.3), e-mail,
 * UID, and Russia's INN and SNILS. An organisation's identifier is public and stays.
 */
const personalKeywords = [
  'serialNumber',
  'emailAddress',
  'UID',
  '1\\.2\\.643\\.3\\.131\\.1\\.1',
  '1\\.2\\.643\\.100\\.3',
  '1\\.2\\.643\\.100\\.4',
]

const personalValue = new RegExp(`\\b(${personalKeywords.join('|')})=((?:\\\\.|[^\\\\,+])*)`, 'g')

/** A name as text with personal identifiers masked: semantics prefix and last two characters stay. */
export function maskedNameText(name: Uint8Array): string {
  return nameText(name).replace(personalValue, (_, keyword: string, value: string) => {
    return `${keyword}=${maskIdentifier(value)}`
  })
}

/** EN 319 412-1 §5.1.3: three letters of type, two of state, a hyphen, then the identifier itself. */
function maskIdentifier(value: string): string {
  const prefix = /^[A-Z]{3}[A-Z]{2}-/.exec(value)?.[0] ?? ''
  const rest = value.slice(prefix.length)
  const kept = rest.length > 6 ? rest.slice(-2).replace(/\\/g, '*') : ''
  return `${prefix}${'*'.repeat(Math.min(Math.max(rest.length - kept.length, 1), 12))}${kept}`
}
