import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import {
  nameConstraintProblem,
  noNameConstraints,
  withConstraintsOf,
} from '../../../src/x509/name-constraints/name-constraints.ts'
import { integer, octets, sequence, tlv } from '../../formats/cms/der.ts'
import { entity, extension, issue } from '../pki.ts'
import {
  attribute,
  constraining,
  constraintsValue,
  directory,
  dns,
  ediPartyName,
  email,
  ip,
  named,
  otherName,
  problemOf,
  problemUnder,
  rdns,
  registeredId,
  uri,
  x400Address,
} from './material.ts'

const budget = () => new Budget()
const anyone = entity('Anyone')

describe('the state of name constraints (RFC 5280 §6.1.4 (g))', () => {
  it('is the same one where a certificate has none', () => {
    const state = withConstraintsOf(noNameConstraints, constraining({ excluded: [dns('a.org')] }))
    expect(withConstraintsOf(state, named([dns('b.org')]))).toBe(state)
    expect(withConstraintsOf(noNameConstraints, named([]))).toBe(noNameConstraints)
  })

  it('is not changed by what is added to it', () => {
    const one = withConstraintsOf(noNameConstraints, constraining({ excluded: [dns('a.org')] }))
    const other = withConstraintsOf(one, constraining({ excluded: [dns('b.org')] }))
    expect(nameConstraintProblem(one, named([dns('b.org')]), budget())).toBeNull()
    expect(nameConstraintProblem(other, named([dns('b.org')]), budget())).not.toBeNull()
    expect(nameConstraintProblem(noNameConstraints, named([dns('a.org')]), budget())).toBeNull()
  })

  it('permits what every authority permits', () => {
    const wide = constraining({ permitted: [dns('example.com'), dns('example.org')] })
    const narrow = constraining({ permitted: [dns('a.example.com'), dns('example.net')] })
    for (const path of [
      [wide, narrow],
      [narrow, wide],
    ]) {
      expect(problemOf(path, named([dns('x.a.example.com')]))).toBeNull()
      expect(problemOf(path, named([dns('b.example.com')]))).not.toBeNull()
      expect(problemOf(path, named([dns('example.net')]))).not.toBeNull()
    }
  })

  it('excludes what any authority excludes', () => {
    const path = [
      constraining({ excluded: [dns('a.org')] }),
      constraining({ excluded: [dns('b.org')], permitted: [dns('a.org'), dns('b.org')] }),
    ]
    expect(problemOf(path, named([dns('a.org')]))).not.toBeNull()
    expect(problemOf(path, named([dns('b.org')]))).not.toBeNull()
  })

  it('has what is excluded win over what is permitted', () => {
    const plan = { permitted: [dns('a.org')], excluded: [dns('a.org')] }
    expect(problemUnder(plan, [dns('a.org')])).toMatch(/is excluded by the name constraints of "CN/)
  })

  it('takes constraints that are not critical as those that are', () => {
    const lax = constraining({ permitted: [dns('a.org')] }, false)
    expect(problemOf([lax], named([dns('b.org')]))).not.toBeNull()
    expect(problemOf([lax], named([dns('a.org')]))).toBeNull()
  })

  it('holds every NameConstraints that one certificate has', () => {
    const twice = issue(anyone, anyone, {
      extensions: [
        extension('2.5.29.30', constraintsValue({ excluded: [dns('a.org')] })),
        extension('2.5.29.30', constraintsValue({ excluded: [dns('b.org')] })),
      ],
    })
    expect(problemOf([twice], named([dns('a.org')]))).not.toBeNull()
    expect(problemOf([twice], named([dns('b.org')]))).not.toBeNull()
  })
})

describe('constraints by form of name', () => {
  const samples = {
    otherName: otherName('1.2.3.4', 'foo'),
    rfc822Name: email('a@a.org'),
    dNSName: dns('a.org'),
    x400Address,
    directoryName: directory(rdns(attribute('2.5.4.6', 'GE'))),
    ediPartyName,
    uniformResourceIdentifier: uri('http://a.org/'),
    iPAddress: ip(192, 0, 2, 1),
    registeredID: registeredId,
  }
  const bases = {
    ...samples,
    iPAddress: ip(192, 0, 2, 1, 255, 255, 255, 255),
    uniformResourceIdentifier: uri('a.org'),
  }
  const forms = Object.keys(samples) as (keyof typeof samples)[]
  const pairs = forms.flatMap((form) => forms.map((other) => [form, other] as const))

  it.each(pairs.filter(([form, other]) => form !== other))(
    '%s says nothing of %s',
    (form, other) => {
      expect(problemUnder({ permitted: [bases[form]] }, [samples[other]])).toBeNull()
      expect(problemUnder({ excluded: [bases[form]] }, [samples[other]])).toBeNull()
    },
  )

  it.each(['otherName', 'x400Address', 'ediPartyName', 'registeredID'] as const)(
    'a constraint on %s refuses every name of the form, as it is not processed',
    (form) => {
      expect(problemUnder({ permitted: [bases[form]] }, [samples[form]])).toMatch(/no rules/)
      expect(problemUnder({ excluded: [bases[form]] }, [samples[form]])).toMatch(/no rules/)
    },
  )

  it.each([
    'rfc822Name',
    'dNSName',
    'directoryName',
    'uniformResourceIdentifier',
    'iPAddress',
  ] as const)('a constraint on %s is processed', (form) => {
    expect(problemUnder({ permitted: [bases[form]] }, [samples[form]])).toBeNull()
    expect(problemUnder({ excluded: [bases[form]] }, [samples[form]])).toMatch(/is excluded/)
  })

  it('a constraint on otherName refuses an otherName of another type too', () => {
    const excluded = [otherName('1.2.3.4', 'foo')]
    expect(problemUnder({ excluded }, [otherName('1.2.3.5', 'foo')])).not.toBeNull()
  })
})

describe('NameConstraints as it is written', () => {
  const subtree = (...members: readonly Uint8Array[]) => sequence(...members)
  const distances = [
    ['a minimum of zero, which DER leaves out', [tlv(0x80, Uint8Array.of(0))]],
    ['a minimum of one', [tlv(0x80, Uint8Array.of(1))]],
    ['a maximum', [tlv(0x81, Uint8Array.of(2))]],
    ['both', [tlv(0x80, Uint8Array.of(1)), tlv(0x81, Uint8Array.of(2))]],
  ] as const

  it.each(distances)('with %s refuses the names of that form', (_, members) => {
    const value = sequence(tlv(0xa0, subtree(dns('a.org'), ...members)))
    expect(problemUnder(value, [dns('a.org')])).toMatch(/a minimum or a maximum/)
    expect(problemUnder(value, [uri('http://a.org/')])).toBeNull()
  })

  it.each([
    ['no octet', Uint8Array.of()],
    ['an empty sequence', sequence()],
    ['no permitted subtree', sequence(tlv(0xa0))],
    ['no excluded subtree', sequence(tlv(0xa1))],
    ['an empty subtree', sequence(tlv(0xa0, sequence()))],
    [
      'the lists in the wrong order',
      sequence(tlv(0xa1, subtree(dns('a'))), tlv(0xa0, subtree(dns('a')))),
    ],
    ['a third list', sequence(tlv(0xa0, subtree(dns('a'))), tlv(0xa2, subtree(dns('a'))))],
    ['an unknown form', sequence(tlv(0xa0, subtree(tlv(0x89, Buffer.from('a')))))],
    ['a form of the wrong shape', sequence(tlv(0xa0, subtree(tlv(0xa2, Buffer.from('a')))))],
    ['a member too many', sequence(tlv(0xa0, subtree(dns('a'), integer(1))))],
    ['a dNSName outside ASCII', constraintsValue({ permitted: [dns('\u00e9.org')] })],
    ['an rfc822Name outside ASCII', constraintsValue({ permitted: [email('\u00e9.org')] })],
    ['a URI outside ASCII', constraintsValue({ permitted: [uri('\u00e9.org')] })],
    [
      'octets after it',
      Buffer.concat([constraintsValue({ permitted: [dns('a')] }), octets(Uint8Array.of())]),
    ],
    ['a string', octets(Buffer.from('a'))],
  ])('with %s refuses everything', (_, value) => {
    expect(problemUnder(value, [])).toMatch(/name constraints of "CN=Someone" cannot be read/)
  })
})

describe('names that cannot be read', () => {
  const broken = issue(anyone, anyone, {
    extensions: [extension('2.5.29.17', octets(Buffer.from('a.org')))],
  })
  const unknownForm = issue(anyone, anyone, {
    extensions: [extension('2.5.29.17', sequence(tlv(0x89, Buffer.from('a.org'))))],
  })

  it.each([
    ['a SubjectAltName that is none', broken],
    ['a form that does not exist', unknownForm],
  ])('are within no constraints: %s', (_, certificate) => {
    expect(problemOf([constraining({ excluded: [dns('b.org')] })], certificate)).toMatch(
      /its SubjectAltName cannot be read/,
    )
    expect(problemOf([], certificate)).toBeNull()
  })

  it('are printed without what moves a cursor', () => {
    const problem = problemUnder({ excluded: [dns('b.org')] }, [dns('a\u001b[2J\u0000\u0085.org')])
    expect(problem).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  })

  it('are printed cut off', () => {
    const problem = problemUnder({ excluded: [dns('b.org')] }, [dns('a'.repeat(10_000))])
    expect(problem?.length).toBeLessThan(300)
  })
})
