import { describe } from 'vitest'
import { readRows, suiteFolder } from './cms-rows.ts'
import { compareDocuments, type DssRow, namedByRow } from './dss-rows.ts'

const folder = suiteFolder('dss')

describe.skipIf(folder === null)('the JAdES documents of EU DSS', () => {
  compareDocuments({
    // Where another kind of validator of DSS refuses a document that its own accepts, nothing is said of JWS.
    rows: readRows<DssRow>(folder).filter(
      ({ module, notes }) => module === 'dss-jades' && !notes.includes('other document type'),
    ),
    fewest: 41,
    exceptions: 'dss-jades.exceptions.json',
    mayDiffer: ['integrity', 'format'],
    nameOf: namedByRow,
  })
})
