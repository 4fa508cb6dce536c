import { formatTime } from '../core/time.ts'
import type { Recognition } from '../recognition/model.ts'
import type { Trust } from '../trust.ts'
import { freshnessAt } from '../trustlist/at.ts'
import type { LoadedList } from '../trustlist/model.ts'
import type { TrustUsed, Warning } from './verdict.ts'

/** The lists and agreements that a verdict rests on, so that it can be reproduced years later. */
export function reportTrust(
  trust: Trust,
  at: Date,
  recognitions: readonly { readonly recognition: Recognition | null }[],
): TrustUsed {
  const agreements = recognitions.flatMap(({ recognition }) => recognition?.agreement ?? [])
  return {
    federation: trust.federation,
    // A list that was never read has nothing to report; `warnings` names it.
    lists: trust.lists.filter(({ sha256 }) => sha256 !== '').map((list) => reportList(list, at)),
    agreements: [...new Map(agreements.map((one) => [one.id, one])).values()],
  }
}

function reportList(loaded: LoadedList, at: Date): TrustUsed['lists'][number] {
  const { id, territory, list, signature, sha256 } = loaded
  const nextUpdate = list?.nextUpdate
  return {
    territory: (list?.territory ?? territory)?.toUpperCase() ?? null,
    id,
    sequenceNumber: list?.sequenceNumber ?? null,
    issued: list === null || list.issued === null ? null : formatTime(list.issued),
    nextUpdate: nextUpdate instanceof Date ? formatTime(nextUpdate) : null,
    freshness: freshnessAt(loaded, at),
    signature,
    sha256,
  }
}

/** What a reader must know of the trust data before he believes the verdict. */
export function trustWarnings(trust: Trust): readonly Warning[] {
  const warnings: Warning[] = []
  if (trust.fictional) {
    warnings.push({
      code: 'fictional-federation',
      message: `"${trust.federation}" is fictional: its states, keys and agreements are invented`,
    })
  }
  for (const { code, where, message, about } of trust.problems) {
    if (about === 'agreement') warnings.push({ code, message: `agreement ${where}: ${message}` })
  }
  for (const { id, signature, problems } of trust.lists) {
    if (signature === 'verified') continue
    const reason = problems.map((problem) => problem.message).join('; ')
    warnings.push(
      signature === 'unverified'
        ? {
            code: 'trust-list-unverified',
            message: `the signature of the list ${id} was not verified`,
          }
        : { code: 'trust-list-unusable', message: `the list ${id} is not used: ${reason}` },
    )
  }
  return warnings
}
