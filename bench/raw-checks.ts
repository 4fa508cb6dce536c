import { Worker } from 'node:worker_threads'

/** Checks one P-256 signature again and again for the milliseconds given, and posts how often. */
const checking = `
const { generateKeyPairSync, sign, verify } = require('node:crypto')
const { parentPort, workerData } = require('node:worker_threads')
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const data = Buffer.alloc(300)
const signature = sign('sha256', data, privateKey)
const start = performance.now()
let checks = 0
while (performance.now() - start < workerData) {
  for (let i = 0; i < 50; i += 1) verify('sha256', data, publicKey, signature)
  checks += 50
}
parentPort.postMessage((checks * 1000) / (performance.now() - start))
`

/** Signature checks a second by so many threads at once, with nothing else to do. */
export async function rawChecks(threads: number, milliseconds: number): Promise<number> {
  const rates = await Promise.all(Array.from({ length: threads }, () => rateOf(milliseconds)))
  return rates.reduce((sum, rate) => sum + rate, 0)
}

function rateOf(milliseconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(checking, { eval: true, workerData: milliseconds })
    worker.on('message', resolve)
    worker.on('error', reject)
  })
}
