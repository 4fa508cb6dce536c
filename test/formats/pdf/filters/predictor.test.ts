import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { undoPredictor } from '../../../../src/formats/pdf/filters/predictor.ts'

function undo(octets: readonly number[], parameters: Readonly<Record<string, number>>): number[] {
  const parameter = (key: string, byDefault: number) => parameters[key] ?? byDefault
  return [...undoPredictor(Uint8Array.from(octets), parameter)]
}

const malformed = expect.objectContaining({ code: 'pdf-malformed' })

/** What PNG makes of a row with the filter of that number, by its definition (PNG §9.2). */
function filtered(rows: readonly number[][], filters: readonly number[], step: number): number[] {
  return rows.flatMap((row, index) => {
    const filter = filters[index] ?? 0
    const above = rows[index - 1] ?? row.map(() => 0)
    const octets = row.map((octet, at) => {
      const a = row[at - step] ?? 0
      const b = above[at] ?? 0
      const c = at < step ? 0 : (above[at - step] ?? 0)
      const nearest = [a, b, c].sort((x, y) => Math.abs(a + b - c - x) - Math.abs(a + b - c - y))[0]
      return (octet - ([0, a, b, Math.floor((a + b) / 2), nearest ?? 0][filter] ?? 0)) & 0xff
    })
    return [filter, ...octets]
  })
}

describe('the predictors of PNG (ISO 32000-2 §7.4.4.4)', () => {
  it.each([
    ['none', [0, 1, 2, 3], [1, 2, 3]],
    ['sub', [1, 1, 2, 3], [1, 3, 6]],
    ['up', [2, 1, 2, 3], [1, 2, 3]],
    ['up a second time', [2, 1, 2, 3, 2, 1, 1, 255], [1, 2, 3, 2, 3, 2]],
    ['average', [0, 4, 4, 4, 3, 1, 1, 1], [4, 4, 4, 3, 4, 5]],
    ['Paeth', [0, 9, 3, 1, 4, 1, 1, 1], [9, 3, 1, 10, 4, 2]],
  ])('undo a row of %s', (_, octets, plain) => {
    expect(undo(octets, { Predictor: 15, Columns: 3 })).toEqual(plain)
  })

  it('undo every filter of a row, with samples of any width', () => {
    const rows = fc.array(fc.array(fc.nat(255), { minLength: 12, maxLength: 12 }), { maxLength: 5 })
    const filters = fc.array(fc.nat(4), { minLength: 5, maxLength: 5 })
    const layouts = fc.constantFrom(
      { Colors: 1, BitsPerComponent: 8, Columns: 12 },
      { Colors: 3, BitsPerComponent: 8, Columns: 4 },
      { Colors: 2, BitsPerComponent: 16, Columns: 3 },
      { Colors: 1, BitsPerComponent: 1, Columns: 90 },
      { Colors: 3, BitsPerComponent: 4, Columns: 8 },
    )
    fc.assert(
      fc.property(rows, filters, layouts, (plain, kinds, layout) => {
        const step = Math.ceil((layout.Colors * layout.BitsPerComponent) / 8)
        const octets = filtered(plain, kinds, step)
        expect(undo(octets, { Predictor: 10, ...layout })).toEqual(plain.flat())
      }),
    )
  })

  it('take the octet for the left one that all readers take, where a pixel ends within an octet', () => {
    const layout = { Predictor: 15, Colors: 3, BitsPerComponent: 4, Columns: 2 }
    expect(undo([1, 1, 2, 3], layout)).toEqual([1, 2, 4])
  })

  it('refuse a filter of a row that is not known, and a row that is not whole', () => {
    expect(() => undo([5, 1, 2, 3], { Predictor: 12, Columns: 3 })).toThrow(malformed)
    expect(() => undo([2, 1, 2], { Predictor: 12, Columns: 3 })).toThrow(malformed)
    expect(undo([], { Predictor: 12, Columns: 3 })).toEqual([])
  })
})

describe('the predictor of TIFF (ISO 32000-2 §7.4.4.4)', () => {
  it.each([
    ['one octet', { Columns: 3 }, [1, 2, 255, 5, 1, 1], [1, 3, 2, 5, 6, 7]],
    ['three octets', { Columns: 2, Colors: 3 }, [1, 2, 3, 1, 1, 1], [1, 2, 3, 2, 3, 4]],
  ])('undoes samples of %s', (_, parameters, octets, plain) => {
    expect(undo(octets, { Predictor: 2, ...parameters })).toEqual(plain)
  })

  it.each([1, 2, 4, 16])('refuses samples of %d bits, which not all readers read', (bits) => {
    const parameters = { Predictor: 2, Columns: 16, BitsPerComponent: bits }
    expect(() => undo(new Array<number>(32).fill(1), parameters)).toThrow(malformed)
  })

  it('refuses a row that is not whole', () => {
    expect(() => undo([1, 2], { Predictor: 2, Columns: 3 })).toThrow(malformed)
  })
})

describe('parameters of a predictor', () => {
  it('have no effect where there is none', () => {
    expect(undo([1, 2], { Predictor: 1, Columns: -3 })).toEqual([1, 2])
  })

  it.each([
    { Predictor: 0 },
    { Predictor: 3 },
    { Predictor: 9 },
    { Predictor: 16 },
    { Predictor: 12, Columns: 0 },
    { Predictor: 12, Columns: -1 },
    { Predictor: 12, Colors: 0 },
    { Predictor: 12, Colors: 33 },
    { Predictor: 12, BitsPerComponent: 3 },
    { Predictor: 12, BitsPerComponent: 0 },
    { Predictor: 12, Columns: Number.MAX_SAFE_INTEGER },
  ])('are refused as %j', (parameters) => {
    expect(() => undo([2, 1], parameters)).toThrow(malformed)
  })
})
