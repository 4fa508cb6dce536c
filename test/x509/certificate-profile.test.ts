import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/x509/certificate.ts'
import { type PathRole, profileProblems } from '../../src/x509/certificate-profile.ts'
import { oid, sequence, setOf, tlv } from '../formats/cms/der.ts'
import { expectLinearGrowth } from '../growth.ts'
import { authority, type Entity, entity, extension, issue, type Plan } from './pki.ts'

const root = entity('root')
const subject = entity('subject')
const nameless: Entity = { ...entity(''), name: sequence() }

const dns = (name: string): Uint8Array => tlv(0x82, Buffer.from(name))
const alternative = (value: Uint8Array, critical = false): Plan => ({
  extensions: [extension('2.5.29.17', value, critical)],
})
const rules = (plan: Plan, role: PathRole = 'target', of = subject): readonly string[] =>
  profileProblems(issue(of, root, plan), role).map((problem) => problem.rule)
const carrying = (id: string, value: Uint8Array, critical: boolean): Plan => ({
  extensions: [extension(id, value, critical)],
})

const qcStatements = '1.3.6.1.5.5.7.1.3'
const octet = Uint8Array.of(0)
const neverRevoked = extension('2.5.29.56', tlv(0x05), false)
const locations = (method: string, tag = 0x86): Uint8Array => {
  const description = sequence(oid(method), tlv(tag, Buffer.from('http://example.com')))
  return extension('1.3.6.1.5.5.7.1.1', sequence(description), false)
}

describe('the profile of certificates', () => {
  it('has nothing against a plain certificate in any role', () => {
    expect(rules({})).toEqual([])
    expect(profileProblems(authority(subject, root), 'authority')).toEqual([])
    expect(profileProblems(authority(root, root), 'anchor')).toEqual([])
  })

  it('answers the same when asked again', () => {
    const certificate = issue(subject, root, carrying('2.5.29.35', sequence(), true))
    expect(profileProblems(certificate, 'target')).toBe(profileProblems(certificate, 'target'))
  })

  it('is held against a certificate in linear time, however often it has an extension', () => {
    expectLinearGrowth((size) => {
      const names = sequence(Buffer.concat(Array.from({ length: size }, () => dns('a'))))
      const again = Array.from({ length: size }, () => extension('2.5.29.17', sequence(), false))
      const extensions = [extension('2.5.29.17', names, false), ...again]
      const certificates = [1, 2, 3].map((serial) => issue(subject, root, { serial, extensions }))
      return () => expect(profileProblems(certificates.pop() as Certificate, 'target')).toEqual([])
    }, 400)
  })

  it.each([
    ['2.5.29.35', 'RFC 5280 §4.2.1.1'],
    ['2.5.29.14', 'RFC 5280 §4.2.1.2'],
    ['2.5.29.9', 'RFC 5280 §4.2.1.8'],
    ['2.5.29.46', 'RFC 5280 §4.2.1.15'],
    ['1.3.6.1.5.5.7.1.1', 'RFC 5280 §4.2.2.1'],
    ['1.3.6.1.5.5.7.1.11', 'RFC 5280 §4.2.2.2'],
    ['2.5.29.56', 'RFC 9608 §2'],
  ])('does not let extension %s be critical', (id, rule) => {
    expect(rules(carrying(id, sequence(), true))).toEqual([rule])
    expect(rules(carrying(id, sequence(), false))).toEqual([])
  })

  it('wants inhibitAnyPolicy critical', () => {
    const value = tlv(0x02, Uint8Array.of(0))
    expect(rules(carrying('2.5.29.54', value, false))).toEqual(['RFC 5280 §4.2.1.14'])
    expect(rules(carrying('2.5.29.54', value, true))).toEqual([])
  })

  it('wants a purpose in an extended key usage', () => {
    const some = sequence(oid('1.3.6.1.5.5.7.3.4'))
    expect(rules(carrying('2.5.29.37', sequence(), false))).toEqual(['RFC 5280 §4.2.1.12'])
    expect(rules(carrying('2.5.29.37', some, false))).toEqual([])
  })

  it('wants a use in a key usage', () => {
    expect(rules({ keyUsage: 0 })).toEqual(['RFC 5280 §4.2.1.3'])
    expect(rules(carrying('2.5.29.15', sequence(), true))).toEqual(['RFC 5280 §4.2.1.3'])
    expect(rules({ keyUsage: 0x80 })).toEqual([])
  })

  it('wants no key that signs certificates and is of no CA', () => {
    const no = extension('2.5.29.19', sequence())
    expect(rules({ extensions: [no], keyUsage: 0x04 })).toEqual(['RFC 5280 §4.2.1.9'])
    expect(rules({ extensions: [no], keyUsage: 0x80 })).toEqual([])
    expect(rules({ ca: {}, keyUsage: 0x04 })).toEqual([])
  })

  it('wants basic constraints that can be read', () => {
    const extensions = [extension('2.5.29.19', Uint8Array.of(), true)]
    expect(rules({ extensions })).toEqual(['RFC 5280 §4.2.1.9'])
  })

  it.each([
    ['of ETSI', '0.4.0.1862.1.2'],
    ['of Ukraine', '1.2.804.2.1.1.1.2.1'],
    ['of RFC 3739', '1.3.6.1.5.5.7.11.2'],
  ])('takes a critical statement %s', (_, statement) => {
    expect(rules(carrying(qcStatements, sequence(sequence(oid(statement))), true))).toEqual([])
  })

  it('refuses a statement that is not known if the statements are critical', () => {
    const value = sequence(sequence(oid('0.4.0.1862.1.1')), sequence(oid('1.2.804.2.1.1.1.2.99')))
    expect(rules(carrying(qcStatements, value, false))).toEqual([])
    expect(rules(carrying(qcStatements, value, true))).toEqual(['RFC 3739 §3.2.6'])
  })

  it('refuses a type of certificate that is not known if the statements are critical', () => {
    const types = (one: string): Uint8Array =>
      sequence(sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.1'), oid(one))))
    expect(rules(carrying(qcStatements, types('0.4.0.1862.1.6.2'), true))).toEqual([])
    expect(rules(carrying(qcStatements, types('0.4.0.1862.1.6.9'), false))).toEqual([])
    expect(rules(carrying(qcStatements, types('0.4.0.1862.1.6.9'), true))).toEqual([
      'RFC 3739 §3.2.6',
    ])
  })

  it.each([['1.3.6.1.5.5.7.1.3'], ['2.5.29.31']])('wants %s to be readable if critical', (id) => {
    const broken = sequence(oid(id))
    expect(rules(carrying(id, broken, true))).toEqual(['RFC 5280 §4.2'])
    expect(rules(carrying(id, broken, false))).toEqual([])
    expect(rules(carrying(id, sequence(), true))).toEqual([])
  })

  it.each([
    ['is a CA', { ca: {} }, []],
    ['names CRLs', {}, [extension('2.5.29.31', sequence(), false)]],
    ['names the freshest CRL', {}, [extension('2.5.29.46', sequence(), false)]],
    ['names a responder', {}, [locations('1.3.6.1.5.5.7.48.1')]],
    ['names a responder by no address', {}, [locations('1.3.6.1.5.5.7.48.1', 0x82)]],
    ['names nobody knows whom', {}, [extension('1.3.6.1.5.5.7.1.1', octet, false)]],
  ])('wants no certificate without revocation that %s', (_, plan, others) => {
    expect(rules({ ...plan, extensions: [neverRevoked, ...others] })).toEqual(['RFC 9608 §3'])
    expect(rules({ ...plan, extensions: others })).toEqual([])
  })

  it('has nothing against a certificate without revocation that names its issuer alone', () => {
    const extensions = [neverRevoked, locations('1.3.6.1.5.5.7.48.2')]
    expect(rules({ extensions })).toEqual([])
  })

  it('wants name constraints in CA certificates alone', () => {
    const extensions = [extension('2.5.29.30', sequence())]
    expect(rules({ extensions })).toEqual(['RFC 5280 §4.2.1.10'])
    expect(rules({ extensions, ca: {} })).toEqual([])
  })
})

describe('the names of a certificate', () => {
  const attribute = (value: Uint8Array) => sequence(setOf(sequence(oid('2.5.4.3'), value)))
  const named = (name: Uint8Array): Entity => ({ ...entity(''), name })

  it.each([
    ['two values', sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x0c), tlv(0x0c))))],
    ['an RDN that is no SET', sequence(sequence(oid('2.5.4.3'), tlv(0x0c)))],
    ['a number for a value', attribute(tlv(0x02, Uint8Array.of(1)))],
    ['a SEQUENCE for a value', attribute(sequence())],
    ['UTF8String that is not UTF-8', attribute(tlv(0x0c, Uint8Array.of(0xe9)))],
  ])('can be read: not with %s', (_, name) => {
    expect(rules({}, 'target', named(name))).toEqual(['RFC 5280 §4.1.2.6'])
    const below = issue(subject, named(name))
    expect(profileProblems(below, 'target')[0]?.rule).toBe('RFC 5280 §4.1.2.4')
  })

  it.each([
    ['TeletexString', 0x14, Buffer.from([0x46, 0xc8])],
    ['PrintableString with what is not printable', 0x13, Buffer.from('a@b_c')],
    ['BIT STRING', 0x03, Uint8Array.of(0, 1)],
  ])('can be read: with a %s', (_, tag, value) => {
    expect(rules({}, 'target', named(attribute(tlv(tag, value))))).toEqual([])
  })

  it('name its issuer', () => {
    const certificate = issue(subject, nameless)
    expect(profileProblems(certificate, 'target')[0]?.rule).toBe('RFC 5280 §4.1.2.4')
  })

  it('may lack a subject only where a critical SubjectAltName stands for it', () => {
    const names = sequence(dns('example.com'))
    expect(rules({}, 'target', nameless)).toEqual(['RFC 5280 §4.1.2.6'])
    expect(rules(alternative(names), 'target', nameless)).toEqual(['RFC 5280 §4.1.2.6'])
    expect(rules(alternative(names, true), 'target', nameless)).toEqual([])
  })

  it.each<[PathRole]>([['authority'], ['anchor']])('never lack the subject of an %s', (role) => {
    const names = sequence(dns('example.com'))
    expect(rules(alternative(names, true), role, nameless)).toEqual(['RFC 5280 §4.1.2.6'])
  })

  it.each([
    ['example.com'],
    ['*.example.com'],
    ['EXAMPLE'],
    ['xn--bcher-kva.example'],
    ['3com.example'],
    ['absolute.example.'],
    ['https://ca.example.ua'],
  ])('may hold %s for a host', (name) => {
    expect(rules(alternative(sequence(dns(name))))).toEqual([])
  })

  it.each([
    ['under_score.example'],
    ['a-.example'],
    ['a..example'],
    [`${'a'.repeat(64)}.example`],
    ['192.0.2.1'],
    ['.example.com'],
    ['-a.example'],
    [''],
  ])('may not hold "%s" for a host', (name) => {
    expect(rules(alternative(sequence(dns(name))))).toEqual(['RFC 5280 §4.2.1.6'])
  })

  it.each([
    [4, []],
    [16, []],
    [5, ['RFC 5280 §4.2.1.6']],
    [8, ['RFC 5280 §4.2.1.6']],
  ])('hold addresses of %i octets, or not', (length, expected) => {
    expect(rules(alternative(sequence(tlv(0x87, new Uint8Array(length)))))).toEqual(expected)
  })

  it('can be read', () => {
    expect(rules(alternative(Buffer.from('example.com')))).toEqual(['RFC 5280 §4.2.1.6'])
    const issuers = carrying('2.5.29.18', Buffer.from('example.com'), false)
    expect(rules(issuers)).toEqual(['RFC 5280 §4.2.1.7'])
  })
})

describe('an anchor', () => {
  it.each([['1.3.6.1.4.1.55738.666.1'], ['2.5.29.16']])(
    'has no critical extension that nobody here processes, as %s',
    (id) => {
      expect(rules(carrying(id, sequence(), true), 'anchor')).toEqual(['RFC 5280 §4.2'])
      expect(rules(carrying(id, sequence(), false), 'anchor')).toEqual([])
    },
  )

  it('has no extension twice', () => {
    const twice = extension('1.3.6.1.4.1.55738.666.1', sequence(), false)
    expect(rules({ extensions: [twice, twice] }, 'anchor')).toEqual(['RFC 5280 §4.2'])
  })

  it('has no extensions in a version that has none', () => {
    const early = { ...authority(root, root), departures: ['extensions-before-version-3'] as const }
    expect(profileProblems(early, 'anchor')[0]?.rule).toBe('RFC 5280 §4.1.2.9')
  })

  it('names one signature algorithm', () => {
    const certificate = issue(root, root)
    const other = { ...certificate, signatureAlgorithm: certificate.keyAlgorithm }
    expect(profileProblems(other, 'anchor')[0]?.rule).toBe('RFC 5280 §4.1.1.2')
  })
})
