import type { SignerClaims } from '../format.ts'
import { has, isObject, type JsonObject, listIn, objectIn, textIn } from './json-text.ts'

/** As many of each kind, and characters of each text, as a report can be read with. */
const mostClaims = 30
const longestText = 200

/**
 * What the signer says of himself and of the signature (TS 119 182-1 §5.2.3 to §5.2.7), or null where
 * he says nothing. It is signed; nobody but the signer vouches for it.
 */
export function claimsOf(header: JsonObject): SignerClaims | null {
  const claims: SignerClaims = {
    policy: policyIn(header),
    commitments: commitmentsIn(header),
    roles: rolesIn(header),
    productionPlace: placeIn(header),
    mediaTypes: distinct(mediaTypesIn(header)),
  }
  const says =
    claims.policy !== null ||
    claims.productionPlace !== null ||
    claims.commitments.length + claims.roles.length + claims.mediaTypes.length > 0
  return says ? claims : null
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
  return { id: plain(id), uri: uris[0] === undefined ? null : plain(uris[0]) }
}

/** "srCms" (§5.2.3): the identifiers. */
function commitmentsIn(header: JsonObject): readonly string[] {
  const ids = objectsIn(header, 'srCms').map((one) => objectIn(one, 'commId') ?? {})
  return distinct(ids.flatMap((one) => textIn(one, 'id') ?? []))
}

/** "srAts" (§5.2.5): what is certified or asserted by others is named, and not read. */
function rolesIn(header: JsonObject): SignerClaims['roles'] {
  const value = objectIn(header, 'srAts')
  if (value === null) return []
  const texts = objectsIn(value, 'claimed').flatMap((one) => listIn(one, 'qVals'))
  const claimed = texts.map((one) => ({
    kind: 'claimed' as const,
    text: typeof one === 'string' ? plain(one) : null,
  }))
  const certified = has(value, 'certified') ? [{ kind: 'certified' as const, text: null }] : []
  const asserted = has(value, 'signedAssertions') ? [{ kind: 'asserted' as const, text: null }] : []
  return [...claimed, ...certified, ...asserted].slice(0, mostClaims)
}

/** "sigPl" (§5.2.4). */
function placeIn(header: JsonObject): SignerClaims['productionPlace'] {
  const place = objectIn(header, 'sigPl')
  if (place === null) return null
  const part = (name: string) => {
    const text = plain(textIn(place, name) ?? '')
    return text === '' ? null : text
  }
  const read = {
    street: part('streetAddress') ?? part('postOfficeBoxNumber'),
    city: part('addressLocality'),
    stateOrProvince: part('addressRegion'),
    postalCode: part('postalCode'),
    country: part('addressCountry'),
  }
  return Object.values(read).every((one) => one === null) ? null : read
}

function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  return listIn(object, name).filter(isObject)
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map(plain).filter((text) => text !== ''))].slice(0, mostClaims)
}

function plain(text: string): string {
  const joined = text.trim().replace(/[ \t\r\n]+/g, ' ')
  return joined.length > longestText ? `${joined.slice(0, longestText)}…` : joined
}
