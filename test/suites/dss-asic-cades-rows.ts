import { join } from 'node:path'
import { expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder, verdictOn } from './cms-rows.ts'

/** A container of EU DSS, with what its tests assert. */
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
  readonly containerType?: string
  readonly expectedException?: object
}

/** Compares every container of a module with its labels; the fewest rows that there have to be. */
export function compareContainers(module: string, exceptionsFile: string, fewest: number): void {
  const folder = suiteFolder('dss')
  const rows = readRows<Row>(folder).filter((row) => row.module === module)
  const exceptions = readExceptions(exceptionsFile)
  it('are there', () => expect(rows.length).toBeGreaterThanOrEqual(fewest))

  const seen = new Map<string, number>()
  for (const row of rows) {
    const ordinal = (seen.get(row.path) ?? 0) + 1
    seen.set(row.path, ordinal)
    const id = `${row.path.replace(`${module}/`, '')}${ordinal > 1 ? `#${ordinal}` : ''}`
    const says = (what: string, expected: string, actual: string) =>
      expectLabelled(exceptions, `${id} ${what}`, expected, actual)
    it(id, () => compare(row, verdictOrRefusal(join(folder ?? '', row.path)), says))
  }
}

type Says = (what: string, expected: string, actual: string) => void

function verdictOrRefusal(path: string): Verdict | VerifierError {
  try {
    return verdictOn(path, { detached: [] })
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
}

function compare(row: Row, verdict: Verdict | VerifierError, says: Says): void {
  if (row.expectedException !== undefined) {
    says('reading', 'refused', verdict instanceof VerifierError ? 'refused' : 'read')
    return
  }
  // Containers with time assertions alone are no signed documents here; nor is one without signature.
  const unsigned = !row.signatures && row.minSignatures === undefined
  const expected = unsigned ? 'refused: not-a-signed-document' : 'read'
  says('reading', expected, verdict instanceof VerifierError ? `refused: ${verdict.code}` : 'read')
  if (!(verdict instanceof VerifierError)) compareSignatures(row, verdict, says)
}

function compareSignatures(row: Row, verdict: Verdict, says: Says): void {
  const { signatures } = verdict
  const [first] = signatures
  if (first === undefined) throw new Error('no signature')
  expect(signatures.length).toBeGreaterThanOrEqual(row.minSignatures ?? 1)
  if (typeof row.signatures === 'number') expect(signatures).toHaveLength(row.signatures)
  if (row.signaturesTopLevel !== undefined) {
    const topLevel = signatures.filter(({ parent }) => parent === null)
    expect(topLevel).toHaveLength(row.signaturesTopLevel)
  }
  if (row.timestamps !== undefined) {
    const all = [...signatures.flatMap(({ timestamps }) => timestamps), ...verdict.timestamps]
    says('timestamps', String(row.timestamps), String(all.length))
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
  const form = /asics|scs$/.test(row.path) ? 'ASiC-S' : 'ASiC-E'
  says('container', row.containerType?.replace('_', '-') ?? form, verdict.document.container ?? '')
  sayScope(signatures, says)
}

/** Every intact signature over data of the container names what it is over. */
function sayScope(signatures: readonly SignatureVerdict[], says: Says): void {
  const over = signatures.filter(
    ({ parent, integrity }) => parent === null && integrity === 'intact',
  )
  const nothing = over.filter(({ scope }) => scope.every(({ kind }) => kind === 'manifest'))
  says('scope', 'some data', nothing.length === 0 ? 'some data' : 'no data')
}

const intactOrNot = (intact: boolean) => (intact ? 'intact' : 'not intact')

const indicationOf = (one: SignatureVerdict) =>
  `${one.indication.replace('TOTAL-', 'TOTAL_')}/${one.subIndication}`
