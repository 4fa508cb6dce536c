import { printable } from '../../core/printable.ts'
import { maskedNameText } from '../identifiers.ts'
import { nameForm, type SubjectName } from './subject-names.ts'

/** A name as a reason mentions it: by its form, without what identifies a person. */
export function subjectNameText(name: SubjectName): string {
  const text = publicPart(name)
  return text === null ? `a name of the form ${nameForm(name)}` : `${nameForm(name)} "${text}"`
}

function publicPart(name: SubjectName): string | null {
  switch (name.kind) {
    case 'directory':
      return maskedNameText(name.name)
    case 'dns':
      return shortened(name.name)
    case 'ip':
      return addressText(name.address)
    case 'uri':
      return shortened(schemeAndHost(name.uri))
    case 'email':
    case 'email-attribute':
    case 'international-email':
      return name.mailbox === null ? null : `…${shortened(hostPart(name.mailbox))}`
    case 'other':
      return null
  }
}

/** The rest of a URI may name a person. */
function schemeAndHost(uri: string): string {
  const [, scheme, host] = /^([a-z][a-z0-9+.-]*:)(?:\/\/(?:[^/?#]*@)?([^/?#@]*))?/i.exec(uri) ?? []
  return host === undefined ? `${scheme ?? ''}…` : `${scheme}//${host}…`
}

function hostPart(mailbox: string): string {
  const at = mailbox.lastIndexOf('@')
  return at < 0 ? '' : mailbox.slice(at)
}

/** Four octets as IPv4 is written, others in hexadecimal. */
function addressText(address: Uint8Array): string {
  if (address.length === 4) return address.join('.')
  return shortened(Array.from(address.subarray(0, 17), hex).join(':'))
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0')
}

/** Characters of a name in a reason: most host names are shorter. */
const longestText = 100

function shortened(text: string): string {
  return printable(text.length > longestText ? `${text.slice(0, longestText)}…` : text)
}
