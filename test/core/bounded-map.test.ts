import { describe, expect, it } from 'vitest'
import { BoundedMap } from '../../src/core/bounded-map.ts'

describe('a bounded map', () => {
  it('keeps as many as it may, and forgets the oldest for one more', () => {
    const map = new BoundedMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    expect([map.get('a'), map.get('b')]).toEqual([1, 2])
    map.set('c', 3)
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 2, 3])
  })

  it('forgets none for one that it has', () => {
    const map = new BoundedMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    expect([map.get('a'), map.get('b')]).toEqual([3, 2])
    map.set('c', 4)
    expect([map.get('a'), map.get('b')]).toEqual([undefined, 2])
  })
})
