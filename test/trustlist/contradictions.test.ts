import { describe, expect, it } from 'vitest'
import { stateAt } from '../../src/trustlist/at.ts'
import { withoutContradictions } from '../../src/trustlist/contradictions.ts'
import type { Service } from '../../src/trustlist/model.ts'
import { granted, isApproving, withdrawn } from '../../src/trustlist/statuses.ts'
import { expectLinearGrowth } from '../growth.ts'
import { stateOf } from './lists.ts'

const day = 86_400_000
const stateFrom = (days: number, status: string) =>
  stateOf({ status, startingTime: new Date(days * day) })

/** A service by its changes, newest first. */
function serviceOf(...changes: readonly (readonly [number, string])[]): Service {
  return { states: changes.map(([days, status]) => stateFrom(days, status)) }
}

function merged(...services: readonly Service[]): readonly Service[] {
  return [...withoutContradictions(new Set(services)).values()]
}

const statusOn = (service: Service, days: number) =>
  stateAt(service, new Date(days * day))?.status ?? null

/** The rule itself, one instant at a time. */
function expectedOn(service: Service, services: readonly Service[], days: number): string | null {
  const own = statusOn(service, days)
  if (own === null || !isApproving(own)) return own
  const rivals = services.filter((rival) => rival !== service).map((one) => statusOn(one, days))
  return rivals.find((status) => status !== null && !isApproving(status)) ?? own
}

describe('services of one key', () => {
  it('stay as they are where they agree, and where there is one only', () => {
    const services = [serviceOf([5, granted]), serviceOf([7, granted])]
    expect(merged(...services).every((service, index) => service === services[index])).toBe(true)
    const alone = serviceOf([5, withdrawn], [1, granted])
    expect(merged(alone)[0]).toBe(alone)
  })

  it('have the restrictive status only while another one has it', () => {
    const [service] = merged(
      serviceOf([1, granted]),
      serviceOf([9, granted], [5, withdrawn], [2, granted]),
    )
    const days = [0, 1, 4, 5, 8, 9].map((each) => service && statusOn(service, each))
    expect(days).toEqual([null, granted, granted, withdrawn, withdrawn, granted])
  })

  it('are merged as the rule says at every instant', () => {
    let seed = 7
    const upTo = (limit: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % limit
    }
    const statuses = [granted, granted, withdrawn, 'urn:other']
    for (let round = 0; round < 200; round += 1) {
      const services = Array.from({ length: 2 + upTo(4) }, () => {
        const days = Array.from({ length: 1 + upTo(4) }, () => upTo(12)).sort((a, b) => b - a)
        return serviceOf(...days.map((each) => [each, statuses[upTo(4)] ?? granted] as const))
      })
      for (const [index, service] of merged(...services).entries()) {
        const original = services[index]
        if (original === undefined) throw new Error('one service too many')
        for (let at = 0; at <= 12; at += 1) {
          expect(statusOn(service, at)).toBe(expectedOn(original, services, at))
        }
      }
    }
  })

  it('follow as many as 64 changes, and beyond that the first restriction to the end', () => {
    const toggling = (changes: number) =>
      serviceOf(
        ...Array.from({ length: changes }, (_, index) => {
          const place = changes - index
          return [place, place % 2 === 1 ? withdrawn : granted] as const
        }),
      )
    const [within] = merged(serviceOf([0, granted]), toggling(64))
    expect(within && [0, 1, 2, 63, 64].map((at) => statusOn(within, at))).toEqual([
      ...[granted, withdrawn, granted, withdrawn, granted],
    ])
    const [beyond] = merged(serviceOf([0, granted]), toggling(65))
    expect(beyond && [0, 1, 2, 64].map((at) => statusOn(beyond, at))).toEqual([
      ...[granted, withdrawn, withdrawn, withdrawn],
    ])
  })

  it('are merged in time that grows with their number', () => {
    expectLinearGrowth((count) => {
      const services = Array.from({ length: count }, (_, index) =>
        serviceOf([count + index, index % 2 === 0 ? withdrawn : granted], [index, granted]),
      )
      return () => expect(merged(...services)).toHaveLength(count)
    }, 1_000)
  })
})
