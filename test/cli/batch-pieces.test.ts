import { describe, expect, it } from 'vitest'
import { linesOf, type Piece, piecesOf } from '../../src/cli/batch-pieces.ts'

async function pieces(
  chunks: readonly string[],
  wanted: number,
  longest = 1_000,
): Promise<readonly Piece[]> {
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk)
  }
  const found: Piece[] = []
  for await (const piece of piecesOf(bytes(), longest, () => wanted)) found.push(piece)
  return found
}

const texts = (found: readonly Piece[]) =>
  found.map(({ bytes }) => (bytes === null ? null : Buffer.from(bytes).toString()))

const numbered = (found: readonly Piece[]) =>
  found.flatMap((piece) =>
    [...linesOf(piece)].map(({ number, bytes }) => [
      number,
      bytes === null ? null : Buffer.from(bytes).toString(),
    ]),
  )

describe('the pieces of a batch', () => {
  it('are of as many lines as are wanted', async () => {
    expect(texts(await pieces(['a\nb\nc\nd\ne\n'], 2))).toEqual(['a\nb\n', 'c\nd\n', 'e\n'])
  })

  it('do not wait for lines that are not there yet', async () => {
    expect(texts(await pieces(['a\n', 'b\n'], 10))).toEqual(['a\n', 'b\n'])
  })

  it('join a line that came in parts', async () => {
    expect(texts(await pieces(['a\nb', 'b', 'b\nc\n'], 10))).toEqual(['a\n', 'bbb\n', 'c\n'])
  })

  it('end with a last line without a line feed', async () => {
    expect(texts(await pieces(['a\nb'], 10))).toEqual(['a\n', 'b'])
  })

  it('are none of an empty input', async () => {
    expect(await pieces([], 10)).toEqual([])
    expect(await pieces([''], 10)).toEqual([])
  })

  it('keep nothing of a line past the limit, whose end is found all the same', async () => {
    const found = await pieces(['a\n', '12345', '678\nb\n'], 10, 5)
    expect(texts(found)).toEqual(['a\n', null, 'b\n'])
    expect(found.map(({ first }) => first)).toEqual([1, 2, 3])
    expect(texts(await pieces(['1234', '5\n'], 10, 6))).toEqual(['12345\n'])
  })

  it('number their lines over the whole input, blank ones too', async () => {
    expect(numbered(await pieces(['a\n\nb\n', 'c\n'], 2))).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
      [4, 'c'],
    ])
  })

  it('say how far into the input they reach', async () => {
    const found = await pieces(['a\nbb\n', 'ccc'], 1)
    expect(found.map(({ end }) => end)).toEqual([2, 5, 8])
  })

  it('lie in memory of their own', async () => {
    const [piece] = await pieces(['a\nb\n'], 1)
    expect(piece?.bytes?.buffer.byteLength).toBe(2)
  })
})
