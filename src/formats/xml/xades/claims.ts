import type { SignerClaims } from '../../format.ts'
import { textOf, type XmlElement } from '../document.ts'
import type { DataObjectFormat } from './data-object-format.ts'
import { propertiesIn, propertyIn } from './namespaces.ts'
import type { SignaturePolicy } from './signature-policy.ts'

/** As many of each kind, and characters of each text, as a report can be read with. */
const mostClaims = 30
const longestText = 200

/** The properties that claims are read from. */
export interface ClaimSources {
  readonly signatureProperties: XmlElement | null
  readonly objectProperties: XmlElement | null
  readonly policy: SignaturePolicy | null
  readonly formats: readonly DataObjectFormat[]
}

/**
 * What the signer says of himself and of the signature (EN 319 132-1 §5.2.3 to §5.2.9), or null
 * where he says nothing. It is signed; nobody but the signer vouches for it.
 */
export function claimsOf(sources: ClaimSources): SignerClaims | null {
  const { signatureProperties, objectProperties, policy, formats } = sources
  const claims: SignerClaims = {
    policy: policyClaim(policy),
    commitments: commitmentsIn(objectProperties),
    roles: rolesIn(signatureProperties),
    productionPlace: placeIn(signatureProperties),
    mediaTypes: firstOf(formats.flatMap(({ mediaType }) => (mediaType ? [mediaType] : []))),
  }
  const says =
    claims.policy !== null ||
    claims.productionPlace !== null ||
    claims.commitments.length + claims.roles.length + claims.mediaTypes.length > 0
  return says ? claims : null
}

function policyClaim(policy: SignaturePolicy | null): SignerClaims['policy'] {
  if (policy === null || policy.kind === 'unreadable') return null
  if (policy.kind === 'implied') return { id: null, uri: null }
  return { id: plain(policy.id), uri: policy.uri === null ? null : plain(policy.uri) }
}

/** CommitmentTypeIndication (EN 319 132-1 §5.2.3): the identifiers, whichever objects they are for. */
function commitmentsIn(objectProperties: XmlElement | null): readonly string[] {
  if (objectProperties === null) return []
  return firstOf(
    propertiesIn(objectProperties, 'CommitmentTypeIndication').flatMap((one) => {
      const id = propertyIn(propertyIn(one, 'CommitmentTypeId'), 'Identifier')
      return id === null ? [] : [textOf(id)]
    }),
  )
}

/** SignerRoleV2 and SignerRole (EN 319 132-1 §5.2.6, annex D): what is certified is named, not read. */
function rolesIn(signatureProperties: XmlElement | null): SignerClaims['roles'] {
  const found = ['SignerRoleV2', 'SignerRole'].flatMap((name) => {
    const element = propertyIn(signatureProperties, name)
    return element === null ? [] : [element]
  })
  const claimed = found
    .flatMap((one) => propertiesIn(one, 'ClaimedRoles'))
    .flatMap((one) => propertiesIn(one, 'ClaimedRole'))
    .map((one) => ({ kind: 'claimed' as const, text: plain(textOf(one)) }))
  const others = found.flatMap((one) => propertiesIn(one)).flatMap(({ name }) => kindOf(name))
  return [...claimed, ...others].slice(0, mostClaims)
}

function kindOf(name: string): SignerClaims['roles'] {
  if (name.startsWith('CertifiedRoles')) return [{ kind: 'certified', text: null }]
  return name === 'SignedAssertions' ? [{ kind: 'asserted', text: null }] : []
}

/** SignatureProductionPlaceV2 and SignatureProductionPlace (EN 319 132-1 §5.2.5, annex D). */
function placeIn(signatureProperties: XmlElement | null): SignerClaims['productionPlace'] {
  const place =
    propertyIn(signatureProperties, 'SignatureProductionPlaceV2') ??
    propertyIn(signatureProperties, 'SignatureProductionPlace')
  if (place === null) return null
  const part = (name: string) => {
    const element = propertyIn(place, name)
    const text = element === null ? '' : plain(textOf(element))
    return text === '' ? null : text
  }
  const read = {
    street: part('StreetAddress'),
    city: part('City'),
    stateOrProvince: part('StateOrProvince'),
    postalCode: part('PostalCode'),
    country: part('CountryName'),
  }
  return Object.values(read).every((one) => one === null) ? null : read
}

function firstOf(texts: readonly string[]): readonly string[] {
  const distinct = new Set(texts.map(plain).filter((text) => text !== ''))
  return [...distinct].slice(0, mostClaims)
}

function plain(text: string): string {
  const joined = text.trim().replace(/[ \t\r\n]+/g, ' ')
  return joined.length > longestText ? `${joined.slice(0, longestText)}…` : joined
}
