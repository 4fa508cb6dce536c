import type { SignerClaims } from '../../format.ts'
import { readableClaims } from '../../signer-claims.ts'
import { textOf, type XmlElement } from '../document.ts'
import type { DataObjectFormat } from './data-object-format.ts'
import { propertiesIn, propertyIn } from './namespaces.ts'
import type { SignaturePolicy } from './signature-policy.ts'

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
  return readableClaims({
    policy: policyClaim(policy),
    commitments: commitmentsIn(objectProperties),
    roles: rolesIn(signatureProperties),
    productionPlace: placeIn(signatureProperties),
    mediaTypes: formats.flatMap(({ mediaType }) => mediaType ?? []),
  })
}

function policyClaim(policy: SignaturePolicy | null): SignerClaims['policy'] {
  if (policy === null || policy.kind === 'unreadable') return null
  if (policy.kind === 'implied') return { id: null, uri: null }
  return { id: policy.id, uri: policy.uri }
}

/** CommitmentTypeIndication (EN 319 132-1 §5.2.3): the identifiers, whichever objects they are for. */
function commitmentsIn(objectProperties: XmlElement | null): readonly string[] {
  if (objectProperties === null) return []
  return propertiesIn(objectProperties, 'CommitmentTypeIndication').flatMap((one) => {
    const id = propertyIn(propertyIn(one, 'CommitmentTypeId'), 'Identifier')
    return id === null ? [] : [textOf(id)]
  })
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
    .map((one) => ({ kind: 'claimed' as const, text: textOf(one) }))
  const others = found.flatMap((one) => propertiesIn(one)).flatMap(({ name }) => kindOf(name))
  return [...claimed, ...others]
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
    return element === null ? null : textOf(element)
  }
  return {
    street: part('StreetAddress'),
    city: part('City'),
    stateOrProvince: part('StateOrProvince'),
    postalCode: part('PostalCode'),
    country: part('CountryName'),
  }
}
