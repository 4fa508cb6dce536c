import { beforeAll, describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { trustFromLists } from '../../src/store/trust-from-lists.ts'
import {
  crypto,
  euGeneric,
  type Identity,
  identity,
  listOfListsType,
  listXml,
  pointerXml,
  signed,
} from '../trustlist/lists.ts'

let operator: Identity
let other: Identity

beforeAll(async () => {
  operator = await identity('Operator')
  other = await identity('Other')
})

function given(unverified: 'yes' | 'no', ...xml: readonly string[]) {
  const files = xml.map((text, index) => ({ name: `${index}.xml`, bytes: Buffer.from(text) }))
  return trustFromLists({
    files,
    signers: [operator.certificate],
    unverified,
    crypto,
    at: new Date(),
  })
}

describe('lists that a request brings', () => {
  it('speak for the state that they name, under the name of their file', () => {
    const { lists } = given('no', signed(listXml({ territory: 'EL' }), operator))
    expect(lists).toMatchObject([{ id: '0.xml', territory: 'GR', signature: 'verified' }])
  })

  it('are refused where nobody pinned signed them', () => {
    expect(() => given('no', signed(listXml(), other))).toThrow(VerifierError)
  })

  it('are refused where they were issued later than now', () => {
    expect(() =>
      given('no', signed(listXml({ issued: '2099-01-01T00:00:00Z' }), operator)),
    ).toThrow(VerifierError)
  })

  it('are taken unverified where the user says so, and are marked', () => {
    expect(given('yes', listXml()).lists).toMatchObject([{ signature: 'unverified' }])
  })

  it('go on where one of them can be used', () => {
    const { lists, problems } = given('no', 'junk', signed(listXml(), operator))
    expect(lists.map(({ signature }) => signature)).toEqual(['broken', 'verified'])
    expect(problems.map(({ where }) => where)).toContain('0.xml')
  })

  it('are verified by the pointers of a list of lists among them', () => {
    const pointers = pointerXml('https://xx.example/tl.xml', 'XX', euGeneric, [other])
    const parts = { territory: 'EU', type: listOfListsType, pointers, providers: '' }
    const lotl = signed(listXml(parts), operator)
    const { lists } = given('no', lotl, signed(listXml(), other))
    expect(lists.map(({ signature, territory }) => [signature, territory])).toEqual([
      ['verified', null],
      ['verified', 'XX'],
    ])
  })

  it('are not verified by the pointers of a list of lists that is not', () => {
    const pointers = pointerXml('https://xx.example/tl.xml', 'XX', euGeneric, [other])
    const parts = { territory: 'EU', type: listOfListsType, pointers, providers: '' }
    expect(() => given('no', signed(listXml(parts), other), signed(listXml(), other))).toThrow(
      VerifierError,
    )
  })

  it.each([[[]], [['']], [['<a/>']]])('are unusable as %j', (xml) => {
    expect(() => given('yes', ...xml)).toThrow(/none of the given trust lists/)
  })
})
