import { describe, expect, it } from 'vitest'
import { type Purpose, purposeProblem } from '../../src/x509/key-purposes.ts'
import { oid, sequence } from '../formats/cms/der.ts'
import { entity, extension, issue, type Plan } from './pki.ts'

const root = entity('root')
const subject = entity('subject')

const any = '2.5.29.37.0'
const server = '1.3.6.1.5.5.7.3.1'
const client = '1.3.6.1.5.5.7.3.2'
const code = '1.3.6.1.5.5.7.3.3'
const email = '1.3.6.1.5.5.7.3.4'
const time = '1.3.6.1.5.5.7.3.8'
const ocsp = '1.3.6.1.5.5.7.3.9'
const documents = '1.3.6.1.5.5.7.3.36'
const microsoftDocuments = '1.3.6.1.4.1.311.10.3.12'
const national = '1.3.6.1.4.1.19398.1.1.8.31'

function stated(purposes: readonly string[], critical = false): Plan {
  const list = sequence(...purposes.map((one) => oid(one)))
  return { extensions: [extension('2.5.29.37', list, critical)] }
}

function ruleFor(plan: Plan, purpose: Purpose, place: 'target' | 'authority' = 'target') {
  return purposeProblem(issue(subject, root, plan), purpose, place)?.rule ?? null
}

const unreadable: Plan = { extensions: [extension('2.5.29.37', oid(email), false)] }

describe('the purpose of a target', () => {
  it('is any where none is asked for', () => {
    expect(ruleFor({ ...stated([time]), keyUsage: 0x20 }, 'any')).toBeNull()
  })

  it.each([
    [[]],
    [[email]],
    [[client]],
    [[documents]],
    [[microsoftDocuments]],
    [[any]],
    [[ocsp, email]],
  ])('is to sign documents with %j, or does not exclude it', (purposes) => {
    const plan = purposes.length === 0 ? {} : stated(purposes)
    expect(ruleFor(plan, 'document-signing')).toBeNull()
  })

  it.each([[[server]], [[code]], [[time]], [[ocsp]], [[server, code, time, ocsp]]])(
    'is another than to sign documents with nothing but %j',
    (purposes) => {
      expect(ruleFor(stated(purposes), 'document-signing')).toBe('RFC 5280 §4.2.1.12')
    },
  )

  it('is to stamp times where that alone is stated, and critical', () => {
    expect(ruleFor(stated([time], true), 'time-stamping')).toBeNull()
  })

  it.each([
    ['not critical', stated([time])],
    ['with another', stated([time, client], true)],
    ['any', stated([any], true)],
    ['not stated', {}],
    ['unreadable', unreadable],
  ])('is not to stamp times where it is %s', (_, plan) => {
    expect(ruleFor(plan, 'time-stamping')).toBe('RFC 3161 §2.3')
  })

  it('is to sign OCSP responses where that is stated, alone or not', () => {
    expect(ruleFor(stated([ocsp]), 'ocsp-signing')).toBeNull()
    expect(ruleFor(stated([client, ocsp]), 'ocsp-signing')).toBeNull()
  })

  it.each([
    ['any', stated([any])],
    ['not stated', {}],
    ['unreadable', unreadable],
  ])('is not to sign OCSP responses where it is %s', (_, plan) => {
    expect(ruleFor(plan, 'ocsp-signing')).toBe('RFC 6960 §4.2.2.2')
  })

  it.each<[Purpose, string, string]>([
    ['server-authentication', server, client],
    ['client-authentication', client, server],
  ])('is %s where it is stated, any, or not stated', (purpose, own, other) => {
    expect(ruleFor(stated([own]), purpose)).toBeNull()
    expect(ruleFor(stated([any]), purpose)).toBeNull()
    expect(ruleFor({}, purpose)).toBeNull()
    expect(ruleFor(stated([other]), purpose)).toBe('RFC 5280 §4.2.1.12')
  })

  it.each<[Purpose]>([['document-signing'], ['server-authentication'], ['client-authentication']])(
    'cannot be told from an empty or unreadable extension for %s',
    (purpose) => {
      expect(ruleFor(stated([]), purpose)).toBe('RFC 5280 §4.2.1.12')
      expect(ruleFor(unreadable, purpose)).toBe('RFC 5280 §4.2.1.12')
    },
  )
})

describe('the key usage of a target', () => {
  it.each<[Purpose, number, number]>([
    ['document-signing', 0x80, 0x20],
    ['document-signing', 0x40, 0x06],
    ['crl-signing', 0x02, 0x04],
  ])('serves %s with bits %i, not with %i', (purpose, fits, fitsNot) => {
    expect(ruleFor({ keyUsage: fits }, purpose)).toBeNull()
    expect(ruleFor({ keyUsage: fitsNot }, purpose)).toBe('RFC 5280 §4.2.1.3')
  })

  it('does not matter to either side of TLS: it depends on the key exchange', () => {
    expect(ruleFor({ keyUsage: 0x06 }, 'server-authentication')).toBeNull()
    expect(ruleFor({ keyUsage: 0x06 }, 'client-authentication')).toBeNull()
  })

  it.each<[Purpose, Plan]>([
    ['time-stamping', stated([time], true)],
    ['ocsp-signing', stated([ocsp])],
  ])('serves %s only where it is one of those for signatures', (purpose, plan) => {
    expect(ruleFor({ ...plan, keyUsage: 0x80 }, purpose)).toBeNull()
    expect(ruleFor({ ...plan, keyUsage: 0x40 }, purpose)).toBeNull()
    expect(ruleFor({ ...plan, keyUsage: 0x20 }, purpose)).toBe('RFC 5280 §4.2.1.3')
  })
})

describe('the purposes stated of an authority', () => {
  it('do not matter where none is asked for', () => {
    expect(ruleFor(stated([server]), 'any', 'authority')).toBeNull()
  })

  it.each<[Purpose, readonly string[]]>([
    ['document-signing', [time]],
    ['document-signing', [server, ocsp]],
    ['time-stamping', [ocsp]],
    ['time-stamping', [client, email]],
    ['server-authentication', [client]],
    ['client-authentication', [server]],
  ])('exclude %s with nothing but %j', (purpose, purposes) => {
    expect(ruleFor(stated(purposes), purpose, 'authority')).toBe('RFC 5280 §4.2.1.12')
  })

  it.each<[Purpose, readonly string[]]>([
    ['document-signing', [client, email]],
    ['document-signing', [national]],
    ['time-stamping', [time]],
    ['time-stamping', [client, time]],
    ['time-stamping', [national]],
    ['time-stamping', [any]],
    ['ocsp-signing', [client, email]],
    ['crl-signing', [client]],
    ['server-authentication', [client, server]],
    ['client-authentication', [client, server]],
    ['client-authentication', [any]],
  ])('do not exclude %s with %j', (purpose, purposes) => {
    expect(ruleFor(stated(purposes), purpose, 'authority')).toBeNull()
  })

  it('need not be critical', () => {
    expect(ruleFor(stated([time]), 'time-stamping', 'authority')).toBeNull()
  })
})
