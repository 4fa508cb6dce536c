import { fromUtf8 } from '../../core/bytes.ts'
import { contentBytes, contextTag, DerReader, derMalformed, tags } from '../../core/der.ts'
import { oidValue } from '../../core/der-values.ts'
import { readOrNull } from '../../core/errors.ts'
import { memo } from '../../core/memo.ts'
import type { Certificate } from '../certificate.ts'
import { extensionOids } from '../extensions.ts'
import { type GeneralName, type NameForm, readGeneralNames } from '../general-names.ts'
import { isEmptyName, type NameAttribute, nameAttributes, rdnKeys } from '../names.ts'

/**
 * A name of the subject that name constraints look at (RFC 5280 §4.2.1.10). A mailbox outside
 * rfc822Name is null where it is not written as its own standard has it.
 */
export type SubjectName =
  | GeneralName
  | { readonly kind: 'email-attribute'; readonly mailbox: string | null }
  | { readonly kind: 'international-email'; readonly mailbox: string | null }

/** All names of one subject, or why they cannot be told. */
export interface SubjectNames {
  readonly names: readonly SubjectName[]
  /** Names of the extension and attributes of the subject: OpenSSL counts the work by these. */
  readonly count: number
  readonly problem: string | null
}

/** The name form by whose constraints the name is judged. */
export function nameForm(name: SubjectName): NameForm {
  return name.kind === 'other' ? name.form : forms[name.kind]
}

const forms = {
  directory: 'directoryName',
  uri: 'uniformResourceIdentifier',
  email: 'rfc822Name',
  'email-attribute': 'rfc822Name',
  'international-email': 'rfc822Name',
  dns: 'dNSName',
  ip: 'iPAddress',
} as const

const known = memo<Certificate, SubjectNames>()

/** The names of the subject field and of SubjectAltName; read once for each certificate. */
export function subjectNames(certificate: Certificate): SubjectNames {
  const before = known.get(certificate)
  if (before !== undefined) return before
  const names = readOrNull(() => read(certificate)) ?? {
    names: [],
    count: 0,
    problem: 'its SubjectAltName cannot be read',
  }
  known.set(certificate, names)
  return names
}

function read({ subject, extensions }: Certificate): SubjectNames {
  const attributes = rdnKeys(subject)?.attributes
  if (attributes === undefined) {
    return { names: [], count: 0, problem: 'its subject cannot be read' }
  }
  const alternative: GeneralName[] = []
  for (const { oid, value } of extensions) {
    if (oid !== extensionOids.subjectAltName) continue
    const reader = DerReader.of(value)
    for (const name of readGeneralNames(reader.enter(tags.sequence))) alternative.push(name)
    reader.finish()
  }
  const names: SubjectName[] = [...alternative, ...internationalMailboxes(alternative)]
  if (!isEmptyName(subject)) names.push({ kind: 'directory', name: subject })
  // §4.2.1.10 looks at emailAddress where there is no SubjectAltName at all. We look where it has no
  // rfc822Name: a name of another form must not open the subject to any address.
  if (!alternative.some(({ kind }) => kind === 'email')) {
    for (const attribute of nameAttributes(subject, emailAddress)) {
      names.push({ kind: 'email-attribute', mailbox: attributeMailbox(attribute) })
    }
  }
  return { names, count: alternative.length + attributes, problem: null }
}

/** PKCS #9 (RFC 2985 §5.2.1). */
const emailAddress = '1.2.840.113549.1.9.1'

/** RFC 5280 appendix A.1: EmailAddress is an IA5String and no other. */
function attributeMailbox({ text, value }: NameAttribute): string | null {
  return value[0] === tags.ia5String ? text : null
}

/** id-on-SmtpUTF8Mailbox (RFC 9598 §3). */
const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9'

/** RFC 9598 §6: such a mailbox is under the constraints of rfc822Name. */
function* internationalMailboxes(names: readonly GeneralName[]): Generator<SubjectName> {
  for (const name of names) {
    if (name.kind !== 'other' || name.form !== 'otherName') continue
    const reader = DerReader.of(name.encoded).enter(contextTag(0, 'constructed'))
    const type = readOrNull(() => oidValue(reader.read(tags.oid)))
    if (type !== smtpUtf8Mailbox) continue
    yield { kind: 'international-email', mailbox: readOrNull(() => utf8Mailbox(reader)) }
  }
}

/** OtherName (RFC 5280 §4.2.1.6) after its type-id. */
function utf8Mailbox(members: DerReader): string | null {
  const value = members.enter(contextTag(0, 'constructed'))
  members.finish()
  const element = value.read(tags.utf8String)
  value.finish()
  const text = fromUtf8(contentBytes(element))
  if (text === null) throw derMalformed('UTF8String', element.start)
  return text
}
