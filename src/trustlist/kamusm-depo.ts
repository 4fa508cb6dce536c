import type { Budget } from '../core/budget.ts'
import { fromBase64 } from '../core/bytes.ts'
import { childElements, descendants, textOf, type XmlElement } from '../formats/xml/document.ts'
import type { Certificate } from '../x509/certificate.ts'
import { nameAttribute, nameText, sameName } from '../x509/names.ts'
import { type Reading, readCertificateElement } from './digital-identities.ts'
import type { Provider, Service, TrustList } from './model.ts'
import { listMalformed } from './parse.ts'
import { plainScheme, plainState } from './plain-services.ts'
import { granted } from './statuses.ts'

/** An electronic certificate service provider (ESHS) under Türkiye's Law 5070. */
export const eshs = 'urn:euxine:service-type:TR:eshs'

const organisation = '2.5.4.10'
const commonName = '2.5.4.3'

/**
 * The certificate repository of Türkiye's Kamu SM (`SertifikaDeposu.xml`): `koksertifika` blocks,
 * each with a root in `mValue` and its names in `mSubjectName` and `mIssuerName`. It states neither
 * status nor dates: a root that stands in it counts as approved from its own notBefore on. There
 * is no published schema; only what public readers of the file rely upon is read.
 */
export function parseKamusmDepoUnverified(root: XmlElement, budget: Budget): TrustList {
  const blocks = [...descendants(root)].filter((element) => element.name === 'koksertifika')
  if (blocks.length === 0) throw listMalformed('it has no koksertifika: no repository of Kamu SM')
  const reading: Reading = { budget, quarantine: [] }
  const services = new Map<string, Service[]>()
  for (const [index, block] of blocks.entries()) {
    const certificate = readRoot(block, `koksertifika ${index + 1}`, reading)
    if (certificate === null) continue
    const provider =
      nameAttribute(certificate.subject, organisation) ?? nameText(certificate.subject)
    services.set(provider, [...(services.get(provider) ?? []), toService(certificate)])
  }
  return {
    ...plainScheme,
    form: 'kamusm-depo',
    sequenceNumber: null,
    schemeOperator: 'Kamu Sertifikasyon Merkezi',
    schemeName: 'TR:SertifikaDeposu',
    territory: 'TR',
    issued: null,
    nextUpdate: 'unstated',
    providers: [...services].map(([name, list]) => toProvider(name, list)),
    quarantine: reading.quarantine,
  }
}

function readRoot(block: XmlElement, where: string, reading: Reading): Certificate | null {
  const value = childElements(block).find((element) => element.name === 'mValue')
  const certificate = value === undefined ? null : readCertificateElement(value, where, reading)
  if (certificate === null) {
    if (value === undefined) leaveOut(reading, where, 'it has no mValue')
    return null
  }
  const { subject, issuer } = certificate
  if (!agrees(block, 'mSubjectName', subject) || !agrees(block, 'mIssuerName', issuer)) {
    leaveOut(reading, where, 'its names are not those of its certificate')
    return null
  }
  if (sameName(subject, issuer)) return certificate
  leaveOut(reading, where, `it is no root: ${nameText(subject)}`)
  return null
}

/** True where the block names the same name, or none. */
function agrees(block: XmlElement, element: string, name: Uint8Array): boolean {
  const stated = childElements(block).find((each) => each.name === element)
  if (stated === undefined) return true
  const der = fromBase64(textOf(stated))
  return der !== null && sameName(der, name)
}

function toService(certificate: Certificate): Service {
  const { subject, notBefore } = certificate
  const name = nameAttribute(subject, commonName) ?? nameText(subject)
  const fields = { type: eshs, name, status: granted, startingTime: notBefore }
  return { states: [plainState([certificate], fields)] }
}

function toProvider(name: string, services: readonly Service[]): Provider {
  return { name, tradeNames: [], informationUris: [], services }
}

function leaveOut(reading: Reading, where: string, reason: string): void {
  reading.quarantine.push({ what: 'certificate', where, reason })
}
