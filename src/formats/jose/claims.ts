import type { SignerClaims } from '../format.ts'
import { readableClaims } from '../signer-claims.ts'
import { has, isObject, type JsonObject, listIn, objectIn, textIn } from './json-text.ts'

/**
 * What the signer says of himself and of the signature (TS 119 182-1 §5.2.3 to §5.2.7), or null where
 * he says nothing. It is signed; nobody but the signer vouches for it.
 */
export function claimsOf(header: JsonObject): SignerClaims | null {
  return readableClaims({
    policy: policyIn(header),
    commitments: commitmentsIn(header),
    roles: rolesIn(header),
    productionPlace: placeIn(header),
    mediaTypes: mediaTypesIn(header),
  })
}

/** The media type of the payload (RFC 7515 §4.1.10), or null. */
export function payloadMediaType(header: JsonObject): string | null {
  const type = textIn(header, 'cty')
  return type === null || type === '' ? null : wholeMediaType(type)
}

/** The media types that "sigD" states for each of its references, in their order; null where it does not. */
export function referencedMediaTypes(header: JsonObject): readonly (string | null)[] {
  return listIn(objectIn(header, 'sigD') ?? {}, 'ctys').map((one) =>
    typeof one === 'string' && one !== '' ? wholeMediaType(one) : null,
  )
}

/** RFC 7515 §4.1.10: "application/" is left out where nothing else has a slash. */
function wholeMediaType(type: string): string {
  return type.includes('/') ? type : `application/${type}`
}

function mediaTypesIn(header: JsonObject): readonly string[] {
  const payload = payloadMediaType(header)
  const types = payload === null ? referencedMediaTypes(header) : [payload]
  return types.filter((one) => one !== null)
}

/** "sigPId" (§5.2.7): the identifier, and the first address among its qualifiers. */
function policyIn(header: JsonObject): SignerClaims['policy'] {
  const value = objectIn(header, 'sigPId')
  const id = value === null ? null : textIn(objectIn(value, 'id') ?? {}, 'id')
  if (value === null || id === null) return null
  const uris = objectsIn(value, 'sigPQuals').flatMap((one) => textIn(one, 'spURI') ?? [])
  return { id, uri: uris[0] ?? null }
}

/** "srCms" (§5.2.3): the identifiers. */
function commitmentsIn(header: JsonObject): readonly string[] {
  const ids = objectsIn(header, 'srCms').map((one) => objectIn(one, 'commId') ?? {})
  return ids.flatMap((one) => textIn(one, 'id') ?? [])
}

/** "srAts" (§5.2.5): what is certified or asserted by others is named, and not read. */
function rolesIn(header: JsonObject): SignerClaims['roles'] {
  const value = objectIn(header, 'srAts')
  if (value === null) return []
  const texts = objectsIn(value, 'claimed').flatMap((one) => listIn(one, 'qVals'))
  const claimed = texts.map((one) => ({
    kind: 'claimed' as const,
    text: typeof one === 'string' ? one : null,
  }))
  const certified = has(value, 'certified') ? [{ kind: 'certified' as const, text: null }] : []
  const asserted = has(value, 'signedAssertions') ? [{ kind: 'asserted' as const, text: null }] : []
  return [...claimed, ...certified, ...asserted]
}

/** "sigPl" (§5.2.4). */
function placeIn(header: JsonObject): SignerClaims['productionPlace'] {
  const place = objectIn(header, 'sigPl')
  if (place === null) return null
  const street = textIn(place, 'streetAddress')
  return {
    street: street?.trim() ? street : textIn(place, 'postOfficeBoxNumber'),
    city: textIn(place, 'addressLocality'),
    stateOrProvince: textIn(place, 'addressRegion'),
    postalCode: textIn(place, 'postalCode'),
    country: textIn(place, 'addressCountry'),
  }
}

function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  return listIn(object, name).filter(isObject)
}
