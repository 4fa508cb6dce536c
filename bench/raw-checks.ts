/**
 * A program that checks one P-256 signature again and again on as many threads as its argument
 * says, and answers every message with how many checks it has done.
 */
export const rawChecks = `
const { Worker, isMainThread, workerData } = require('node:worker_threads')
const { generateKeyPairSync, sign, verify } = require('node:crypto')
if (isMainThread) {
  // A line of the cache for each thread.
  const stride = 8
  const threads = Number(process.argv[1])
  const counts = new Float64Array(new SharedArrayBuffer(8 * stride * threads))
  for (let i = 0; i < threads; i += 1) {
    new Worker(process.execArgv.at(-1), { eval: true, workerData: counts.subarray(i * stride) })
  }
  process.on('message', () => process.send(counts.reduce((sum, count) => sum + count, 0)))
} else {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const data = Buffer.alloc(300)
  const signature = sign('sha256', data, privateKey)
  for (;;) {
    for (let i = 0; i < 50; i += 1) verify('sha256', data, publicKey, signature)
    workerData[0] += 50
  }
}
`
