import type { Budget } from '../../core/budget.ts'
import { VerifierError } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { extensionOids } from '../extensions.ts'
import type { NameForm } from '../general-names.ts'
import { maskedNameText } from '../identifiers.ts'
import { addressJudge } from './address.ts'
import { directoryJudge } from './directory.ts'
import { dnsJudge } from './dns.ts'
import { emailJudge } from './email.ts'
import type { Bases, Judge, Judgement } from './judgement.ts'
import { nameForm, type SubjectName, subjectNames } from './subject-names.ts'
import { readNameConstraints, type Subtree } from './subtrees.ts'
import { uriJudge } from './uri.ts'
import { subjectNameText } from './wording.ts'

/** RFC 5280 §4.2.1.10, §6.1.3 (b) and (c), §6.1.4 (g). */

/**
 * permitted_subtrees and excluded_subtrees of RFC 5280 §6.1.2 (b) and (c). Instead of the
 * intersection of what the authorities permit it holds what each of them says: a name has to be
 * within all of them.
 */
export interface NameConstraintsState {
  readonly authorities: readonly Constraints[]
}

/** What one NameConstraints extension says. */
interface Constraints {
  /** The subject of the certificate that has it. */
  readonly authority: Uint8Array
  readonly subtrees: number
  /** By name form; a reason stands for subtrees that are not processed. */
  readonly forms: ReadonlyMap<NameForm, Judge | string>
  /** Why the extension cannot be read; then it refuses everything. */
  readonly problem: string | null
}

/** RFC 5280 §6.1.2 (b) and (c): every name is permitted. */
export const noNameConstraints: NameConstraintsState = { authorities: [] }

/**
 * RFC 5280 §6.1.4 (g): the state with the nameConstraints of a CA, or by RFC 5937 §3.2 of an
 * anchor; the same state where it has none. What cannot be read refuses every name, critical or
 * not.
 */
export function withConstraintsOf(
  state: NameConstraintsState,
  certificate: Certificate,
): NameConstraintsState {
  if (!certificate.extensions.some(({ oid }) => oid === extensionOids.nameConstraints)) return state
  return { authorities: [...state.authorities, ...constraintsOf(certificate)] }
}

/**
 * RFC 5280 §6.1.3 (b) and (c): why the names of the certificate are not within the constraints, in
 * words, or null. The clause leaves out self-issued certificates that are not the last; that is for
 * the caller to do. Throws `budget-exceeded`.
 */
export function nameConstraintProblem(
  state: NameConstraintsState,
  certificate: Certificate,
  budget: Budget,
): string | null {
  if (state.authorities.length === 0) return null
  const { names, count, problem } = subjectNames(certificate)
  for (const constraints of state.authorities) {
    if (constraints.problem !== null) return `${of(constraints)} ${constraints.problem}`
    if (problem !== null) return `${problem}, and there are ${of(constraints)}`
    // The product that OpenSSL limits. The work here is the sum of both, but it must not depend on
    // the reader which chains pass.
    budget.spend('nameComparisons', count * constraints.subtrees)
    for (const name of names) {
      const refusal = refusalOf(name, constraints)
      if (refusal !== null) return refusal
    }
  }
  return null
}

function of({ authority }: Constraints): string {
  return `name constraints of "${maskedNameText(authority)}"`
}

function refusalOf(name: SubjectName, constraints: Constraints): string | null {
  const judge = constraints.forms.get(nameForm(name))
  if (judge === undefined) return null
  if (typeof judge === 'string')
    return `${subjectNameText(name)} is under ${of(constraints)} ${judge}`
  const judgement = judge(name)
  return judgement === 'within'
    ? null
    : `${subjectNameText(name)} ${reasons[judgement]} by the ${of(constraints)}`
}

const reasons: Readonly<Record<Exclude<Judgement, 'within'>, string>> = {
  excluded: 'is excluded',
  'not-permitted': 'is not permitted',
  'not-comparable': 'is not of a shape that can be judged',
}

const known = new WeakMap<Certificate, readonly Constraints[]>()

function constraintsOf(certificate: Certificate): readonly Constraints[] {
  const before = known.get(certificate)
  if (before !== undefined) return before
  const constraints = certificate.extensions
    .filter(({ oid }) => oid === extensionOids.nameConstraints)
    .map(({ value }) => readConstraints(value, certificate.subject))
  known.set(certificate, constraints)
  return constraints
}

function readConstraints(value: Uint8Array, authority: Uint8Array): Constraints {
  try {
    const { permitted, excluded } = readNameConstraints(value)
    const subtrees = permitted.length + excluded.length
    return { authority, subtrees, forms: judgesOf(permitted, excluded), problem: null }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    const problem = `cannot be read (${error.message})`
    return { authority, subtrees: 0, forms: new Map(), problem }
  }
}

function judgesOf(
  permitted: readonly Subtree[],
  excluded: readonly Subtree[],
): ReadonlyMap<NameForm, Judge | string> {
  const inside = byForm(permitted)
  const outside = byForm(excluded)
  const judges = new Map<NameForm, Judge | string>()
  for (const form of new Set([...inside.keys(), ...outside.keys()])) {
    judges.set(form, judgeOf(form, inside.get(form) ?? [], outside.get(form) ?? []))
  }
  return judges
}

function byForm(subtrees: readonly Subtree[]): ReadonlyMap<NameForm, readonly Subtree[]> {
  const found = new Map<NameForm, Subtree[]>()
  for (const subtree of subtrees) {
    const form = nameForm(subtree.base)
    const same = found.get(form)
    if (same === undefined) found.set(form, [subtree])
    else same.push(subtree)
  }
  return found
}

/** The forms for which §4.2.1.10 has rules; a constraint on any other form is met by no name of it. */
const processed: Readonly<Partial<Record<NameForm, (bases: Bases) => Judge | null>>> = {
  directoryName: directoryJudge,
  rfc822Name: emailJudge,
  dNSName: dnsJudge,
  uniformResourceIdentifier: uriJudge,
  iPAddress: addressJudge,
}

/**
 * §4.2.1.10: a constraint is processed, or a certificate with a name of its form is refused. We
 * refuse where the extension is not critical too, though it might then be passed over.
 */
function judgeOf(
  form: NameForm,
  permitted: readonly Subtree[],
  excluded: readonly Subtree[],
): Judge | string {
  // "minimum MUST be zero, and maximum MUST be absent"; zero is the default, which is not encoded.
  if ([...permitted, ...excluded].some(({ distance }) => distance === 'given')) {
    return 'that give a minimum or a maximum'
  }
  const read = processed[form]
  if (read === undefined) return 'on a form of names that has no rules for them'
  const judge = read({
    permitted: permitted.map(({ base }) => base),
    excluded: excluded.map(({ base }) => base),
  })
  return judge ?? `that are not written as RFC 5280 §4.2.1.10 has those of ${form}`
}
