import { resolve } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import type { ChainOrder, Order, Source, VerifyOrder } from '../store/order.ts'
import { type Command, type Given, usageError } from './command.ts'
import type { Io } from './io.ts'
import type { OnlineOrder } from './online.ts'

/** What every thread of a batch is told: plain data. Paths in the lines are relative to `base`. */
export type BatchOrder = {
  readonly base: string
  /** The time of asking, the same for every line. */
  readonly now: Date
  /** What may be fetched, or null; each thread keeps what it has fetched for itself. */
  readonly online: OnlineOrder | null
} & (
  | { readonly command: 'chain'; readonly defaults: ChainDefaults }
  | { readonly command: 'verify'; readonly defaults: VerifyDefaults }
)

/** What a line is asked with where it does not say otherwise. */
export type ChainDefaults = Omit<ChainOrder, 'target'>
/** The same for documents; of what is about one document only, nothing. */
export type VerifyDefaults = Order & Pick<VerifyOrder, 'certificates' | 'password'>

/** The folder that the paths in the lines of a batch are relative to. */
export function batchBase(given: Given, io: Io): string {
  return resolve(io.folder, given.one('base') ?? '.')
}

/** How many threads are to be used; throws `request-malformed`. */
export function threadCount(command: Command, given: Given, io: Io): number {
  const text = given.one('threads')
  if (text === null) return io.threads
  const threads = Number(text)
  // libuv and the heaps of that many threads set the bound; no machine here has more cores.
  if (/^\d{1,4}$/.test(text) && threads >= 1 && threads <= mostThreads) return threads
  throw usageError(command, `--threads ${text}: not a number from 1 to ${mostThreads}`)
}

const mostThreads = 1_024

/** Paths on the command line are relative to the working folder, whatever the base of the lines. */
export function locatedOrder<T extends Order>(order: T, folder: string): T {
  const { trust, policy } = order
  const located = (sources: readonly Source[]) => locatedSources(sources, folder)
  return {
    ...order,
    anchors: located(order.anchors),
    crls: located(order.crls),
    ocsps: located(order.ocsps),
    policy: policy !== null && 'path' in policy ? { path: resolve(folder, policy.path) } : policy,
    trust: {
      ...trust,
      federation: trust.federation && resolve(folder, trust.federation),
      lists: located(trust.lists),
      signers: located(trust.signers),
    },
  }
}

/** Sources as the command line named them, with their whole paths. */
export function locatedSources(sources: readonly Source[], folder: string): readonly Source[] {
  return sources.map((one) => ('path' in one ? { path: resolve(folder, one.path) } : one))
}

/** Options on the command line hold for every line that does not say otherwise. */
export function withDefaults<T extends Order>(line: T, defaults: Order): T {
  const ownTrust = line.trust.federation !== null || line.trust.lists.length > 0
  return {
    ...line,
    at: line.at ?? defaults.at,
    relying: line.relying ?? defaults.relying,
    anchors: joined(line.anchors, defaults.anchors),
    crls: joined(line.crls, defaults.crls),
    ocsps: joined(line.ocsps, defaults.ocsps),
    drafts: defaults.drafts === 'accept' ? 'accept' : line.drafts,
    identifiers: defaults.identifiers === 'show' ? 'show' : line.identifiers,
    policy: line.policy ?? defaults.policy,
    trust: ownTrust ? line.trust : defaults.trust,
  }
}

/** The sources of the line, then those of the command line. */
export function joined(line: readonly Source[], defaults: readonly Source[]): readonly Source[] {
  if (defaults.length === 0) return line
  return line.length === 0 ? defaults : [...line, ...defaults]
}

/** Options that are about one document or one certificate have no meaning for many. */
export function refuseInBatch(command: Command, given: Given, options: readonly string[]): void {
  const refused = options.find((name) => given.has(name) || given.many(name).length > 0)
  if (refused !== undefined) {
    throw usageError(command, `--${refused} is about one document: name it in the lines`)
  }
}

/** A batch writes JSON lines and nothing else. */
export function requireJsonLines(given: Given): void {
  const format = given.one('format')
  if (format === null || format === 'json') return
  throw new VerifierError('request-malformed', `a batch is not written as "${format}"`, {
    hint: 'leave --format out: each answer is one line of JSON',
  })
}
