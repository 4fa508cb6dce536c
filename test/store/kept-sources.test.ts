import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { KeptLists } from '../../src/store/kept-sources.ts'
import type { Source } from '../../src/store/order.ts'
import { temporaryFolder } from '../cli/run-cli.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

interface Item {
  readonly der: Uint8Array
}

/** Items as bytes read as text, one a source, with a clock that stands until the test moves it. */
async function setting(mostBytes = 1_000) {
  const folder = await temporaryFolder()
  const clock = { now: 0 }
  const counts = { read: 0 }
  const kept = new KeptLists<Item>(mostBytes, () => clock.now)
  const read = (...sources: readonly Source[]) =>
    kept.read(sources, folder, (bytes) => {
      counts.read += 1
      return [{ der: bytes }]
    })
  const file = (name: string, text: string): Source => {
    writeFileSync(join(folder, name), text)
    return { path: name }
  }
  return { folder, clock, counts, read, file }
}

const texts = (items: readonly Item[]) => items.map(({ der }) => Buffer.from(der).toString())
const bytes = (text: string): Source => ({ name: null, bytes: Buffer.from(text) })

describe('what a batch has read', () => {
  it('is read once from each file, by whatever path it is named', async () => {
    const { folder, counts, read, file } = await setting()
    const a = file('a', 'A')
    expect(texts(read(a))).toEqual(['A'])
    expect(read({ path: join(folder, 'a') })[0]).toBe(read(a)[0])
    expect(counts.read).toBe(1)
  })

  it('is read once from the same bytes', async () => {
    const { counts, read } = await setting()
    expect(read(bytes('A'))[0]).toBe(read(bytes('A'))[0])
    expect(read(bytes('B'))[0]).not.toBe(read(bytes('A'))[0])
    expect(counts.read).toBe(2)
  })

  it('is the same array for the same list, and another for another order', async () => {
    const { read, file } = await setting()
    const [a, b] = [file('a', 'A'), file('b', 'B')]
    expect(read(a, b)).toBe(read(a, b))
    expect(texts(read(a, b))).toEqual(['A', 'B'])
    expect(texts(read(b, a))).toEqual(['B', 'A'])
    expect(read()).toBe(read())
    expect(read(a)).toBe(read(a))
  })

  it('is read again where the file has changed, once a second has passed', async () => {
    const { clock, read, file } = await setting()
    const a = file('a', 'A')
    const [first, pair] = [read(a), read(a, a)]
    file('a', 'AB')
    clock.now = 999
    expect(read(a)).toBe(first)
    clock.now = 1_000
    expect(texts(read(a))).toEqual(['AB'])
    expect(texts(read(a, a))).toEqual(['AB', 'AB'])
    expect(read(a, a)).not.toBe(pair)
  })

  it('is not read again where the file is as it was', async () => {
    const { clock, counts, read, file } = await setting()
    const a = file('a', 'A')
    read(a)
    clock.now = 5_000
    read(a)
    expect(counts.read).toBe(1)
  })

  it('is read again where only the time of the file has changed', async () => {
    const { folder, clock, counts, read, file } = await setting()
    read(file('a', 'A'))
    utimesSync(join(folder, 'a'), 1, 1)
    clock.now = 1_000
    read({ path: 'a' })
    expect(counts.read).toBe(2)
  })

  it('is forgotten, the least used first, past the limit of bytes', async () => {
    const { counts, read } = await setting(3)
    for (const text of ['A', 'B', 'C']) read(bytes(text))
    read(bytes('A'))
    read(bytes('D'))
    expect(counts.read).toBe(4)
    read(bytes('A'))
    expect(counts.read).toBe(4)
    read(bytes('B'))
    expect(counts.read).toBe(5)
  })

  it('is held by no list once it is forgotten', async () => {
    const { read } = await setting(3)
    const forgotten = new WeakRef(read(bytes('A'), bytes('B'))[0] as Item)
    const held = new WeakRef(read(bytes('B'), bytes('C'), bytes('D'))[0] as Item)
    await new Promise(setImmediate)
    collectGarbage()
    expect(forgotten.deref()).toBeUndefined()
    expect(held.deref()).toBeDefined()
  })

  it('is kept for the line at hand, however large it is', async () => {
    const { read } = await setting(3)
    expect(texts(read(bytes('larger than the limit'), bytes('B')))).toEqual([
      'larger than the limit',
      'B',
    ])
  })

  it('is not kept where it could not be read', async () => {
    const { read, file } = await setting()
    expect(() => read({ path: 'a' })).toThrow(expect.objectContaining({ code: 'file-unreadable' }))
    expect(texts(read(file('a', 'A')))).toEqual(['A'])
  })
})
