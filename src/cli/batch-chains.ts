import type { ChainVerdict } from '../report/chain.ts'
import { KeptSources } from '../store/kept-sources.ts'
import { loadChainOrder } from '../store/load-order.ts'
import type { AnswerRequest } from '../store/ndjson.ts'
import type { ChainOrder } from '../store/order.ts'
import { chainOrder } from '../store/order-json.ts'
import { type BatchOrder, type ChainDefaults, joined, withDefaults } from './batch-order.ts'
import type { Tally } from './batch-tally.ts'
import { chainContext } from './chain-context.ts'
import { chainVerdict, openBatchOnline } from './online.ts'

/** How the lines of a batch of chains are answered, and counted. */
export function answerChains(order: Extract<BatchOrder, { command: 'chain' }>): {
  readonly answer: AnswerRequest
  readonly tally: (body: object) => readonly Tally[]
} {
  const { base, now, defaults } = order
  const online = openBatchOnline(order)
  const context = { ...chainContext(base, now), kept: new KeptSources() }
  const answer = async (json: unknown): Promise<{ readonly chain: ChainVerdict }> => {
    const asked = withChainDefaults(chainOrder(json, 'paths'), json, defaults)
    const request = await loadChainOrder(asked, context)
    return { chain: await chainVerdict(request, await online, asked.at) }
  }
  return { answer, tally: (body) => ('chain' in body ? tallyOf(body.chain as ChainVerdict) : []) }
}

/** Where no reason code says more than the sub-indication, the check that decided does. */
function tallyOf({ indication, subIndication, reason, checks }: ChainVerdict): readonly Tally[] {
  const decided = checks.find(({ conclusion }) => conclusion === indication)
  const why = indication === 'PASSED' ? null : (reason ?? decided?.id ?? null)
  return [{ of: 'chain', outcome: indication, subIndication, reason: why, count: 1 }]
}

/** `json` tells what the line itself says from what an order is when nothing is said. */
function withChainDefaults(line: ChainOrder, json: unknown, defaults: ChainDefaults): ChainOrder {
  const own = <T>(name: keyof ChainOrder, said: T, otherwise: T): T =>
    Object.hasOwn(Object(json), name) ? said : otherwise
  return {
    ...withDefaults(line, defaults),
    intermediates: joined(line.intermediates, defaults.intermediates),
    revocation: own('revocation', line.revocation, defaults.revocation),
    initialPolicySet: own('initialPolicySet', line.initialPolicySet, defaults.initialPolicySet),
    requireExplicitPolicy: own(
      'requireExplicitPolicy',
      line.requireExplicitPolicy,
      defaults.requireExplicitPolicy,
    ),
    inhibitPolicyMapping: own(
      'inhibitPolicyMapping',
      line.inhibitPolicyMapping,
      defaults.inhibitPolicyMapping,
    ),
    inhibitAnyPolicy: own('inhibitAnyPolicy', line.inhibitAnyPolicy, defaults.inhibitAnyPolicy),
    purpose: own('purpose', line.purpose, defaults.purpose),
  }
}
