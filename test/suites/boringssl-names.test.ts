import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Certificate, pemBlocks } from '../../src/x509/certificate.ts'
import { rdnKeys, sameName } from '../../src/x509/names.ts'
import {
  constraining,
  directory,
  dns,
  ip,
  named,
  problemOf,
  problemUnder,
} from '../x509/name-constraints/material.ts'
import { entity, extension, issue } from '../x509/pki.ts'
import { type NameRow, nameRows } from './boringssl-name-rows.ts'
import { expectLabelled, readExceptions, suiteFolder } from './cms-rows.ts'

const folder = suiteFolder('boringssl-pki')
const exceptions = readExceptions('boringssl-names.exceptions.json')

function block(file: string, label: string): Uint8Array {
  const [der] = pemBlocks(readFileSync(join(folder ?? '', file)), label)
  if (der === undefined) throw new Error(`${file} has no ${label}`)
  return der
}

const holder = entity('Holder')

function certificateOf(name: string): Certificate {
  if (name.startsWith('dns:')) return named([dns(name.slice(4))])
  if (name.startsWith('ip:')) return named([ip(...Buffer.from(name.slice(3), 'hex'))])
  const file = `name_constraints_unittest/${name}.pem`
  if (name.startsWith('name-')) return named([], block(file, 'NAME'))
  const alternative = extension('2.5.29.17', block(file, 'SUBJECT ALTERNATIVE NAME'))
  const nobody = { ...holder, name: Uint8Array.of(0x30, 0) }
  return issue(nobody, holder, { extensions: [alternative] })
}

function outcomeOf({ constraints, critical, name }: NameRow): 'allowed' | 'refused' {
  const value = block(`name_constraints_unittest/${constraints}.pem`, 'NAME CONSTRAINTS')
  const authority = constraining(value, critical === 'yes')
  return problemOf([authority], certificateOf(name)) === null ? 'allowed' : 'refused'
}

describe.skipIf(folder === null)('the name constraints of BoringSSL', () => {
  for (const row of nameRows) {
    const id = `${row.constraints}${row.critical === 'no' ? ' not critical' : ''}: ${row.name}`
    it(`${id} is ${row.expected}`, () => {
      expectLabelled(exceptions, id, row.expected, outcomeOf(row))
    })
  }

  it('have an exception for no row that is not there', () => {
    const ids = nameRows.map(
      ({ constraints, critical, name }) =>
        `${constraints}${critical === 'no' ? ' not critical' : ''}: ${name}`,
    )
    expect([...exceptions.keys()].filter((id) => !ids.includes(id))).toEqual([])
  })
})

const nameFolder = 'verify_name_match_unittest/names'
const nameOf = (file: string) => block(`${nameFolder}/${file}.pem`, 'NAME')
const types = ['PRINTABLESTRING', 'T61STRING', 'UTF8', 'BMPSTRING', 'UNIVERSALSTRING']
const manglings = ['unmangled', 'case_swap', 'extra_whitespace']
/** TeletexString is compared by its octets, there and here. */
const comparable = (one: string, other: string) =>
  one === other || (one !== 'T61STRING' && other !== 'T61STRING')

function isWithin(name: Uint8Array, base: Uint8Array): boolean {
  return problemUnder({ permitted: [directory(base)] }, [directory(name)]) === null
}

describe.skipIf(folder === null)('the names of BoringSSL', () => {
  const pairs = types.flatMap((one) => types.map((other) => [one, other] as const))

  it.each(pairs)('%s and %s are the same or not by their types', (one, other) => {
    const [a, b] = [one, other].map((type) => nameOf(`ascii-${type}-unmangled`))
    expect(sameName(a ?? Uint8Array.of(), b ?? Uint8Array.of())).toBe(comparable(one, other))
  })

  it.each(pairs)(
    '%s is within %s or not by their types, and never the longer in the shorter',
    (one, other) => {
      const a = nameOf(`ascii-${one}-unmangled`)
      const b = nameOf(`ascii-${other}-unmangled`)
      expect(isWithin(a, b)).toBe(comparable(one, other))
      expect(isWithin(nameOf(`ascii-${one}-unmangled-extra_rdn`), b)).toBe(comparable(one, other))
      expect(isWithin(a, nameOf(`ascii-${other}-unmangled-extra_rdn`))).toBe(false)
      expect(isWithin(nameOf(`ascii-${one}-unmangled-extra_attr`), b)).toBe(false)
      expect(isWithin(a, nameOf(`ascii-${other}-unmangled-extra_attr`))).toBe(false)
    },
  )

  it.each(types)('%s is folded in case and space unless it is TeletexString', (type) => {
    const plain = nameOf(`ascii-${type}-unmangled`)
    for (const mangling of manglings.slice(1)) {
      expect(sameName(plain, nameOf(`ascii-${type}-${mangling}`))).toBe(type !== 'T61STRING')
    }
  })

  const mangled = types.flatMap((type) => manglings.map((mangling) => `ascii-${type}-${mangling}`))
  it.each(mangled)('%s differs from itself with more', (file) => {
    const [extraAttribute, twice] = [nameOf(`${file}-extra_attr`), nameOf(`${file}-dupe_attr`)]
    expect(sameName(nameOf(file), extraAttribute)).toBe(false)
    expect(sameName(nameOf(file), nameOf(`${file}-extra_rdn`))).toBe(false)
    expect(sameName(twice, extraAttribute)).toBe(false)
    expect(sameName(twice, Uint8Array.from(twice))).toBe(true)
  })

  it.each([
    ['unicode_bmp', ['UTF8', 'BMPSTRING', 'UNIVERSALSTRING']],
    ['unicode_supplementary', ['UTF8', 'UNIVERSALSTRING']],
  ])('%s is the same in every type that has its letters', (prefix, able) => {
    const names = able.map((type) => nameOf(`${prefix}-${type}-unmangled`))
    for (const a of names) for (const b of names) expect(sameName(a, b)).toBe(true)
  })

  it.each([
    ['ascii-PRINTABLESTRING-rdn_sorting_1', 'ascii-PRINTABLESTRING-rdn_sorting_2'],
    ['ascii-mixed-rdn_dupetype_sorting_1', 'ascii-mixed-rdn_dupetype_sorting_2'],
    ['unicode-mixed-unnormalized', 'unicode-mixed-normalized'],
  ])('%s is %s', (one, other) => {
    expect(sameName(nameOf(one), nameOf(other))).toBe(true)
  })

  it('an empty name holds every name and is in no other', () => {
    const [none, some] = [nameOf('valid-Name-empty'), nameOf('ascii-PRINTABLESTRING-unmangled')]
    expect(sameName(none, some)).toBe(false)
    expect([isWithin(none, none), isWithin(some, none), isWithin(none, some)]).toEqual([
      true,
      true,
      false,
    ])
  })

  const files = folder === null ? [] : readdirSync(join(folder, nameFolder))
  it.each(files.map((file) => file.replace('.pem', '')))(
    '%s is read unless it is invalid',
    (file) => {
      expect(rdnKeys(nameOf(file)) === null).toBe(file.startsWith('invalid-'))
    },
  )
})
