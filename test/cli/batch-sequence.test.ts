import { describe, expect, it } from 'vitest'
import { inSequence, type Window } from '../../src/cli/batch-sequence.ts'

/** Questions that count how many were asked for, and answers that come when the test says so. */
function setting(count: number, window: Window, bytes = 1) {
  const release: (() => void)[] = []
  const counts = { taken: 0 }
  async function* questions() {
    for (let i = 0; i < count; i += 1) {
      counts.taken += 1
      yield i
    }
  }
  const ask = (question: number) => ({
    bytes,
    answer: new Promise<number>((resolve) => {
      release[question] = () => resolve(question)
    }),
  })
  return { counts, release, answers: inSequence(questions(), ask, window) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('answers in sequence', () => {
  it('come in the order of the questions, not in that of the answering', async () => {
    const { release, answers } = setting(3, { most: 3, mostBytes: 100 })
    const first = answers.next()
    await settled()
    release[2]?.()
    release[1]?.()
    await settled()
    release[0]?.()
    expect([await first, await answers.next(), await answers.next()]).toEqual(
      [0, 1, 2].map((value) => ({ done: false, value })),
    )
    expect((await answers.next()).done).toBe(true)
  })

  it('are asked for no further than the window', async () => {
    const { counts, release, answers } = setting(100, { most: 4, mostBytes: 100 })
    const first = answers.next()
    await settled()
    expect(counts.taken).toBe(4)
    release[0]?.()
    await first
    await settled()
    // Nobody asks for the second answer yet: nothing more is read.
    expect(counts.taken).toBe(4)
    void answers.next()
    await settled()
    expect(counts.taken).toBe(5)
  })

  it('hold no more bytes than the window, but always one question', async () => {
    const small = setting(100, { most: 50, mostBytes: 10 }, 4)
    void small.answers.next()
    await settled()
    expect(small.counts.taken).toBe(3)
    const large = setting(100, { most: 50, mostBytes: 10 }, 1_000)
    void large.answers.next()
    await settled()
    expect(large.counts.taken).toBe(1)
  })
})
