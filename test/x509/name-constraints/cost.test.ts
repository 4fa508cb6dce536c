import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import {
  nameConstraintProblem,
  noNameConstraints,
} from '../../../src/x509/name-constraints/name-constraints.ts'
import { oid, sequence, setOf } from '../../formats/cms/der.ts'
import { entity, extension, issue } from '../pki.ts'
import {
  attribute,
  constraining,
  directory,
  dns,
  email,
  ip,
  named,
  problemOf,
  rdns,
  uri,
} from './material.ts'

const anyone = entity('Anyone')

describe('the cost of name constraints', () => {
  const many = (count: number, of: (i: number) => Uint8Array) =>
    Array.from({ length: count }, (_, i) => of(i))
  /** Of this process: the machine may have others. */
  const seconds = (work: () => unknown): number => {
    const started = process.cpuUsage()
    work()
    return process.cpuUsage(started).user / 1_000_000
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
