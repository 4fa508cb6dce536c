/** One attribute after the other, as RFC 4514 writes them, but most significant first. */
export function distinguishedName(attributes: readonly (readonly [string, string])[]): string {
  return attributes
    .map(([type, value]) => `${type}=${value.replace(/[,+="<>#;\\]/g, '\\$&')}`)
    .join(', ')
}

/** The organisation of every subject in the sample. */
export const organisation = 'Euxine Sample (fictional)'

/** Every name in the sample says what it is. */
export function fictional(name: string): string {
  return `FICTIONAL ${name}`
}

/** A natural person, with a semantic identifier of EN 319 412-1 §5.1.3 that nobody has. */
export function person(state: string, given: string, surname: string, number: number): string {
  return distinguishedName([
    ['C', state],
    ['O', organisation],
    ['2.5.4.42', given],
    ['2.5.4.4', surname],
    ['2.5.4.5', `PNO${state}-${String(number).padStart(10, '0')}`],
    ['CN', fictional(`${given} ${surname}`)],
  ])
}

/** A legal person (EN 319 412-3 §4.2.1), with an identifier of EN 319 412-1 §5.1.4. */
export function legalPerson(state: string, name: string, number: number): string {
  return distinguishedName([
    ['C', state],
    ['O', organisation],
    ['2.5.4.97', `NTR${state}-${String(number).padStart(9, '0')}`],
    ['CN', fictional(name)],
  ])
}

export function authority(state: string, name: string): string {
  return distinguishedName([
    ['C', state],
    ['O', organisation],
    ['CN', fictional(name)],
  ])
}
