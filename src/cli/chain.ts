import { loadChainOrder } from '../store/load-order.ts'
import { anyPolicy, type ChainOrder } from '../store/order.ts'
import { purposeList, purposeNamed } from '../store/order-values.ts'
import type { ChainDefaults } from './batch-order.ts'
import { chainContext } from './chain-context.ts'
import { type Command, type Given, usageError } from './command.ts'
import type { ExitStatus, Io } from './io.ts'
import { chainVerdict, onlineOptions, onlineOrder, withOnline } from './online.ts'
import {
  answerFormat,
  commonOrder,
  exitNotes,
  orderOptions,
  paths,
  refuseUnbuilt,
  refuseWithoutBatch,
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
      help: 'a certificate that the path may pass through, as those behind the first in its file',
    },
    {
      name: 'revocation',
      value: 'mode',
      help: 'required, when-available or none (default: as the policy says, or when-available)',
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
    {
      name: 'purpose',
      value: 'purpose',
      help: `what the key is to serve for: ${purposeList} (default: any)`,
    },
    ...onlineOptions,
    ...unbuiltOptions,
  ],
  notes: `Where --anchor is given, and neither --relying nor a list, the path has to end there: no list is read.
${exitNotes}`,
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  refuseUnbuilt(given)
  const batch = given.one('batch')
  const [path, ...more] = given.positionals
  if (batch !== null) {
    if (path !== undefined) throw usageError(command, 'certificates are named in the batch')
    return chainBatch(batch, given, io)
  }
  refuseWithoutBatch(command, given)
  if (path === undefined || more.length > 0) throw usageError(command, 'name one certificate')
  return chainOne(path, given, io)
}

async function chainOne(path: string, given: Given, io: Io): Promise<ExitStatus> {
  const order: ChainOrder = { ...chainDefaults(given), target: { path } }
  const format = answerFormat(given, io)
  const request = await loadChainOrder(order, chainContext(io.folder, io.now()))
  const chain = await withOnline(command, given, io, (online) =>
    chainVerdict(request, online, order.at),
  )
  if (format === 'json') {
    await io.out(`${JSON.stringify(chain)}\n`)
  } else {
    const { chainText } = await import('../report/text.ts')
    await io.out(`${chainText(chain, { color: io.terminal })}\n`)
  }
  return chain.indication === 'PASSED' ? 0 : 1
}

async function chainBatch(file: string, given: Given, io: Io): Promise<ExitStatus> {
  // Loaded only for a batch: what reads JSON strictly takes a fifth of a cold start.
  const batch = await import('./batch.ts')
  const order = await import('./batch-order.ts')
  order.requireJsonLines(given)
  const defaults = chainDefaults(given)
  const online = await onlineOrder(command, given)
  return batch.runBatch(
    {
      file,
      summary: given.one('summary'),
      threads: order.threadCount(command, given, io),
      order: {
        command: 'chain',
        base: order.batchBase(given, io),
        now: io.now(),
        online,
        defaults: {
          ...order.locatedOrder(defaults, io.folder),
          intermediates: order.locatedSources(defaults.intermediates, io.folder),
        },
      },
    },
    io,
  )
}

function chainDefaults(given: Given): ChainDefaults {
  const policies = given.many('policy-oid')
  const wrong = policies.find(
    (oid) => !/^([01]\.[1-3]?\d|2\.(0|[1-9]\d*))(\.(0|[1-9]\d*))*$/.test(oid),
  )
  if (wrong !== undefined) throw usageError(command, `--policy-oid ${wrong}: not an OID`)
  return {
    ...commonOrder(given),
    intermediates: paths(given, 'intermediate'),
    revocation: revocationOf(given.one('revocation')),
    initialPolicySet: policies.length > 0 ? policies : anyPolicy,
    requireExplicitPolicy: given.has('require-explicit-policy') ? 'yes' : 'no',
    inhibitPolicyMapping: given.has('inhibit-policy-mapping') ? 'yes' : 'no',
    inhibitAnyPolicy: given.has('inhibit-any-policy') ? 'yes' : 'no',
    purpose: purposeOf(given.one('purpose') ?? 'any'),
  }
}

function revocationOf(word: string | null): ChainOrder['revocation'] {
  if (word === null || word === 'required' || word === 'when-available' || word === 'none')
    return word
  throw usageError(command, `--revocation ${word}: not required, when-available or none`)
}

function purposeOf(word: string): ChainOrder['purpose'] {
  const purpose = purposeNamed(word)
  if (purpose === null) throw usageError(command, `--purpose ${word}: not one of ${purposeList}`)
  return purpose
}
