import { attribute, childElements, descendants, type XmlElement } from '../formats/xml/document.ts'
import { additionalTypes, qualificationTypes, trimmedText } from './elements.ts'
import type { Criteria, Qualification } from './model.ts'

const xades = 'http://uri.etsi.org/01903/v1.3.2#'

/** Qualifications (TS 119 612 §5.5.9.2), or null where any of it cannot be understood. */
export function readQualifications(element: XmlElement): readonly Qualification[] | null {
  const qualifications = childElements(element).map(readQualification)
  return qualifications.every((each) => each !== null) ? qualifications : null
}

function readQualification(element: XmlElement): Qualification | null {
  if (element.name !== 'QualificationElement') return null
  const lists = childElements(element, qualificationTypes, 'CriteriaList')
  const holders = childElements(element, qualificationTypes, 'Qualifiers')
  const [list] = lists
  const criteria = list === undefined || lists.length > 1 ? null : readCriteria(list)
  if (criteria === null) return null
  const qualifiers = holders
    .flatMap((holder) => childElements(holder, qualificationTypes, 'Qualifier'))
    .map((qualifier) => attribute(qualifier, 'uri')?.trim() ?? '')
  return { qualifiers, criteria }
}

const asserts: readonly Criteria['assert'][] = ['all', 'atLeastOne', 'none']

/** CriteriaList (§5.5.9.2.2); null where it does not say how its criteria count together. */
function readCriteria(element: XmlElement): Criteria | null {
  const assert = asserts.find((word) => word === attribute(element, 'assert'))
  const parts = childElements(element)
  const named = (name: string) =>
    parts.filter((part) => part.name === name && part.namespace === qualificationTypes)
  const lists = named('CriteriaList').map(readCriteria)
  if (assert === undefined || !lists.every((list) => list !== null)) return null
  const others = named('otherCriteriaList').flatMap((holder) => childElements(holder))
  const other = (name: string) =>
    others.filter((each) => each.name === name && each.namespace === additionalTypes)
  const unknown = [
    ...parts.filter((part) => part.namespace !== qualificationTypes || !isKnown(part.name)),
    ...others
      .filter((each) => !other('ExtendedKeyUsage').includes(each))
      .filter((each) => !other('CertSubjectDNAttribute').includes(each)),
  ]
  return {
    assert,
    keyUsages: named('KeyUsage').map(readKeyUsage),
    policySets: named('PolicySet').map(objectIdentifiers),
    extendedKeyUsages: other('ExtendedKeyUsage').map(objectIdentifiers),
    subjectAttributes: other('CertSubjectDNAttribute').map(objectIdentifiers),
    lists,
    unknown: unknown.map((each) => `${each.namespace}${each.name}`),
  }
}

function isKnown(name: string): boolean {
  return ['KeyUsage', 'PolicySet', 'CriteriaList', 'otherCriteriaList', 'Description'].includes(
    name,
  )
}

function readKeyUsage(element: XmlElement): Readonly<Record<string, boolean>> {
  const bits = childElements(element, qualificationTypes, 'KeyUsageBit').map(
    (bit): [string, boolean] => [
      attribute(bit, 'name') ?? '',
      ['true', '1'].includes(trimmedText(bit)),
    ],
  )
  return Object.fromEntries(bits)
}

/** OIDs written as XAdES writes them: dotted, or as a URN (RFC 3061). */
function objectIdentifiers(element: XmlElement): readonly string[] {
  const oids: string[] = []
  for (const each of descendants(element)) {
    if (each.name === 'Identifier' && each.namespace === xades)
      oids.push(trimmedText(each).replace(/^urn:oid:/i, ''))
  }
  return oids
}
