import { memo } from '../core/memo.ts'
import type { Certificate } from './certificate.ts'
import { maskGroupedNumbers } from './grouped-numbers.ts'
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

/** Any attribute of a name as text. */
const anyValue = /(^|[,+])([A-Za-z][A-Za-z\d]*|\d+(?:\.\d+)+)=((?:\\.|[^\\,+])*)/g

/** Attributes that name no person: organisations, hosts, and values in hexadecimal. */
const impersonal = /^(?:organizationIdentifier=|DC=|C=|[^=]+=#)/

/**
 * Numbers that issuers write behind a name ("NAME:12345678909") or in its place, of nine digits and
 * more (as many as Greece's AFM has), or of eight behind a colon. What is
 * hexadecimal and as long as a digest of 128 bits is none.
 */
const numberInName = /[\dA-Fa-f]{32,}|\d{9,}|(?<=: ?)\d{8,}/g

/** An address of mail (RFC 5322 §3.4.1), from where its local part begins. */
const mailAddress = /(?<![^\s<>(),;:"[\]])[^\s<>(),;:"[\]@]+@[^\s<>(),;:"[\]@]+/g

/** A telephone number or an identifier that is written in groups. */
const groupedNumber = /\+?\d(?:[ ()./-]{0,2}\d){7,}/g

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
      .replace(freeText, (whole) => whole.replace(longNumber, maskIdentifier))
      .replace(anyValue, maskNumbers),
  )
}

function maskNumbers(whole: string, separator: string, keyword: string, value: string): string {
  const attribute = `${keyword}=${value}`
  if (impersonal.test(attribute)) return whole
  const masked = maskGroupedNumbers(value, maskIdentifier).replace(numberInName, (found) =>
    found.length >= 32 && /\D/.test(found) ? found : maskIdentifier(found),
  )
  return `${separator}${keyword}=${masked}`
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

/** Text that a signer wrote freely, with the numbers and mail addresses of persons masked in it. */
export function maskedFreeText(text: string): string {
  const numbered = text.replace(mailAddress, maskIdentifier)
  return maskTokens(
    maskGroupedNumbers(numbered, maskIdentifier).replace(longNumber, maskIdentifier),
  )
}

/** How the signer can be reached: telephone numbers are masked as well, however they are grouped. */
export function maskedContact(text: string): string {
  return maskedFreeText(text.replace(groupedNumber, maskIdentifier))
}

/** EN 319 412-1 §5.1.3: three letters of type, two of state, a hyphen, then the identifier itself. */
function maskIdentifier(value: string): string {
  const prefix = /^[A-Z]{3}[A-Z]{2}-/.exec(value)?.[0] ?? ''
  const rest = value.slice(prefix.length)
  const kept = rest.length > 6 ? rest.slice(-2).replace(/\\/g, '*') : ''
  return `${prefix}${'*'.repeat(Math.min(Math.max(rest.length - kept.length, 1), 12))}${kept}`
}
