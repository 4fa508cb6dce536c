import { printable } from '../core/printable.ts'
import type { ChainVerdict } from './chain.ts'
import { claimsText } from './claims.ts'
import { permissionLines } from './permissions.ts'
import { revisionLines } from './revisions.ts'
import type { Need, ReportedCheck, SignatureVerdict, TimestampVerdict, Verdict } from './verdict.ts'

/** What depends on where the text is read. */
export interface TextStyle {
  readonly color: 'yes' | 'no'
  /** What to call the document, where its name alone could be one of several. */
  readonly title?: string
}

const codes = { good: '32', bad: '31', open: '33', strong: '1', faint: '2' } as const

type Paint = (text: string, style: keyof typeof codes) => string

const outcomeStyles = { accepted: 'good', rejected: 'bad', undetermined: 'open' } as const

/** A verdict for a person at a terminal: the outcome first, then each signature and why. */
export function verdictText(verdict: Verdict, style: TextStyle): string {
  const paint = painter(style)
  const { document, outcome, signatures, timestamps, needs, warnings } = verdict
  const lines = [
    `${paint(printable(style.title ?? document.name), 'strong')}: ${paint(outcome.toUpperCase(), outcomeStyles[outcome])}`,
    ...signatures.flatMap((signature) => signatureLines(signature, paint)),
    ...timestamps.map((timestamp) => timestampLine(timestamp, paint)),
    ...needs.map(needLine),
    ...warnings.map((warning) => paint(`  note     ${printable(warning.message)}`, 'faint')),
  ]
  return `${lines.join('\n')}\n`
}

function signatureLines(signature: SignatureVerdict, paint: Paint): readonly string[] {
  const { id, format, recognition } = signature
  const why = firstOpenCheck(signature)
  const claims = claimsText(signature.claims)
  return [
    `  ${printable(id)}  ${format}, ${conclusionText(signature, paint)}`,
    ...(signature.parent === null ? [] : [`    countersigns ${printable(signature.parent)}`]),
    `    content      ${signature.integrity}`,
    ...scopeLines(signature),
    ...revisionLines(signature).map(([label, text]) => `    ${label.padEnd(13)}${printable(text)}`),
    ...permissionLines(signature).map(
      ([label, text]) => `    ${label.padEnd(13)}${printable(text)}`,
    ),
    ...(signature.signer === null
      ? []
      : [`    signer       ${printable(signature.signer.subject)}`]),
    `    algorithm    ${signature.algorithm.signature}`,
    ...(signature.claimedSigningTime === null
      ? []
      : [`    signed       ${signature.claimedSigningTime} (claimed)`]),
    ...(claims === null ? [] : [`    claims       ${printable(claims)}`]),
    ...(signature.qualification === null
      ? []
      : [`    qualified    ${signature.qualification.result}`]),
    ...(why === null ? [] : [`    because      ${printable(why)}`]),
    ...uncheckedIn(signature.checks).map((what) => `    unchecked    ${what}`),
    ...(recognition === null ? [] : recognitionLines(recognition, paint)),
  ]
}

/** A time-stamp over the document itself. */
function timestampLine({ id, type, time, ...judged }: TimestampVerdict, paint: Paint): string {
  const when = time === null ? 'of an unreadable time' : `of ${time}`
  return `  ${printable(id)}  ${type} time-stamp ${when}, ${conclusionText({ ...judged, reason: null }, paint)}`
}

/** Names of what is signed; more than these would hide the rest of the report. */
const mostNames = 3

const kindWords = {
  full: '',
  partial: ' (a part)',
  digest: ' (digest only)',
  manifest: ' (manifest)',
} as const

/** What the signature is over; of one that is not intact, what it was to be over. */
function scopeLines({ scope, integrity }: SignatureVerdict): readonly string[] {
  if (scope.length === 0) return []
  const shown = scope.slice(0, mostNames).map(({ name, kind }) => `${name}${kindWords[kind]}`)
  const more = scope.length - shown.length
  const label = integrity === 'intact' ? 'signs' : 'refers to'
  // One a line: a name may have commas in it, and no line feed that is printed as one.
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].map(
    (name, at) => `    ${(at === 0 ? label : '').padEnd(13)}${printable(name)}`,
  )
}

function recognitionLines(
  recognition: NonNullable<SignatureVerdict['recognition']>,
  paint: Paint,
): readonly string[] {
  const { outcome, relying, origin, agreement, reason, originLevel, grantedLevel } = recognition
  const positive = outcome === 'domestic' || outcome === 'recognised'
  const style = positive ? 'good' : outcome === 'undetermined' ? 'open' : 'bad'
  const levels = grantedLevel === null ? '' : `, ${originLevel} as ${grantedLevel}`
  return [
    `    recognition  ${paint(outcome, style)} in ${relying}${origin === null ? '' : `, from ${origin}`}${levels} (${reason})`,
    ...(agreement === null
      ? []
      : [`    agreement    ${agreement.id}, version ${agreement.version}`]),
    `                 ${printable(recognition.explanation)}`,
  ]
}

function firstOpenCheck({ checks, indication }: SignatureVerdict): string | null {
  if (indication === 'TOTAL-PASSED') return null
  const decisive = indication === 'TOTAL-FAILED' ? 'FAILED' : 'INDETERMINATE'
  const check = checks.find((one) => one.conclusion === decisive)
  return check === undefined ? null : `${check.detail} [${check.rule}]`
}

/** A chain for a person at a terminal. */
export function chainText(verdict: ChainVerdict, style: TextStyle): string {
  const paint = painter(style)
  const { path, checks, recognition, needs, warnings = [] } = verdict
  const open = checks.filter(
    ({ conclusion }) => conclusion !== 'PASSED' && conclusion !== 'IGNORED',
  )
  const lines = [
    conclusionText(verdict, paint),
    ...path.map((certificate, i) => `  ${'  '.repeat(i)}${printable(certificate.subject)}`),
    ...open.map((check) => `  because  ${printable(check.detail)} [${check.rule}]`),
    ...uncheckedIn(checks).map((what) => `  unchecked  ${what}`),
    ...(recognition === null ? [] : recognitionLines(recognition, paint)),
    ...needs.map(needLine),
    ...warnings.map((warning) => paint(`  note     ${printable(warning.message)}`, 'faint')),
  ]
  return `${lines.join('\n')}\n`
}

/** The indication, then the sub-indication and the reason where there are any. */
function conclusionText(
  {
    indication,
    subIndication,
    reason,
  }: Pick<SignatureVerdict, 'subIndication' | 'reason'> & {
    readonly indication: string
  },
  paint: Paint,
): string {
  const why = [subIndication, reason].filter((one) => one !== null).join(', ')
  return `${paint(indication, indicationStyle(indication))}${why === '' ? '' : ` (${why})`}`
}

/** What was not checked is said: what passed without it is not what was cleared. */
function uncheckedIn(checks: readonly ReportedCheck[]): readonly string[] {
  const ignored = checks.filter(({ conclusion }) => conclusion === 'IGNORED')
  return [...new Set(ignored.map(({ id, detail }) => `${id}: ${printable(detail)}`))]
}

function needLine({ kind, for: what, uri }: Need): string {
  return `  needs    ${kind} of ${printable(what)}${uri === null ? '' : ` (${printable(uri)})`}`
}

function indicationStyle(indication: string): keyof typeof codes {
  if (indication.endsWith('PASSED')) return 'good'
  return indication.endsWith('FAILED') ? 'bad' : 'open'
}

function painter({ color }: TextStyle): Paint {
  if (color === 'no') return (text) => text
  return (text, style) => `\u001b[${codes[style]}m${text}\u001b[0m`
}
