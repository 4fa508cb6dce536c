import { parseTime } from '../core/time.ts'
import {
  attribute,
  child,
  childElements,
  textOf,
  type XmlElement,
  xmlNamespace,
} from '../formats/xml/document.ts'

/** The namespace of trust lists (TS 119 612 Annex C). */
export const tsl = 'http://uri.etsi.org/02231/v2#'

/** The namespace of the additional types of TS 119 612 Annex C, such as TakenOverBy. */
export const additionalTypes = 'http://uri.etsi.org/02231/v2/additionaltypes#'

/** The namespace of the qualifications extension (TS 119 612 §5.5.9.2, Annex C). */
export const qualificationTypes =
  'http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#'

/** Text of an element without the white space around it, which lists wrap URIs and names in. */
export function trimmedText(element: XmlElement): string {
  return textOf(element).trim()
}

/** Trimmed text of the first child of the name; null where it is absent or empty. */
export function childText(parent: XmlElement, name: string, namespace = tsl): string | null {
  const element = child(parent, namespace, name)
  const text = element === null ? '' : trimmedText(element)
  return text === '' ? null : text
}

/** The time in the first child of the name; null where it is absent or no time. */
export function childTime(parent: XmlElement, name: string): Date | null {
  const text = childText(parent, name)
  return text === null ? null : listTime(text)
}

/** TS 119 612 §5.1.3: times of a list are UTC. Old lists leave the Z out, as Greece's of 2016 does. */
export function listTime(text: string): Date | null {
  return parseTime(text) ?? parseTime(`${text}Z`)
}

/** The elements of the name inside the first child called `container`. */
export function childrenOf(
  parent: XmlElement,
  container: string,
  name: string,
): readonly XmlElement[] {
  const element = child(parent, tsl, container)
  return element === null ? [] : childElements(element, tsl, name)
}

/** Every multilingual text or URI inside the child called `container` (TS 119 612 §5.1.4). */
export function multilingual(parent: XmlElement, container: string): readonly string[] {
  const element = child(parent, tsl, container)
  if (element === null) return []
  return childElements(element)
    .map(trimmedText)
    .filter((text) => text !== '')
}

/** The English one of a multilingual text, which every list has to have, or else the first. */
export function englishText(parent: XmlElement, container: string): string {
  const element = child(parent, tsl, container)
  const texts = element === null ? [] : childElements(element)
  const english = texts.find((text) => attribute(text, 'lang', xmlNamespace)?.startsWith('en'))
  const chosen = english ?? texts[0]
  return chosen === undefined ? '' : trimmedText(chosen)
}
