import type { Evaluation, KeyParameter } from '../validation/algorithm-rules.ts'
import {
  type AlgorithmCatalogue,
  type CatalogueEntry,
  catalogueMalformed,
  catalogueOf,
  catalogueSigned,
  recommendationOf,
  validityDate,
} from './catalogue.ts'

type Members = Readonly<Record<string, unknown>>

/** The catalogue in the JSON form of TS 119 322; throws `request-malformed`. */
export function parseAlgorithmCatalogue(json: unknown): AlgorithmCatalogue {
  const { SecuritySuitabilityPolicy, ...others } = object(json, 'the whole')
  const [other] = Object.keys(others)
  if (other !== undefined) throw catalogueMalformed(`"${other}" beside SecuritySuitabilityPolicy`)
  const policy = object(SecuritySuitabilityPolicy, 'SecuritySuitabilityPolicy')
  refuseSigned(policy['Signature'])
  const name = text(object(policy['PolicyName'], 'PolicyName'), 'Name')
  const publisher = text(object(policy['Publisher'], 'Publisher'), 'Name')
  text(policy, 'PolicyIssueDate')
  return catalogueOf(name, publisher, list(policy['Algorithm'], 'Algorithm').map(entryOf))
}

/** TS 119 322: a compact JWS, a text, or a flattened one, an object. */
function refuseSigned(signature: unknown): void {
  if (signature === undefined) return
  if (typeof signature === 'string' || (typeof signature === 'object' && signature !== null)) {
    throw catalogueSigned()
  }
  throw catalogueMalformed('its Signature is no JWS')
}

function entryOf(json: unknown): CatalogueEntry {
  const entry = object(json, 'Algorithm')
  const identifier = object(entry['AlgorithmIdentifier'], 'AlgorithmIdentifier')
  const name = text(identifier, 'Name')
  const oids = [text(identifier, 'ObjectIdentifier')]
  const uris = identifier['URI'] === undefined ? [] : [text(identifier, 'URI')]
  const evaluations = list(entry['Evaluation'], `Evaluation of "${name}"`)
  if (evaluations.length === 0) throw catalogueMalformed(`no Evaluation of "${name}"`)
  return { name, oids, uris, evaluations: evaluations.flatMap(evaluationOf) }
}

/**
 * One that is limited to a use (AlgorithmUsage), or by what is not known here, is left out: it would
 * allow something, and for what cannot be told.
 */
function evaluationOf(json: unknown): Evaluation[] {
  const { Parameter = [], Validity, Recommendation, ...further } = object(json, 'Evaluation')
  const validity = object(Validity, 'Validity')
  const { Start, End, ...others } = validity
  const evaluation: Evaluation = {
    parameters: list(Parameter, 'Parameter').map(parameterOf),
    start: Start === undefined ? null : validityDate(text(validity, 'Start')),
    end: End === undefined ? null : validityDate(text(validity, 'End')),
    recommendation: recommendationOf(Recommendation === undefined ? null : String(Recommendation)),
  }
  return Object.keys(further).length + Object.keys(others).length === 0 ? [evaluation] : []
}

function parameterOf(json: unknown): KeyParameter {
  const { name, Min, Max, ...others } = object(json, 'Parameter')
  const [other] = Object.keys(others)
  if (typeof name !== 'string') throw catalogueMalformed('a Parameter has no name')
  return {
    // A bound of another kind makes the parameter one that is not known.
    name: other === undefined ? name : `${name} with ${other}`,
    minimum: bound(Min),
    maximum: bound(Max),
  }
}

function bound(value: unknown): number | null {
  if (value === undefined) return null
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw catalogueMalformed('the bound of a Parameter is no integer')
}

function object(json: unknown, what: string): Members {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Members
  throw catalogueMalformed(`${what} is no object`)
}

function list(json: unknown, what: string): readonly unknown[] {
  if (Array.isArray(json)) return json
  throw catalogueMalformed(`${what} is no array`)
}

function text(members: Members, name: string): string {
  const value = members[name]
  if (typeof value === 'string') return value
  throw catalogueMalformed(`${name} is no text`)
}
