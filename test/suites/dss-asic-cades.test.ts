import { describe } from 'vitest'
import { suiteFolder } from './cms-rows.ts'
import { compareContainers } from './dss-asic-rows.ts'

describe.skipIf(suiteFolder('dss') === null)('the ASiC containers of EU DSS with CAdES', () => {
  compareContainers('dss-asic-cades', 'dss-asic-cades.exceptions.json', 30)
})
