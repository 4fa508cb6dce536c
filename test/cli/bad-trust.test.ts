import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyOfSample, jsonLines, runCli, sample, temporaryFolder } from './run-cli.ts'

const document = ['verify', 'MD/contract.p7m', '--relying', 'UA', '--trust']

async function verdictWith(trust: string, ...more: readonly string[]) {
  const { status, out } = await runCli([...document, trust, ...more])
  return { status, verdict: jsonLines(out)[0] }
}

/** The sample federation with Moldova's list changed. */
async function withList(change: (xml: string) => string): Promise<string> {
  const trust = await copyOfSample()
  const path = join(trust, 'MD/MD-TL.xml')
  await writeFile(path, change(await readFile(path, 'utf8')))
  return trust
}

describe('trust that cannot be used', () => {
  it('is accepted before anything is spoilt', async () => {
    expect((await verdictWith(await copyOfSample())).status).toBe(0)
  })

  it('is an empty folder', async () => {
    const { status, out, err } = await runCli([...document, await temporaryFolder()])
    expect(status).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(/\[(file-unreadable|trust-unusable)\]/)
  })

  it('is a federation whose lists are all gone', async () => {
    const trust = await temporaryFolder()
    await cp(join(sample, 'federation.json'), join(trust, 'federation.json'))
    await cp(join(sample, 'pins'), join(trust, 'pins'), { recursive: true })
    const { status, err } = await runCli([...document, trust])
    expect(status).toBe(2)
    expect(err).toContain('[trust-unusable]')
  })

  it('is a federation file that is no JSON, or that has unknown members', async () => {
    for (const text of ['{', '{"schema": "euxine/federation/1", "mebmers": []}']) {
      const trust = await temporaryFolder()
      await writeFile(join(trust, 'federation.json'), text)
      expect((await runCli([...document, trust])).err).toContain('[trust-unusable]')
    }
  })
})

describe('a list that cannot be used', () => {
  it.each([
    ['unsigned', (xml: string) => xml.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, '')],
    ['changed after signing', (xml: string) => xml.replace('FICTIONAL', 'GENUINE')],
    ['cut off', (xml: string) => xml.slice(0, xml.length / 2)],
    ['empty', () => ''],
  ])('vouches for nobody while it is %s', async (_, change) => {
    const { status, verdict } = await verdictWith(await withList(change))
    expect(status).toBe(1)
    expect(verdict.signatures[0].indication).toBe('INDETERMINATE')
    expect(verdict.signatures[0].recognition.outcome).not.toBe('recognised')
    expect(verdict.trust.lists.find(({ id }: { id: string }) => id === 'MD-TL').signature).toBe(
      'broken',
    )
  })

  it('leaves the other states as they were', async () => {
    const trust = await withList(() => '')
    expect((await runCli(['verify', 'UA/contract.p7m', '--trust', trust])).status).toBe(0)
  })

  it('has expired', async () => {
    const { status, verdict } = await verdictWith(sample, '--at', '2045-06-01T00:00:00Z')
    expect(status).toBe(1)
    expect(verdict.trust.lists[0].freshness).toBe('expired')
    expect(verdict.signatures[0].recognition.outcome).not.toBe('recognised')
  })

  it.each([
    ['rolled back', { sequenceNumber: 1_000_000, issued: '2026-01-01T00:00:00Z' }, 'rolled-back'],
    ['contradicting one accepted earlier', {}, 'contradicts-earlier'],
  ])('is %s', async (_, entry, code) => {
    const trust = await copyOfSample()
    const { out } = await runCli(['trust', 'show', '--trust', trust])
    const { lists } = jsonLines(out)[0]
    const now = lists.find(({ id }: { id: string }) => id === 'MD-TL')
    const { sequenceNumber, issued } = now
    const seen = { sequenceNumber, issued, sha256: '00'.repeat(32), ...entry }
    await mkdir(join(trust, 'loaded'))
    const journal = { schema: 'euxine/journal/1', lists: { 'MD-TL': seen } }
    await writeFile(join(trust, 'loaded/journal.json'), JSON.stringify(journal))
    const { status, verdict } = await verdictWith(trust)
    expect(status).toBe(1)
    expect(verdict.signatures[0].recognition.outcome).not.toBe('recognised')
    const shown = jsonLines((await runCli(['trust', 'show', '--trust', trust])).out)[0]
    expect(shown.problems).toContainEqual(expect.objectContaining({ code, where: 'MD-TL' }))
  })
})

describe('an agreement that cannot stand', () => {
  const name = 'agreements/sample-ua-recognises-md.json'

  async function withAgreement(change: (agreement: Record<string, unknown>) => void) {
    const trust = await copyOfSample()
    const agreement = JSON.parse(await readFile(join(trust, name), 'utf8'))
    change(agreement)
    await writeFile(join(trust, name), JSON.stringify(agreement))
    return trust
  }

  it('has terms that overlap: it recognises nothing, and is named', async () => {
    const trust = await withAgreement((agreement) => {
      agreement['timeline'] = [
        { status: 'in-force', from: '2023-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
        { status: 'in-force', from: '2026-01-01T00:00:00Z' },
      ]
    })
    const check = await runCli(['agreements', 'check', '--trust', trust])
    expect(check.status).toBe(1)
    expect(jsonLines(check.out)[0].problems).toContainEqual(
      expect.objectContaining({ code: 'timeline-disordered', where: 'sample-ua-recognises-md' }),
    )
    const { status, verdict } = await verdictWith(trust)
    expect(status).toBe(1)
    expect(verdict.signatures[0].recognition).toMatchObject({ reason: 'no-agreement' })
  })

  it('grants more than its origin has', async () => {
    const trust = await withAgreement((agreement) => {
      agreement['scope'] = (agreement['scope'] as object[]).map((scope) => ({
        ...scope,
        ...('originLevel' in scope && scope.originLevel === 'QES' && { originLevel: 'AdES' }),
      }))
    })
    const check = await runCli(['agreements', 'check', '--trust', trust])
    expect(check.status).toBe(1)
  })

  it('is gone', async () => {
    const trust = await copyOfSample()
    await rm(join(trust, name))
    const { verdict } = await verdictWith(trust)
    expect(verdict.signatures[0].recognition).toMatchObject({ reason: 'no-agreement' })
  })
})
