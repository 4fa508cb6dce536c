import 'reflect-metadata'
import { createHash, KeyObject, sign, type webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { Budget } from '../../src/core/budget.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { parseXml } from '../../src/formats/xml/parse.ts'
import { type ListInput, loadList } from '../../src/trustlist/load.ts'
import type { LoadedList, Service, ServiceState, TrustList } from '../../src/trustlist/model.ts'
import { parseTrustListUnverified } from '../../src/trustlist/parse.ts'
import { granted } from '../../src/trustlist/statuses.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'

export const crypto = nodeCrypto()
export const caQc = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
export const euGeneric = 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric'
export const listOfListsType = 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists'

export interface Identity {
  readonly certificate: Certificate
  readonly privateKey: KeyObject
}

/** A new P-256 key with a self-signed certificate; the same key where one is given. */
export async function identity(name: string, of?: Identity): Promise<Identity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await keysOf(algorithm, of)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: createHash('sha256').update(name).digest('hex').slice(0, 16).replace(/^./, '1'),
    name: `CN=${name}`,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2040-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys,
  })
  return {
    certificate: parseCertificate(new Uint8Array(certificate.rawData)),
    privateKey: KeyObject.from(keys.privateKey),
  }
}

async function keysOf(
  algorithm: webcrypto.EcKeyGenParams,
  of?: Identity,
): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = globalThis.crypto
  if (of === undefined) return subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const bytes = of.privateKey.export({ format: 'der', type: 'pkcs8' })
  const privateKey = await subtle.importKey('pkcs8', bytes, algorithm, true, ['sign'])
  const spki = Uint8Array.from(of.certificate.spki)
  const publicKey = await subtle.importKey('spki', spki, algorithm, true, ['verify'])
  return { privateKey, publicKey }
}

export interface ListParts {
  readonly version?: string
  readonly sequence?: string
  readonly type?: string
  readonly territory?: string
  readonly issued?: string
  readonly nextUpdate?: string
  readonly pointers?: string
  readonly providers?: string
}

/** A list of TS 119 612, already in its canonical form. */
export function listXml(parts: ListParts = {}): string {
  const nextUpdate = parts.nextUpdate ?? '<dateTime>2026-10-01T00:00:00Z</dateTime>'
  const pointers = parts.pointers === undefined ? '' : leaf('PointersToOtherTSL', parts.pointers)
  const scheme = [
    leaf('TSLVersionIdentifier', parts.version ?? '6'),
    leaf('TSLSequenceNumber', parts.sequence ?? '10'),
    leaf('TSLType', parts.type ?? euGeneric),
    leaf('SchemeOperatorName', '<Name xml:lang="en">Operator</Name>'),
    leaf('SchemeName', '<Name xml:lang="en">XX:test</Name>'),
    leaf('SchemeTerritory', parts.territory ?? 'XX'),
    pointers,
    leaf('ListIssueDateTime', parts.issued ?? '2026-05-01T00:00:00Z'),
    leaf('NextUpdate', nextUpdate),
  ]
  const providers = parts.providers ?? providerXml('Provider', [])
  return `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="list">${leaf('SchemeInformation', scheme.join(''))}${leaf('TrustServiceProviderList', providers)}</TrustServiceStatusList>`
}

export function providerXml(name: string, services: readonly string[]): string {
  const information = leaf('TSPInformation', leaf('TSPName', `<Name xml:lang="en">${name}</Name>`))
  return leaf('TrustServiceProvider', information + leaf('TSPServices', services.join('')))
}

export interface StateParts {
  readonly type?: string
  readonly status?: string
  readonly from?: string
  readonly identities?: string
  readonly extensions?: string
}

export function serviceXml(present: StateParts, history: readonly StateParts[] = []): string {
  const past = history.map((state) => leaf('ServiceHistoryInstance', stateXml(state))).join('')
  const historyXml = history.length === 0 ? '' : leaf('ServiceHistory', past)
  return leaf('TSPService', leaf('ServiceInformation', stateXml(present)) + historyXml)
}

function stateXml({ type, status, from, identities, extensions }: StateParts): string {
  const extended = extensions === undefined ? '' : leaf('ServiceInformationExtensions', extensions)
  return [
    leaf('ServiceTypeIdentifier', type ?? caQc),
    leaf('ServiceName', '<Name xml:lang="en">Service</Name>'),
    leaf('ServiceDigitalIdentity', identities ?? ''),
    leaf('ServiceStatus', status ?? granted),
    leaf('StatusStartingTime', from ?? '2020-01-01T00:00:00Z'),
    extended,
  ].join('')
}

export function certificateXml({ certificate }: Identity): string {
  const base64 = Buffer.from(certificate.der).toString('base64')
  return leaf('DigitalId', leaf('X509Certificate', base64))
}

export function pointerXml(
  location: string,
  territory: string,
  type: string,
  signers: readonly Identity[],
): string {
  const other = (content: string) => leaf('OtherInformation', content)
  const identities = leaf('ServiceDigitalIdentity', signers.map(certificateXml).join(''))
  return leaf(
    'OtherTSLPointer',
    leaf('ServiceDigitalIdentities', identities) +
      leaf('TSLLocation', location) +
      leaf(
        'AdditionalInformation',
        other(leaf('TSLType', type)) + other(leaf('SchemeTerritory', territory)),
      ),
  )
}

export function leaf(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

const ds = 'http://www.w3.org/2000/09/xmldsig#'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** Signs with plain XMLDSig, enveloped over the whole list or over what `uri` names. */
export function signed(xml: string, signer: Identity, hash: 'sha256' | 'sha1' = 'sha256'): string {
  const digestUri = hash === 'sha1' ? `${ds}sha1` : 'http://www.w3.org/2001/04/xmlenc#sha256'
  const digest = createHash(hash).update(xml).digest('base64')
  const info = `<ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="${ds}enveloped-signature"></ds:Transform><ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${digestUri}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  const bytes = Buffer.from(`<ds:SignedInfo xmlns:ds="${ds}">${info}`)
  const key = { key: signer.privateKey, dsaEncoding: 'ieee-p1363' as const }
  const value = sign('sha256', bytes, key).toString('base64')
  const certificate = Buffer.from(signer.certificate.der).toString('base64')
  const signature = `<ds:Signature xmlns:ds="${ds}"><ds:SignedInfo>${info}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
  return xml.replace('</TrustServiceStatusList>', `${signature}</TrustServiceStatusList>`)
}

export function parsed(xml: string): TrustList {
  return parseTrustListUnverified(parseXml(Buffer.from(xml), new Budget()).root, new Budget())
}

export function inputOf(xml: string | Uint8Array, more: Partial<ListInput> = {}): ListInput {
  return {
    id: 'XX-TL',
    form: 'etsi-119612',
    territory: 'XX',
    location: 'list.xml',
    bytes: typeof xml === 'string' ? Buffer.from(xml) : xml,
    stalePolicy: { graceDays: 0, afterGrace: 'refuse' },
    pins: [],
    sha256: null,
    detachedSignature: null,
    files: () => null,
    type: null,
    lastSeen: null,
    at: new Date('2026-06-01T00:00:00Z'),
    unverified: 'no',
    ...more,
  }
}

export function loaded(xml: string | Uint8Array, more: Partial<ListInput> = {}): LoadedList {
  return loadList(inputOf(xml, more), crypto)
}

export function codesOf(list: LoadedList): readonly string[] {
  return list.problems.map(({ code }) => code)
}

export function stateOf(more: Partial<ServiceState>): ServiceState {
  return {
    type: caQc,
    name: 'Service',
    status: granted,
    startingTime: new Date('2020-01-01T00:00:00Z'),
    identities: [],
    additionalServiceInformation: [],
    qualifications: [],
    expiredCertsRevocationInfo: null,
    takenOverBy: null,
    supplyPoints: [],
    unknownCriticalExtensions: [],
    ...more,
  }
}

export function onlyService(list: TrustList): Service {
  const [service] = list.providers.flatMap((provider) => provider.services)
  if (service === undefined) throw new Error('the list has no service')
  return service
}
