import { describe, expect, it } from 'vitest'
import { sequence, setOf } from '../../formats/cms/der.ts'
import { attribute, directory, noName, problemUnder, rdns } from './material.ts'

const allowed = (problem: string | null) => (problem === null ? 'allowed' : 'refused')

const country = (code: string, tag = 0x13) => attribute('2.5.4.6', code, tag)
const organisation = (text: string, tag = 0x0c) => attribute('2.5.4.10', text, tag)
const common = (text: string, tag = 0x0c) => attribute('2.5.4.3', text, tag)

const georgia = rdns(country('GE'))
const ministry = rdns(country('GE'), organisation('Ministry'))
const clerk = rdns(country('GE'), organisation('Ministry'), common('Clerk'))
const bank = rdns(country('GE'), organisation('Bank'))
const turkey = rdns(country('TR'))

describe('directoryName constraints (RFC 5280 §4.2.1.10)', () => {
  it.each([
    ['itself', ministry, ministry, 'allowed'],
    ['a name below it', ministry, clerk, 'allowed'],
    ['a name beside it', ministry, bank, 'refused'],
    ['a name above it', ministry, georgia, 'refused'],
    ['another name', georgia, turkey, 'refused'],
    ['any name, being empty', noName, turkey, 'allowed'],
    ['a name in other case', rdns(country('ge'), organisation('MINISTRY')), clerk, 'allowed'],
    [
      'a name of other types',
      rdns(country('GE'), organisation('Ministry', 0x13)),
      clerk,
      'allowed',
    ],
    [
      'no name with the RDNs in another order',
      ministry,
      rdns(organisation('Ministry'), country('GE')),
      'refused',
    ],
  ])('a permitted base permits %s', (_, base, subject, outcome) => {
    const plan = { permitted: [directory(base)] }
    expect(allowed(problemUnder(plan, [], subject))).toBe(outcome)
    expect(allowed(problemUnder(plan, [directory(subject)], base))).toBe(outcome)
  })

  it.each([
    ['itself', ministry, ministry, 'refused'],
    ['a name below it', ministry, clerk, 'refused'],
    ['no name beside it', ministry, bank, 'allowed'],
    ['no name above it', ministry, georgia, 'allowed'],
    ['any name, being empty', noName, turkey, 'refused'],
    ['a name in other case', rdns(country('ge'), organisation('MINISTRY ')), clerk, 'refused'],
  ])('an excluded base excludes %s', (_, base, subject, outcome) => {
    const plan = { excluded: [directory(base)] }
    expect(allowed(problemUnder(plan, [], subject))).toBe(outcome)
    expect(allowed(problemUnder(plan, [directory(subject)], noName))).toBe(outcome)
  })

  it('hold an RDN of two attributes against the same two only', () => {
    const pair = sequence(setOf(country('GE'), organisation('Ministry')))
    expect(problemUnder({ permitted: [directory(pair)] }, [], pair)).toBeNull()
    expect(problemUnder({ permitted: [directory(pair)] }, [], ministry)).not.toBeNull()
    expect(problemUnder({ permitted: [directory(georgia)] }, [], pair)).not.toBeNull()
  })

  it('do not look at an empty subject', () => {
    expect(problemUnder({ permitted: [directory(georgia)] }, [], noName)).toBeNull()
    expect(problemUnder({ excluded: [directory(noName)] }, [], noName)).toBeNull()
  })

  it('look at an empty directoryName', () => {
    expect(problemUnder({ permitted: [directory(georgia)] }, [directory(noName)])).not.toBeNull()
  })

  it('look at the subject and at every directoryName', () => {
    const plan = { permitted: [directory(georgia)] }
    expect(problemUnder(plan, [directory(bank), directory(clerk)], ministry)).toBeNull()
    expect(problemUnder(plan, [directory(bank), directory(turkey)], ministry)).not.toBeNull()
    expect(problemUnder(plan, [directory(bank)], turkey)).not.toBeNull()
  })

  it.each([
    ['of private use', common('Clerk\ue000')],
    ['in TeletexString', common('Clerk', 0x14)],
    ['with a surrogate in BMPString', common('\ud835\udc00', 0x1e)],
    ['in GraphicString', common('Clerk', 0x19)],
    ['in GeneralString', common('Clerk', 0x1b)],
  ])('let no string pass that cannot be compared, %s, where something is excluded', (_, odd) => {
    const subject = rdns(country('GE'), odd)
    expect(problemUnder({ excluded: [directory(turkey)] }, [], subject)).not.toBeNull()
    expect(problemUnder({ permitted: [directory(georgia)] }, [], subject)).toBeNull()
  })

  it.each([
    ['of private use', organisation('Ministry\ue000')],
    ['in TeletexString', organisation('Ministry', 0x14)],
    ['in GraphicString', organisation('Ministry', 0x19)],
  ])('let no name pass where the string of what is excluded cannot be compared, %s', (_, odd) => {
    const base = directory(rdns(country('GE'), odd))
    expect(problemUnder({ excluded: [base] }, [], clerk)).not.toBeNull()
    expect(problemUnder({ excluded: [base] }, [], noName)).toBeNull()
  })

  it('refuse everything where a base cannot be read', () => {
    const emptyRdn = sequence(setOf())
    expect(problemUnder({ excluded: [directory(emptyRdn)] }, [])).toMatch(/cannot be read/)
  })

  it('refuse a subject that cannot be read', () => {
    const emptyRdn = sequence(setOf())
    expect(problemUnder({ excluded: [directory(turkey)] }, [], emptyRdn)).toMatch(/cannot be read/)
  })

  it('mask what identifies a person', () => {
    const subject = rdns(country('TR'), attribute('2.5.4.5', 'PNOTR-12345678901'))
    const problem = problemUnder({ permitted: [directory(georgia)] }, [], subject)
    expect(problem).toMatch(/serialNumber=PNOTR-\*+01/)
    expect(problem).not.toContain('12345678901')
  })
})
