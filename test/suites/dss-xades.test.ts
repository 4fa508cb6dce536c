import { describe } from 'vitest'
import { readRows, suiteFolder } from './cms-rows.ts'
import { compareDocuments, type DssRow, namedByFile } from './dss-rows.ts'

const folder = suiteFolder('dss')

describe.skipIf(folder === null)('the XAdES documents of EU DSS', () => {
  compareDocuments({
    rows: readRows<DssRow>(folder).filter(({ form }) => form === 'XAdES'),
    fewest: 141,
    exceptions: 'dss-xades.exceptions.json',
    mayDiffer: [
      'signatures',
      'signatures at the top',
      'timestamps',
      'integrity',
      'format',
      'indication',
      'refusal',
    ],
    nameOf: namedByFile,
    isRefused: ({ path }) => path.endsWith('sample.xml'),
  })
})
