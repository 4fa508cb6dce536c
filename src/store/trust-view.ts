import { VerifierError } from '../core/errors.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import { isoState, type State, sameState } from '../core/state.ts'
import { formatTime } from '../core/time.ts'
import type { Trust } from '../trust.ts'
import { freshnessOf } from '../trustlist/at.ts'
import type { DigitalIdentity, Freshness, LoadedList, ServiceState } from '../trustlist/model.ts'
import { maskedNameText } from '../x509/identifiers.ts'

/** What is told of a list without its services. */
export interface ListState {
  readonly id: string
  /** As the list itself spells it, EL for Greece. */
  readonly territory: State | null
  readonly usable: boolean
  readonly signature: LoadedList['signature']
  /** Null where the list could not be read. */
  readonly freshness: Freshness | null
  readonly sequenceNumber: number | null
  readonly issued: string | null
  readonly nextUpdate: string | null
  readonly sha256: string
  readonly providers: number
  readonly services: number
  readonly quarantined: number
  readonly problems: LoadedList['problems']
}

/** A list whole, with certificates by their digests. */
export interface ListView extends ListState {
  readonly location: string
  readonly form: string | null
  readonly schemeOperator: string | null
  readonly schemeName: string | null
  readonly quarantine: readonly {
    readonly what: string
    readonly where: string
    readonly reason: string
  }[]
  readonly content: readonly {
    readonly name: string
    readonly services: readonly { readonly states: readonly ServiceStateView[] }[]
  }[]
}

/** One state of a service, its identities by digest. */
export interface ServiceStateView {
  readonly type: string
  readonly name: string
  readonly status: string
  readonly startingTime: string
  readonly identities: readonly object[]
  readonly additionalServiceInformation: readonly string[]
  readonly qualifiers: readonly string[]
}

/** The state of every list at a time. */
export function listStates(trust: Trust, at: Date): readonly ListState[] {
  return trust.lists.map((loaded) => listState(loaded, at))
}

/** The lists of a territory, whole. */
export function listsOf(trust: Trust, territory: State, at: Date): readonly ListView[] {
  return trust.lists
    .filter((loaded) => loaded.territory !== null && sameState(loaded.territory, territory))
    .map((loaded) => listView(loaded, at))
}

/** The states of a federation by their ISO 3166-1 codes, in order; with or without a list. */
export function statesOf(trust: Trust): readonly State[] {
  const listed = trust.lists.flatMap(({ territory }) => territory ?? [])
  return [...new Set((trust.members ?? listed).map(isoState))].sort()
}

/**
 * Throws `trust-unusable` where no list could vouch for anybody at the time: all broken, unread or
 * expired. A closed list still speaks for what was signed before its end.
 */
export function requireUsable(trust: Trust, at: Date): Trust {
  // A list of lists vouches for no signer.
  const members = trust.lists.filter(({ territory }) => territory !== null)
  const states = members.map((loaded) => listState(loaded, at))
  if (states.some(({ usable }) => usable)) return trust
  const found = states.length === 0 ? 'it has no list' : states.map(reasonOf).join('; ')
  throw new VerifierError('trust-unusable', `no trust list of "${trust.federation}" can be used`, {
    hint: found,
    facts: { federation: trust.federation, lists: states.length },
  })
}

function reasonOf({ id, problems, freshness }: ListState): string {
  return `${id}: ${problems[0]?.message ?? freshness ?? 'not read'}`
}

/** The state of one list at a time. */
export function listState(loaded: LoadedList, at: Date): ListState {
  const { id, territory, signature, sha256, problems, list } = loaded
  const freshness = list && freshnessOf(list, at, loaded.stalePolicy)
  const services = (list?.providers ?? []).map((provider) => provider.services.length)
  return {
    id,
    territory: list?.territory.toUpperCase() ?? territory,
    usable: signature !== 'broken' && freshness !== null && freshness !== 'expired',
    signature,
    freshness,
    sequenceNumber: list?.sequenceNumber ?? null,
    issued: list?.issued ? formatTime(list.issued) : null,
    nextUpdate: list?.nextUpdate instanceof Date ? formatTime(list.nextUpdate) : null,
    sha256,
    providers: services.length,
    services: services.reduce((sum, count) => sum + count, 0),
    quarantined: list?.quarantine.length ?? 0,
    problems,
  }
}

function listView(loaded: LoadedList, at: Date): ListView {
  const { list } = loaded
  return {
    ...listState(loaded, at),
    location: loaded.location,
    form: list?.form ?? null,
    schemeOperator: list?.schemeOperator ?? null,
    schemeName: list?.schemeName ?? null,
    quarantine: list?.quarantine ?? [],
    content: (list?.providers ?? []).map(({ name, services }) => ({
      name,
      services: services.map(({ states }) => ({ states: states.map(stateView) })),
    })),
  }
}

function stateView(state: ServiceState): ServiceStateView {
  const { type, name, status, startingTime, identities, additionalServiceInformation } = state
  return {
    type,
    name,
    status,
    startingTime: formatTime(startingTime),
    identities: identities.map(identityView),
    additionalServiceInformation,
    qualifiers: [...new Set(state.qualifications.flatMap(({ qualifiers }) => qualifiers))],
  }
}

function identityView(identity: DigitalIdentity): object {
  if (identity.kind === 'certificate') {
    const { subject, der } = identity.certificate
    return { kind: identity.kind, subject: maskedNameText(subject), sha256: sha256Hex(der) }
  }
  if (identity.kind === 'subject-name') return { kind: identity.kind, name: identity.name }
  const bytes = identity.kind === 'key-value' ? identity.spki : identity.keyIdentifier
  return { kind: identity.kind, sha256: sha256Hex(bytes) }
}
