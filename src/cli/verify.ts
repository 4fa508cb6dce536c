import { basename } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { Verdict } from '../report/verdict.ts'
import type { Online } from '../sources/online.ts'
import type { OrderContext } from '../store/load-order.ts'
import type { Order, VerifyOrder } from '../store/order.ts'
import { refusalOf } from '../store/refusal.ts'
import { TrustCache } from '../store/trust-cache.ts'
import { type Command, type Given, usageError } from './command.ts'
import { defaultFederation } from './default-trust.ts'
import { documentVerdict } from './document-verdict.ts'
import type { ExitStatus, Io } from './io.ts'
import { onlineOptions, onlineOrder, withOnline } from './online.ts'
import {
  answerFormat,
  commonOrder,
  contentFiles,
  contentOptions,
  digestOption,
  exitNotes,
  orderOptions,
  paths,
  refuseUnbuilt,
  refuseWithoutBatch,
  unbuiltOptions,
} from './order-options.ts'
import { passwordOf, passwordOptions } from './password.ts'
import { reportError } from './report-error.ts'
import { documentSource, standardInput } from './standard-input.ts'

/**
 * `euxine verify`: a verdict on each signed document, with its recognition by the relying state.
 */
export const command: Command = {
  name: 'verify',
  arguments: '<document>...',
  summary:
    'Validates signed documents and decides their recognition. A document may be -, the standard input.',
  options: [
    ...orderOptions,
    ...contentOptions,
    ...passwordOptions,
    ...onlineOptions,
    ...unbuiltOptions,
  ],
  notes: exitNotes,
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  refuseUnbuilt(given)
  const batch = given.one('batch')
  if (batch === null && given.positionals.length === 0) throw usageError(command, 'no document')
  if (batch !== null && given.positionals.length > 0) {
    throw usageError(command, 'documents are named in the batch, or on the command line: not both')
  }
  if (given.positionals.filter((path) => path === standardInput).length > 1) {
    throw usageError(command, 'the standard input is one document: name it once')
  }
  if (batch !== null) return verifyBatch(batch, given, io)
  refuseWithoutBatch(command, given)
  return withOnline(command, given, io, (online) => verifyEach(given, io, online))
}

async function verifyEach(given: Given, io: Io, online: Online | null): Promise<ExitStatus> {
  const common = commonOrder(given)
  const context = contextOf(io)
  const password = await passwordOf(command, given, io)
  const write = await writer(given, io)
  let status: ExitStatus = 0
  for (const path of given.positionals) {
    try {
      const verdict = await documentVerdict(
        verifyOrderOf({ document: await documentSource(path, io), password }, common, given),
        context,
        online,
      )
      await io.out(write(verdict, path))
      if (verdict.outcome !== 'accepted' && status === 0) status = 1
    } catch (error) {
      if (!(error instanceof VerifierError)) throw error
      await reportRefused(error, path, given, io)
      status = 2
    }
  }
  return status
}

/**
 * Of several documents, the one that is refused is named, and in JSON it has a line as in a batch: the
 * lines are as many as the documents, and in their order.
 */
async function reportRefused(
  error: VerifierError,
  path: string,
  given: Given,
  io: Io,
): Promise<void> {
  if (given.positionals.length === 1) return reportError(error, io)
  await reportError(error, io, path)
  if (answerFormat(given, io) !== 'json') return
  const name = path === standardInput ? 'unnamed' : basename(path)
  await io.out(`${JSON.stringify({ document: { name }, error: refusalOf(error) })}\n`)
}

async function verifyBatch(file: string, given: Given, io: Io): Promise<ExitStatus> {
  // Loaded only for a batch: what reads JSON strictly takes a fifth of a cold start.
  const batch = await import('./batch.ts')
  const order = await import('./batch-order.ts')
  order.requireJsonLines(given)
  order.refuseInBatch(command, given, ['detached', 'digest', 'signature-policy'])
  const certificates = order.locatedSources(paths(given, 'certificate'), io.folder)
  return batch.runBatch(
    {
      file,
      summary: given.one('summary'),
      threads: order.threadCount(command, given, io),
      order: {
        command: 'verify',
        base: order.batchBase(given, io),
        now: io.now(),
        online: await onlineOrder(command, given),
        defaults: {
          ...order.locatedOrder(commonOrder(given), io.folder),
          certificates,
          password: await passwordOf(command, given, io),
        },
      },
    },
    io,
  )
}

function contextOf(io: Io): OrderContext {
  const [base, now, crypto] = [io.folder, io.now(), nodeCrypto()]
  const trust = new TrustCache(defaultFederation, crypto, now)
  return { base, crypto, now, trustFor: (order) => trust.trustFor(order, base) }
}

function verifyOrderOf(
  own: Pick<VerifyOrder, 'document' | 'password'>,
  common: Order,
  given: Given,
): VerifyOrder {
  return {
    ...common,
    ...own,
    detached: contentFiles(command, given),
    digests: given.many('digest').map((text) => digestOption(command, text)),
    certificates: paths(given, 'certificate'),
    evidenceRecords: [],
  }
}

async function writer(given: Given, io: Io): Promise<(verdict: Verdict, path: string) => string> {
  if (answerFormat(given, io) === 'json') return (verdict) => `${JSON.stringify(verdict)}\n`
  const { verdictText } = await import('../report/text.ts')
  return (verdict, title) => `${verdictText(verdict, { color: io.terminal, title })}\n`
}
