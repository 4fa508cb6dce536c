import { parseTime } from '../core/time.ts'
import { attribute, childElements, type XmlElement } from '../formats/xml/document.ts'
import {
  additionalTypes,
  childrenOf,
  childText,
  englishText,
  qualificationTypes,
  trimmedText,
  tsl,
} from './elements.ts'
import type { Qualification, ServiceState } from './model.ts'
import { readQualifications } from './qualifications.ts'

/** The part of a service state that comes from its extensions (TS 119 612 §5.5.9). */
export type ServiceExtensions = Pick<
  ServiceState,
  | 'additionalServiceInformation'
  | 'qualifications'
  | 'expiredCertsRevocationInfo'
  | 'takenOverBy'
  | 'unknownCriticalExtensions'
>

/**
 * Service information extensions (TS 119 612 §5.5.9). A qualification that cannot be understood
 * counts as an unknown critical extension, marked critical or not: it may be the one that takes a
 * quality away.
 */
export function readServiceExtensions(state: XmlElement): ServiceExtensions {
  const additionalServiceInformation: string[] = []
  const qualifications: Qualification[] = []
  const unknownCriticalExtensions: string[] = []
  let expiredCertsRevocationInfo: Date | null = null
  let takenOverBy: string | null = null
  for (const extension of childrenOf(state, 'ServiceInformationExtensions', 'Extension')) {
    const critical = ['true', '1'].includes(attribute(extension, 'Critical') ?? '')
    const contents = childElements(extension)
    if (critical && contents.length === 0) unknownCriticalExtensions.push('an empty extension')
    for (const content of contents) {
      switch (`${content.namespace}|${content.name}`) {
        case `${tsl}|AdditionalServiceInformation`:
          additionalServiceInformation.push(childText(content, 'URI') ?? '')
          break
        case `${qualificationTypes}|Qualifications`: {
          const read = readQualifications(content)
          if (read === null) unknownCriticalExtensions.push(`${content.name} of unknown shape`)
          else qualifications.push(...read)
          break
        }
        case `${tsl}|ExpiredCertsRevocationInfo`:
          expiredCertsRevocationInfo = parseTime(trimmedText(content))
          break
        case `${additionalTypes}|TakenOverBy`:
          takenOverBy = englishText(content, 'TSPName') || (childText(content, 'URI') ?? '')
          break
        default:
          if (critical) unknownCriticalExtensions.push(`${content.namespace}${content.name}`)
      }
    }
  }
  return {
    additionalServiceInformation,
    qualifications,
    expiredCertsRevocationInfo,
    takenOverBy,
    unknownCriticalExtensions,
  }
}
