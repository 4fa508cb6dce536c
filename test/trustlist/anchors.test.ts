import { beforeAll, describe, expect, it } from 'vitest'
import { anchorsOf, duplicateServices, stopsOf } from '../../src/trustlist/anchors.ts'
import { stateAt } from '../../src/trustlist/at.ts'
import type { LoadedList } from '../../src/trustlist/model.ts'
import { granted, withdrawn } from '../../src/trustlist/statuses.ts'
import {
  certificateXml,
  codesOf,
  type Identity,
  identity,
  listXml,
  loaded,
  parsed,
  providerXml,
  type StateParts,
  serviceXml,
} from './lists.ts'

let ca: Identity
let renewed: Identity
let namesake: Identity

beforeAll(async () => {
  ca = await identity('CA')
  renewed = await identity('CA', ca)
  namesake = await identity('CA')
})

function listOf(id: string, territory: string, ...providers: readonly string[]): LoadedList {
  const xml = listXml({ territory, providers: providers.join('') })
  return loaded(xml, { id, territory, unverified: 'yes' })
}

function service(parts: StateParts = {}, history: readonly StateParts[] = []): string {
  return serviceXml({ identities: certificateXml(ca), ...parts }, history)
}

const now = new Date('2026-06-01T00:00:00Z')

function statuses(lists: readonly LoadedList[], at = now): readonly (string | undefined)[] {
  return anchorsOf(lists).map((anchor) => stateAt(anchor.service, at)?.status)
}

describe('the anchors of lists', () => {
  it('are one for each list that names the key, each with its own status', () => {
    const here = listOf('XX-TL', 'XX', providerXml('P', [service()]))
    const there = listOf('YY-TL', 'YY', providerXml('P', [service({ status: withdrawn })]))
    expect(statuses([here, there])).toEqual([granted, withdrawn])
    expect(anchorsOf([here, there]).map(({ territory }) => territory)).toEqual(['XX', 'YY'])
  })

  it('are one for each name and key of a service', () => {
    const identities = certificateXml(ca) + certificateXml(renewed)
    const list = listOf('XX-TL', 'XX', providerXml('P', [service({ identities })]))
    expect(anchorsOf([list])).toHaveLength(1)
  })

  it('tell two keys of one name apart', () => {
    const other = service({ identities: certificateXml(namesake), status: withdrawn })
    const list = listOf('XX-TL', 'XX', providerXml('P', [service(), other]))
    expect(statuses([list])).toEqual([granted, withdrawn])
    expect(duplicateServices(parsed(listXml()))).toEqual([])
  })

  it('are none where the present state has a critical extension that nobody understands', () => {
    const extensions = '<Extension Critical="true"><s:S xmlns:s="urn:s"></s:S></Extension>'
    const list = listOf('XX-TL', 'XX', providerXml('P', [service({ extensions })]))
    expect(anchorsOf([list])).toEqual([])
  })

  it('are none of a list that must not be used', () => {
    const xml = listXml({ providers: providerXml('P', [service()]) })
    expect(anchorsOf([loaded(xml)])).toEqual([])
  })

  it('are none of a list that speaks for no state', () => {
    const xml = listXml({ providers: providerXml('P', [service()]) })
    expect(anchorsOf([loaded(xml, { territory: null, unverified: 'yes' })])).toEqual([])
  })
})

describe('the certificates at which a path must stop', () => {
  const extensions = '<Extension Critical="true"><s:S xmlns:s="urn:s"></s:S></Extension>'
  const stopped = (...lists: readonly LoadedList[]) =>
    stopsOf(lists).map(({ der }) => Buffer.from(der).toString('hex'))
  const hex = ({ certificate }: Identity) => Buffer.from(certificate.der).toString('hex')

  it('are those of a service with a critical extension that nobody understands', () => {
    const identities = certificateXml(ca) + certificateXml(renewed)
    const odd = service({ extensions, identities })
    expect(stopped(listOf('XX-TL', 'XX', providerXml('P', [odd])))).toEqual([hex(ca), hex(renewed)])
  })

  it('are those of its earlier states too', () => {
    const past = { identities: certificateXml(namesake), from: '2019-01-01T00:00:00Z' }
    const odd = service({ extensions }, [past])
    expect(stopped(listOf('XX-TL', 'XX', providerXml('P', [odd])))).toEqual([
      hex(ca),
      hex(namesake),
    ])
  })

  it('are those of a service that only its earlier states name by a certificate', () => {
    const past = { identities: certificateXml(ca), from: '2019-01-01T00:00:00Z' }
    const list = listOf('XX-TL', 'XX', providerXml('P', [service({ identities: '' }, [past])]))
    expect(stopped(list)).toEqual([hex(ca)])
  })

  it('are none of a service that gives an anchor, whatever its status', () => {
    const list = listOf('XX-TL', 'XX', providerXml('P', [service({ status: withdrawn })]))
    expect(anchorsOf([list])).toHaveLength(1)
    expect(stopped(list)).toEqual([])
  })

  it('are those of such a service though another one gives an anchor of the same key', () => {
    const list = listOf('XX-TL', 'XX', providerXml('P', [service(), service({ extensions })]))
    expect(anchorsOf([list])).toHaveLength(1)
    expect(stopped(list)).toEqual([hex(ca)])
  })

  it('are none of a list that must not be used, or speaks for no state', () => {
    const xml = listXml({ providers: providerXml('P', [service({ extensions })]) })
    expect(stopped(loaded(xml), loaded(xml, { territory: null, unverified: 'yes' }))).toEqual([])
  })
})

describe('a key that one list names twice for one type of service', () => {
  const contradiction = () => [
    providerXml('P', [service()]),
    providerXml('Q', [service({ status: withdrawn, from: '2025-01-01T00:00:00Z' }, [{}])]),
  ]

  it('has the restrictive status in both entries from the moment they part', () => {
    const list = listOf('XX-TL', 'XX', ...contradiction())
    expect(statuses([list])).toEqual([withdrawn, withdrawn])
    expect(statuses([list], new Date('2025-01-01T00:00:00Z'))).toEqual([withdrawn, withdrawn])
  })

  it('has the status of both before that', () => {
    const list = listOf('XX-TL', 'XX', ...contradiction())
    expect(statuses([list], new Date('2024-12-31T23:59:59Z'))).toEqual([granted, granted])
  })

  it('is reported as contradictory', () => {
    const list = listOf('XX-TL', 'XX', ...contradiction())
    expect(list.problems.map(({ code, message }) => [code, /contradict/.test(message)])).toEqual([
      ['duplicate-service', true],
    ])
  })

  it('is reported, and keeps its status, where both entries agree', () => {
    const list = listOf('XX-TL', 'XX', providerXml('P', [service()]), providerXml('Q', [service()]))
    expect(statuses([list])).toEqual([granted, granted])
    expect(list.problems.map(({ code, message }) => [code, /contradict/.test(message)])).toEqual([
      ['duplicate-service', false],
    ])
  })

  it('is not reported of a list that nobody proves', () => {
    const xml = listXml({ providers: contradiction().join('') })
    expect(codesOf(loaded(xml))).toEqual(['unsigned'])
  })

  it('is no duplicate for another type of service', () => {
    const type = 'http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST'
    const other = service({ type, status: withdrawn })
    const list = listOf('XX-TL', 'XX', providerXml('P', [service(), other]))
    expect(statuses([list])).toEqual([granted, withdrawn])
    expect(list.problems).toEqual([])
  })
})
