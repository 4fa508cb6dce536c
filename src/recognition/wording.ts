import type { State } from '../core/state.ts'
import { termAt } from './in-force.ts'
import type { Agreement, LegalEffect, Level, RecognitionFacts } from './model.ts'
import { dated } from './spans.ts'
import { counts, type Edge, firstStart, type Ineffective } from './standing.ts'
import { stateName } from './state-names.ts'

const levelNames: Readonly<Record<Level, string>> = {
  QES: 'qualified electronic signature',
  'AdES-QC': 'advanced electronic signature with a qualified certificate',
  AdES: 'advanced electronic signature',
  QESeal: 'qualified electronic seal',
  'AdESeal-QC': 'advanced electronic seal with a qualified certificate',
  AdESeal: 'advanced electronic seal',
}

const audiences: Readonly<Record<LegalEffect['reliedUponBy'], string>> = {
  all: '',
  'public-sector': ', for public-sector bodies only',
  'named-bodies': ', for the bodies that the agreement names only',
}

/** A level in words, without an article. */
export function levelName(level: Level): string {
  return levelNames[level]
}

/** "a qualified …", "an advanced …". */
export function aLevel(level: Level): string {
  return `${levelNames[level].startsWith('a') ? 'an' : 'a'} ${levelNames[level]}`
}

/** The agreement by its title, and by what it is filed under. */
export function cited(agreement: Agreement): string {
  return `“${agreement.instrument.title}” (${agreement.id}, version ${agreement.version})`
}

/** A state's name at the beginning of a sentence. */
export function opening(state: State): string {
  const name = stateName(state)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Whom the recognition binds, where that is not everybody. */
function audience(agreement: Agreement): string {
  return audiences[agreement.legalEffect?.reliedUponBy ?? 'all']
}

/** "Greece recognises signatures from Georgia under …", for sentences that go on from there. */
export function ruleOf(edge: Edge): string {
  return `${opening(edge.relying)} recognises signatures from ${stateName(edge.origin)} under ${cited(edge.agreement)}`
}

/** What an agreement is about, for sentences in which it has no effect. */
export function pairOf(edge: Edge): string {
  return `the recognition in ${stateName(edge.relying)} of signatures from ${stateName(edge.origin)}`
}

/** Why an agreement has no effect at the time of validation. */
export function withoutEffectNow(edge: Edge, standing: Ineffective): string {
  const subject = `${cited(edge.agreement)}, on ${pairOf(edge)},`
  const on = standing.date === null ? '' : ` on ${dated(standing.date)}`
  switch (standing.reason) {
    case 'suspended':
      return `${subject} was suspended${on}`
    case 'terminated':
      return `${subject} ended${on}`
    case 'agreement-draft':
      return `${subject} is only a draft`
    case 'not-yet-in-force':
      return `${subject} is not yet in force${standing.date === null ? '' : ` before ${dated(standing.date)}`}`
  }
}

/** Why an agreement had no effect at the time of the signature; `how` that time is known. */
export function withoutEffectThen(
  edge: Edge,
  standing: Ineffective,
  at: Date,
  how: string,
): string {
  const start = `${ruleOf(edge)}, but ${how} ${dated(at)}`
  const date = standing.date === null ? '' : ` on ${dated(standing.date)}`
  switch (standing.reason) {
    case 'suspended':
      return `${start}, after its suspension${date}`
    case 'terminated':
      return `${start}, after its end${date}`
    case 'agreement-draft':
      return `${start}, when it was only a draft`
    case 'not-yet-in-force':
      return `${start}, before it entered into force${date}`
  }
}

/** What the signature is, in words: its level where it has one. */
export function signatureName(facts: RecognitionFacts): string {
  return facts.level === null ? 'electronic signature' : levelName(facts.level)
}

/** The sentence of a recognition, with the dates between which it holds. */
export function recognitionText(
  edge: Edge,
  facts: RecognitionFacts,
  { grantedLevel, made }: { readonly grantedLevel: Level; readonly made: Date },
): string {
  const { agreement } = edge
  const signature = `this ${signatureName(facts)} from ${stateName(edge.origin)} as ${aLevel(grantedLevel)}`
  return `${opening(edge.relying)} recognises ${signature}${audience(agreement)}, under ${cited(agreement)}, ${validity(edge, facts, made)}.`
}

function validity(edge: Edge, facts: RecognitionFacts, made: Date): string {
  const term = termAt(edge.agreement, facts.validationTime)
  const start = firstStart(edge)
  const since = start === null ? '' : ` since ${dated(start)}`
  if (term === null || counts(edge, term)) {
    return term?.status === 'draft' ? 'a draft accepted on request' : `in force${since}`
  }
  const ended = `in force${since} and ${term.status} on ${dated(term.from)}`
  return term.windDownUntil !== undefined && made >= term.from
    ? `${ended}, but open until ${dated(term.windDownUntil)} to certificates issued before`
    : `${ended}, which leaves signatures made before it untouched`
}
