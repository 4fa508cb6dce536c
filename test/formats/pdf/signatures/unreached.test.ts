import { describe, expect, it } from 'vitest'
import { begin, codes, parsed, SigningWriter, signedPdf, trailer } from './signing.ts'

const code = 'pdf-signatures-not-reached'

/** A signed document with one more signature dictionary for each number. */
function withUnreached(numbers: readonly number[]): Uint8Array {
  const writer = new SigningWriter()
  begin(writer)
  writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
  for (const number of [6, ...numbers]) writer.signature(number)
  writer.save({ trailer })
  return writer.octets()
}

describe('a signature dictionary that no field leads to', () => {
  it.each([
    [[7], 'at least one signature dictionary '],
    [[7, 8], 'at least 2 signature dictionaries '],
  ])('is counted: %j', (numbers, text) => {
    const { warnings } = parsed(withUnreached(numbers))
    const said = warnings.filter((one) => one.code === code)
    expect(said).toHaveLength(1)
    expect(said[0]?.message).toContain(text)
  })

  it('is not there where a field leads to each', () => {
    expect(codes(parsed(signedPdf().octets()))).not.toContain(code)
  })

  it('is not there where the name only begins like a ByteRange', () => {
    const document = parsed(signedPdf({ entries: '/ByteRanges [0 1] /ByteRangeOf (a)' }).octets())
    expect(codes(document)).not.toContain(code)
  })
})
