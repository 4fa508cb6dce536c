import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { VerifierError } from '../../../../src/core/errors.ts'
import { decodeFilters } from '../../../../src/formats/pdf/filters/decode.ts'
import { parseObject } from '../../../../src/formats/pdf/syntax/parser.ts'
import { encodeLzw } from './lzw.ts'

const names = [
  'FlateDecode',
  'LZWDecode',
  'ASCII85Decode',
  'ASCIIHexDecode',
  'RunLengthDecode',
  'Crypt',
]

/** What came of it: nothing but data or the error of this package. */
function outcome(raw: Uint8Array, dictionary: string): string {
  const bytes = Buffer.from(`<<${dictionary}>>`, 'latin1')
  const { object } = parseObject(bytes, 0, { budget: new Budget(), place: 'file' })
  if (object.kind !== 'dictionary') throw new Error(`a ${object.kind}`)
  try {
    decodeFilters(raw, object, { budget: new Budget(), resolve: (found) => found })
    return 'read'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

const outcomes = ['read', 'pdf-malformed', 'budget-exceeded']

const integer = fc.oneof(fc.integer({ min: -2, max: 20 }), fc.maxSafeInteger())

const parameters = fc.oneof(
  fc.constant('null'),
  fc
    .tuple(integer, integer, integer, integer, integer)
    .map(([predictor, colors, bits, columns, early]) => {
      const layout = `/Colors ${colors}/BitsPerComponent ${bits}/Columns ${columns}`
      return `<</Predictor ${predictor}${layout}/EarlyChange ${early}>>`
    }),
)

describe('a stream that nobody vouches for', () => {
  it('is decoded or refused with nothing but the error of this package', () => {
    const filter = fc.tuple(fc.constantFrom(...names), parameters)
    const chain = fc.array(filter, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), chain, (raw, filters) => {
        const listed = filters.map(([name]) => `/${name}`).join(' ')
        const given = filters.map(([, found]) => found).join(' ')
        expect(outcomes).toContain(outcome(raw, `/Filter[${listed}]/DecodeParms[${given}]`))
      }),
      { numRuns: 1000 },
    )
  })

  it('is decoded or refused in the same way where good data were changed', () => {
    const plain = Buffer.from('a page of text, a page of text, and a page of text again')
    const good = fc.constantFrom(
      { name: 'FlateDecode', raw: deflateSync(plain) },
      { name: 'LZWDecode', raw: encodeLzw(plain, 1) },
      { name: 'ASCIIHexDecode', raw: Buffer.from(`${plain.toString('hex')}>`) },
      { name: 'ASCII85Decode', raw: Buffer.from('87cURD]i,"Ebo80~>') },
    )
    fc.assert(
      fc.property(
        good,
        fc.nat(60),
        fc.nat(4),
        fc.uint8Array({ maxLength: 4 }),
        (data, ...change) => {
          const [at, length, octets] = change
          const changed = Buffer.concat([
            data.raw.subarray(0, at),
            octets,
            data.raw.subarray(at + length),
          ])
          expect(outcomes).toContain(outcome(changed, `/Filter/${data.name}`))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('many streams', () => {
  it('come to 64 MiB together, or to 20 times what they have in the file', () => {
    const { object } = parseObject(Buffer.from('<</Filter/FlateDecode>>'), 0, {
      budget: new Budget(),
      place: 'file',
    })
    if (object.kind !== 'dictionary') throw new Error(`a ${object.kind}`)
    const decode = (budget: Budget, raw: Uint8Array) =>
      decodeFilters(raw, object, { budget, resolve: (found) => found })
    const bomb = deflateSync(Buffer.alloc(8 << 20))
    const budget = new Budget()
    for (let count = 0; count < 8; count += 1) decode(budget, bomb)
    expect(() => decode(budget, bomb)).toThrow(expect.objectContaining({ code: 'budget-exceeded' }))
    const padded = Buffer.concat([bomb, Buffer.alloc(420_000)])
    const other = new Budget()
    for (let count = 0; count < 9; count += 1) decode(other, padded)
    expect(decode(other, padded)).toHaveLength(8 << 20)
  })
})
