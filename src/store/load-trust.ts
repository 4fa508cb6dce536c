import { join } from 'node:path'
import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import type { Trust, TrustProblem } from '../trust.ts'
import type { Federation } from '../trustlist/federation.ts'
import type { LoadedList } from '../trustlist/model.ts'
import { readAgreements } from './agreements.ts'
import { readEvidence } from './evidence.ts'
import { readFederationFolder } from './federation-folder.ts'
import { readJournal } from './journal.ts'
import { loadLists } from './load-lists.ts'

/** What a federation is loaded with. */
export interface LoadOptions {
  readonly crypto: Crypto
  /** A folder that holds lists under the names that the federation gives them (`files`). */
  readonly loadedFrom?: string
  /** The time of loading; the clock's where it is not given. */
  readonly at?: Date
}

/**
 * Everything that a federation on disk gives to a verification: its lists, each verified, its
 * agreements and its evidence. Throws `trust-unusable` where no list of a member can be used, and
 * `file-unreadable`; whatever else was left out is in `problems`. A promise, because not every store
 * of trust is a folder.
 */
export async function loadTrust(path: string, options: LoadOptions): Promise<Trust> {
  const { federation, folder } = readFederationFolder(path)
  const lists = loadLists(federation, {
    folder,
    from: options.loadedFrom ?? null,
    kept: 'use',
    journal: readJournal(folder),
    at: options.at ?? new Date(),
    crypto: options.crypto,
  })
  requireOneUsable(federation, lists)
  const agreements = readAgreements(join(folder, federation.agreements ?? 'agreements'), {
    listIds: new Set(lists.map(({ id }) => id)),
    fictional: federation.fictional ? 'yes' : 'no',
  })
  const evidence = readEvidence(join(folder, federation.evidence ?? 'evidence'))
  return {
    federation: federation.name,
    fictional: federation.fictional,
    notice: federation.notice,
    members: federation.members.map((member) => member.state),
    lists,
    agreements: agreements.agreements,
    certificates: evidence.certificates,
    crls: evidence.crls,
    ocspResponses: evidence.ocspResponses,
    problems: [
      ...federationNotes(federation, lists),
      ...listProblems(lists),
      ...agreements.problems,
      ...evidence.problems,
    ],
  }
}

/** What is wrong or odd about lists, and what was left out of them. */
export function listProblems(lists: readonly LoadedList[]): readonly TrustProblem[] {
  return lists.flatMap(({ id, problems, list }) => [
    ...problems.map(({ code, message }) => ({ code, where: id, message })),
    ...(list?.quarantine ?? []).map(({ what, where, reason }) => ({
      code: 'quarantined',
      where: `${id}, ${where}`,
      message: `${what} left out: ${reason}`,
    })),
  ])
}

/** What the federation itself says of members without a list, and of lists that cannot be used. */
export function federationNotes(
  { listsOfLists, members }: Federation,
  lists: readonly LoadedList[],
): readonly TrustProblem[] {
  const unusable = new Set(
    lists.filter(({ signature }) => signature === 'broken').map(({ id }) => id),
  )
  const sources = [...listsOfLists, ...members.flatMap((member) => member.lists)]
  return [
    ...members.flatMap(({ state, name, reason }) =>
      reason === null ? [] : [{ code: 'member', where: state, message: `${name}: ${reason}` }],
    ),
    ...sources.flatMap(({ id, note }) =>
      note === null || !unusable.has(id) ? [] : [{ code: 'note', where: id, message: note }],
    ),
  ]
}

function requireOneUsable(federation: Federation, lists: readonly LoadedList[]): void {
  const members = lists.filter((list) => list.territory !== null)
  if (members.some((list) => list.signature !== 'broken')) return
  const reasons = lists.map(({ id, problems }) => `${id}: ${problems[0]?.message ?? 'unusable'}`)
  const found = reasons.length === 0 ? 'it names no list' : reasons.join('; ')
  throw new VerifierError('trust-unusable', `no list of "${federation.name}" can be used`, {
    hint: `load its lists with "euxine trust load"; found: ${found}`,
    facts: { federation: federation.name, lists: lists.length },
  })
}
