import type { SignerClaims } from './format.ts'

/** As many of each kind, and characters of each text, as a report can be read with. */
const mostClaims = 30
const longestText = 200

/** Claims as they were read, in texts that a report can be read with; null where the signer says nothing. */
export function readableClaims(read: SignerClaims): SignerClaims | null {
  const claims: SignerClaims = {
    policy: policyOf(read.policy),
    commitments: distinct(read.commitments),
    roles: read.roles
      .slice(0, mostClaims)
      .map(({ kind, text }) => ({ kind, text: plainOrNull(text) })),
    productionPlace: placeOf(read.productionPlace),
    mediaTypes: distinct(read.mediaTypes),
  }
  const says =
    claims.policy !== null ||
    claims.productionPlace !== null ||
    claims.commitments.length + claims.roles.length + claims.mediaTypes.length > 0
  return says ? claims : null
}

function policyOf(policy: SignerClaims['policy']): SignerClaims['policy'] {
  return policy === null ? null : { id: plainOrNull(policy.id), uri: plainOrNull(policy.uri) }
}

function placeOf(place: SignerClaims['productionPlace']): SignerClaims['productionPlace'] {
  if (place === null) return null
  const part = (text: string | null) => plainOrNull(text) || null
  const read = {
    street: part(place.street),
    city: part(place.city),
    stateOrProvince: part(place.stateOrProvince),
    postalCode: part(place.postalCode),
    country: part(place.country),
  }
  return Object.values(read).every((one) => one === null) ? null : read
}

function distinct(texts: readonly string[]): readonly string[] {
  const plainTexts = texts.map(plain).filter((text) => text !== '')
  return [...new Set(plainTexts)].slice(0, mostClaims)
}

function plainOrNull(text: string | null): string | null {
  return text === null ? null : plain(text)
}

/** In one line, and cut where it is long. */
function plain(text: string): string {
  const joined = text.trim().replace(/[ \t\r\n]+/g, ' ')
  return joined.length > longestText ? `${joined.slice(0, longestText)}…` : joined
}
