import { sha256Hex } from '../core/fingerprint.ts'
import type { State } from '../core/state.ts'
import type { Certificate } from '../x509/certificate.ts'
import { nameKey } from '../x509/names.ts'
import { withoutContradictions } from './contradictions.ts'
import { certificatesOf } from './digital-identities.ts'
import type {
  ListedAnchor,
  ListProblem,
  LoadedList,
  Provider,
  Service,
  TrustList,
} from './model.ts'

/** One key of one service of one provider, as a list has it. */
interface Entry {
  readonly provider: Provider
  readonly service: Service
  readonly certificate: Certificate
}

/**
 * The trust anchors that usable lists give. An anchor is (territory, provider, service, SPKI): the
 * same key in another list, or under another provider, is another anchor with a status of its own.
 * Where one list names one key twice for one type of service, the more restrictive status counts
 * at every instant, in both entries (TS 119 615 has no rule for a list at odds with itself).
 */
export function anchorsOf(lists: readonly LoadedList[]): ListedAnchor[] {
  return lists.filter(isUsable).flatMap(({ id: listId, territory, list }) =>
    groupsOf(list).flatMap((group) => {
      const merged = mergedIn(group)
      return group.map(({ provider, service, certificate }) => ({
        listId,
        territory,
        provider: provider.name,
        service: merged.get(service) ?? service,
        certificate,
      }))
    }),
  )
}

/**
 * The certificates, of any state, of the services of usable lists that give no anchor. A path must
 * not run on through the name and key of one of them to a root that is listed: the list says that
 * the service must not be relied upon (TS 119 612 §5.5.9). One may be an anchor by another service.
 */
export function stopsOf(lists: readonly LoadedList[]): readonly Certificate[] {
  const stops = new Map<string, Certificate>()
  for (const { list } of lists.filter(isUsable)) {
    for (const service of list.providers.flatMap((provider) => provider.services)) {
      if (anchorCertificates(service).length > 0) continue
      for (const certificate of service.states.flatMap((each) => certificatesOf(each.identities))) {
        stops.set(sha256Hex(certificate.der), certificate)
      }
    }
  }
  return [...stops.values()]
}

/** Reports every key that a list names more than once for one type of service. */
export function duplicateServices(list: TrustList): ListProblem[] {
  return groupsOf(list).flatMap((group) => {
    const merged = mergedIn(group)
    if (merged.size < 2) return []
    const contradictory = [...merged].some(([service, restricted]) => restricted !== service)
    const names = group.map(({ provider, service }) => `${provider.name}: ${nameOf(service)}`)
    const message = `one key stands ${group.length} times for ${typeOf(group)}${
      contradictory ? ', with contradictory statuses: the restrictive one counts' : ''
    } (${names.join('; ')})`
    return [{ code: 'duplicate-service' as const, message }]
  })
}

type UsableList = LoadedList & { readonly list: TrustList; readonly territory: State }

/** A list of lists speaks for no state, whatever providers it may name. */
function isUsable(loaded: LoadedList): loaded is UsableList {
  return loaded.signature !== 'broken' && loaded.list !== null && loaded.territory !== null
}

/** The entries of a list, those of one type and key together. */
function groupsOf(list: TrustList): Entry[][] {
  const groups = new Map<string, Entry[]>()
  for (const provider of list.providers) {
    for (const service of provider.services) {
      for (const certificate of anchorCertificates(service)) {
        const key = `${service.states[0]?.type}|${sha256Hex(certificate.spki)}`
        const entry = { provider, service, certificate }
        const group = groups.get(key)
        if (group === undefined) groups.set(key, [entry])
        else group.push(entry)
      }
    }
  }
  return [...groups.values()]
}

/**
 * The certificates of the present state, one for each name and key: a renewed certificate of both
 * adds nothing to an anchor (RFC 5280 §6.1.1 (d)). A state with a critical extension that nobody
 * here understands gives none (TS 119 612 §5.5.9).
 */
function anchorCertificates(service: Service): Certificate[] {
  const present = service.states[0]
  if (present === undefined || present.unknownCriticalExtensions.length > 0) return []
  const certificates = new Map<string, Certificate>()
  for (const certificate of certificatesOf(present.identities)) {
    const key = `${nameKey(certificate.subject)}|${sha256Hex(certificate.spki)}`
    if (!certificates.has(key)) certificates.set(key, certificate)
  }
  return [...certificates.values()]
}

/** Each service of a group, with the more restrictive status where another one contradicts it. */
function mergedIn(group: readonly Entry[]): ReadonlyMap<Service, Service> {
  return withoutContradictions(new Set(group.map((entry) => entry.service)))
}

function nameOf(service: Service): string {
  return service.states[0]?.name ?? ''
}

function typeOf(group: readonly Entry[]): string {
  return group[0]?.service.states[0]?.type ?? 'a service'
}
