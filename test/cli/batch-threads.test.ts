import { describe, expect, it } from 'vitest'
import { runBatch } from '../../src/cli/batch.ts'
import type { BatchOrder } from '../../src/cli/batch-order.ts'
import type { Threads } from '../../src/cli/batch-threads.ts'
import { commonOrder } from '../../src/cli/order-options.ts'
import { jsonLines, type Setting, testIo } from './run-cli.ts'

const nothingGiven = { positionals: [], one: () => null, many: () => [], has: () => false }

const order: BatchOrder = {
  command: 'verify',
  base: '/',
  now: new Date('2026-01-01T00:00:00Z'),
  online: null,
  defaults: { ...commonOrder(nothingGiven), certificates: [], password: null },
}

const worker = new URL('./ending-worker.mjs', import.meta.url)

/** Runs lines through threads of the test's own, none of them in this one. */
async function batch(
  lines: readonly object[],
  setting: Setting = {},
  threads: Partial<Threads> = {},
) {
  const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const { io, ran } = testIo({ input, ...setting })
  const status = await runBatch({ file: '-', summary: null, threads: 4, order }, io, {
    count: 4,
    startAfter: 0,
    worker,
    heapMegabytes: 32,
    ...threads,
  })
  return { status, answers: jsonLines(ran.out), err: ran.err }
}

describe('a batch over threads', () => {
  it('is answered in the order of the input, however long each line takes', async () => {
    const lines = Array.from({ length: 200 }, (_, id) => ({ id, milliseconds: (id * 7) % 13 }))
    const { status, answers } = await batch(lines)
    expect(status).toBe(0)
    expect(answers.map(({ id }) => id)).toEqual(lines.map(({ id }) => id))
    expect(answers.map(({ line }) => line)).toEqual(lines.map(({ id }) => id + 1))
  })

  it('is answered so by one thread too', async () => {
    const { answers } = await batch([{ id: 1 }, { id: 2 }], {}, { count: 1, startAfter: 0 })
    expect(answers.map(({ id }) => id)).toEqual([1, 2])
  })

  it('fails only the line over which a thread ended, and goes on', async () => {
    const lines = Array.from({ length: 60 }, (_, id) => (id === 30 ? { id, end: 'exit' } : { id }))
    const { status, answers, err } = await batch(lines)
    expect(status).toBe(1)
    expect(answers.map(({ id }) => id)).toEqual(lines.map(({ id }) => id))
    expect(answers.flatMap(({ id, error }) => (error ? [[id, error.code]] : []))).toEqual([
      [30, 'internal-error'],
    ])
    expect(err).toContain('a thread ended over this line')
  })

  it('loses no line that a thread was given and had not begun when it ended', async () => {
    async function* lines() {
      for (const id of [0, 1]) yield Buffer.from(`{"id": ${id}, "milliseconds": 50}\n`)
      yield Buffer.from('{"id": 2, "end": "exit"}\n')
      for (const id of [3, 4, 5, 6]) yield Buffer.from(`{"id": ${id}, "milliseconds": 5}\n`)
    }
    const { status, answers } = await batch([], { chunks: lines() }, { count: 2 })
    expect(status).toBe(1)
    expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(answers.flatMap(({ id, error }) => (error ? [id] : []))).toEqual([2])
  })

  it('starts another thread where one ended between two lines', async () => {
    async function* lines() {
      for (let id = 0; id < 3; id += 1) {
        yield Buffer.from(`{"id": ${id}, "end": "later"}\n`)
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
    }
    const { status, answers } = await batch([], { chunks: lines() }, { count: 2 })
    expect(status).toBe(0)
    expect(answers.map(({ id }) => id)).toEqual([0, 1, 2])
  })

  it('outlives a line that takes more memory than a thread may have', async () => {
    const { status, answers } = await batch([{ id: 1, end: 'memory' }, { id: 2 }])
    expect(status).toBe(1)
    expect(answers[0]).toMatchObject({ id: 1, error: { code: 'internal-error' } })
    expect(answers[1]).toMatchObject({ id: 2, line: 2 })
  })

  it('answers every line with an error where no thread can be started', async () => {
    const absent = new URL('./no-such-worker.mjs', import.meta.url)
    const { status, answers } = await batch([{ id: 1 }, { id: 2 }], {}, { worker: absent })
    expect(status).toBe(1)
    expect(answers.map(({ error }) => error.code)).toEqual(['internal-error', 'internal-error'])
  })

  it('answers a line at once while the next one has not come', async () => {
    let taken = () => {}
    const first = new Promise<void>((resolve) => {
      taken = resolve
    })
    async function* lines() {
      yield Buffer.from('{"id": 1}\n')
      await first
      yield Buffer.from('{"id": 2}\n')
    }
    const { answers } = await batch([], { chunks: lines(), watch: () => taken() })
    expect(answers.map(({ id }) => id)).toEqual([1, 2])
  })

  it('ends quietly where its reader has gone, also while more could come', async () => {
    let destroyed = 0
    const forever = new Promise<never>(() => {})
    async function* lines() {
      yield Buffer.from('{"id": 1}\n')
      await forever
    }
    const chunks = Object.assign(lines(), {
      destroy: () => {
        destroyed += 1
      },
    })
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    const watch = () => {
      throw gone
    }
    const { status, err } = await batch([], { chunks, watch })
    expect(status).toBe(1)
    expect(err).toBe('')
    expect(destroyed).toBe(1)
  })

  it('tells of any other error of writing', async () => {
    const watch = () => {
      throw new Error('no space left')
    }
    await expect(batch([{ id: 1 }], { watch })).rejects.toThrow('no space left')
  })

  it('answers what was read before the input failed, and then fails', async () => {
    const seen: string[] = []
    async function* lines() {
      yield Buffer.from('{"id": 1}\n')
      throw new Error('the disk is gone')
    }
    const run = batch([], { chunks: lines(), watch: (text) => seen.push(text) })
    await expect(run).rejects.toMatchObject({ code: 'file-unreadable' })
    expect(seen.join('')).toContain('"id":1')
  })
})
