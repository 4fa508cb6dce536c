import { afterEach, describe, expect, it } from 'vitest'
import { defaultSourceLimits } from '../../src/sources/limits.ts'
import { openSource, type Source } from '../../src/sources/source.ts'
import { closeServers, network, pause, refusal, serve } from './server.ts'

afterEach(closeServers)

const later = new Date('2030-01-01')

/** A source in which one CRL is fetched at a time, for 600 ms at the most. */
function narrow(): Source {
  const { kinds } = defaultSourceLimits
  const crl = { ...kinds.crl, atOnce: 1, milliseconds: 600 }
  const limits = { ...defaultSourceLimits, kinds: { ...kinds, crl } }
  const now = () => new Date('2026-06-01')
  return openSource({ network, limits, now, freshUntil: () => later })
}

const crlAt = (uri: string) => ({ kind: 'crl', uri, post: null }) as const

describe('a source', () => {
  it('takes addresses that differ in their fragment, or in the case of the host, for one', async () => {
    let hits = 0
    const origin = await serve((_request, response) => response.end(String(++hits)))
    const source = narrow()
    await source.fetch(crlAt(`${origin}/a.crl`))
    await source.fetch(crlAt(`${origin.replace('ca.', 'CA.')}/a.crl#part`))
    expect(hits).toBe(1)
  })

  it('takes what is asked of one address as two kinds for two', async () => {
    let hits = 0
    const origin = await serve((_request, response) => response.end(String(++hits)))
    const source = narrow()
    await source.fetch(crlAt(origin))
    await source.fetch({ kind: 'certificate', uri: origin, post: null })
    expect(hits).toBe(2)
  })

  it('remembers what a server did not have', async () => {
    let hits = 0
    const origin = await serve((_request, response) => {
      hits += 1
      response.writeHead(404).end()
    })
    const source = narrow()
    for (let i = 0; i < 3; i += 1) await refusal(source.fetch(crlAt(origin)))
    expect(hits).toBe(1)
  })

  it('has no time for ever more, and holds it against nobody who had to wait', async () => {
    let answer: 'nothing' | 'list' = 'nothing'
    const origin = await serve((_request, response) => {
      if (answer === 'list') response.end('list')
    })
    const source = narrow()
    const first = refusal(source.fetch(crlAt(`${origin}/1`)))
    await pause(150)
    const second = refusal(source.fetch(crlAt(`${origin}/2`)))
    await pause(150)
    const third = await refusal(source.fetch(crlAt(`${origin}/3`)))
    expect(third.message).toContain('too much is being fetched at once')
    expect((await first).message).toContain('it took too long')
    expect((await second).message).toContain('it took too long')
    answer = 'list'
    expect(await source.fetch(crlAt(`${origin}/3`))).toHaveLength(4)
    expect((await refusal(source.fetch(crlAt(`${origin}/1`)))).message).toContain('too long')
  })

  it('ends what is under way when it is closed', async () => {
    const source = narrow()
    const fetching = refusal(source.fetch(crlAt(await serve(() => {}))))
    await pause(50)
    source.close()
    await fetching
  })

  it('begins nothing that had waited when it was closed', async () => {
    let hits = 0
    const origin = await serve(() => {
      hits += 1
    })
    const source = narrow()
    const both = ['1', '2'].map((name) => refusal(source.fetch(crlAt(`${origin}/${name}`))))
    await pause(50)
    source.close()
    await Promise.all(both)
    expect(hits).toBe(1)
  })
})
