import { HttpRefusal } from './problem.ts'

/**
 * Passes a body of lines on, and throws where one does not end in time. Only waiting for the
 * caller counts: while a line is answered, nothing is asked for and no time runs.
 */
export async function* linesInTime(
  chunks: AsyncIterable<Uint8Array>,
  milliseconds: number,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  let deadline: Deadline | null = null
  try {
    while (true) {
      // Kept from piece to piece: a line that trickles gains no time by it.
      deadline ??= startDeadline(milliseconds)
      const { done, value } = await Promise.race([iterator.next(), deadline.passed])
      if (done === true) return
      if (value.includes(lineFeed)) {
        deadline.clear()
        deadline = null
      }
      yield value
    }
  } finally {
    deadline?.clear()
    // Not awaited: where the next piece never comes, the end of the stream would not either.
    void iterator.return?.()
  }
}

const lineFeed = 10

interface Deadline {
  /** Rejects when the time is over. */
  readonly passed: Promise<never>
  clear(): void
}

function startDeadline(milliseconds: number): Deadline {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<never>((_, reject) => {
    const refusal = new HttpRefusal(408, 'body-too-slow', 'a line did not arrive in time')
    timer = setTimeout(() => reject(refusal), milliseconds)
  })
  return { passed, clear: () => clearTimeout(timer) }
}
