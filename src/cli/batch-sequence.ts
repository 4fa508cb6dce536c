/** Something under way, and how many bytes it keeps until it is done. */
export interface Held<T> {
  readonly answer: Promise<T>
  readonly bytes: number
}

/** How much may be under way at once. */
export interface Window {
  readonly most: number
  readonly mostBytes: number
}

/**
 * Asks as many questions at once as the window allows, and gives the answers in the order of the
 * questions. What is not taken is not asked for: a slow reader slows the reading.
 */
export async function* inSequence<Question, Answered>(
  questions: AsyncIterable<Question>,
  ask: (question: Question) => Held<Answered>,
  window: Window,
): AsyncGenerator<Answered> {
  const source = questions[Symbol.asyncIterator]()
  const held: Held<Answered>[] = []
  let failure: { readonly error: unknown } | null = null
  let coming: Promise<Arrived<Question>> | null = null
  let ended = false
  while (!ended || held.length > 0) {
    const bytes = held.reduce((sum, one) => sum + one.bytes, 0)
    const room = held.length < window.most && (held.length === 0 || bytes < window.mostBytes)
    if (!ended && room) coming ??= arrival(source)
    const event = await Promise.race([
      ...(coming === null || !room ? [] : [coming]),
      ...(held[0] === undefined ? [] : [held[0].answer.then((answer) => ({ answer }))]),
    ])
    if ('answer' in event) {
      held.shift()
      yield event.answer
      continue
    }
    coming = null
    if ('question' in event) {
      held.push(ask(event.question))
    } else {
      ended = true
      failure = event.failure
    }
  }
  // What was read before the input failed has been answered.
  if (failure !== null) throw failure.error
}

type Arrived<Question> =
  | { readonly question: Question }
  | { readonly failure: { readonly error: unknown } | null }

async function arrival<Question>(source: AsyncIterator<Question>): Promise<Arrived<Question>> {
  try {
    const { done, value } = await source.next()
    return done === true ? { failure: null } : { question: value }
  } catch (error) {
    return { failure: { error } }
  }
}
