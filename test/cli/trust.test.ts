import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyOfSample, jsonLines, runCli, sample } from './run-cli.ts'

describe('euxine trust show', () => {
  it('shows every list of the federation and says that it is fictional', async () => {
    const { status, out } = await runCli(['trust', 'show'])
    const [shown] = jsonLines(out)
    expect(status).toBe(0)
    expect(shown.fictional).toBe(true)
    const territories = new Set(
      shown.lists.map(({ territory }: { territory: string }) => territory),
    )
    expect([...territories].sort().join(' ')).toBe('AL AM AZ BG EL EU GE MD MK RO RS RU TR UA')
    const verified = shown.lists.filter(
      (list: { signature: string }) => list.signature === 'verified',
    )
    expect(verified).toHaveLength(shown.lists.length)
  })

  it('shows the lists of one state whole, under either of its codes', async () => {
    const [greece] = jsonLines((await runCli(['trust', 'show', 'EL'])).out)
    const [same] = jsonLines((await runCli(['trust', 'show', 'GR'])).out)
    expect(greece).toEqual(same)
    expect(greece.lists[0].content[0].services[0].states[0].status).toContain('granted')
  })

  it('says so where there is no such state', async () => {
    const { status, err } = await runCli(['trust', 'show', 'XX'])
    expect(status).toBe(2)
    expect(err).toContain('[not-found]')
  })
})

describe('euxine trust load', () => {
  it('keeps what it loaded from files, and finds nothing new the second time', async () => {
    const trust = await remoteSample()
    const load = ['trust', 'load', '--trust', trust, '--from', sample]
    const first = await runCli(load)
    expect(first.status).toBe(0)
    expect(outcomes(first.out)).toContain('updated')
    const journal = JSON.parse(await readFile(join(trust, 'loaded/journal.json'), 'utf8'))
    expect(journal.lists['MD-TL'].sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(outcomes((await runCli(load)).out)).not.toContain('updated')
  })

  it('exits 1 and names what is not there', async () => {
    const trust = await remoteSample()
    const from = await copyOfSample()
    await rm(join(from, 'MD'), { recursive: true })
    const { status, out } = await runCli(['trust', 'load', '--trust', trust, '--from', from])
    const missing = jsonLines(out)[0].lists.find(({ id }: { id: string }) => id === 'MD-TL')
    expect(status).toBe(1)
    expect(missing.outcome).toBe('absent')
  })
})

/** The sample, with a list of Moldova that is published elsewhere. */
async function remoteSample(): Promise<string> {
  const trust = await copyOfSample()
  const path = join(trust, 'federation.json')
  const federation = JSON.parse(await readFile(path, 'utf8'))
  const moldova = federation.members.find(({ state }: { state: string }) => state === 'MD')
  moldova.lists[0].location = 'https://lists.example/MD-TL.xml'
  await writeFile(path, JSON.stringify(federation))
  await rm(join(trust, 'MD'), { recursive: true })
  return trust
}

function outcomes(out: string): string[] {
  return jsonLines(out)[0].lists.map(({ outcome }: { outcome: string }) => outcome)
}

describe('euxine trust check', () => {
  const check = ['trust', 'check', sample, '--trust', sample]

  it('finds the lists of the sample intact, from the list of lists down', async () => {
    const { out } = await runCli(check)
    const lists = jsonLines(out)[0].files.filter(({ kind }: { kind: string }) =>
      ['list', 'list-of-lists'].includes(kind),
    )
    expect(lists.length).toBeGreaterThan(5)
    const romania = lists.find(({ path }: { path: string }) => path.startsWith('RO/'))
    expect(romania).toMatchObject({ signature: 'verified', authority: 'pointed-at' })
  })

  it('writes a table for a person', async () => {
    const { out } = await runCli(check, { terminal: 'yes' })
    expect(out).toMatch(/\d+ of \d+ lists intact, \d+ certificates read/)
  })
})

describe('euxine agreements', () => {
  it('check finds nothing wrong in the sample', async () => {
    const { status, out } = await runCli(['agreements', 'check'])
    expect(status).toBe(0)
    expect(jsonLines(out)[0].agreements.length).toBeGreaterThan(20)
  })

  it('show gives one whole, and refuses an unknown one', async () => {
    const { out } = await runCli(['agreements', 'show', 'sample-ro-recognises-ge'])
    expect(jsonLines(out)[0].agreements[0].mechanism).toBe('trusted-list')
    expect((await runCli(['agreements', 'show', 'no-such'])).status).toBe(2)
  })

  it('matrix has a row for every pair, and changes with the time', async () => {
    const now = jsonLines((await runCli(['agreements', 'matrix'])).out)[0]
    expect(now.matrix).toHaveLength(13 * 13)
    const before = ['agreements', 'matrix', '--at', '2020-01-01T00:00:00Z']
    const { matrix } = jsonLines((await runCli(before)).out)[0]
    const recognised = (rows: { eSig: { outcome: string } }[]) =>
      rows.filter(({ eSig }) => eSig.outcome === 'recognised').length
    expect(recognised(now.matrix)).toBeGreaterThan(0)
    expect(recognised(matrix)).toBe(0)
  })

  it('matrix is a table for a person', async () => {
    const { out } = await runCli(['agreements', 'matrix'], { terminal: 'yes' })
    expect(out).toContain('FICTIONAL')
    expect(out).toMatch(/^RO\s/m)
  })
})
