import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { DetachedContent } from '../../src/formats/format.ts'
import type { SignatureVerdict } from '../../src/report/verdict.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder, verdictOn } from './cms-rows.ts'

interface Row {
  readonly path: string
  readonly module: string
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
  readonly detachedInline?: readonly {
    readonly name: string | null
    readonly base64?: string
    readonly digests?: Readonly<Record<string, string>>
  }[]
  readonly expectedException?: object
}

const folder = suiteFolder('dss')
const exceptions = readExceptions('dss-cades.exceptions.json')
const rows = readRows<Row>(folder).filter(({ module }) => module === 'dss-cades')

describe.skipIf(folder === null)('the CAdES documents of EU DSS', () => {
  it('are there', () => expect(rows.length).toBeGreaterThan(70))

  const seen = new Map<string, number>()
  for (const row of rows) {
    const ordinal = (seen.get(row.path) ?? 0) + 1
    seen.set(row.path, ordinal)
    const id = `${row.path.replace('dss-cades/validation/', '')}${ordinal > 1 ? `#${ordinal}` : ''}`
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
  if (row.signaturesTopLevel !== undefined) {
    const topLevel = signatures.filter(({ parent }) => parent === null)
    expect(topLevel).toHaveLength(row.signaturesTopLevel)
  }
  if (row.timestamps !== undefined) {
    expect(signatures.flatMap(({ timestamps }) => timestamps)).toHaveLength(row.timestamps)
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
  if (row.subIndication !== undefined) {
    says('indication', `${row.indication}/${row.subIndication}`, indicationOf(first))
  }
}

const intactOrNot = (intact: boolean) => (intact ? 'intact' : 'not intact')

const indicationOf = (one: SignatureVerdict) => `${one.indication}/${one.subIndication}`

function judge(row: Row): readonly SignatureVerdict[] {
  const base = folder ?? ''
  const files = (row.detached ?? []).map(
    (path): DetachedContent => ({ name: null, bytes: readFileSync(join(base, path)), digests: {} }),
  )
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
  return verdictOn(join(base, row.path), { detached: [...files, ...inline] }).signatures
}
