import { verifyChain } from '../chain.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { loadChainOrder, type OrderContext } from '../store/load-order.ts'
import { anyPolicy, type ChainOrder, type Order } from '../store/order.ts'
import { TrustCache } from '../store/trust-cache.ts'
import type { Trust } from '../trust.ts'
import { type Command, type Given, usageError } from './command.ts'
import { defaultFederation } from './default-trust.ts'
import type { ExitStatus, Io } from './io.ts'
import {
  answerFormat,
  commonOrder,
  exitNotes,
  orderOptions,
  paths,
  refuseUnbuilt,
  requireJsonLines,
  unbuiltOptions,
} from './order-options.ts'

/** `euxine chain`: a verdict on certificates alone, where there is no signed document. */
export const command: Command = {
  name: 'chain',
  arguments: '<certificate>',
  summary:
    'Builds and validates the path of a certificate (RFC 5280), and decides its recognition.',
  options: [
    ...orderOptions,
    {
      name: 'intermediate',
      value: 'cert',
      many: 'repeatable',
      help: 'a certificate that the path may pass through',
    },
    {
      name: 'revocation',
      value: 'mode',
      help: 'required, when-available or none (default: when-available)',
    },
    {
      name: 'policy-oid',
      value: 'oid',
      many: 'repeatable',
      help: 'a policy of the initial policy set (default: any)',
    },
    { name: 'require-explicit-policy', help: 'RFC 5280 §6.1.1 (f)' },
    { name: 'inhibit-policy-mapping', help: 'RFC 5280 §6.1.1 (e)' },
    { name: 'inhibit-any-policy', help: 'RFC 5280 §6.1.1 (g)' },
    ...unbuiltOptions,
  ],
  notes: exitNotes,
  run,
}

/** Where the request brings its own anchors and asks for no recognition, no list is needed. */
const anchorsOnly: Trust = {
  federation: 'anchors given with the request',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  refuseUnbuilt(given)
  const batch = given.one('batch')
  const [path, ...more] = given.positionals
  if (batch !== null) {
    if (path !== undefined) throw usageError(command, 'certificates are named in the batch')
    return chainBatch(batch, given, io)
  }
  if (path === undefined || more.length > 0) throw usageError(command, 'name one certificate')
  return chainOne(path, given, io)
}

async function chainOne(path: string, given: Given, io: Io): Promise<ExitStatus> {
  const order = chainOrderOf(path, given)
  const format = answerFormat(given, io)
  const chain = verifyChain(await loadChainOrder(order, contextOf(io.folder, io)))
  if (format === 'json') {
    await io.out(`${JSON.stringify(chain)}\n`)
  } else {
    const { chainText } = await import('../report/text.ts')
    await io.out(`${chainText(chain, { color: io.terminal })}\n`)
  }
  return chain.indication === 'PASSED' ? 0 : 1
}

async function chainBatch(file: string, given: Given, io: Io): Promise<ExitStatus> {
  requireJsonLines(given)
  const { batchBase, runBatch, withDefaults } = await import('./batch.ts')
  const { chainOrder } = await import('../store/order-json.ts')
  const defaults = commonOrder(given)
  const context = contextOf(batchBase(given, io), io)
  return runBatch(file, io, async (json) => {
    const order = withDefaults(chainOrder(json, 'paths'), defaults, io.folder)
    return { chain: verifyChain(await loadChainOrder(order, context)) }
  })
}

function contextOf(base: string, io: Io): OrderContext {
  const crypto = nodeCrypto()
  const cache = new TrustCache(defaultFederation, crypto, io.now())
  return {
    base,
    crypto,
    now: io.now(),
    trustFor: async (order) => (needsLists(order) ? cache.trustFor(order, base) : anchorsOnly),
  }
}

function needsLists({ anchors, relying, trust }: Order): boolean {
  const named = trust.federation !== null || trust.lists.length > 0
  return named || relying !== null || anchors.length === 0
}

function chainOrderOf(path: string, given: Given): ChainOrder {
  const policies = given.many('policy-oid')
  const wrong = policies.find((oid) => !/^[0-2](\.(0|[1-9]\d*))+$/.test(oid))
  if (wrong !== undefined) throw usageError(command, `--policy-oid ${wrong}: not an OID`)
  return {
    ...commonOrder(given),
    target: { path },
    intermediates: paths(given, 'intermediate'),
    revocation: revocationOf(given.one('revocation') ?? 'when-available'),
    initialPolicySet: policies.length > 0 ? policies : anyPolicy,
    requireExplicitPolicy: given.has('require-explicit-policy') ? 'yes' : 'no',
    inhibitPolicyMapping: given.has('inhibit-policy-mapping') ? 'yes' : 'no',
    inhibitAnyPolicy: given.has('inhibit-any-policy') ? 'yes' : 'no',
  }
}

function revocationOf(word: string): ChainOrder['revocation'] {
  if (word === 'required' || word === 'when-available' || word === 'none') return word
  throw usageError(command, `--revocation ${word}: not required, when-available or none`)
}
