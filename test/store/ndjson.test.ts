import { describe, expect, it } from 'vitest'
import { answerLine, answerLines, LineSplitter } from '../../src/store/ndjson.ts'

const echo = async (json: unknown) => ({ json: json as object })

async function answers(text: string, longest = 100) {
  async function* bytes() {
    yield Buffer.from(text)
  }
  const found: unknown[] = []
  for await (const answer of answerLines(bytes(), longest, echo)) {
    found.push(JSON.parse(answer.text))
  }
  return found
}

describe('lines of JSON', () => {
  it('are answered each by its id, or by its number where it has none', async () => {
    expect(await answers('{"id": "a"}\n\n{}')).toEqual([
      { id: 'a', json: { id: 'a' } },
      { id: null, line: 3, json: {} },
    ])
  })

  it('may begin with a byte order mark, and with no other', async () => {
    const mark = '\ufeff'
    const [first, second] = await answers(`${mark}{"id": "a"}\n${mark}{"id": "b"}\n`)
    expect(first).toEqual({ id: 'a', json: { id: 'a' } })
    expect(second).toMatchObject({
      line: 2,
      error: { message: expect.stringContaining('byte order mark') },
    })
  })

  it('are answered by their number where they give one that JSON does not carry exactly', async () => {
    const lines = ['{"id": 9007199254740991}', '{"id": 9007199254740993}', '{"id": 1e999}']
    expect(await answers(lines.join('\n'))).toMatchObject([
      { id: 9_007_199_254_740_991 },
      { id: null, line: 2 },
      { id: null, line: 3 },
    ])
  })

  it('are refused past the limit, and not at it', async () => {
    const [within, past] = await answers('"12345678"\n"123456789"\n', 10)
    expect(within).toMatchObject({ json: '12345678' })
    expect(past).toMatchObject({ id: null, line: 2, error: { code: 'request-malformed' } })
  })

  it('keep nothing of a line past the limit', () => {
    const splitter = new LineSplitter(4)
    const lines = [
      ...splitter.add(Buffer.from('12345')),
      ...splitter.add(Buffer.from('6\nab')),
      ...splitter.end(),
    ]
    expect(lines.map(({ bytes }) => bytes && Buffer.from(bytes).toString())).toEqual([null, 'ab'])
  })

  it('are refused where they are not UTF-8', async () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22)
    const answer = await answerLine({ number: 1, bytes }, 100, echo)
    expect(answer).toMatchObject({ outcome: 'refused', code: 'request-malformed' })
    expect(answer?.fault).toBeUndefined()
  })

  it('tell an error of the program apart from one of the request', async () => {
    const line = { number: 1, bytes: Buffer.from('{}') }
    const answer = await answerLine(line, 100, () => Promise.reject(new TypeError('secret')))
    expect(answer).toMatchObject({ outcome: 'refused', code: 'internal-error' })
    expect(answer?.text).not.toContain('secret')
    expect(answer?.fault).toBeInstanceOf(TypeError)
  })
})
