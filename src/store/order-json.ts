import { fromBase64, toUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import {
  anyPolicy,
  type ChainOrder,
  type ExtractOrder,
  type Order,
  type Source,
  type VerifyOrder,
} from './order.ts'
import { contentSchemas, isExact, pathSchemas } from './order-schema.ts'
import { digestOf, stateOf, timeOf } from './order-values.ts'

/** How the bytes of a request are given: by the caller's files, or in the request itself. */
export type Carriage = 'paths' | 'content'

type Given =
  | string
  | { readonly name?: string | undefined; readonly content: string }
  | { readonly name: string; readonly path: string }

/** The shape both carriages have once their schema has passed. */
interface GivenOrder {
  readonly id?: string | number | undefined
  readonly at?: string | undefined
  readonly relying?: string | undefined
  readonly anchors?: readonly Given[] | undefined
  readonly crls?: readonly Given[] | undefined
  readonly ocsps?: readonly Given[] | undefined
  readonly trust?: string | undefined
  readonly trustLists?: readonly Given[] | undefined
  readonly trustSigners?: readonly Given[] | undefined
  readonly unverifiedLists?: boolean | undefined
  readonly policy?: unknown
  readonly acceptDrafts?: boolean | undefined
  readonly showIdentifiers?: boolean | undefined
}

/** Reads the JSON of a verify request; throws `request-malformed`, and names what is wrong. */
export function verifyOrder(json: unknown, carriage: Carriage): VerifyOrder {
  const given =
    carriage === 'paths' ? check(pathSchemas.verify, json) : check(contentSchemas.verify, json)
  return {
    document: sourceOf(given.document),
    detached: sourcesOf(given.detached),
    digests: (given.digests ?? []).map((one) => digestOf(one.name, one.algorithm, one.value)),
    certificates: sourcesOf(given.certificates),
    evidenceRecords: sourcesOf(given.evidenceRecords),
    password: given.password ?? null,
    ...commonOrder(given),
  }
}

/** Reads the JSON of an extract request, whose bytes come in it; throws `request-malformed`. */
export function extractOrder(json: unknown): ExtractOrder {
  const { signature = null, revision = null, ...given } = check(contentSchemas.extract, json)
  return { ...verifyOrder(given, 'content'), signature, revision }
}

/** Reads the JSON of a chain request; throws `request-malformed`, and names what is wrong. */
export function chainOrder(json: unknown, carriage: Carriage): ChainOrder {
  const given =
    carriage === 'paths' ? check(pathSchemas.chain, json) : check(contentSchemas.chain, json)
  return {
    target: sourceOf(given.target),
    intermediates: sourcesOf(given.intermediates),
    revocation: given.revocation ?? null,
    initialPolicySet: given.initialPolicySet ?? anyPolicy,
    requireExplicitPolicy: yesNo(given.requireExplicitPolicy),
    inhibitPolicyMapping: yesNo(given.inhibitPolicyMapping),
    inhibitAnyPolicy: yesNo(given.inhibitAnyPolicy),
    purpose: given.purpose ?? 'any',
    // Last: V8 spends a microsecond on each member that comes after what is spread.
    ...commonOrder(given),
  }
}

/** The id of a request that may be malformed otherwise, so that its answer can be told apart. */
export function idOf(json: unknown): string | number | null {
  if (typeof json !== 'object' || json === null || !('id' in json)) return null
  if (typeof json.id === 'number') return isExact(json.id) ? json.id : null
  return typeof json.id === 'string' ? json.id : null
}

function commonOrder(given: GivenOrder): Order {
  return {
    id: given.id ?? null,
    at: given.at === undefined ? null : timeOf(given.at),
    relying: given.relying === undefined ? null : stateOf(given.relying),
    anchors: sourcesOf(given.anchors),
    crls: sourcesOf(given.crls),
    ocsps: sourcesOf(given.ocsps),
    trust: {
      federation: given.trust ?? null,
      lists: sourcesOf(given.trustLists),
      signers: sourcesOf(given.trustSigners),
      unverified: yesNo(given.unverifiedLists),
    },
    policy: policySource(given.policy),
    drafts: given.acceptDrafts === true ? 'accept' : 'ignore',
    identifiers: given.showIdentifiers === true ? 'show' : 'mask',
  }
}

function policySource(policy: unknown): Order['policy'] {
  if (policy === undefined || policy === 'default') return null
  return typeof policy === 'string' ? { path: policy } : { json: policy }
}

function sourcesOf(given: readonly Given[] | undefined): readonly Source[] {
  return (given ?? []).map(sourceOf)
}

function sourceOf(given: Given): Source {
  if (typeof given === 'string') return pemOrPath(given)
  if ('path' in given) return given
  const bytes = fromBase64(given.content)
  if (bytes === null) {
    const what = given.name === undefined ? 'a "content"' : `the "content" of "${given.name}"`
    throw new VerifierError('request-malformed', `${what} is not base64`)
  }
  return { name: given.name ?? null, bytes }
}

/** A string is a path, or PEM where it begins like PEM (the schema over HTTP lets no path through). */
function pemOrPath(text: string): Source {
  return text.startsWith('-----BEGIN') ? { name: null, bytes: toUtf8(text) } : { path: text }
}

function yesNo(flag: boolean | undefined): 'yes' | 'no' {
  return flag === true ? 'yes' : 'no'
}

interface Schema<T> {
  safeParse(
    json: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } }
}

function check<T>(schema: Schema<T>, json: unknown): T {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = (issue?.path ?? []).map(String).join('.')
  const what = issue?.message ?? 'not a request'
  throw new VerifierError('request-malformed', where === '' ? what : `"${where}": ${what}`, {
    hint: 'docs/openapi.json lists the members of a request; GET /openapi.json gives it over HTTP',
  })
}
