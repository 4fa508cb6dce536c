import { describe } from 'vitest'
import { readRows, suiteFolder } from './cms-rows.ts'
import { compareDocuments, type DssRow, nameless } from './dss-rows.ts'

const folder = suiteFolder('dss')

describe.skipIf(folder === null)('the CAdES documents of EU DSS', () => {
  compareDocuments({
    rows: readRows<DssRow>(folder).filter(({ module }) => module === 'dss-cades'),
    fewest: 71,
    exceptions: 'dss-cades.exceptions.json',
    mayDiffer: ['integrity', 'format', 'indication'],
    nameOf: nameless,
  })
})
