import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder } from './cms-rows.ts'
import type { Says } from './dss-rows.ts'
import { compareCmsRow, comparePdfRow, PyhankoDocuments, type PyhankoRow } from './pyhanko-rows.ts'

const folder = suiteFolder('pyhanko')
const exceptions = readExceptions('pyhanko.exceptions.json')
const rows = identified(readRows<PyhankoRow>(folder))
const documents = new PyhankoDocuments(folder ?? '')

const overPdf = ['pdf_sig', 'ades_lta', 'ades_future', 'collect_sigs', 'parse']
/** The content was given to pyHanko, and is not in the suite. */
const withoutContent = ['1c9c82d638dc57d432668a8c.p7s cms_detached#3']

const overCms = ['cms_detached', 'cms_sig', 'ades_basic', 'ades_with_time']

describe.skipIf(folder === null)('the PDFs of pyHanko', () => {
  const own = rows.filter(([, { kind }]) => overPdf.includes(kind))

  it('are there', () => expect(own.length).toBeGreaterThanOrEqual(498))

  it('have exceptions for rows that are there only', () => {
    const labels = ['outcome', 'integrity', 'coverage', 'modifications']
    const known = new Set(rows.flatMap(([id]) => labels.map((label) => `${id} ${label}`)))
    expect([...exceptions.keys()].filter((id) => !known.has(id))).toEqual([])
  })

  for (const [id, row] of own) {
    it(`${id} is judged as labelled: ${row.test.replace(/^.*::/, '')}`, () =>
      comparePdfRow(row, documents.pdf(row), sayer(id)))
  }
})

describe.skipIf(folder === null)('the document time-stamps of pyHanko', () => {
  for (const [id, row] of rows.filter(([, { kind }]) => kind === 'pdf_ts')) {
    it(`${id} is listed where it is one: ${row.test.replace(/^.*::/, '')}`, () => {
      const found = documents.pdf(row)
      const { error } = row.expectation
      const stamps = found instanceof VerifierError ? [] : found.verdict.timestamps
      const expected = error === undefined ? 'listed' : 'not listed'
      sayer(id)('outcome', expected, stamps.length > 0 ? 'listed' : 'not listed')
    })
  }
})

describe.skipIf(folder === null)('the CMS of pyHanko', () => {
  const own = rows.filter(
    ([id, { kind }]) => overCms.includes(kind) && !withoutContent.includes(id),
  )

  it('are there', () => expect(own.length).toBeGreaterThanOrEqual(46))

  for (const [id, row] of own) {
    it(`${id} is judged as labelled: ${row.test.replace(/^.*::/, '')}`, () =>
      compareCmsRow(row, documents.cms(row), sayer(id)))
  }
})

function sayer(id: string): Says {
  return (label, expected, actual) =>
    expectLabelled(exceptions, `${id} ${label}`, String(expected), String(actual))
}

/** The rows with an id each: the path and field, and which of several with the same ones it is. */
function identified(all: readonly PyhankoRow[]): readonly (readonly [string, PyhankoRow])[] {
  const seen = new Map<string, number>()
  return all.map((row) => {
    const name = [row.path.replace(/^[^/]+\//, ''), row.field ?? row.kind].join(' ')
    const ordinal = (seen.get(name) ?? 0) + 1
    seen.set(name, ordinal)
    return [ordinal > 1 ? `${name}#${ordinal}` : name, row] as const
  })
}
