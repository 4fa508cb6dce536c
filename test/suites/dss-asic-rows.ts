import { it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import { readExceptions, readRows, suiteFolder } from './cms-rows.ts'
import {
  compareRow,
  type DssRow,
  identified,
  nameless,
  type Says,
  sayer,
  testRows,
  verdictOrRefusal,
} from './dss-rows.ts'

/** A container of EU DSS, with what its tests assert. */
interface ContainerRow extends DssRow {
  readonly containerType?: string
}

/** What an exception may be about; the numbers of signatures hold for every container. */
const mayDiffer = [
  'reading',
  'timestamps',
  'integrity',
  'format',
  'indication',
  'container',
  'scope',
]

/** Compares every container of a module with its labels; the fewest rows that there have to be. */
export function compareContainers(module: string, exceptionsFile: string, fewest: number): void {
  const all = readRows<ContainerRow>(suiteFolder('dss'))
  const rows = identified(all.filter((row) => row.module === module))
  const exceptions = readExceptions(exceptionsFile)
  testRows(rows, fewest, exceptions, mayDiffer)
  for (const [id, row] of rows) {
    it(id, () => compare(row, verdictOrRefusal(row, nameless), sayer(exceptions, id)))
  }
}

function compare(row: ContainerRow, verdict: Verdict | VerifierError, says: Says): void {
  if (row.expectedException !== undefined) {
    says('reading', 'refused', verdict instanceof VerifierError ? 'refused' : 'read')
    return
  }
  // Containers with time assertions alone are no signed documents here; nor is one without signature.
  const unsigned = !row.signatures && row.minSignatures === undefined
  const expected = unsigned ? 'refused: not-a-signed-document' : 'read'
  says('reading', expected, verdict instanceof VerifierError ? `refused: ${verdict.code}` : 'read')
  if (!(verdict instanceof VerifierError)) compareContainer(row, verdict, says)
}

function compareContainer(row: ContainerRow, verdict: Verdict, says: Says): void {
  compareRow(says, row, verdict.signatures, verdict.timestamps)
  const form = /asics|scs$/.test(row.path) ? 'ASiC-S' : 'ASiC-E'
  says('container', row.containerType?.replace('_', '-') ?? form, verdict.document.container ?? '')
  sayScope(verdict.signatures, says)
}

/** Every intact signature over data of the container names what it is over. */
function sayScope(signatures: readonly SignatureVerdict[], says: Says): void {
  const over = signatures.filter(
    ({ parent, integrity }) => parent === null && integrity === 'intact',
  )
  const nothing = over.filter(({ scope }) => scope.every(({ kind }) => kind === 'manifest'))
  says('scope', 'some data', nothing.length === 0 ? 'some data' : 'no data')
}
