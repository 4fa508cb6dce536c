import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder } from './cms-rows.ts'
import { judgePdf, mayPass } from './pdf-rows.ts'

/** A row of the suite: a PDF that was attacked, or an honest one beside it. */
interface Row {
  readonly path: string
  readonly class: string
  readonly expected: string
  readonly why: string
}

const folder = suiteFolder('pdf-attacks')
const exceptions = readExceptions('pdf-attacks.exceptions.json')
const rows = readRows<Row>(folder)

describe.skipIf(folder === null)('the attacks on PDFs', () => {
  it('are there', () => expect(rows.length).toBeGreaterThanOrEqual(105))

  it('have exceptions for rows that are there only', () => {
    const paths = new Set(rows.map(({ path }) => path))
    expect([...exceptions.keys()].filter((id) => !paths.has(id))).toEqual([])
  })

  for (const row of rows) {
    it(`${row.path} (${row.class}): ${row.why}`, () => {
      const compare = expectations[kindOf(row.expected)] ?? unknown
      const answer = compare(judgePdf(join(folder ?? '', row.path)))
      const [expected, actual] = [answer.expected, answer.actual].map(String)
      expectLabelled(exceptions, row.path, expected ?? '', actual ?? '')
    })
  }
})

/** What is compared of a row. */
interface Answer {
  readonly expected: string
  readonly actual: string
}

type Found = Verdict | VerifierError

/** By what a row expects, where a policy may say more: up to the colon. */
const expectations: Readonly<Record<string, (found: Found) => Answer>> = {
  valid: (found) => ({ expected: 'passing', actual: accepted(found) }),
  'valid-with-extension': (found) => ({ expected: 'passing, permitted', actual: summary(found) }),
  'not-valid': notPassing,
  'not-whole-file': notPassing,
  'first-signature-not-valid': (found) => ({ expected: 'not passing', actual: first(found) }),
  'one-of-two-not-valid': (found) => ({ expected: 'one passing', actual: passing(found) }),
  'no-signature': (found) => ({ expected: 'not-a-signed-document', actual: refusal(found) }),
  'not-valid-or-no-signature': notPassing,
  'reject-input': (found) => ({
    expected: 'refused',
    actual: found instanceof VerifierError ? 'refused' : 'read',
  }),
  'no-hang': () => ({ expected: 'answered', actual: 'answered' }),
  flag: (found) => ({ expected: 'reported', actual: reported(found) }),
  policy: (found) => ({ expected: 'reported', actual: reported(found) }),
}

const unknown = (): Answer => {
  throw new Error('the row expects something that is not known')
}

const kindOf = (expected: string) => expected.split(':')[0] ?? ''

/** A document is accepted for all its signatures only: one that fails is enough. */
function notPassing(found: Found): Answer {
  const refused = found instanceof VerifierError
  return { expected: 'not passing', actual: refused ? 'not passing' : accepted(found) }
}

function accepted(found: Found): string {
  if (found instanceof VerifierError) return `refused: ${found.message}`
  return found.signatures.every(mayPass) ? 'passing' : 'not passing'
}

/** The same, and what came after the first signature. */
function summary(found: Found): string {
  const changes = found instanceof VerifierError ? null : found.signatures[0]?.modifications
  return `${accepted(found)}, ${changes}`
}

function first(found: Found): string {
  if (found instanceof VerifierError) return 'not passing'
  const [one] = found.signatures
  return one !== undefined && mayPass(one) ? 'passing' : 'not passing'
}

function passing(found: Found): string {
  if (found instanceof VerifierError) return `refused: ${found.message}`
  const count = found.signatures.filter(mayPass).length
  return count === 1 ? 'one passing' : `${count} passing`
}

function refusal(found: Found): string {
  return found instanceof VerifierError ? found.code : `${found.signatures.length} signatures`
}

/** Said in some way: failed, left open, changed, or warned of. */
function reported(found: Found): string {
  if (found instanceof VerifierError) return 'reported'
  const { signatures, warnings } = found
  const told = signatures.some((one) => !mayPass(one) || one.modifications !== 'none')
  return told || warnings.length > 0 ? 'reported' : 'not reported'
}
