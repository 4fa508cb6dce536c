import { describe, expect, it } from 'vitest'
import type { LastSeen } from '../../src/trustlist/rules.ts'
import { codesOf, euGeneric, type ListParts, listOfListsType, listXml, loaded } from './lists.ts'

const given = { unverified: 'yes' } as const

function codes(parts: ListParts, more: Parameters<typeof loaded>[1] = {}): readonly string[] {
  return codesOf(loaded(listXml(parts), { ...given, ...more }))
}

describe('a list as a whole', () => {
  it('has no problem where everything is as expected', () => {
    expect(codes({})).toEqual([])
  })

  it('must speak for the state that was expected', () => {
    expect(codes({ territory: 'YY' })).toEqual(['territory-mismatch'])
  })

  it.each([
    ['xx', 'XX'],
    ['EL', 'GR'],
    ['UK', 'GB'],
  ])('may write %s for %s', (territory, expected) => {
    expect(codes({ territory }, { territory: expected })).toEqual([])
  })

  it('must be of the type that its pointer gives', () => {
    expect(codes({}, { type: euGeneric })).toEqual([])
    expect(codes({}, { type: 'urn:other' })).toEqual(['type-mismatch'])
  })

  it('cannot be a list of lists where a list of a state is expected', () => {
    expect(codes({ type: listOfListsType })).toEqual(['type-mismatch'])
  })

  it.each(['4', '7', ''])('is used, with a remark, where its version is "%s"', (version) => {
    const list = loaded(listXml({ version }), given)
    expect(codesOf(list)).toEqual(['version-unknown'])
    expect(list.signature).toBe('unverified')
  })

  it('must not be issued in the future', () => {
    const issued = '2026-06-01T00:00:00Z'
    expect(codes({ issued }, { at: new Date('2026-06-01T00:00:00Z') })).toEqual([])
    expect(codes({ issued }, { at: new Date('2026-05-31T23:59:59Z') })).toEqual([
      'issued-in-future',
    ])
  })

  it.each(['-1', '1e3', '99999999999999999999'])('is not used with the number %s', (sequence) => {
    const list = loaded(listXml({ sequence }), given)
    expect(codesOf(list)).toEqual(['sequence-invalid'])
    expect(list.signature).toBe('broken')
  })

  it('is said to be empty where it names nobody', () => {
    expect(codes({ providers: '' })).toEqual(['empty'])
  })
})

describe('a list after one that was accepted', () => {
  const first = loaded(listXml(), given)
  const last: LastSeen = {
    sequenceNumber: 10,
    issued: new Date('2026-05-01T00:00:00Z'),
    sha256: first.sha256,
  }

  it('may be the same one', () => {
    expect(codes({}, { lastSeen: last })).toEqual([])
  })

  it('may be a newer one', () => {
    expect(codes({ sequence: '11' }, { lastSeen: last })).toEqual([])
  })

  it('cannot be an older one', () => {
    expect(codes({ sequence: '9' }, { lastSeen: last })).toEqual(['rolled-back'])
  })

  it('cannot be another one of the same number', () => {
    expect(codes({ version: '5' }, { lastSeen: last })).toEqual(['contradicts-earlier'])
  })

  it('cannot be one of a higher number issued before it', () => {
    const parts = { sequence: '11', issued: '2026-04-30T23:59:59Z' }
    expect(codes(parts, { lastSeen: last })).toEqual(['rolled-back'])
  })
})
