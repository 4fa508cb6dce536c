import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import type { DetachedContent } from '../../src/formats/format.ts'
import type { SignatureVerdict } from '../../src/report/verdict.ts'
import { type Exception, expectLabelled, verdictOn } from './cms-rows.ts'

/** A row of the DSS suite (README.md there), as far as it is compared. */
export interface DssRow {
  readonly path: string
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
  readonly detachedNames?: readonly string[]
  readonly detachedInline?: readonly {
    readonly name: string | null
    readonly base64?: string
    readonly digests?: Readonly<Record<string, string>>
  }[]
  readonly expectedException?: object
}

/** The rows with an id each: the path, and which of several with the same one it is. */
export function identified(rows: readonly DssRow[]): readonly (readonly [string, DssRow])[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const ordinal = (seen.get(row.path) ?? 0) + 1
    seen.set(row.path, ordinal)
    const name = row.path.replace(/^[^/]+\/validation\//, '')
    return [ordinal > 1 ? `${name}#${ordinal}` : name, row] as const
  })
}

/** Compares what is labelled of the row with the verdict, or with its exceptions. */
export function compareRow(
  exceptions: ReadonlyMap<string, Exception>,
  id: string,
  row: DssRow,
  signatures: readonly SignatureVerdict[],
): void {
  const [first] = signatures
  if (first === undefined) throw new Error('no signature')
  const says = (what: string, expected: unknown, actual: unknown) =>
    expectLabelled(exceptions, `${id} ${what}`, String(expected), String(actual))

  expect(signatures.length).toBeGreaterThanOrEqual(row.minSignatures ?? 1)
  if (typeof row.signatures === 'number') says('signatures', row.signatures, signatures.length)
  if (row.signaturesTopLevel !== undefined) {
    const topLevel = signatures.filter(({ parent }) => parent === null)
    says('signatures at the top', row.signaturesTopLevel, topLevel.length)
  }
  if (row.timestamps !== undefined) {
    const all = signatures.flatMap(({ timestamps }) => timestamps)
    says('timestamps', row.timestamps, all.length)
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
  if (row.indication !== undefined && row.subIndication !== undefined) {
    const labelled = `${row.indication.replace('_', '-')}/${row.subIndication}`
    says('indication', labelled, `${first.indication}/${first.subIndication}`)
  }
}

const intactOrNot = (intact: boolean) => (intact ? 'intact' : 'not intact')

/** The signatures of the document of a row, with what the row gives beside it. */
export function judgeRow(folder: string, row: DssRow): readonly SignatureVerdict[] {
  return verdictOn(join(folder, row.path), { detached: detachedOf(folder, row) }).signatures
}

function detachedOf(folder: string, row: DssRow): readonly DetachedContent[] {
  const files = (row.detached ?? []).map((path, index): DetachedContent => {
    const name = row.detachedNames?.[index] ?? basename(path)
    const bytes = readFileSync(join(folder, path))
    return { name: name === '' ? null : name, bytes, digests: {} }
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
