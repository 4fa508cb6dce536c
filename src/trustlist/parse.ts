import type { Budget } from '../core/budget.ts'
import { VerifierError } from '../core/errors.ts'
import { child, type XmlElement } from '../formats/xml/document.ts'
import type { Reading } from './digital-identities.ts'
import {
  childText,
  childTime,
  englishText,
  listTime,
  multilingual,
  trimmedText,
  tsl,
} from './elements.ts'
import type { TrustList } from './model.ts'
import { readPointers } from './pointers.ts'
import { readProviders } from './services.ts'

/**
 * Reads a list of TS 119 612, versions 4 to 6, whole; nothing of its signature is looked at. An
 * entry that cannot be read is left out and named in `quarantine`. Throws `trust-list-malformed`
 * where the scheme itself cannot be known: without territory or dates nothing of it can be judged.
 */
export function parseTrustListUnverified(root: XmlElement, budget: Budget): TrustList {
  if (root.name !== 'TrustServiceStatusList' || root.namespace !== tsl)
    throw listMalformed('its root is no TrustServiceStatusList of TS 119 612')
  const scheme = child(root, tsl, 'SchemeInformation')
  if (scheme === null) throw listMalformed('it has no SchemeInformation (§5.3)')
  const reading: Reading = { budget, quarantine: [] }
  return {
    form: 'etsi-119612',
    version: positiveInteger(childText(scheme, 'TSLVersionIdentifier')),
    sequenceNumber: positiveInteger(childText(scheme, 'TSLSequenceNumber')),
    type: childText(scheme, 'TSLType') ?? '',
    schemeOperator: englishText(scheme, 'SchemeOperatorName'),
    schemeName: englishText(scheme, 'SchemeName'),
    territory: required(childText(scheme, 'SchemeTerritory'), 'SchemeTerritory (§5.3.10)'),
    statusDeterminationApproach: childText(scheme, 'StatusDeterminationApproach'),
    communityRules: multilingual(scheme, 'SchemeTypeCommunityRules'),
    issued: required(childTime(scheme, 'ListIssueDateTime'), 'ListIssueDateTime (§5.3.14)'),
    nextUpdate: readNextUpdate(scheme),
    distributionPoints: multilingual(scheme, 'DistributionPoints'),
    pointers: readPointers(scheme, reading),
    providers: readProviders(child(root, tsl, 'TrustServiceProviderList'), reading),
    quarantine: reading.quarantine,
  }
}

/** The error of a list that cannot be read in its form. */
export function listMalformed(what: string, cause?: unknown): VerifierError {
  return new VerifierError('trust-list-malformed', `trust list: ${what}`, {
    ...(cause !== undefined && { cause }),
  })
}

/**
 * TSLSequenceNumber is an xs:integer from 1 (§5.3.2). Lists are counted by the release, so 31 bits
 * are more than any will need; a larger number would only lock out every later update. Null where
 * it is anything else.
 */
export function positiveInteger(text: string | null): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null
  const value = Number(text)
  return value >= 1 && value <= 0x7fffffff ? value : null
}

/** §5.3.15: a dateTime, or an empty element where the scheme has ended. */
function readNextUpdate(scheme: XmlElement): Date | 'closed' {
  const element = child(scheme, tsl, 'NextUpdate')
  if (element === null) throw listMalformed('it lacks NextUpdate (§5.3.15)')
  const dateTime = child(element, tsl, 'dateTime')
  if (dateTime === null && trimmedText(element) === '') return 'closed'
  return required(
    dateTime === null ? null : listTime(trimmedText(dateTime)),
    'a NextUpdate that is a time (§5.3.15)',
  )
}

function required<T>(value: T | null, what: string): T {
  if (value === null) throw listMalformed(`it lacks ${what}`)
  return value
}
