import type { SignerClaims } from '../formats/format.ts'
import { maskedContact, maskedFreeText } from '../x509/identifiers.ts'

/** What the signer claims, as a report may show it: identifiers of persons masked in what is free text. */
export function reportClaims(
  claims: SignerClaims | null,
  identifiers: 'mask' | 'show',
): SignerClaims | null {
  if (claims === null || identifiers === 'show') return claims
  const { roles, productionPlace: place, notes } = claims
  const masked = (text: string | null) => (text === null ? null : maskedFreeText(text))
  return {
    ...claims,
    roles: roles.map(({ kind, text }) => ({ kind, text: masked(text) })),
    productionPlace:
      place === null
        ? null
        : {
            ...place,
            street: masked(place.street),
            city: masked(place.city),
            stateOrProvince: masked(place.stateOrProvince),
          },
    ...(notes && {
      notes: {
        name: masked(notes.name),
        reason: masked(notes.reason),
        location: masked(notes.location),
        contactInfo: notes.contactInfo === null ? null : maskedContact(notes.contactInfo),
      },
    }),
  }
}

/** The claims in one line, or null where there is nothing in them but media types. */
export function claimsText(claims: SignerClaims | null): string | null {
  if (claims === null) return null
  const { policy, commitments, roles, productionPlace: place, notes } = claims
  const places = place === null ? [] : Object.values(place).filter((part) => part !== null)
  const parts = [
    ...roles.map(({ kind, text }) => (text === null ? `a role that is ${kind}` : `role ${text}`)),
    ...(places.length > 0 ? [`at ${places.join(', ')}`] : []),
    ...notesText(notes),
    ...commitments.map((commitment) => `commitment ${commitment}`),
    ...(policy === null ? [] : [`policy ${policy.id ?? 'implied'}`]),
  ]
  return parts.length === 0 ? null : parts.join('; ')
}

function notesText(notes: SignerClaims['notes']): readonly string[] {
  if (notes === undefined) return []
  const { name, reason, location, contactInfo } = notes
  return [
    ...(name === null ? [] : [`by ${name}`]),
    ...(reason === null ? [] : [`for the reason ${reason}`]),
    ...(location === null ? [] : [`at ${location}`]),
    ...(contactInfo === null ? [] : [`contact ${contactInfo}`]),
  ]
}
