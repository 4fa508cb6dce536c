import type { GeneralName } from '../general-names.ts'
import { hostLabels, internationalHostLabels, looksLikeAddress } from './host-names.ts'
import { type Bases, type Judge, judgement, readBases } from './judgement.ts'
import type { SubjectName } from './subject-names.ts'
import { isIn, nameTree, type Reach } from './tree.ts'
import { hostOrDomain } from './uri.ts'

interface Mailbox {
  readonly local: string
  readonly host: readonly string[]
  /** RFC 5280 §4.1.2.6: emailAddress is compared without regard to case; §7.5: rfc822Name is not. */
  readonly caseOfLocal: 'matters' | 'does-not-matter'
}

type Base =
  | { readonly kind: 'mailbox'; readonly mailbox: Mailbox }
  | { readonly kind: 'hosts'; readonly steps: readonly string[]; readonly reach: Reach }

/**
 * rfc822Name (RFC 5280 §4.2.1.10): the base is a mailbox, a host, or with a leading period all hosts
 * below it. It also judges emailAddress in the subject and, by RFC 9598 §6, SmtpUTF8Mailbox.
 */
export function emailJudge(bases: Bases): Judge | null {
  const permitted = readBases(bases.permitted, baseOf)
  const excluded = readBases(bases.excluded, baseOf)
  if (permitted === null || excluded === null) return null
  const [inside, outside] = [mailboxSet(permitted), mailboxSet(excluded)]
  return (name) => {
    const mailbox = mailboxOf(name)
    if (mailbox === null) return 'not-comparable'
    return judgement(
      bases,
      () => outside.hasIgnoringCase(mailbox) || outside.has(mailbox),
      () => inside.has(mailbox),
    )
  }
}

interface MailboxSet {
  readonly has: (mailbox: Mailbox) => boolean
  readonly hasIgnoringCase: (mailbox: Mailbox) => boolean
}

function mailboxSet(bases: readonly Base[]): MailboxSet {
  const hosts = nameTree(bases.flatMap((base) => (base.kind === 'hosts' ? [base] : [])))
  const mailboxes = bases.flatMap((base) => (base.kind === 'mailbox' ? [key(base.mailbox)] : []))
  const exact = new Set(mailboxes)
  const folded = new Set(mailboxes.map((one) => one.toLowerCase()))
  return {
    has: (mailbox) => isIn(hosts, mailbox.host) || exact.has(key(mailbox)),
    // Only what is excluded is looked for in this way: what is permitted has to be the very mailbox.
    hasIgnoringCase: (mailbox) =>
      mailbox.caseOfLocal === 'does-not-matter' && folded.has(key(mailbox).toLowerCase()),
  }
}

function key({ local, host }: Mailbox): string {
  return `${local}@${host.join('.')}`
}

function baseOf(name: GeneralName): Base | null {
  if (name.kind !== 'email') return null
  if (name.mailbox.includes('@')) {
    const mailbox = readMailbox(name.mailbox, 'matters')
    return mailbox === null ? null : { kind: 'mailbox', mailbox }
  }
  const hosts = hostOrDomain(name.mailbox)
  return hosts === null ? null : { kind: 'hosts', steps: hosts.steps, reach: hosts.reach }
}

function mailboxOf(name: SubjectName): Mailbox | null {
  switch (name.kind) {
    case 'email':
      return readMailbox(name.mailbox, 'matters')
    case 'email-attribute':
      return name.mailbox === null ? null : readMailbox(name.mailbox, 'does-not-matter')
    case 'international-email':
      return name.mailbox === null ? null : readInternationalMailbox(name.mailbox)
    default:
      return null
  }
}

/**
 * Mailbox (RFC 5321 §4.1.2) with a dot-string and a host name. A quoted local part may name the same
 * mailbox as a plain one, and an address in brackets any host: both are refused where mailboxes are
 * constrained, as the clause has no rule for them.
 */
function readMailbox(text: string, caseOfLocal: Mailbox['caseOfLocal']): Mailbox | null {
  const at = text.indexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const host = hostOf(hostLabels, text.slice(at + 1))
  return host !== null && asciiLocalPart.test(local) ? { local, host, caseOfLocal } : null
}

/** Dot-string: atoms (RFC 5322 §3.2.3) with single dots between them. */
const asciiLocalPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i

/** The same with what RFC 6531 §3.3 adds: any character outside ASCII. */
const utf8LocalPart =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~\u{a0}-\u{10ffff}-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~\u{a0}-\u{10ffff}-]+)*$/iu

function readInternationalMailbox(text: string): Mailbox | null {
  const at = text.indexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const host = hostOf(internationalHostLabels, text.slice(at + 1))
  if (host === null || !utf8LocalPart.test(local)) return null
  return { local, host, caseOfLocal: 'matters' }
}

/** An absolute name with its last dot is no host of a mailbox (RFC 5321 §4.1.2). */
function hostOf(
  read: (host: string) => readonly string[] | null,
  text: string,
): readonly string[] | null {
  const host = text.endsWith('.') ? null : read(text)
  return host === null || looksLikeAddress(host) ? null : host
}
