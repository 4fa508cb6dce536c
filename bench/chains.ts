import { verifyChain } from '../src/chain.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { linearGrowth } from './chains-growth.ts'
import {
  authorities,
  type ChainBytes,
  ChainReader,
  chainsOf,
  checkAll,
  signaturesOf,
} from './chains-material.ts'
import { againstOpenssl, againstPkijs } from './chains-peers.ts'
import type { KeyPlan } from './chains-pki.ts'
import { twoCores } from './chains-threads.ts'
import { type Comparison, inTurns } from './measure.ts'

const plans: readonly KeyPlan[] = ['P-256', 'RSA-2048']

/**
 * Chains validated by the second, from the octets of each certificate in question to the verdict:
 * with four authorities that come again and again, and with authorities of its own for each chain.
 */
export async function chains(): Promise<Comparison[]> {
  const comparisons: Comparison[] = []
  for (const plan of plans) {
    const repeated = chainsOf(authorities(plan, 4), 1_000)
    comparisons.push(...againstRaw(`repeated issuers (${plan})`, repeated))
    comparisons.push(...(await againstPkijs(`repeated issuers (${plan})`, repeated.slice(0, 300))))
    comparisons.push(...againstOpenssl(`repeated issuers (${plan})`, repeated))
    // A pair of RSA keys takes a tenth of a second to make.
    const cold = strangers(plan, plan === 'P-256' ? 200 : 40)
    comparisons.push(...againstRaw(`issuers of their own (${plan})`, cold))
  }
  return [...comparisons, ...linearGrowth(), ...(await twoCores())]
}

function strangers(plan: KeyPlan, count: number): ChainBytes[] {
  return Array.from({ length: count }, (_, i) => chainsOf(authorities(plan, 1), 1, i)).flat()
}

/** Against every signature of each chain, and, as the stricter measure, that of the target alone. */
function againstRaw(name: string, all: readonly ChainBytes[]): Comparison[] {
  const signatures = all.map(signaturesOf)
  const measures = [
    ['the raw checks of all signatures', signatures.flat(), '≥ 0.85 with repeated issuers'],
    ['those of the end-entity certificates', signatures.flatMap(([own]) => own ?? []), '–'],
  ] as const
  const run = (): void => {
    validateAll(all)
  }
  return measures.map(([against, checks, target]) => ({
    name: `chains with ${name}`,
    ...inTurns({ calls: all.length, run }, { calls: all.length, run: () => checkAll(checks) }),
    unit: 'per second',
    against,
    target,
  }))
}

/** Nothing is remembered from one call to the next. */
function validateAll(all: readonly ChainBytes[]): void {
  const reader = new ChainReader(nodeCrypto())
  for (const chain of all) {
    const { indication, reason } = verifyChain(reader.request(chain))
    if (indication !== 'PASSED') throw new Error(`a chain is ${indication}: ${reason}`)
  }
}
