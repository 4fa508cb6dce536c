import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { readExceptions, readRows, suiteFolder } from './cms-rows.ts'
import { compareRow, type DssRow, identified, judgeRow } from './dss-rows.ts'

const folder = suiteFolder('dss')
const exceptions = readExceptions('dss-xades.exceptions.json')
const rows = identified(readRows<DssRow>(folder).filter(({ form }) => form === 'XAdES'))

describe.skipIf(folder === null)('the XAdES documents of EU DSS', () => {
  it('are there', () => expect(rows.length).toBeGreaterThan(140))

  for (const [id, row] of rows) {
    if (row.expectedException !== undefined || row.path.endsWith('sample.xml')) {
      it(`${id} is refused`, () => expect(() => judge(row)).toThrow(VerifierError))
    } else {
      it(`${id} is judged as labelled`, () => compareRow(exceptions, id, row, judge(row)))
    }
  }
})

const judge = (row: DssRow) => judgeRow(folder ?? '', row)
