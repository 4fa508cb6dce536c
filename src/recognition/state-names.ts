import { isoState, type State } from '../core/state.ts'

/**
 * English short names (ISO 3166-1) of the members of the Organization of the Black Sea Economic
 * Cooperation and of the states with which they have agreements. A table rather than
 * Intl.DisplayNames: a sentence of a verdict must not change with the machine's locale data.
 */
const names: Readonly<Record<string, string>> = {
  AL: 'Albania',
  AM: 'Armenia',
  AT: 'Austria',
  AZ: 'Azerbaijan',
  BE: 'Belgium',
  BG: 'Bulgaria',
  BY: 'Belarus',
  CH: 'Switzerland',
  CY: 'Cyprus',
  CZ: 'Czechia',
  DE: 'Germany',
  DK: 'Denmark',
  EE: 'Estonia',
  ES: 'Spain',
  FI: 'Finland',
  FR: 'France',
  GB: 'the United Kingdom',
  GE: 'Georgia',
  GR: 'Greece',
  HR: 'Croatia',
  HU: 'Hungary',
  IE: 'Ireland',
  IS: 'Iceland',
  IT: 'Italy',
  KG: 'Kyrgyzstan',
  KZ: 'Kazakhstan',
  LI: 'Liechtenstein',
  LT: 'Lithuania',
  LU: 'Luxembourg',
  LV: 'Latvia',
  MD: 'Moldova',
  ME: 'Montenegro',
  MK: 'North Macedonia',
  MT: 'Malta',
  NL: 'the Netherlands',
  NO: 'Norway',
  PL: 'Poland',
  PT: 'Portugal',
  RO: 'Romania',
  RS: 'Serbia',
  RU: 'Russia',
  SE: 'Sweden',
  SI: 'Slovenia',
  SK: 'Slovakia',
  TR: 'Türkiye',
  UA: 'Ukraine',
  UZ: 'Uzbekistan',
}

/** What a sentence calls a state: its English name, or its code where the table has none. */
export function stateName(state: State): string {
  const code = isoState(state)
  return Object.hasOwn(names, code) ? (names[code] ?? code) : code
}
