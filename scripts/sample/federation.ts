import type { WrittenList } from './lists.ts'
import { fictional } from './names.ts'
import { notice } from './notice.ts'
import { isEu, type StatePlan } from './state-plan.ts'

/** The id of the list of lists, by which the members that it points to name their signers' source. */
export const listOfListsId = 'EU-LOTL'

const stale = { graceDays: 0, afterGrace: 'refuse' } as const

export interface WrittenState {
  readonly plan: StatePlan
  readonly lists: readonly WrittenList[]
}

/** federation.json of the sample. */
export function federation(members: readonly WrittenState[], listOfLists: string): unknown {
  return {
    schema: 'euxine/federation/1',
    name: fictional('Euxine sample federation'),
    fictional: true,
    notice,
    listsOfLists: [
      {
        id: listOfListsId,
        form: 'etsi-119612',
        location: listOfLists,
        files: [listOfLists],
        signers: [pinOf('EU')],
        stale,
      },
    ],
    members: members.map(({ plan, lists }) => ({
      state: plan.state,
      name: plan.name,
      lists: lists.map((list) => source(plan, list)),
    })),
    agreements: 'agreements',
    evidence: 'evidence',
  }
}

export function pinOf(code: string): string {
  return `pins/${code}.pem`
}

/** How a list is known to be genuine: by the list of lists, by its pinned signer, or by its digest. */
function source(plan: StatePlan, { id, file, sha256 }: WrittenList): unknown {
  const common = { id, form: plan.form, location: file, files: [file] }
  if (sha256 !== null) return { ...common, sha256, stale }
  return isEu(plan)
    ? { ...common, signersFrom: listOfListsId, stale }
    : { ...common, signers: [pinOf(plan.code)], stale }
}
