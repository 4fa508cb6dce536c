import { child, type XmlElement } from '../formats/xml/document.ts'
import { certificatesOf, type Reading, readDigitalIdentities } from './digital-identities.ts'
import { childrenOf, childText, childTime, englishText, multilingual, tsl } from './elements.ts'
import type { DigitalIdentity, Provider, Service, ServiceState } from './model.ts'
import { readServiceExtensions } from './service-extensions.ts'
import { newestFirst } from './statuses.ts'

/** TrustServiceProviderList (TS 119 612 §5.4); a provider that cannot be read is left out. */
export function readProviders(list: XmlElement | null, reading: Reading): readonly Provider[] {
  if (list === null) return []
  return list.children.flatMap((node, index) => {
    if (node.kind !== 'element') return []
    const information = child(node, tsl, 'TSPInformation')
    const name = information === null ? '' : englishText(information, 'TSPName')
    if (information === null || name === '') {
      const where = `provider ${index + 1}`
      reading.quarantine.push({ what: 'provider', where, reason: 'it has no TSPName (§5.4.1)' })
      return []
    }
    return [
      {
        name,
        tradeNames: multilingual(information, 'TSPTradeName'),
        informationUris: multilingual(information, 'TSPInformationURI'),
        services: childrenOf(node, 'TSPServices', 'TSPService').flatMap((service, number) =>
          readService(service, `${name}, service ${number + 1}`, reading),
        ),
      },
    ]
  })
}

function readService(element: XmlElement, where: string, reading: Reading): Service[] {
  const information = child(element, tsl, 'ServiceInformation')
  const present = information === null ? null : readState(information, where, reading)
  if (present === null) {
    const reason = 'its ServiceInformation lacks a type, a status or a starting time (§5.5)'
    reading.quarantine.push({ what: 'service', where, reason })
    return []
  }
  const history = childrenOf(element, 'ServiceHistory', 'ServiceHistoryInstance').flatMap(
    (instance, index) =>
      readPastState(instance, present, `${where}, history ${index + 1}`, reading),
  )
  return [{ states: newestFirst([present, ...history]) }]
}

/** ServiceHistoryInstance (§5.6.1 to §5.6.5), which often names its service by SKI only. */
function readPastState(
  instance: XmlElement,
  present: ServiceState,
  where: string,
  reading: Reading,
): ServiceState[] {
  const state = readState(instance, where, reading)
  if (state === null || state.startingTime > present.startingTime) {
    const reason =
      state === null
        ? 'it lacks a type, a status or a starting time (§5.6)'
        : 'it starts after the present state (§5.6)'
    reading.quarantine.push({ what: 'service-state', where, reason })
    return []
  }
  if (certificatesOf(state.identities).length > 0) return [state]
  const inherited = present.identities.filter((identity) => identity.kind === 'certificate')
  const identities: readonly DigitalIdentity[] = [...inherited, ...state.identities]
  return [{ ...state, identities }]
}

/** What ServiceInformation (§5.5) and ServiceHistoryInstance (§5.6) have in common. */
function readState(element: XmlElement, where: string, reading: Reading): ServiceState | null {
  const type = childText(element, 'ServiceTypeIdentifier')
  const status = childText(element, 'ServiceStatus')
  const startingTime = childTime(element, 'StatusStartingTime')
  if (type === null || status === null || startingTime === null) return null
  const identity = child(element, tsl, 'ServiceDigitalIdentity')
  return {
    type,
    name: englishText(element, 'ServiceName'),
    status,
    startingTime,
    identities: identity === null ? [] : readDigitalIdentities(identity, where, reading),
    supplyPoints: multilingual(element, 'ServiceSupplyPoints'),
    ...readServiceExtensions(element),
  }
}
