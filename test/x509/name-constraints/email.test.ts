import { describe, expect, it } from 'vitest'
import { tlv } from '../../formats/cms/der.ts'
import {
  attribute,
  directory,
  dns,
  email,
  otherName,
  problemUnder,
  rdns,
  smtpUtf8Mailbox,
} from './material.ts'

const allowed = (problem: string | null) => (problem === null ? 'allowed' : 'refused')
const ia5 = 0x16
const emailAddress = (mailbox: string, tag = ia5) =>
  rdns(attribute('1.2.840.113549.1.9.1', mailbox, tag))

describe('rfc822Name constraints (RFC 5280 §4.2.1.10)', () => {
  it.each([
    ['root@example.com', 'root@example.com', 'allowed'],
    ['root@example.com', 'root@EXAMPLE.com', 'allowed'],
    ['root@example.com', 'Root@example.com', 'refused'],
    ['root@example.com', 'other@example.com', 'refused'],
    ['root@example.com', 'root@a.example.com', 'refused'],
    ['example.com', 'anyone@example.com', 'allowed'],
    ['example.com', 'a.b+c@Example.Com', 'allowed'],
    ['example.com', 'anyone@a.example.com', 'refused'],
    ['.example.com', 'anyone@a.example.com', 'allowed'],
    ['.example.com', 'anyone@a.b.example.com', 'allowed'],
    ['.example.com', 'anyone@example.com', 'refused'],
    ['.example.com', 'anyone@badexample.com', 'refused'],
    ['*@example.com', 'user@example.com', 'refused'],
    ['*@example.com', '*@example.com', 'allowed'],
  ])('permitting %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ permitted: [email(base)] }, [email(name)]))).toBe(outcome)
  })

  it.each([
    ['root@example.com', 'root@example.com', 'refused'],
    ['root@example.com', 'root@eXample.com', 'refused'],
    // §7.5: the local part of an rfc822Name is compared as it stands.
    ['root@example.com', 'ROOT@example.com', 'allowed'],
    ['example.com', 'anyone@example.com', 'refused'],
    ['example.com', 'anyone@a.example.com', 'allowed'],
    ['.example.com', 'anyone@a.example.com', 'refused'],
    ['.example.com', 'anyone@example.com', 'allowed'],
  ])('excluding %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ excluded: [email(base)] }, [email(name)]))).toBe(outcome)
  })

  it.each([
    ['no at sign', 'example.com'],
    ['nothing', ''],
    ['two at signs', 'a@b@example.com'],
    ['no local part', '@example.com'],
    ['no host', 'a@'],
    ['a quoted local part', '"root"@example.com'],
    ['an address in brackets', 'root@[192.0.2.1]'],
    ['an address', 'root@192.0.2.1'],
    ['two dots', 'a..b@example.com'],
    ['a display name', 'Root <root@example.com>'],
    ['a NUL', 'root\u0000@example.com'],
    ['a NUL in the host', 'root@evil.org\u0000.example.com'],
    ['an octet outside ASCII', 'r\u00f6ot@example.com'],
    ['a dot at the end', 'root@example.com.'],
    ['a comment', 'root(a)@example.com'],
  ])('refuse a mailbox with %s, permitted or not', (_, name) => {
    const permitted = [email('example.com'), email('root@example.com')]
    expect(problemUnder({ permitted }, [email(name)])).not.toBeNull()
    expect(problemUnder({ excluded: [email('other.org')] }, [email(name)])).not.toBeNull()
  })

  it.each([[''], ['@example.com'], ['"a"@example.com'], ['[192.0.2.1]'], ['a@b@c.org'], ['.']])(
    'refuse every mailbox where the base is %j',
    (base) => {
      expect(problemUnder({ excluded: [email(base)] }, [email('a@other.org')])).not.toBeNull()
    },
  )

  it('name no more of a mailbox than its host', () => {
    const problem = problemUnder({ excluded: [email('a.org')] }, [email('nino@a.org')])
    expect(problem).toMatch(/^rfc822Name "…@a\.org" is excluded by/)
  })
})

describe('emailAddress in the subject under rfc822Name constraints', () => {
  const permitted = [email('example.com'), email('root@other.org')]

  it.each([
    ['root@example.com', 'allowed'],
    ['root@other.org', 'allowed'],
    ['ROOT@other.org', 'refused'],
    ['root@third.org', 'refused'],
  ])('%j is %s where its host or itself has to be permitted', (mailbox, outcome) => {
    expect(allowed(problemUnder({ permitted }, [], emailAddress(mailbox)))).toBe(outcome)
  })

  it('is excluded without regard to case (§4.1.2.6)', () => {
    const excluded = [email('root@example.com')]
    expect(problemUnder({ excluded }, [], emailAddress('ROOT@example.com'))).not.toBeNull()
    expect(problemUnder({ excluded }, [], emailAddress('toor@example.com'))).toBeNull()
  })

  it('does not count beside an rfc822Name', () => {
    const subject = emailAddress('root@third.org')
    expect(problemUnder({ permitted }, [email('a@example.com')], subject)).toBeNull()
  })

  it('counts beside names of other forms', () => {
    const subject = emailAddress('root@third.org')
    expect(problemUnder({ permitted }, [dns('example.com')], subject)).not.toBeNull()
  })

  it('is refused where it is no IA5String', () => {
    const subject = emailAddress('root@example.com', 0x1a)
    expect(problemUnder({ permitted }, [], subject)).not.toBeNull()
  })

  it('is counted each time', () => {
    const address = (mailbox: string) => attribute('1.2.840.113549.1.9.1', mailbox, ia5)
    const subject = rdns(address('a@example.com'), address('a@third.org'))
    expect(problemUnder({ permitted }, [], subject)).not.toBeNull()
  })

  it('is left alone by other constraints', () => {
    const subject = emailAddress('root@third.org')
    expect(problemUnder({ permitted: [dns('example.com')] }, [], subject)).toBeNull()
    expect(problemUnder({ excluded: [directory(rdns())] }, [], subject)).not.toBeNull()
  })
})

describe('SmtpUTF8Mailbox under rfc822Name constraints (RFC 9598 §6)', () => {
  it.each([
    ['example.com', 'ნინო@example.com', 'allowed'],
    ['example.com', 'ნინო@EXAMPLE.com', 'allowed'],
    ['example.com', 'ნინო@other.org', 'refused'],
    ['.example.com', 'ნინო@a.example.com', 'allowed'],
    ['xn--bcher-kva.example', 'ნინო@xn--bcher-kva.example', 'allowed'],
    ['xn--bcher-kva.example', 'ნინო@bücher.example', 'allowed'],
    ['xn--e1afmkfd.example', 'ნინო@пример.example', 'allowed'],
    ['xn--e1afmkfd.example', 'ნინო@применр.example', 'refused'],
    ['root@example.com', 'ნინო@example.com', 'refused'],
    ['root@example.com', 'root@example.com', 'allowed'],
  ])('permitting %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ permitted: [email(base)] }, [smtpUtf8Mailbox(name)]))).toBe(
      outcome,
    )
  })

  it.each([
    ['xn--bcher-kva.example', 'ნინო@bücher.example', 'refused'],
    ['.xn--bcher-kva.example', 'ნინო@a.bücher.example', 'refused'],
    ['xn--bcher-kva.example', 'ნინო@other.example', 'allowed'],
    // A U-label is in lower case and composed; what is not has no A-label, and is refused.
    ['other.example', 'ნინო@Bücher.example', 'refused'],
    ['other.example', 'ნინო@bu\u0308cher.example', 'refused'],
    ['other.example', 'ნინო@bücher。example', 'refused'],
    ['other.example', 'ნინო@ｅxample', 'refused'],
    ['other.example', 'ნი ნო@example.com', 'refused'],
    ['other.example', 'ნინო\u0000@example.com', 'refused'],
    ['other.example', '"ნინო"@example.com', 'refused'],
    ['other.example', 'ნინო', 'refused'],
  ])('excluding %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ excluded: [email(base)] }, [smtpUtf8Mailbox(name)]))).toBe(
      outcome,
    )
  })

  it('is refused where it is no UTF8String', () => {
    const oidOctets = Uint8Array.of(0x2b, 6, 1, 5, 5, 7, 8, 9)
    const name = tlv(0xa0, tlv(0x06, oidOctets), tlv(0xa0, tlv(0x16, Buffer.from('a@example.com'))))
    expect(problemUnder({ permitted: [email('example.com')] }, [name])).not.toBeNull()
  })

  it('is not what another otherName is', () => {
    const name = otherName('1.3.6.1.5.5.7.8.5', 'me@other.org')
    expect(problemUnder({ permitted: [email('example.com')] }, [name])).toBeNull()
  })
})
