import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import {
  nameConstraintProblem,
  noNameConstraints,
  withConstraintsOf,
} from '../../src/x509/name-constraints/name-constraints.ts'
import { isReadableName } from '../../src/x509/readable-names.ts'
import { oid, sequence, setOf, tlv } from '../formats/cms/der.ts'
import { authority, entity, extension, issue, name } from './pki.ts'

const named = (...values: readonly Uint8Array[]) =>
  sequence(setOf(sequence(oid('2.5.4.3'), ...values)))

describe('a name', () => {
  it.each([
    ['of nothing', sequence()],
    ['of text', name('Ада')],
    ['of text that looks like octets', name('a=#0c')],
    ['of a TeletexString', named(tlv(0x14, Buffer.from([0xc8])))],
    ['of a BIT STRING', named(tlv(0x03, Uint8Array.of(0, 1)))],
  ])('can be read: %s', (_, one) => {
    expect(isReadableName(one)).toBe(true)
  })

  it.each([
    ['of two values', named(tlv(0x0c), tlv(0x0c))],
    ['of no value', named()],
    ['of a number', named(tlv(0x02, Uint8Array.of(1)))],
    ['of a SET', named(setOf())],
    ['of octets that are no UTF-8', named(tlv(0x0c, Uint8Array.of(0xe9)))],
    ['of no SET', sequence(sequence(oid('2.5.4.3'), tlv(0x0c)))],
  ])('cannot be read: %s', (_, one) => {
    expect(isReadableName(one)).toBe(false)
  })
})

describe('a constraint on a name that cannot be read', () => {
  const root = entity('root')
  const excluding = (base: Uint8Array) => {
    const value = sequence(tlv(0xa1, sequence(tlv(0xa4, base))))
    return authority(entity('CA'), root, { extensions: [extension('2.5.29.30', value)] })
  }
  const problem = (base: Uint8Array) => {
    const state = withConstraintsOf(noNameConstraints, excluding(base))
    return nameConstraintProblem(state, issue(entity('subject'), root), new Budget())
  }

  it('refuses every name, for it might have excluded it', () => {
    expect(problem(named(setOf()))).not.toBeNull()
    expect(problem(name('another'))).toBeNull()
  })
})
