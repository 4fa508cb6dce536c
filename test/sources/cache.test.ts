import { beforeEach, describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { type Loading, SourceCache } from '../../src/sources/cache.ts'
import { Gate } from '../../src/sources/gate.ts'
import { refused } from '../../src/sources/refusal.ts'

const start = new Date('2026-06-01T00:00:00Z').getTime()
const minute = 60_000
let now = start
let loads = 0
beforeEach(() => {
  now = start
  loads = 0
})

function cacheOf(partly: { entries?: number; bytes?: number } = {}): SourceCache {
  const setting = { entries: 10, bytes: 1 << 20, failureMilliseconds: minute, ...partly }
  return new SourceCache({ ...setting, now: () => new Date(now) })
}

/** Loads octets that say how long they are current, in minutes from the start. */
function loading(minutes: number | null, size = 1): Loading {
  return {
    load: async () => {
      loads += 1
      return new Uint8Array(size)
    },
    freshUntil: () => (minutes === null ? null : new Date(start + minutes * minute)),
    longestMilliseconds: 60 * minute,
  }
}

const failing = (begun = true): Loading => ({
  ...loading(null),
  load: async () => {
    loads += 1
    throw refused('http://ca.example/', 'no', { begun })
  },
})

describe('what was fetched', () => {
  it('is kept until the instant that it names as its end', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    now = start + 10 * minute - 1
    await cache.get('a', loading(10))
    expect(loads).toBe(1)
  })

  it('is fetched again at that instant', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    now = start + 10 * minute
    await cache.get('a', loading(20))
    expect(loads).toBe(2)
  })

  it.each([
    [60 * minute - 1, 1],
    [60 * minute, 2],
  ])('is kept no longer than its kind is: after %i ms, %i loads', async (passed, expected) => {
    const cache = cacheOf()
    await cache.get('a', loading(1_000))
    now = start + passed
    await cache.get('a', loading(1_000))
    expect(loads).toBe(expected)
  })

  it.each([
    ['says nothing of its end', null, minute - 1, 1],
    ['says nothing of its end', null, minute, 2],
    ['had ended when it came', -10, minute - 1, 1],
    ['had ended when it came', -10, minute, 2],
    ['ended in the instant when it came', 0, minute - 1, 1],
    ['ended in the instant when it came', 0, minute, 2],
  ])('is kept as a failure is where it %s', async (_what, minutes, passed, expected) => {
    const cache = cacheOf()
    await cache.get('a', loading(minutes))
    now = start + passed
    await cache.get('a', loading(minutes))
    expect(loads).toBe(expected)
  })

  it('is fetched again by a clock that was set back', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    now = start - 1
    await cache.get('a', loading(10))
    expect(loads).toBe(2)
  })

  it('is not given for another key', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    await cache.get('b', loading(10))
    expect(loads).toBe(2)
  })
})

describe('a failure', () => {
  const tryOnce = (cache: SourceCache, of: Loading) =>
    cache.get('a', of).catch((error: unknown) => {
      if (!(error instanceof VerifierError)) throw error
    })

  it.each([
    [minute - 1, 1],
    [minute, 2],
  ])('is remembered for a minute: after %i ms, %i loads', async (passed, expected) => {
    const cache = cacheOf()
    await tryOnce(cache, failing())
    now = start + passed
    await tryOnce(cache, failing())
    expect(loads).toBe(expected)
  })

  it('is thrown again as it was', async () => {
    const cache = cacheOf()
    await expect(cache.get('a', failing())).rejects.toThrow('was not fetched: no')
    await expect(cache.get('a', loading(10))).rejects.toThrow('was not fetched: no')
    expect(loads).toBe(1)
  })

  it('is not remembered of a source that nobody asked', async () => {
    const cache = cacheOf()
    await tryOnce(cache, failing(false))
    await cache.get('a', loading(10))
    expect(loads).toBe(2)
  })

  it('is not remembered where it is none of ours', async () => {
    const cache = cacheOf()
    const broken = { ...loading(10), load: () => Promise.reject(new TypeError('broken')) }
    await expect(cache.get('a', broken)).rejects.toThrow(TypeError)
    await cache.get('a', loading(10))
    expect(loads).toBe(1)
  })
})

describe('what is to be renewed', () => {
  const renewed = (given: Loading): Loading => ({ ...given, renewedAfter: minute })

  it('is fetched again after that time, once, and then kept for all', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    now = start + minute - 1
    await cache.get('a', renewed(loading(10)))
    expect(loads).toBe(1)
    now = start + minute
    await Promise.all([cache.get('a', renewed(loading(20))), cache.get('a', renewed(loading(20)))])
    expect(loads).toBe(2)
    now = start + 15 * minute
    await cache.get('a', loading(20))
    expect(loads).toBe(2)
  })

  it('stays where that fails, for as long as it was to be kept', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    now = start + 5 * minute
    await cache.get('a', renewed(failing()))
    await cache.get('a', renewed(failing()))
    expect(loads).toBe(2)
    now = start + 10 * minute
    await expect(cache.get('a', failing())).rejects.toThrow('was not fetched')
    expect(loads).toBe(3)
  })

  it('is given as it is to who does not ask for that', async () => {
    const cache = cacheOf()
    await cache.get('a', loading(10))
    now = start + 5 * minute
    const [fresh, known] = [cache.get('a', renewed(loading(20, 2))), cache.get('a', loading(10))]
    expect([(await fresh).length, (await known).length]).toEqual([2, 1])
  })
})

describe('what is being fetched', () => {
  it('is fetched once for all who ask', async () => {
    const cache = cacheOf()
    const all = await Promise.all(Array.from({ length: 1_000 }, () => cache.get('a', loading(10))))
    expect(loads).toBe(1)
    expect(new Set(all).size).toBe(1)
  })

  it('fails once for all who ask', async () => {
    const cache = cacheOf()
    const all = await Promise.allSettled([cache.get('a', failing()), cache.get('a', failing())])
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(loads).toBe(1)
  })
})

describe('a memory that is full', () => {
  it('keeps as many entries as it may, and forgets what was used longest ago', async () => {
    const cache = cacheOf({ entries: 2 })
    await cache.get('a', loading(10))
    await cache.get('b', loading(10))
    await cache.get('a', loading(10))
    await cache.get('c', loading(10))
    expect(loads).toBe(3)
    await cache.get('a', loading(10))
    expect(loads).toBe(3)
    await cache.get('b', loading(10))
    expect(loads).toBe(4)
  })

  it('keeps as many bytes as it may', async () => {
    const cache = cacheOf({ bytes: 100_000 })
    await cache.get('a', loading(10, 40_000))
    await cache.get('b', loading(10, 40_000))
    await cache.get('a', loading(10, 40_000))
    expect(loads).toBe(2)
    await cache.get('c', loading(10, 40_000))
    await cache.get('a', loading(10, 40_000))
    expect(loads).toBe(3)
    await cache.get('b', loading(10, 40_000))
    expect(loads).toBe(4)
  })

  it('goes on with what it has where only what is of no use comes in its place', async () => {
    const cache = cacheOf()
    const kept = await cache.get('a', loading(30))
    for (const useless of [null, -1]) {
      now += 2 * minute
      const renewed = await cache.get('a', { ...loading(useless), renewedAfter: minute })
      expect(renewed).not.toBe(kept)
      expect(await cache.get('a', loading(30))).toBe(kept)
    }
    expect(loads).toBe(3)
    now = start + 30 * minute
    expect(await cache.get('a', loading(60))).not.toBe(kept)
  })

  it('counts what was read of an answer as well', async () => {
    const cache = cacheOf({ bytes: 100_000 })
    const read = { ...loading(10, 20_000), timesOnceRead: 3 }
    await cache.get('a', read)
    await cache.get('b', read)
    expect(loads).toBe(2)
    await cache.get('b', read)
    expect(loads).toBe(2)
    await cache.get('a', read)
    expect(loads).toBe(3)
  })

  it('forgets nothing for what it could not hold', async () => {
    const cache = cacheOf({ bytes: 50_000 })
    await cache.get('a', loading(10))
    await cache.get('b', loading(10, 60_000))
    await cache.get('a', loading(10))
    expect(loads).toBe(2)
  })
})

describe('a gate', () => {
  it('lets no more through at once than it may, in the order they came', async () => {
    const gate = new Gate(2)
    const order: number[] = []
    let inside = 0
    let most = 0
    const work = (i: number) => async () => {
      inside += 1
      most = Math.max(most, inside)
      order.push(i)
      await Promise.resolve()
      inside -= 1
    }
    const { signal } = new AbortController()
    await Promise.all([0, 1, 2, 3, 4].map((i) => gate.run(work(i), signal)))
    expect(most).toBe(2)
    expect(order).toEqual([0, 1, 2, 3, 4])
  })

  it('keeps no place for who has left', async () => {
    const gate = new Gate(1)
    const patient = new AbortController()
    const impatient = new AbortController()
    let release = () => {}
    const held = gate.run(() => new Promise<void>((done) => (release = done)), patient.signal)
    const left = gate.run(async () => 'left', impatient.signal)
    const next = gate.run(async () => 'next', patient.signal)
    impatient.abort()
    await expect(left).rejects.toThrow('aborted')
    release()
    await held
    expect(await next).toBe('next')
  })

  it('is left by work that fails', async () => {
    const gate = new Gate(1)
    const { signal } = new AbortController()
    await expect(gate.run(() => Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
    expect(await gate.run(async () => 'next', signal)).toBe('next')
  })
})
