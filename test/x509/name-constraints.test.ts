import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../src/core/budget.ts'
import { VerifierError } from '../../src/core/errors.ts'
import {
  nameConstraintProblem,
  noNameConstraints,
  withConstraintsOf,
} from '../../src/x509/name-constraints.ts'
import { integer, octets, oid, sequence, setOf, tlv } from '../formats/cms/der.ts'
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
} from './name-material.ts'
import { entity, extension, issue } from './pki.ts'

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

describe('the cost of name constraints', () => {
  const many = (count: number, of: (i: number) => Uint8Array) =>
    Array.from({ length: count }, (_, i) => of(i))
  const seconds = (work: () => unknown): number => {
    const started = performance.now()
    work()
    return (performance.now() - started) / 1_000
  }

  it('is limited by names times subtrees, with the name of the limit', () => {
    const authority = constraining({ excluded: many(1_024, (i) => dns(`x${i}.org`)) })
    const names = many(1_025, (i) => dns(`a${i}.org`))
    expect(problemOf([authority], named(names.slice(1)))).toBeNull()
    expect(() => problemOf([authority], named(names))).toThrow(VerifierError)
    expect(() => problemOf([authority], named(names))).toThrow(/nameComparisons/)
  })

  it('counts attributes of the subject as names', () => {
    const authority = constraining({ excluded: many(1_024, (i) => dns(`x${i}.org`)) })
    const subject = rdns(...many(1_025, (i) => attribute('2.5.4.3', `a${i}`)))
    expect(() => problemOf([authority], named([], subject))).toThrow(/nameComparisons/)
  })

  it('counts all certificates of a path together', () => {
    const authority = constraining({ excluded: [dns('a.org')] })
    const little = new Budget({ ...defaultLimits, nameComparisons: 2 })
    expect(problemOf([authority], named([dns('b.org')]), little)).toBeNull()
    expect(problemOf([authority], named([dns('b.org')]), little)).toBeNull()
    expect(() => problemOf([authority], named([dns('b.org')]), little)).toThrow(/nameComparisons/)
  })

  const forms: readonly (readonly [
    string,
    (i: number) => Uint8Array,
    (i: number) => Uint8Array,
  ])[] = [
    [
      'dNSName',
      (i) => dns(`${'a.'.repeat(20)}x${i}.org`),
      (i) => dns(`${'a.'.repeat(20)}y${i}.org`),
    ],
    [
      'rfc822Name',
      (i) => email(`.${'a.'.repeat(20)}x${i}.org`),
      (i) => email(`u@${'a.'.repeat(20)}y${i}.org`),
    ],
    [
      'URI',
      (i) => uri(`.${'a.'.repeat(20)}x${i}.org`),
      (i) => uri(`http://${'a.'.repeat(20)}y${i}.org`),
    ],
    [
      'iPAddress',
      (i) => ip(10, i >> 8, i & 255, 0, 255, 255, 255, 0),
      (i) => ip(11, i >> 8, i & 255, 0),
    ],
    [
      'directoryName',
      (i) =>
        directory(rdns(...many(5, () => attribute('2.5.4.3', 'a')), attribute('2.5.4.3', `x${i}`))),
      (i) =>
        directory(rdns(...many(5, () => attribute('2.5.4.3', 'a')), attribute('2.5.4.3', `y${i}`))),
    ],
  ]

  it.each(forms)('of 10,000 constraints on 100 names is under a second: %s', (_, base, name) => {
    const authority = constraining({ excluded: many(10_000, base) })
    const certificate = named(many(100, name))
    expect(seconds(() => expect(problemOf([authority], certificate)).toBeNull())).toBeLessThan(1)
  })

  it('of one name with 100,000 attributes is under a second', () => {
    const subject = sequence(Buffer.concat(many(100_000, () => setOf(attribute('2.5.4.3', 'a')))))
    const authority = constraining({ excluded: [directory(rdns(attribute('2.5.4.3', 'b')))] })
    expect(seconds(() => problemOf([authority], named([], subject)))).toBeLessThan(1)
  })

  it('is nothing where nothing is constrained', () => {
    const unreadable = issue(anyone, anyone, {
      extensions: [extension('2.5.29.17', oid('1.2.3'))],
    })
    const none = new Budget({ ...defaultLimits, nameComparisons: 0, nodes: 0 })
    expect(nameConstraintProblem(noNameConstraints, unreadable, none)).toBeNull()
  })
})
