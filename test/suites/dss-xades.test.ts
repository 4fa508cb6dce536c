import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder } from './cms-rows.ts'
import { compareRow, type DssRow, identified, judgeRow } from './dss-rows.ts'

const folder = suiteFolder('dss')
const exceptions = readExceptions('dss-xades.exceptions.json')
const rows = identified(readRows<DssRow>(folder).filter(({ form }) => form === 'XAdES'))

describe.skipIf(folder === null)('the XAdES documents of EU DSS', () => {
  it('are there', () => expect(rows.length).toBeGreaterThan(140))

  it('have exceptions for rows that are there only', () => {
    const ids = rows.map(([id]) => id)
    const stray = [...exceptions.keys()].filter(
      (key) => !ids.some((id) => key.startsWith(`${id} `)),
    )
    expect(stray).toEqual([])
  })

  for (const [id, row] of rows) {
    if (row.expectedException !== undefined || row.path.endsWith('sample.xml')) {
      it(`${id} is refused`, () => {
        expectLabelled(exceptions, `${id} refusal`, 'refused', outcomeOf(row))
      })
    } else {
      it(`${id} is judged as labelled`, () => compareRow(exceptions, id, row, judge(row)))
    }
  }
})

/** refused, or the integrity of the first signature. */
function outcomeOf(row: DssRow): string {
  try {
    return judge(row)[0]?.integrity ?? 'nothing'
  } catch (error) {
    if (error instanceof VerifierError) return 'refused'
    throw error
  }
}

const judge = (row: DssRow) => judgeRow(folder ?? '', row)
