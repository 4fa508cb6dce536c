import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { Paths } from '../../../../src/formats/pdf/modifications/reach.ts'
import { References } from '../../../../src/formats/pdf/modifications/references.ts'
import { fileOf, signedDocument } from './revisions.ts'

/** A document that has another object on its page after each save. */
function savedAgain(saves: number) {
  const page = signedDocument.objects[3] as object
  const later = Array.from({ length: saves }, (_, save) => ({
    objects: { 3: { ...page, X: `${100 + save} R` }, [100 + save]: {} },
  }))
  return fileOf([signedDocument, ...later])
}

describe('the path of an object', () => {
  const budget = new Budget()

  function pathsIn(saves: number): (string | null)[] {
    const file = savedAgain(saves)
    const paths = new Paths(new References(file, budget), budget)
    return Array.from({ length: saves }, (_, save) => paths.to(file.at(save + 1), 100 + save))
  }

  it('leads through the pages where it can', () => {
    const file = fileOf([signedDocument])
    const paths = new Paths(new References(file, budget), budget)
    expect(paths.to(file.at(0), 4)).toBe('Root/Pages/Kids/0/Contents')
    expect(paths.to(file.at(0), 6)).toBe('Root/AcroForm/Fields/0')
  })

  it('is null where nothing leads there', () => {
    const file = fileOf([signedDocument])
    const paths = new Paths(new References(file, budget), budget)
    expect(paths.to(file.at(0), 13)).toBeNull()
  })

  it('is looked for in twenty revisions, and not in a twenty-first', () => {
    const found = pathsIn(21)
    expect(found.slice(0, 20)).toEqual(found.slice(0, 20).map(() => 'Root/Pages/Kids/0/X'))
    expect(found[20]).toBeNull()
  })

  it('is still told in later revisions where an earlier way holds', () => {
    const file = savedAgain(25)
    const paths = new Paths(new References(file, budget), budget)
    const found = Array.from({ length: 25 }, (_, save) => paths.to(file.at(save + 1), 4))
    expect(new Set(found)).toEqual(new Set(['Root/Pages/Kids/0/Contents']))
  })
})
