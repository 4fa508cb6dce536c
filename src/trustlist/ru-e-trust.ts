import type { Budget } from '../core/budget.ts'
import { parseTime } from '../core/time.ts'
import { child, childElements, type XmlElement } from '../formats/xml/document.ts'
import type { Certificate } from '../x509/certificate.ts'
import { nameText } from '../x509/names.ts'
import { type Reading, readCertificateElement } from './digital-identities.ts'
import { childText, listTime } from './elements.ts'
import type { Provider, Service, TrustList } from './model.ts'
import { listMalformed, positiveInteger } from './parse.ts'
import { plainScheme, plainState } from './plain-services.ts'
import { granted, newestFirst, withdrawn } from './statuses.ts'

/** A certification centre accredited under Russia's Law 63-FZ. */
export const accreditedCentre = 'urn:euxine:service-type:RU:accredited-ca'

/** The one status that stands for a valid accreditation; every other text fails closed. */
const inForce = 'Действует'

/**
 * Russia's list of accredited certification centres (e-trust.gosuslugi.ru, `DownloadTSL`): custom
 * XML without a namespace, its elements named in Russian. There is no schema at hand; what is read
 * is what public readers of the list rely upon. `ДействуетС` and the history of statuses are used
 * where they stand; a status without a date holds from the notBefore of each certificate.
 */
export function parseRussianListUnverified(root: XmlElement, budget: Budget): TrustList {
  if (root.name !== 'АккредитованныеУдостоверяющиеЦентры')
    throw listMalformed('its root is no АккредитованныеУдостоверяющиеЦентры')
  const reading: Reading = { budget, quarantine: [] }
  return {
    ...plainScheme,
    form: 'ru-e-trust',
    sequenceNumber: positiveInteger(childText(root, 'Версия', '')),
    schemeOperator: 'Минцифры России',
    schemeName: 'RU:АккредитованныеУдостоверяющиеЦентры',
    territory: 'RU',
    issued: readDate(childText(root, 'Дата', '')),
    nextUpdate: 'unstated',
    providers: childElements(root, '', 'УдостоверяющийЦентр').flatMap((centre, index) =>
      readCentre(centre, index, reading),
    ),
    quarantine: reading.quarantine,
  }
}

function readCentre(centre: XmlElement, index: number, reading: Reading): Provider[] {
  const name = childText(centre, 'Название', '') ?? childText(centre, 'КраткоеНазвание', '')
  if (name === null) {
    const reason = 'it has neither Название nor КраткоеНазвание'
    reading.quarantine.push({ what: 'provider', where: `УдостоверяющийЦентр ${index + 1}`, reason })
    return []
  }
  const accreditation = readAccreditation(centre)
  const complexes = inside(centre, 'ПрограммноАппаратныеКомплексы', 'ПрограммноАппаратныйКомплекс')
  const services = complexes.flatMap((complex) => {
    const alias = childText(complex, 'Псевдоним', '') ?? name
    return certificatesIn(complex, `${name}, ${alias}`, reading).map((certificate) =>
      toService(certificate, alias, accreditation),
    )
  })
  const informationUri = childText(centre, 'АдресСИнформациейПоУЦ', '')
  const informationUris = informationUri === null ? [] : [informationUri]
  const tradeName = childText(centre, 'КраткоеНазвание', '')
  return [{ name, tradeNames: tradeName === null ? [] : [tradeName], informationUris, services }]
}

/** A status of accreditation, and since when where the list says so. */
interface Accreditation {
  readonly status: string
  readonly since: Date | null
}

/** The present status, and the dated ones of the history, which repeats it, that are no later. */
function readAccreditation(centre: XmlElement): readonly Accreditation[] {
  const stated = child(centre, '', 'СтатусАккредитации')
  const present = stated === null ? { status: withdrawn, since: null } : readStatus(stated)
  const history = inside(centre, 'ИсторияСтатусовАккредитации', 'СтатусАккредитации')
    .map(readStatus)
    .flatMap(({ status, since }) => (since === null ? [] : [{ status, since }]))
    .filter(({ status, since }) => {
      if (present.since === null || since > present.since) return false
      return since < present.since || status !== present.status
    })
  return [present, ...history]
}

function readStatus(element: XmlElement): Accreditation {
  const status = childText(element, 'Статус', '') === inForce ? granted : withdrawn
  return { status, since: readDate(childText(element, 'ДействуетС', '')) }
}

function certificatesIn(complex: XmlElement, where: string, reading: Reading): Certificate[] {
  return inside(complex, 'КлючиУполномоченныхЛиц', 'Ключ')
    .flatMap((key) => inside(key, 'Сертификаты', 'ДанныеСертификата'))
    .flatMap((entry) => {
      const data = child(entry, '', 'Данные')
      const certificate = data === null ? null : readCertificateElement(data, where, reading)
      if (data === null)
        reading.quarantine.push({ what: 'certificate', where, reason: 'it has no Данные' })
      return certificate === null ? [] : [certificate]
    })
}

function toService(
  certificate: Certificate,
  alias: string,
  accreditation: readonly Accreditation[],
): Service {
  const name = `${alias}: ${nameText(certificate.subject)}`
  return {
    states: newestFirst(
      accreditation.map(({ status, since }) =>
        plainState([certificate], {
          type: accreditedCentre,
          name,
          status,
          startingTime: since ?? certificate.notBefore,
        }),
      ),
    ),
  }
}

function inside(parent: XmlElement, container: string, name: string): readonly XmlElement[] {
  const element = child(parent, '', container)
  return element === null ? [] : childElements(element, '', name)
}

/** xs:dateTime or xs:date; one without a zone is taken as UTC, three hours after Moscow's. */
function readDate(text: string | null): Date | null {
  if (text === null) return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return parseTime(`${text}T00:00:00Z`)
  return listTime(text)
}
