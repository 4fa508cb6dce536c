import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { DetachedContent } from '../../src/formats/format.ts'
import type { SignatureVerdict, TimestampVerdict, Verdict } from '../../src/report/verdict.ts'
import {
  type Exception,
  expectLabelled,
  readExceptions,
  suiteFolder,
  verdictOn,
} from './cms-rows.ts'

/** A row of the DSS suite (README.md there), as far as it is compared. */
export interface DssRow {
  readonly path: string
  readonly module: string
  readonly form: string
  readonly format: string | null
  readonly formatScope?: 'first' | 'all'
  readonly signatures?: number | null
  readonly signaturesTopLevel?: number
  readonly minSignatures?: number
  readonly timestamps?: number
  readonly bLevelValid?: boolean | null
  readonly bLevelScope?: 'first' | 'all'
  readonly indication?: string
  readonly subIndication?: string
  readonly detached?: readonly string[]
  readonly detachedNames?: readonly (string | null)[]
  readonly detachedInline?: readonly {
    readonly name: string | null
    readonly base64?: string
    readonly digests?: Readonly<Record<string, string>>
  }[]
  readonly notes: string
  readonly expectedException?: object
}

/** A row with its id, by which the exceptions name it. */
export type IdentifiedRow<Row extends DssRow = DssRow> = readonly [id: string, row: Row]

/** Compares one label of a row with what is found, or with the exception for it. */
export type Says = (label: string, expected: unknown, actual: unknown) => void

/** The name of a detached content: what the row says of it, and the path of its file. */
export type Naming = (given: string | null | undefined, path: string) => string | null

/** What tells the suite of one kind of documents from the others. */
export interface DssSuite {
  readonly rows: readonly DssRow[]
  /** How many rows there have to be. */
  readonly fewest: number
  /** The file of the exceptions. */
  readonly exceptions: string
  /** The labels that an exception may be about; the others hold for every row. */
  readonly mayDiffer: readonly string[]
  readonly nameOf: Naming
  /** The rows that have to be refused beside those with an expected exception. */
  readonly isRefused?: (row: DssRow) => boolean
  /** What is compared of this kind of documents alone. */
  readonly compareFurther?: (row: DssRow, verdict: Verdict, says: Says) => void
}

/** Makes the tests of a suite: each row is refused, or judged as labelled. */
export function compareDocuments(suite: DssSuite): void {
  const { nameOf, isRefused, compareFurther } = suite
  const rows = identified(suite.rows)
  const exceptions = readExceptions(suite.exceptions)
  testRows(rows, suite.fewest, exceptions, suite.mayDiffer)
  for (const [id, row] of rows) {
    const says = sayer(exceptions, id)
    if (row.expectedException !== undefined || isRefused?.(row) === true) {
      it(`${id} is refused`, () => says('refusal', 'refused', outcomeOf(row, nameOf)))
    } else {
      it(`${id} is judged as labelled`, () => {
        const verdict = judgeRow(row, nameOf)
        compareRow(says, row, verdict.signatures, verdict.timestamps)
        compareFurther?.(row, verdict, says)
      })
    }
  }
}

/** Makes the tests that the rows are there, and that the exceptions are for labels of theirs. */
export function testRows(
  rows: readonly IdentifiedRow[],
  fewest: number,
  exceptions: ReadonlyMap<string, Exception>,
  mayDiffer: readonly string[],
): void {
  it('are there', () => expect(rows.length).toBeGreaterThanOrEqual(fewest))

  it('have exceptions for rows that are there only, and for what may differ', () => {
    const known = new Set(rows.flatMap(([id]) => mayDiffer.map((label) => `${id} ${label}`)))
    expect([...exceptions.keys()].filter((key) => !known.has(key))).toEqual([])
  })
}

/** The rows with an id each: the path, and which of several with the same one it is. */
export function identified<Row extends DssRow>(
  rows: readonly Row[],
): readonly IdentifiedRow<Row>[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const ordinal = (seen.get(row.path) ?? 0) + 1
    seen.set(row.path, ordinal)
    const name = row.path.replace(/^[^/]+\/validation\//, '')
    return [ordinal > 1 ? `${name}#${ordinal}` : name, row] as const
  })
}

/** Compares the labels of the row with this id, each with the exception for it. */
export function sayer(exceptions: ReadonlyMap<string, Exception>, id: string): Says {
  return (label, expected, actual) =>
    expectLabelled(exceptions, `${id} ${label}`, String(expected), String(actual))
}

/**
 * Compares what is labelled of the row with its signatures.
 *
 * @param beside the time-stamps that belong to no signature, where the label counts them too
 */
export function compareRow(
  says: Says,
  row: DssRow,
  signatures: readonly SignatureVerdict[],
  beside: readonly TimestampVerdict[] = [],
): void {
  const [first] = signatures
  if (first === undefined) throw new Error('no signature')
  compareCounts(says, row, signatures, beside)
  if (typeof row.bLevelValid === 'boolean') {
    const judged = row.bLevelScope === 'all' ? signatures : [first]
    const intact = judged.every(({ integrity }) => integrity === 'intact')
    says('integrity', intactOrNot(row.bLevelValid), intactOrNot(intact))
  }
  if (row.format !== null) {
    const judged = row.formatScope === 'all' ? signatures : [first]
    for (const { format } of judged) says('format', row.format.replaceAll('_', '-'), format)
  }
  // Where one of the two is not labelled, the other is compared alone.
  const indication = row.indication?.replace('_', '-') ?? first.indication
  const labelled = `${indication}/${row.subIndication ?? first.subIndication}`
  says('indication', labelled, `${first.indication}/${first.subIndication}`)
}

function compareCounts(
  says: Says,
  row: DssRow,
  signatures: readonly SignatureVerdict[],
  beside: readonly TimestampVerdict[],
): void {
  expect(signatures.length).toBeGreaterThanOrEqual(row.minSignatures ?? 1)
  if (typeof row.signatures === 'number') says('signatures', row.signatures, signatures.length)
  if (row.signaturesTopLevel !== undefined) {
    const topLevel = signatures.filter(({ parent }) => parent === null)
    says('signatures at the top', row.signaturesTopLevel, topLevel.length)
  }
  if (row.timestamps !== undefined) {
    const all = [...signatures.flatMap(({ timestamps }) => timestamps), ...beside]
    says('timestamps', row.timestamps, all.length)
    says('timestamps without a time', 0, all.filter(({ time }) => time === null).length)
  }
}

const intactOrNot = (intact: boolean) => (intact ? 'intact' : 'not intact')

/** refused, or the integrity of the first signature. */
function outcomeOf(row: DssRow, nameOf: Naming): string {
  const verdict = verdictOrRefusal(row, nameOf)
  if (verdict instanceof VerifierError) return 'refused'
  return verdict.signatures[0]?.integrity ?? 'nothing'
}

/** The verdict on the document of a row, or the error by which it is refused. */
export function verdictOrRefusal(row: DssRow, nameOf: Naming): Verdict | VerifierError {
  try {
    return judgeRow(row, nameOf)
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
}

/** The verdict on the document of a row, with what the row gives beside it. */
export function judgeRow(row: DssRow, nameOf: Naming): Verdict {
  const folder = suiteFolder('dss') ?? ''
  return verdictOn(join(folder, row.path), { detached: detachedOf(folder, row, nameOf) })
}

/** The name that the row gives, or the file's own; an empty one stands for none. */
export const namedByFile: Naming = (given, path) => {
  const name = given ?? basename(path)
  return name === '' ? null : name
}

/** The name that the row gives, and none where it gives none. */
export const namedByRow: Naming = (given) => given ?? null

/** No name, whatever the row gives. */
export const nameless: Naming = () => null

function detachedOf(folder: string, row: DssRow, nameOf: Naming): readonly DetachedContent[] {
  const files = (row.detached ?? []).map((path, index): DetachedContent => {
    const bytes = readFileSync(join(folder, path))
    return { name: nameOf(row.detachedNames?.[index], path), bytes, digests: {} }
  })
  const inline = (row.detachedInline ?? []).map(
    ({ name, base64, digests = {} }): DetachedContent => ({
      name,
      bytes: base64 === undefined ? null : Buffer.from(base64, 'base64'),
      digests: Object.fromEntries(
        Object.entries(digests).map(([algorithm, value]) => [
          algorithm.replace(/^SHA(?=\d)/, 'SHA-'),
          Buffer.from(value, 'base64'),
        ]),
      ),
    }),
  )
  return [...files, ...inline]
}
