import { describe, expect, it } from 'vitest'
import { freshnessOf, stateAt } from '../../src/trustlist/at.ts'
import type { Service } from '../../src/trustlist/model.ts'
import { granted, isApproving, withdrawn } from '../../src/trustlist/statuses.ts'
import {
  listXml,
  onlyService,
  parsed,
  providerXml,
  type StateParts,
  serviceXml,
  stateOf,
} from './lists.ts'

const service = {
  states: [
    stateOf({ status: withdrawn, startingTime: new Date('2024-01-01T00:00:00Z') }),
    stateOf({ status: granted, startingTime: new Date('2020-01-01T00:00:00Z') }),
  ],
}

describe('the state of a service at a time', () => {
  it('is none before its first state', () => {
    expect(stateAt(service, new Date('2019-12-31T23:59:59.999Z'))).toBeNull()
  })

  it('begins at its starting time', () => {
    expect(stateAt(service, new Date('2020-01-01T00:00:00Z'))?.status).toBe(granted)
  })

  it('holds up to the starting time of the next one', () => {
    expect(stateAt(service, new Date('2023-12-31T23:59:59.999Z'))?.status).toBe(granted)
  })

  it('is the next one at its starting time', () => {
    expect(stateAt(service, new Date('2024-01-01T00:00:00Z'))?.status).toBe(withdrawn)
  })

  it('is none where it has a critical extension that nobody understands', () => {
    const states = [stateOf({ unknownCriticalExtensions: ['urn:strange'] })]
    expect(stateAt({ states }, new Date('2026-01-01T00:00:00Z'))).toBeNull()
  })
})

describe('of two states with one starting time', () => {
  const from = '2024-01-01T00:00:00Z'
  const extensions = '<Extension Critical="true"><s:S xmlns:s="urn:s"></s:S></Extension>'
  const read = (present: StateParts, ...history: readonly StateParts[]) => {
    const providers = providerXml('P', [serviceXml(present, history)])
    return onlyService(parsed(listXml({ providers })))
  }
  const statusAt = (one: Service, time: string) => stateAt(one, new Date(time))?.status ?? null
  const before = '2023-12-31T23:59:59Z'

  it('the restrictive one counts where it is the present one', () => {
    const one = read({ status: withdrawn, from }, { status: granted, from })
    expect(statusAt(one, from)).toBe(withdrawn)
    expect(statusAt(one, before)).toBeNull()
  })

  it('the restrictive one counts where it is the past one', () => {
    const one = read({ status: granted, from }, { status: withdrawn, from })
    expect(statusAt(one, from)).toBe(withdrawn)
    expect(one.states).toHaveLength(2)
  })

  it('the restrictive one counts in either order of the history', () => {
    const present = { status: granted, from: '2025-01-01T00:00:00Z' }
    const [good, bad] = [
      { status: granted, from },
      { status: withdrawn, from },
    ]
    for (const one of [read(present, good, bad), read(present, bad, good)]) {
      expect(statusAt(one, from)).toBe(withdrawn)
      expect(statusAt(one, present.from)).toBe(granted)
    }
  })

  it('the one with a critical extension that nobody understands counts, in either order', () => {
    const odd = { status: granted, from, extensions }
    const withdrawnThen = { status: withdrawn, from }
    expect(stateAt(read(odd, withdrawnThen), new Date(from))).toBeNull()
    expect(stateAt(read(withdrawnThen, odd), new Date(from))).toBeNull()
  })

  it('neither counts over one that starts a second later', () => {
    const one = read({ status: granted, from: '2024-01-01T00:00:01Z' }, { status: withdrawn, from })
    expect(statusAt(one, '2024-01-01T00:00:01Z')).toBe(granted)
  })
})

describe('the freshness of a list', () => {
  const list = parsed(listXml({ nextUpdate: '<dateTime>2026-01-01T00:00:00Z</dateTime>' }))
  const refuse = { graceDays: 2, afterGrace: 'refuse' } as const
  const at = (time: string) => freshnessOf(list, new Date(time), refuse)

  it('lasts through NextUpdate', () => {
    expect(at('2026-01-01T00:00:00Z')).toBe('fresh')
  })

  it('is stale the moment after', () => {
    expect(at('2026-01-01T00:00:00.001Z')).toBe('stale')
  })

  it('is stale through the last day of grace', () => {
    expect(at('2026-01-03T00:00:00Z')).toBe('stale')
  })

  it('is expired the moment after', () => {
    expect(at('2026-01-03T00:00:00.001Z')).toBe('expired')
  })

  it('stays stale for ever where the policy only warns', () => {
    const warn = { graceDays: 0, afterGrace: 'warn' } as const
    expect(freshnessOf(list, new Date('2036-01-01T00:00:00Z'), warn)).toBe('stale')
  })

  it('is closed where NextUpdate is empty', () => {
    const closed = parsed(listXml({ nextUpdate: '' }))
    expect(freshnessOf(closed, new Date('2026-01-01T00:00:00Z'), refuse)).toBe('closed')
  })
})

describe('a status', () => {
  it('approves before and since Regulation 910/2014', () => {
    const stem = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'
    expect(['granted', 'accredited', 'undersupervision'].every((s) => isApproving(stem + s))).toBe(
      true,
    )
  })

  it('does not approve where nobody knows it', () => {
    expect(isApproving('http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/superb')).toBe(false)
    expect(isApproving(withdrawn)).toBe(false)
    expect(isApproving('')).toBe(false)
  })
})
