import { afterEach, describe, expect, it } from 'vitest'
import { formatTime } from '../../src/core/time.ts'
import { goOnline } from '../../src/sources/online.ts'
import { access, pem, site, withCrl } from '../sources/published.ts'
import { closeServers, network } from '../sources/server.ts'
import { ocspDer } from '../x509/ocsp/ocsp.ts'
import { authority, entity, issue } from '../x509/pki.ts'
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

  it.each([
    ['decides when the answers have come, where no time is named', {}, 'PASSED'],
    ['decides for the time that is named, and for none later', { at }, 'INDETERMINATE'],
  ])('%s', async (_what, named, expected) => {
    const { origin, files } = await site()
    const [issuer, person] = [entity('CA'), entity('person')]
    const extensions = [access('ocsp', `${origin}/ocsp`)]
    const target = issue(person, issuer, { serial: 77, extensions })
    const answered = new Date(Date.parse(at) + 1_000)
    const time = formatTime(answered)
    const plan = { producedAt: time, answers: [{ from: time }] }
    files.set('/ocsp', ocspDer(target, issuer, issuer, plan))
    running = await start({ online: goOnline({ now: () => answered, network }) })
    const anchors = [pem(authority(issuer, issuer))]
    const body = { target: pem(target), anchors, revocation: 'required', ...named }
    const response = await postJson(`${running.url}/v1/chains`, body)
    expect(await response.json()).toMatchObject({ chain: { indication: expected } })
  })
})
