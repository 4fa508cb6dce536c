import { describe } from 'vitest'
import { suiteFolder } from './cms-rows.ts'
import { compareContainers } from './dss-asic-rows.ts'

describe.skipIf(suiteFolder('dss') === null)('the ASiC containers of EU DSS with XAdES', () => {
  compareContainers('dss-asic-xades', 'dss-asic-xades.exceptions.json', 30)
})
