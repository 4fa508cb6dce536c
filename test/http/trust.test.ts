import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../../src/http/openapi.ts'
import { temporaryFolder } from '../cli/run-cli.ts'
import { at, postJson, problemOf, type Running, root, start, stop, vectors } from './service.ts'

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member.
async function get(url: string): Promise<any> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return response.json()
}

describe('what the service trusts', () => {
  let running: Running
  beforeAll(async () => {
    running = await start()
  })
  afterAll(() => stop(running))

  it('is shown as the state of every list', async () => {
    const { lists, fictional } = await get(`${running.url}/v1/trust-lists`)
    expect(fictional).toBe(true)
    expect(lists.find(({ id }: { id: string }) => id === 'MD-TL')).toMatchObject({
      territory: 'MD',
      usable: true,
      signature: 'verified',
      freshness: 'fresh',
    })
  })

  it('is shown by territory, under either code of a state', async () => {
    const greece = await get(`${running.url}/v1/trust-lists/EL`)
    expect(greece).toEqual(await get(`${running.url}/v1/trust-lists/gr`))
    expect(greece.lists[0].content[0].services[0].states[0].type).toContain('CA/QC')
    const missing = await fetch(`${running.url}/v1/trust-lists/XX`)
    expect(missing.status).toBe(404)
    await problemOf(missing)
  })

  it('has agreements, one by one and as a matrix at a time', async () => {
    const { agreements } = await get(`${running.url}/v1/agreements`)
    expect(agreements.length).toBeGreaterThan(20)
    const { versions } = await get(`${running.url}/v1/agreements/sample-ro-recognises-ge`)
    expect(versions[0].timeline[0].from).toBe('2023-01-01T00:00:00Z')
    const early = await get(`${running.url}/v1/agreements/matrix?at=2020-01-01T00:00:00Z`)
    expect(early.at).toBe('2020-01-01T00:00:00Z')
    expect(early.matrix).toHaveLength(13 * 13)
    expect((await fetch(`${running.url}/v1/agreements/matrix?at=never`)).status).toBe(400)
  })

  it('makes it ready', async () => {
    const { status, lists } = await get(`${running.url}/health/ready`)
    expect(status).toBe('ready')
    expect(lists.length).toBeGreaterThan(13)
  })

  it('is counted in metrics that Prometheus reads', async () => {
    await get(`${running.url}/health/live`)
    const text = await (await fetch(`${running.url}/metrics`)).text()
    expect(text).toMatch(/^# TYPE euxine_requests_total counter$/m)
    expect(text).toMatch(
      /^euxine_requests_total\{method="GET",route="\/health\/live",status="200"\} \d+$/m,
    )
  })

  it('is described by the file in docs', async () => {
    const served = await get(`${running.url}/openapi.json`)
    const file = JSON.parse(await readFile(join(root, 'docs/openapi.json'), 'utf8'))
    expect(served).toEqual(file)
    expect(JSON.parse(JSON.stringify(openApi()))).toEqual(file)
  })
})

describe('a service whose trust cannot be used', () => {
  let running: Running | null = null
  afterEach(async () => {
    if (running !== null) await stop(running)
    running = null
  })

  async function refuses(): Promise<void> {
    const url = running?.url ?? ''
    const content = (await readFile(join(vectors, 'GE/contract.p7m'))).toString('base64')
    const response = await postJson(`${url}/v1/verify`, { document: { content } })
    expect(response.status).toBe(503)
    expect((await problemOf(response))['code']).toBe('trust-unusable')
    const chain = await postJson(`${url}/v1/chains`, { target: { content: await certificate() } })
    expect(chain.status).toBe(503)
    const batch = await fetch(`${url}/v1/verify/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify({ document: { content } }),
    })
    expect(batch.status).toBe(503)
    expect((await fetch(`${url}/health/ready`)).status).toBe(503)
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
  }

  async function certificate(): Promise<string> {
    return (await readFile(join(root, 'trust-lists/sample/GE/qc.cer'))).toString('base64')
  }

  it('answers 503 and no verdict where there is none', async () => {
    running = await start({ trust: await temporaryFolder() })
    await refuses()
  })

  it('answers 503 where every list is gone', async () => {
    const trust = await temporaryFolder()
    await cp(join(root, 'trust-lists/sample/federation.json'), join(trust, 'federation.json'))
    await cp(join(root, 'trust-lists/sample/pins'), join(trust, 'pins'), { recursive: true })
    running = await start({ trust })
    await refuses()
  })

  it('answers 503 where every list has expired, unless it is asked about a time before', async () => {
    const trust = await temporaryFolder()
    await cp(join(root, 'trust-lists/sample'), trust, { recursive: true })
    const path = join(trust, 'federation.json')
    const federation = JSON.parse(await readFile(path, 'utf8'))
    const members = federation.members.filter(({ state }: { state: string }) => state === 'MD')
    await writeFile(path, JSON.stringify({ ...federation, members }))
    running = await start({ trust, now: '2045-06-01T00:00:00Z' })
    await refuses()
    const content = (await readFile(join(vectors, 'MD/contract.p7m'))).toString('base64')
    const url = `${running.url}/v1/verify`
    const past = await postJson(url, { document: { content }, at, relying: 'MD' })
    expect(past.status).toBe(200)
    expect(await past.json()).toMatchObject({ verdict: { outcome: 'accepted' } })
  })
})
