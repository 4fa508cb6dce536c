import { VerifierError } from '../core/errors.ts'
import { realTime } from '../core/time.ts'
import type { AlgorithmRule, Evaluation } from '../validation/algorithm-rules.ts'
import { algorithmMeant, type CatalogueIdentifier } from './algorithm-meaning.ts'

/** A SecuritySuitabilityPolicy of TS 119 322, as far as it matters here. */
export interface AlgorithmCatalogue {
  readonly name: string
  readonly publisher: string
  readonly rules: readonly AlgorithmRule[]
  /** What it lists besides, of which nothing here is computed. */
  readonly unknown: readonly string[]
}

/** One Algorithm of a catalogue as it was read, whatever its form. */
export interface CatalogueEntry extends CatalogueIdentifier {
  readonly evaluations: readonly Evaluation[]
}

/** Names, and entries by what they mean; throws `request-malformed` where an algorithm stands twice. */
export function catalogueOf(
  name: string,
  publisher: string,
  entries: readonly CatalogueEntry[],
): AlgorithmCatalogue {
  if (entries.length === 0) throw catalogueMalformed('it lists no algorithm')
  const rules = new Map<string, AlgorithmRule>()
  const unknown: string[] = []
  for (const entry of entries) {
    const algorithm = algorithmMeant(entry)
    if (algorithm === 'contradictory') {
      throw catalogueMalformed(
        `"${entry.name}" is the name of one algorithm with the OID of another`,
      )
    }
    if (algorithm === null) {
      unknown.push(entry.name)
      continue
    }
    // Which of the two would count is said nowhere.
    if (rules.has(algorithm)) throw catalogueMalformed(`it lists ${algorithm} twice`)
    rules.set(algorithm, { algorithm, evaluations: entry.evaluations })
  }
  return { name, publisher, rules: [...rules.values()], unknown }
}

/**
 * A date of Validity, at midnight in its zone, or in UTC where it has none. RFC 5698 §4.6 does not say
 * whether the day of End still counts. It does not here: the published files write "until the end of
 * 2028" as 2029-01-01 in JSON, and a day too little is the safer mistake with 2028-12-31 in XML.
 */
export function validityDate(text: string): Date {
  const shape = /^(\d{4})-(\d\d)-(\d\d)(?:Z|([+-])(\d\d):(\d\d))?$/
  const [, year, month, day, sign, hours = '0', minutes = '0'] = shape.exec(text) ?? []
  const date = realTime(Number(year), Number(month), Number(day), 0, 0, 0)
  const offset = Number(hours) * 60 + Number(minutes)
  // XML Schema part 2 §3.2.7.3: zones are at most 14 hours away.
  if (year === undefined || date === null || Number(minutes) > 59 || offset > 14 * 60) {
    throw catalogueMalformed(
      `"${text.slice(0, 40)}" is no date (RFC 5698 §4.6 has dates, without a time)`,
    )
  }
  return new Date(date.getTime() - (sign === '-' ? -offset : offset) * 60_000)
}

/** TS 119 322: R, recommended, or L, legacy. */
export function recommendationOf(text: string | null): Evaluation['recommendation'] {
  if (text === null) return null
  if (text === 'R') return 'recommended'
  if (text === 'L') return 'legacy'
  throw catalogueMalformed(`a Recommendation is R or L, not "${text.slice(0, 40)}"`)
}

/** The refusal of a catalogue that cannot be read as TS 119 322 has it. */
export function catalogueMalformed(what: string, cause?: unknown): VerifierError {
  return new VerifierError('request-malformed', `the algorithm catalogue cannot be read: ${what}`, {
    hint: 'give a catalogue of TS 119 322 that its schema allows',
    cause,
  })
}

/** The refusal of a signed catalogue: taking it without a look at the signature would promise too much. */
export function catalogueSigned(): VerifierError {
  return new VerifierError(
    'request-malformed',
    'the algorithm catalogue is signed, and such signatures are not verified yet',
    { hint: 'check it by other means and give the form without a signature' },
  )
}
