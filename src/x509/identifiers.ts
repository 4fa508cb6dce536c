import { memo } from '../core/memo.ts'
import type { Certificate } from './certificate.ts'
import { nameText } from './names.ts'

/**
 * Attribute types that hold identifiers of persons: serialNumber (EN 319 412-1 §5.1.3), e-mail, UID,
 * telephoneNumber, dnQualifier (Italy's fiscal codes), and Russia's INN and SNILS. An organisation's
 * identifier is public and stays.
 */
const personalKeywords = [
  'serialNumber',
  'emailAddress',
  'UID',
  '2\\.5\\.4\\.20',
  '2\\.5\\.4\\.46',
  '1\\.2\\.643\\.3\\.131\\.1\\.1',
  '1\\.2\\.643\\.100\\.3',
  '1\\.2\\.643\\.100\\.4',
]

const personalValue = new RegExp(`\\b(${personalKeywords.join('|')})=((?:\\\\.|[^\\\\,+])*)`, 'g')

/** Free text in which issuers write numbers of persons (description, OU, title): eight digits and more. */
const freeText = /\b(2\.5\.4\.13|OU|title)=((?:\\.|[^\\,+])*)/g
const longNumber = /\d{8,}/g

/** Identifiers of natural persons by their semantics (EN 319 412-1 §5.1.3), wherever they stand. */
const personalToken = /\b(?:PNO|IDC|PAS|TIN)[A-Z]{2}-(?:\\.|[^\\,+&?/ ])+/g

/** A name as text with personal identifiers masked: semantics prefix and last two characters stay. */
export function maskedNameText(name: Uint8Array): string {
  const known = masked.get(name)
  if (known !== undefined) return known
  const text = maskedText(name)
  masked.set(name, text)
  return text
}

/** Authorities are named in every report on what they issued. */
const masked = memo<Uint8Array, string>()

function maskedText(name: Uint8Array): string {
  return maskTokens(
    nameText(name)
      .replace(personalValue, (_, keyword: string, value: string) => {
        return `${keyword}=${maskIdentifier(value)}`
      })
      .replace(freeText, (whole) => whole.replace(longNumber, maskIdentifier)),
  )
}

/** A certificate as texts name it. */
export function quotedSubject({ subject }: Pick<Certificate, 'subject'>): string {
  return `"${maskedNameText(subject)}"`
}

/** Any text with the identifiers masked that say of themselves whose they are. */
export function maskTokens(text: string): string {
  return text.replace(personalToken, (token) =>
    token.includes('*') ? token : maskIdentifier(token),
  )
}

/** Text that a signer wrote freely, with the numbers of persons masked that it may hold. */
export function maskedFreeText(text: string): string {
  return maskTokens(text.replace(longNumber, maskIdentifier))
}

/** EN 319 412-1 §5.1.3: three letters of type, two of state, a hyphen, then the identifier itself. */
function maskIdentifier(value: string): string {
  const prefix = /^[A-Z]{3}[A-Z]{2}-/.exec(value)?.[0] ?? ''
  const rest = value.slice(prefix.length)
  const kept = rest.length > 6 ? rest.slice(-2).replace(/\\/g, '*') : ''
  return `${prefix}${'*'.repeat(Math.min(Math.max(rest.length - kept.length, 1), 12))}${kept}`
}
