import { beforeAll, describe, expect, it } from 'vitest'
import {
  ownSigners,
  type Pivot,
  pointersTo,
  signersOf,
  signersThroughPivots,
} from '../../src/trustlist/list-of-lists.ts'
import { sameCertificate } from '../../src/x509/certificate.ts'
import {
  euGeneric,
  type Identity,
  identity,
  listOfListsType,
  listXml,
  loaded,
  parsed,
  pointerXml,
  signed,
} from './lists.ts'

const own = 'https://eu.example/lotl.xml'
let first: Identity
let second: Identity
let third: Identity

beforeAll(async () => {
  first = await identity('First')
  second = await identity('Second')
  third = await identity('Third')
})

function listOfLists(sequence: number, names: Identity, signer: Identity): string {
  const pointers = pointerXml(own, 'EU', listOfListsType, [names])
  const parts = { territory: 'EU', type: listOfListsType, sequence: `${sequence}`, pointers }
  return signed(listXml({ ...parts, providers: '' }), signer)
}

function pivot(xml: string): Pivot {
  return {
    list: parsed(xml),
    verifiedBy: (pins) => loaded(xml, { pins, territory: null }).signature !== 'broken',
  }
}

function names(signers: readonly Identity['certificate'][], who: Identity): boolean {
  return signers.some((signer) => sameCertificate(signer, who.certificate))
}

describe('the pointers of a list of lists', () => {
  const list = () => {
    const pointers = [
      pointerXml('https://xx.example/a.xml', 'XX', euGeneric, [first]),
      pointerXml('https://xx.example/b.xml', 'XX', euGeneric, [second]),
      pointerXml('https://yy.example/tl.xml', 'YY', euGeneric, [third]),
    ]
    return parsed(listXml({ type: listOfListsType, pointers: pointers.join('') }))
  }

  it('name the signers of the list at the place', () => {
    const signers = signersOf(pointersTo(list(), 'XX', 'https://xx.example/b.xml'))
    expect([first, second, third].map((who) => names(signers, who))).toEqual([false, true, false])
  })

  it('name those of every list of the state where it has moved', () => {
    const signers = signersOf(pointersTo(list(), 'XX', 'https://xx.example/new.xml'))
    expect([first, second, third].map((who) => names(signers, who))).toEqual([true, true, false])
  })

  it('never name the signers of another state', () => {
    expect(pointersTo(list(), 'ZZ', 'https://yy.example/tl.xml')).toEqual([])
  })
})

describe('a pivot', () => {
  it('hands over to a new signer where an old one signed it', () => {
    const pivots = [pivot(listOfLists(2, second, first))]
    expect(names(signersThroughPivots([first.certificate], pivots), second)).toBe(true)
  })

  it('hands over nothing where the new signer signed it himself', () => {
    const pivots = [pivot(listOfLists(2, second, second))]
    expect(names(signersThroughPivots([first.certificate], pivots), second)).toBe(false)
  })

  it('hands over through others, in the order of their numbers', () => {
    const pivots = [pivot(listOfLists(3, third, second)), pivot(listOfLists(2, second, first))]
    const signers = signersThroughPivots([first.certificate], pivots)
    expect([first, second, third].map((who) => names(signers, who))).toEqual([true, false, true])
  })

  it('that is missing breaks the chain', () => {
    const pivots = [pivot(listOfLists(3, third, second))]
    expect(names(signersThroughPivots([first.certificate], pivots), third)).toBe(false)
  })

  it('names for itself only what its pointer to itself says', () => {
    expect(names(ownSigners(parsed(listOfLists(2, second, first))), second)).toBe(true)
    expect(names(ownSigners(parsed(listOfLists(2, second, first))), first)).toBe(false)
  })
})
