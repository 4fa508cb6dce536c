import { parentPort } from 'node:worker_threads'

/** A thread of a batch as a test wants it: a line says how long it takes, or how the thread ends. */
let turn = Promise.resolve()
parentPort.on('message', (piece) => {
  turn = turn.then(async () => parentPort.postMessage(await answer(piece)))
})

async function answer({ first, bytes }) {
  const lines = Buffer.from(bytes).toString().split('\n').filter(Boolean)
  const texts = []
  for (const [i, line] of lines.entries()) {
    const { id, milliseconds = 0, end } = JSON.parse(line)
    if (end === 'exit') process.exit(3)
    if (end === 'memory') fillMemory()
    // Ends the thread when it has answered, while nothing is asked of it.
    if (end === 'later') setTimeout(() => process.exit(4), 50)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    texts.push(JSON.stringify({ id, line: first + i }))
  }
  return {
    text: new TextEncoder().encode(texts.map((text) => `${text}\n`).join('')),
    answered: lines.length,
    refused: 0,
    tallies: [],
    faults: [],
    milliseconds: 0,
  }
}

function fillMemory() {
  const held = []
  while (held.length >= 0) held.push(Array.from({ length: 1_000 }, () => ({ held })))
}
