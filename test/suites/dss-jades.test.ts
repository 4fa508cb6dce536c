import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { SignatureVerdict } from '../../src/report/verdict.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder, verdictOn } from './cms-rows.ts'

interface Row {
  readonly path: string
  readonly module: string
  readonly format: string | null
  readonly formatScope?: 'first' | 'all'
  readonly signatures?: number | null
  readonly minSignatures?: number
  readonly timestamps?: number
  readonly bLevelValid?: boolean | null
  readonly bLevelScope?: 'first' | 'all'
  readonly detached?: readonly string[]
  readonly detachedNames?: readonly string[]
  readonly notes: string
  readonly expectedException?: object
}

const folder = suiteFolder('dss')
const exceptions = readExceptions('dss-jades.exceptions.json')
/** Where another kind of validator of DSS refuses a document that its own accepts, nothing is said of JWS. */
const rows = readRows<Row>(folder).filter(
  ({ module, notes }) => module === 'dss-jades' && !notes.includes('other document type'),
)

describe.skipIf(folder === null)('the JAdES documents of EU DSS', () => {
  it('are there', () => expect(rows.length).toBeGreaterThan(40))

  const seen = new Map<string, number>()
  for (const row of rows) {
    const ordinal = (seen.get(row.path) ?? 0) + 1
    seen.set(row.path, ordinal)
    const id = `${row.path.replace('dss-jades/validation/', '')}${ordinal > 1 ? `#${ordinal}` : ''}`
    if (row.expectedException !== undefined) {
      it(`${id} is refused`, () => expect(() => judge(row)).toThrow(VerifierError))
    } else {
      it(`${id} is judged as labelled`, () => compare(id, row, judge(row)))
    }
  }
})

function compare(id: string, row: Row, signatures: readonly SignatureVerdict[]): void {
  const [first] = signatures
  if (first === undefined) throw new Error('no signature')
  const says = (what: string, expected: string, actual: string) =>
    expectLabelled(exceptions, `${id} ${what}`, expected, actual)

  expect(signatures.length).toBeGreaterThanOrEqual(row.minSignatures ?? 1)
  if (typeof row.signatures === 'number') expect(signatures).toHaveLength(row.signatures)
  if (row.timestamps !== undefined) {
    const found = signatures.flatMap(({ timestamps }) => timestamps)
    expect(found).toHaveLength(row.timestamps)
    expect(found.filter(({ time }) => time === null)).toEqual([])
  }
  if (typeof row.bLevelValid === 'boolean') {
    const judged = row.bLevelScope === 'all' ? signatures : [first]
    const intact = judged.every(({ integrity }) => integrity === 'intact')
    says('integrity', intactOrNot(row.bLevelValid), intactOrNot(intact))
  }
  if (row.format !== null) {
    const judged = row.formatScope === 'all' ? signatures : [first]
    for (const { format } of judged) says('format', row.format.replaceAll('_', '-'), format)
  }
}

const intactOrNot = (intact: boolean) => (intact ? 'intact' : 'not intact')

function judge(row: Row): readonly SignatureVerdict[] {
  const base = folder ?? ''
  const detached = (row.detached ?? []).map((path, index) => ({
    name: row.detachedNames?.[index] ?? null,
    bytes: readFileSync(join(base, path)),
    digests: {},
  }))
  return verdictOn(join(base, row.path), { detached }).signatures
}
