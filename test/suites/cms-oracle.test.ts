import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { looksLikeCms, unwrapCms } from '../../src/formats/cms/armour.ts'
import { fieldsOfPkijs, fieldsRead } from '../formats/cms/oracle.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder } from './cms-rows.ts'

interface Row {
  readonly path: string
  readonly module?: string
}

const exceptions = readExceptions('cms-oracle.exceptions.json')

describe.each(['dss', 'cms-attacks'])('the fields of every CMS document in %s', (suite) => {
  const folder = suiteFolder(suite)
  const rows = readRows<Row>(folder).filter(({ module }) =>
    [undefined, 'dss-cades'].includes(module),
  )
  const paths = [...new Set(rows.map(({ path }) => path))]

  it.skipIf(folder === null)('are there', () => expect(paths.length).toBeGreaterThan(40))

  for (const path of paths) {
    const file = join(folder ?? '', path)
    const bytes = existsSync(file) ? readFileSync(file) : new Uint8Array()
    if (!looksLikeCms(bytes)) continue
    it(`are read as PKI.js reads them: ${path}`, () => {
      const { der } = unwrapCms(bytes)
      expectLabelled(exceptions, path, outcome(fieldsOfPkijs, der), outcome(fieldsRead, der))
    })
  }
})

/** The fields, or that there are none to be read. */
function outcome(read: (der: Uint8Array) => object, der: Uint8Array): string {
  try {
    return JSON.stringify(read(der))
  } catch (error) {
    return error instanceof Error ? 'refused' : 'broken'
  }
}
