import { describe, expect, it } from 'vitest'
import { expectLinearGrowth } from '../../growth.ts'
import { attribute, dns, problemUnder, rdns, uri } from './material.ts'

const allowed = (problem: string | null) => (problem === null ? 'allowed' : 'refused')

describe('dNSName constraints (RFC 5280 §4.2.1.10)', () => {
  it.each([
    ['host.example.com', 'host.example.com', 'allowed'],
    ['host.example.com', 'www.host.example.com', 'allowed'],
    ['host.example.com', 'a.b.host.example.com', 'allowed'],
    ['host.example.com', 'host1.example.com', 'refused'],
    ['host.example.com', 'ahost.example.com', 'refused'],
    ['host.example.com', 'example.com', 'refused'],
    ['host.example.com', 'HOST.Example.COM', 'allowed'],
    ['HOST.example.com', 'host.example.com', 'allowed'],
    ['host.example.com', 'host.example.com.', 'allowed'],
    ['host.example.com.', 'host.example.com', 'allowed'],
    ['', 'host.example.com', 'allowed'],
    ['xn--bcher-kva.example', 'www.xn--bcher-kva.example', 'allowed'],
  ])('permitting %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ permitted: [dns(base)] }, [dns(name)]))).toBe(outcome)
  })

  it.each([
    ['host.example.com', 'host.example.com', 'refused'],
    ['host.example.com', 'www.HOST.example.com', 'refused'],
    ['host.example.com', 'www.host.example.com.', 'refused'],
    ['host.example.com', 'host1.example.com', 'allowed'],
    ['host.example.com', 'example.com', 'allowed'],
    ['', 'host.example.com', 'refused'],
  ])('excluding %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ excluded: [dns(base)] }, [dns(name)]))).toBe(outcome)
  })

  it.each([
    ['.example.com'],
    ['.'],
    ['..'],
    ['a..example.com'],
    ['*.example.com'],
    ['exa mple.com'],
    ['example.com\u0000'],
  ])('refuse every name where the base is %j', (base) => {
    expect(problemUnder({ excluded: [dns(base)] }, [dns('host.other.org')])).toMatch(
      /not written as RFC 5280 §4\.2\.1\.10/,
    )
    expect(problemUnder({ permitted: [dns(base)] }, [dns('host.example.com')])).not.toBeNull()
  })

  it.each([
    ['an empty name', ''],
    ['a dot', '.'],
    ['an empty label', 'a..example.com'],
    ['a leading dot', '.example.com'],
    ['two dots at the end', 'a.example.com..'],
    ['a space', 'evil.org .example.com'],
    ['a NUL', 'evil.org\u0000.example.com'],
    ['an octet outside ASCII', '\u00e9vil.example.com'],
    ['a letter that folds into ASCII elsewhere', 'e\u017fl.example.com'],
    ['a slash', 'evil.org/.example.com'],
    ['a wildcard inside a label', 'w*.example.com'],
    ['a wildcard in the middle', 'a.*.example.com'],
    ['a label of 64 octets', `${'a'.repeat(64)}.example.com`],
    ['254 octets', `${'a.'.repeat(121)}example.com.a`],
  ])('refuse %s, permitted or not', (_, name) => {
    expect(problemUnder({ permitted: [dns('example.com')] }, [dns(name)])).not.toBeNull()
    expect(problemUnder({ excluded: [dns('other.org')] }, [dns(name)])).not.toBeNull()
  })

  it('take labels of 63 octets and names of 253', () => {
    const name = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`
    expect(problemUnder({ permitted: [dns('d'.repeat(61))] }, [dns(name)])).toBeNull()
  })

  it('look at no common name', () => {
    const subject = rdns(attribute('2.5.4.3', 'www.evil.org'))
    expect(problemUnder({ permitted: [dns('example.com')] }, [], subject)).toBeNull()
    expect(problemUnder({ excluded: [dns('evil.org')] }, [], subject)).toBeNull()
  })
})

describe('wildcards under dNSName constraints', () => {
  it.each([
    ['example.com', '*.example.com', 'allowed'],
    ['example.com', '*.a.example.com', 'allowed'],
    ['a.example.com', '*.example.com', 'refused'],
    ['example.com', '*.com', 'refused'],
    ['', '*.com', 'allowed'],
  ])('permitting %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ permitted: [dns(base)] }, [dns(name)]))).toBe(outcome)
  })

  it.each([
    ['bar.example.com', '*.example.com', 'refused'],
    ['example.com', '*.example.com', 'refused'],
    ['example.com', '*.a.example.com', 'refused'],
    // RFC 9525 §6.3: the asterisk is one label, so neither can stand for the excluded name.
    ['a.bar.example.com', '*.example.com', 'allowed'],
    ['bar.example.com', '*.bar2.example.com', 'allowed'],
    ['com', '*.com', 'refused'],
  ])('excluding %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ excluded: [dns(base)] }, [dns(name)]))).toBe(outcome)
  })
})

describe('URI constraints (RFC 5280 §4.2.1.10)', () => {
  it.each([
    ['host.example.com', 'http://host.example.com/a', 'allowed'],
    ['host.example.com', 'https://HOST.example.com', 'allowed'],
    ['host.example.com', 'ldap://me:pass@host.example.com:389/cn=a?b#c', 'allowed'],
    ['host.example.com', 'http://www.host.example.com/', 'refused'],
    ['.example.com', 'http://host.example.com/', 'allowed'],
    ['.example.com', 'http://a.host.example.com?x', 'allowed'],
    ['.example.com', 'http://example.com/', 'refused'],
    ['.example.com', 'http://ahost.badexample.com/', 'refused'],
  ])('permitting %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ permitted: [uri(base)] }, [uri(name)]))).toBe(outcome)
  })

  it.each([
    ['host.example.com', 'http://host.example.com/', 'refused'],
    ['host.example.com', 'http://host.example.com./', 'refused'],
    ['host.example.com', 'http://www.host.example.com/', 'allowed'],
    ['.example.com', 'http://www.example.com/', 'refused'],
    ['.example.com', 'http://example.com/', 'allowed'],
  ])('excluding %j, %j is %s', (base, name, outcome) => {
    expect(allowed(problemUnder({ excluded: [uri(base)] }, [uri(name)]))).toBe(outcome)
  })

  it.each([
    ['no authority', 'urn:oid:1.2.3'],
    ['a mailbox', 'mailto:me@example.com'],
    ['an empty host', 'file:///etc/passwd'],
    ['an IPv4 address', 'http://192.0.2.1/'],
    ['an IPv4 address in one number', 'http://3221225985/'],
    ['an IPv4 address in hexadecimal', 'http://www.0xC0'],
    ['an IPv6 address', 'http://[2001:db8::1]/'],
    ['an escape in the host', 'http://host%2eexample.com/'],
    ['two at signs', 'http://a@host.example.com@evil.org/'],
    ['a backslash', 'http://evil.org\\@host.example.com/'],
    ['a NUL', 'http://evil.org\u0000.example.com/'],
    ['no scheme', '//host.example.com/'],
    ['a space before it', ' http://host.example.com/'],
    ['a port that is none', 'http://host.example.com:a/'],
    ['octets outside ASCII', 'http://h\u00f6st.example.com/'],
  ])('refuse a URI with %s, as no host name is there to compare', (_, name) => {
    expect(problemUnder({ permitted: [uri('.example.com')] }, [uri(name)])).not.toBeNull()
    expect(problemUnder({ excluded: [uri('other.org')] }, [uri(name)])).not.toBeNull()
  })

  it.each([['http://example.com'], [''], ['.'], ['192.0.2.1'], ['example.com:80']])(
    'refuse every URI where the base is %j',
    (base) => {
      expect(problemUnder({ excluded: [uri(base)] }, [uri('http://a.org/')])).not.toBeNull()
    },
  )

  it('read the host of a long URI in linear time', () => {
    expectLinearGrowth((length) => {
      const name = uri(`http://${'a:'.repeat(length / 2)}`)
      return () => expect(problemUnder({ permitted: [uri('.example.com')] }, [name])).not.toBeNull()
    }, 50_000)
  })

  it('name no more of a URI than its host', () => {
    const problem = problemUnder({ excluded: [uri('a.org')] }, [
      uri('http://nino:secret@a.org/nino-beridze'),
    ])
    expect(problem).toMatch(/^uniformResourceIdentifier "http:\/\/a\.org…" is excluded/)
  })

  it('name nothing of a URI without a host', () => {
    const problem = problemUnder({ excluded: [uri('a.org')] }, [uri('mailto:nino@a.org')])
    expect(problem).toMatch(/^uniformResourceIdentifier "mailto:…" /)
  })
})
