import { afterEach, describe, expect, it } from 'vitest'
import { goOnline } from '../../src/sources/online.ts'
import { pem, site, withCrl } from '../sources/published.ts'
import { closeServers, network } from '../sources/server.ts'
import { at, postJson, type Running, type Setting, start, stop } from './service.ts'

let running: Running | undefined
afterEach(async () => {
  if (running !== undefined) await stop(running)
  closeServers()
})

const online = () => goOnline({ now: () => new Date(at), network })

/** Asks the service for a chain of which the CRL lies on a server. */
async function chains(setting: Setting, times: number) {
  const published = await site()
  const { target, root } = withCrl(published)
  running = await start(setting)
  const body = { target: pem(target), anchors: [pem(root)], at, revocation: 'required' }
  const url = `${running.url}/v1/chains`
  const answers = await Promise.all(Array.from({ length: times }, () => postJson(url, body)))
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member.
  const all: any[] = await Promise.all(answers.map((one) => one.json()))
  return { indications: all.map(({ chain }) => chain.indication), hits: published.hits }
}

describe('a service', () => {
  it('fetches nothing where it was not told to', async () => {
    expect(await chains({}, 1)).toEqual({ indications: ['INDETERMINATE'], hits: [] })
  })

  it('fetches once for all requests where it was', async () => {
    const { indications, hits } = await chains({ online: online() }, 8)
    expect(new Set(indications)).toEqual(new Set(['PASSED']))
    expect(hits).toEqual(['/a.crl'])
  })
})
