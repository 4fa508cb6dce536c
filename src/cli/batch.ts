import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import { answerLines } from '../store/ndjson.ts'
import type { Order, Source } from '../store/order.ts'
import type { Given } from './command.ts'
import type { ExitStatus, Io } from './io.ts'

/** A line names files, or carries PEM; 64 MiB hold ten thousand certificates. */
const longestLine = 64 << 20

/** Answers a batch line by line, flushed as the answers come. */
export async function runBatch(
  file: string,
  io: Io,
  answer: (json: unknown) => Promise<object>,
): Promise<ExitStatus> {
  const input = file === '-' ? io.input : createReadStream(resolve(io.folder, file))
  let status: ExitStatus = 0
  try {
    for await (const line of answerLines(input, longestLine, answer)) {
      await io.out(`${line.text}\n`)
      if (line.outcome === 'refused') status = 1
      if (line.fault instanceof Error) await io.err(`${line.fault.stack}\n`)
    }
  } catch (cause) {
    throw new VerifierError('file-unreadable', `the batch "${file}" cannot be read to its end`, {
      hint: 'name a file of JSON lines, or - for the standard input',
      cause,
    })
  }
  return status
}

/** The folder that the paths in the lines of a batch are relative to. */
export function batchBase(given: Given, io: Io): string {
  return resolve(io.folder, given.one('base') ?? '.')
}

/** Options on the command line hold for every line that does not say otherwise. */
export function withDefaults<T extends Order>(line: T, defaults: Order, folder: string): T {
  const absolute = (sources: readonly Source[]) => sources.map((source) => located(source, folder))
  const { trust } = defaults
  const ownTrust = line.trust.federation !== null || line.trust.lists.length > 0
  return {
    ...line,
    at: line.at ?? defaults.at,
    relying: line.relying ?? defaults.relying,
    anchors: [...line.anchors, ...absolute(defaults.anchors)],
    crls: [...line.crls, ...absolute(defaults.crls)],
    ocsps: [...line.ocsps, ...absolute(defaults.ocsps)],
    drafts: defaults.drafts === 'accept' ? 'accept' : line.drafts,
    identifiers: defaults.identifiers === 'show' ? 'show' : line.identifiers,
    policy: line.policy ?? locatedPolicy(defaults.policy, folder),
    trust: ownTrust
      ? line.trust
      : {
          ...trust,
          federation: trust.federation && resolve(folder, trust.federation),
          lists: absolute(trust.lists),
          signers: absolute(trust.signers),
        },
  }
}

function located(source: Source, folder: string): Source {
  return 'path' in source ? { path: resolve(folder, source.path) } : source
}

function locatedPolicy(policy: Order['policy'], folder: string): Order['policy'] {
  return policy !== null && 'path' in policy ? { path: resolve(folder, policy.path) } : policy
}
