import { verifyChain } from '../src/chain.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { authorities, ChainReader, chainsOf } from './chains-material.ts'
import type { Comparison } from './measure.ts'

/** A million takes about five minutes, most of them to make the certificates. */
const sizes = process.env['BENCH_MILLION'] ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4, 1e5]

/** Chains by the second in ever longer runs, each against the one ten times shorter. */
export function linearGrowth(): Comparison[] {
  rate(1e4)
  const rates = sizes.map((size) => ({ size, perSecond: rate(size) }))
  return rates.slice(1).map(({ size, perSecond }, i) => {
    const shorter = rates[i]?.perSecond ?? Number.NaN
    return {
      name: `${size.toLocaleString('en')} chains in one run (P-256, repeated issuers)`,
      ours: perSecond,
      theirs: shorter,
      ratio: perSecond / shorter,
      unit: 'per second',
      against: `a run of ${(size / 10).toLocaleString('en')}`,
      target: '≥ 0.9: linear',
    }
  })
}

/** Certificates are made a thousand at a time, while the clock stands. */
function rate(size: number): number {
  const reader = new ChainReader(nodeCrypto())
  const all = authorities('P-256', 4)
  let milliseconds = 0
  for (let done = 0; done < size; done += 1_000) {
    const chains = chainsOf(all, 1_000, done)
    const start = performance.now()
    for (const chain of chains) {
      if (verifyChain(reader.request(chain)).indication !== 'PASSED') throw new Error('not passed')
    }
    milliseconds += performance.now() - start
  }
  return (size * 1_000) / milliseconds
}
