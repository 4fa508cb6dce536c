import { base64 } from './der.ts'
import { qcWithQscd } from './etsi-uris.ts'
import { times } from './times.ts'
import { bilingual, branch, leaf, xmlTime } from './xml.ts'

/** What a list of TS 119 612 is made from; its XML has every element that §5 requires. */
export interface EtsiList {
  readonly version: 5 | 6
  readonly sequenceNumber: number
  readonly type: string
  readonly code: string
  readonly language: string
  readonly operator: string
  readonly operatorOwn: string
  readonly schemeName: string
  readonly determination: string
  readonly rules: readonly string[]
  readonly location: string
  readonly notice: string
  readonly pointers: readonly EtsiPointer[]
  readonly providers: readonly EtsiProvider[]
}

export interface EtsiPointer {
  readonly location: string
  readonly type: string
  readonly code: string
  readonly operator: string
  readonly rules: readonly string[]
  readonly signers: readonly Uint8Array[]
}

export interface EtsiProvider {
  readonly name: string
  readonly ownName: string
  readonly tradeName: string
  readonly services: readonly EtsiService[]
}

export interface EtsiService {
  readonly type: string
  readonly name: string
  readonly certificate: Uint8Array
  readonly subject: string
  readonly keyIdentifier: Uint8Array
  readonly additional: readonly string[]
  /** Policies whose certificates the list says to have their keys in a QSCD (§5.5.9.2). */
  readonly qscdPolicies: readonly string[]
  /** Newest first; the first is the present one. */
  readonly states: readonly { readonly status: string; readonly from: Date }[]
}

const namespaces = [
  'xmlns="http://uri.etsi.org/02231/v2#"',
  'xmlns:tslx="http://uri.etsi.org/02231/v2/additionaltypes#"',
  'xmlns:sie="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"',
  'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"',
].join(' ')

/** XML of a trusted list, not signed yet. */
export function etsiList(list: EtsiList): string {
  const providers = list.providers.map((provider) => providerXml(list, provider))
  const body = branch(
    'TrustServiceStatusList',
    [
      schemeInformation(list),
      providers.length > 0 ? branch('TrustServiceProviderList', providers) : '',
    ],
    `${namespaces} Id="list" TSLTag="http://uri.etsi.org/19612/TSLTag"`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`
}

/** TS 119 612 §5.3, in its order. */
function schemeInformation(list: EtsiList): string {
  return branch('SchemeInformation', [
    leaf('TSLVersionIdentifier', String(list.version)),
    leaf('TSLSequenceNumber', String(list.sequenceNumber)),
    leaf('TSLType', list.type),
    names('SchemeOperatorName', list, list.operator, list.operatorOwn),
    address('SchemeOperatorAddress', list, 'list'),
    names('SchemeName', list, list.schemeName, list.schemeName),
    uris('SchemeInformationURI', [`https://trust-list.${site(list)}`]),
    leaf('StatusDeterminationApproach', list.determination),
    uris('SchemeTypeCommunityRules', list.rules),
    leaf('SchemeTerritory', list.code),
    branch('PolicyOrLegalNotice', [
      bilingual('TSLLegalNotice', list.language, list.notice, list.notice),
    ]),
    // §5.3.12: 65535 means that nothing is ever removed.
    leaf('HistoricalInformationPeriod', '65535'),
    list.pointers.length > 0 ? branch('PointersToOtherTSL', list.pointers.map(pointer)) : '',
    leaf('ListIssueDateTime', xmlTime(times.issued)),
    branch('NextUpdate', [leaf('dateTime', xmlTime(times.nextUpdate))]),
    branch('DistributionPoints', [leaf('URI', list.location)]),
  ])
}

/** OtherTSLPointer (§5.3.13). */
function pointer(other: EtsiPointer): string {
  const identities = other.signers.map((signer) =>
    branch('ServiceDigitalIdentity', [
      branch('DigitalId', [leaf('X509Certificate', base64(signer))]),
    ]),
  )
  const facts = [
    leaf('TSLType', other.type),
    leaf('SchemeTerritory', other.code),
    leaf('tslx:MimeType', 'application/vnd.etsi.tsl+xml'),
    branch('SchemeOperatorName', [leaf('Name', other.operator, 'xml:lang="en"')]),
    uris('SchemeTypeCommunityRules', other.rules),
  ]
  return branch('OtherTSLPointer', [
    branch('ServiceDigitalIdentities', identities),
    leaf('TSLLocation', other.location),
    branch(
      'AdditionalInformation',
      facts.map((fact) => branch('OtherInformation', [fact])),
    ),
  ])
}

/** §5.4 */
function providerXml(list: EtsiList, provider: EtsiProvider): string {
  return branch('TrustServiceProvider', [
    branch('TSPInformation', [
      names('TSPName', list, provider.name, provider.ownName),
      names('TSPTradeName', list, provider.tradeName, provider.tradeName),
      address('TSPAddress', list, 'provider'),
      uris('TSPInformationURI', [`https://provider.${site(list)}`]),
    ]),
    branch(
      'TSPServices',
      provider.services.map((service) => serviceXml(list, service)),
    ),
  ])
}

/** §5.5 and §5.6 */
function serviceXml(list: EtsiList, service: EtsiService): string {
  const [present, ...past] = service.states
  if (present === undefined) throw new Error(`${service.name} has no status`)
  const history = past.map((state) =>
    branch('ServiceHistoryInstance', [
      leaf('ServiceTypeIdentifier', service.type),
      names('ServiceName', list, service.name, service.name),
      identity(service, 'past'),
      leaf('ServiceStatus', state.status),
      leaf('StatusStartingTime', xmlTime(state.from)),
      extensions(service),
    ]),
  )
  return branch('TSPService', [
    branch('ServiceInformation', [
      leaf('ServiceTypeIdentifier', service.type),
      names('ServiceName', list, service.name, service.name),
      identity(service, 'present'),
      leaf('ServiceStatus', present.status),
      leaf('StatusStartingTime', xmlTime(present.from)),
      extensions(service),
    ]),
    history.length > 0 ? branch('ServiceHistory', history) : '',
  ])
}

/** §5.5.3; an entry of the history names the key without its certificate (§5.6.3). */
function identity(service: EtsiService, when: 'present' | 'past'): string {
  const certificate = branch('DigitalId', [leaf('X509Certificate', base64(service.certificate))])
  return branch('ServiceDigitalIdentity', [
    when === 'present' ? certificate : '',
    branch('DigitalId', [leaf('X509SubjectName', service.subject)]),
    branch('DigitalId', [leaf('X509SKI', base64(service.keyIdentifier))]),
  ])
}

/** §5.5.9 */
function extensions(service: EtsiService): string {
  const additional = service.additional.map((uri) =>
    branch('AdditionalServiceInformation', [leaf('URI', uri, 'xml:lang="en"')]),
  )
  const all = [...additional, ...service.qscdPolicies.map(qscdQualification)]
  return branch(
    'ServiceInformationExtensions',
    all.map((extension) => branch('Extension', [extension], 'Critical="true"')),
  )
}

/** §5.5.9.2: certificates under the policy have their keys in a QSCD. */
function qscdQualification(policy: string): string {
  const identifier = leaf('xades:Identifier', policy)
  const criteria = branch(
    'sie:CriteriaList',
    [branch('sie:PolicySet', [branch('sie:PolicyIdentifier', [identifier])])],
    'assert="all"',
  )
  const qualifiers = branch('sie:Qualifiers', [`<sie:Qualifier uri="${qcWithQscd}"/>`])
  return branch('sie:Qualifications', [branch('sie:QualificationElement', [qualifiers, criteria])])
}

function names(element: string, list: EtsiList, english: string, own: string): string {
  return branch(element, [bilingual('Name', list.language, english, own)])
}

function address(element: string, list: EtsiList, mailbox: string): string {
  return branch(element, [
    branch('PostalAddresses', [
      branch(
        'PostalAddress',
        [
          leaf('StreetAddress', '1 Fictional Street'),
          leaf('Locality', 'Fictional City'),
          leaf('PostalCode', '00000'),
          leaf('CountryName', list.code),
        ],
        'xml:lang="en"',
      ),
    ]),
    branch('ElectronicAddress', [
      leaf('URI', `mailto:${mailbox}@${site(list)}`, 'xml:lang="en"'),
      leaf('URI', `https://${mailbox}.${site(list)}`, 'xml:lang="en"'),
    ]),
  ])
}

function uris(element: string, values: readonly string[]): string {
  return branch(
    element,
    values.map((uri) => leaf('URI', uri, 'xml:lang="en"')),
  )
}

/** Names under .example are nobody's (RFC 2606 §3). */
function site(list: EtsiList): string {
  return `${list.code.toLowerCase()}.euxine.example`
}
