import { Budget } from '../core/budget.ts'
import { VerifierError } from '../core/errors.ts'
import {
  attribute,
  child,
  childElements,
  textOf,
  type XmlElement,
} from '../formats/xml/document.ts'
import { ds } from '../formats/xml/namespaces.ts'
import { parseXml } from '../formats/xml/parse.ts'
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

/** RFC 5698 §4.1, and the extension of TS 119 322. */
const dssc = 'urn:ietf:params:xml:ns:dssc'
const etsi = 'http://uri.etsi.org/19322/v1.1.1#'

/** The catalogue in the XML form of TS 119 322, which is that of RFC 5698; throws `request-malformed`. */
export function parseAlgorithmCatalogueXml(bytes: Uint8Array): AlgorithmCatalogue {
  const root = rootOf(bytes)
  if (root.name !== 'SecuritySuitabilityPolicy' || root.namespace !== dssc) {
    throw catalogueMalformed('its root is no SecuritySuitabilityPolicy of RFC 5698')
  }
  if (child(root, ds, 'Signature') !== null) throw catalogueSigned()
  const name = textIn(required(root, 'PolicyName'), 'Name')
  const publisher = textIn(required(root, 'Publisher'), 'Name')
  required(root, 'PolicyIssueDate')
  return catalogueOf(name, publisher, childElements(root, dssc, 'Algorithm').map(entryOf))
}

function rootOf(bytes: Uint8Array): XmlElement {
  try {
    return parseXml(bytes, new Budget()).root
  } catch (cause) {
    if (!(cause instanceof VerifierError)) throw cause
    throw catalogueMalformed(cause.message, cause)
  }
}

function entryOf(element: XmlElement): CatalogueEntry {
  const identifier = required(element, 'AlgorithmIdentifier')
  const name = textIn(identifier, 'Name')
  const evaluations = childElements(element, dssc, 'Evaluation')
  if (evaluations.length === 0) throw catalogueMalformed(`no Evaluation of "${name}"`)
  required(identifier, 'ObjectIdentifier')
  return {
    name,
    oids: childElements(identifier, dssc, 'ObjectIdentifier').map(trimmed),
    uris: childElements(identifier, dssc, 'URI').map(trimmed),
    evaluations: evaluations.flatMap(evaluationOf),
  }
}

/** As in JSON: an evaluation that is limited by what is not known here is left out. */
function evaluationOf(element: XmlElement): Evaluation[] {
  const validity = required(element, 'Validity')
  const details = childElements(element).filter(({ namespace }) => namespace !== dssc)
  const recommendation = details.flatMap((one) => childElements(one, etsi, 'Recommendation'))
  const further = details.filter((one) => !isRecommendationOnly(one))
  const evaluation: Evaluation = {
    parameters: childElements(element, dssc, 'Parameter').map(parameterOf),
    start: dateIn(validity, 'Start'),
    end: dateIn(validity, 'End'),
    recommendation: recommendationOf(recommendation[0] ? trimmed(recommendation[0]) : null),
  }
  return further.length === 0 ? [evaluation] : []
}

function isRecommendationOnly(element: XmlElement): boolean {
  if (element.name !== 'MoreDetails' || element.namespace !== etsi) return false
  return childElements(element).every(
    ({ name, namespace }) => name === 'Recommendation' && namespace === etsi,
  )
}

function parameterOf(element: XmlElement): KeyParameter {
  const name = attribute(element, 'name')
  if (name === null) throw catalogueMalformed('a Parameter has no name')
  const other = childElements(element).find(
    (one) => one.namespace !== dssc || !['Min', 'Max'].includes(one.name),
  )
  return {
    // A bound of another kind makes the parameter one that is not known.
    name: other === undefined ? name : `${name} with ${other.name}`,
    minimum: boundIn(element, 'Min'),
    maximum: boundIn(element, 'Max'),
  }
}

function boundIn(parent: XmlElement, name: string): number | null {
  const element = child(parent, dssc, name)
  if (element === null) return null
  const text = trimmed(element)
  // xs:int ends at 2^31.
  if (!/^\d{1,9}$/.test(text)) throw catalogueMalformed(`the ${name} of a Parameter is no integer`)
  return Number(text)
}

function dateIn(parent: XmlElement, name: string): Date | null {
  const element = child(parent, dssc, name)
  return element === null ? null : validityDate(trimmed(element))
}

function textIn(parent: XmlElement, name: string): string {
  return trimmed(required(parent, name))
}

function required(parent: XmlElement, name: string): XmlElement {
  const element = child(parent, dssc, name)
  if (element === null) throw catalogueMalformed(`${parent.name} has no ${name}`)
  return element
}

function trimmed(element: XmlElement): string {
  return textOf(element).trim()
}
