import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { loadTrust } from '../../src/store/load-trust.ts'
import type { Trust } from '../../src/trust.ts'
import { anchorsOf } from '../../src/trustlist/anchors.ts'
import { emptyFolder, sample, sampleCopy } from './folders.ts'

const options = { crypto: nodeCrypto(), at: new Date('2027-01-01T00:00:00Z') }

async function spoilt(file: string, change: (text: string) => string): Promise<Trust> {
  const folder = await sampleCopy()
  const path = join(folder, file)
  await writeFile(path, change(await readFile(path, 'utf8')))
  return loadTrust(folder, options)
}

function codesOf(trust: Trust, id: string): readonly string[] | undefined {
  return trust.lists.find((list) => list.id === id)?.problems.map(({ code }) => code)
}

function usable(trust: Trust, id: string): boolean {
  return trust.lists.some((list) => list.id === id && list.signature === 'verified')
}

async function refusal(loading: Promise<Trust>): Promise<VerifierError> {
  try {
    await loading
  } catch (error) {
    if (error instanceof VerifierError) return error
  }
  throw new Error('it was loaded')
}

describe('a federation on disk', () => {
  it('gives every list verified, with agreements, evidence and its notice', async () => {
    const trust = await loadTrust(sample, options)
    expect(trust.fictional).toBe(true)
    expect(trust.notice).toContain('FICTIONAL')
    expect(trust.lists.map(({ signature }) => signature)).toEqual(trust.lists.map(() => 'verified'))
    expect(new Set(anchorsOf(trust.lists).map(({ territory }) => territory)).size).toBe(13)
    expect(trust.agreements.length).toBeGreaterThan(20)
    expect(trust.crls.length).toBeGreaterThan(20)
  })

  it('is found by its folder, its file, and a file that leads to it', async () => {
    const paths = ['', '/federation.json', '/../federation.json', '/..']
    for (const path of paths) {
      expect((await loadTrust(`${sample}${path}`, options)).lists.length).toBeGreaterThan(13)
    }
  })

  it('goes on without a list that was changed, and names it', async () => {
    const trust = await spoilt('MD/MD-TL.xml', (xml) => xml.replace('FICTIONAL', 'FACTUAL'))
    expect(codesOf(trust, 'MD-TL')).toContain('signature-broken')
    expect(usable(trust, 'RS-TL')).toBe(true)
    expect(anchorsOf(trust.lists).some(({ listId }) => listId === 'MD-TL')).toBe(false)
    expect(trust.problems.some(({ where }) => where === 'MD-TL')).toBe(true)
  })

  it('goes on without a list that is pinned by another digest', async () => {
    const trust = await spoilt('TR/SertifikaDeposu.xml', (xml) => `${xml}\n`)
    expect(codesOf(trust, 'TR-TL')).toEqual(['digest-mismatch'])
  })

  it('goes on without a manifest that its signature does not cover', async () => {
    const trust = await spoilt('GE/manifest.json', (json) => `${json} `)
    expect(codesOf(trust, 'GE-TL')).toEqual(['signature-broken'])
  })

  it('trusts no list whose signers only a broken list of lists names', async () => {
    const trust = await spoilt('EU/LOTL.xml', (xml) => xml.replace('FICTIONAL', 'FACTUAL'))
    expect(codesOf(trust, 'EU-LOTL')).toContain('signature-broken')
    expect(['BG-TL', 'EL-TL', 'RO-TL'].map((id) => usable(trust, id))).toEqual([
      ...[false, false, false],
    ])
    expect(usable(trust, 'MD-TL')).toBe(true)
  })

  it('leaves out evidence and agreements that cannot be read, and names them', async () => {
    const folder = await sampleCopy()
    await writeFile(join(folder, 'evidence', 'junk.crl'), 'junk')
    await writeFile(join(folder, 'agreements', 'junk.json'), '{')
    const trust = await loadTrust(folder, options)
    const places = trust.problems.map(({ where }) => where)
    expect(places).toContain('junk.crl')
    expect(places).toContain('junk.json')
  })

  it('is unusable without any list', async () => {
    const folder = await sampleCopy()
    for (const state of ['AL', 'AM', 'AZ', 'BG', 'EL', 'EU', 'GE', 'MD', 'MK', 'RO', 'RS', 'RU']) {
      await rm(join(folder, state), { recursive: true })
    }
    expect((await loadTrust(folder, options)).lists.length).toBeGreaterThan(13)
    for (const state of ['TR', 'UA']) await rm(join(folder, state), { recursive: true })
    const error = await refusal(loadTrust(folder, options))
    expect(error.code).toBe('trust-unusable')
    expect(error.hint).toContain('trust load')
  })

  it('is unusable as an empty folder, and says which file is missing', async () => {
    const error = await refusal(loadTrust(await emptyFolder(), options))
    expect(error.code).toBe('file-unreadable')
    expect(error.message).toContain('federation.json')
  })

  it('is unusable with a journal that cannot be read', async () => {
    const folder = await sampleCopy()
    await mkdir(join(folder, 'loaded'))
    await writeFile(join(folder, 'loaded', 'journal.json'), '{"lists": {}}')
    expect((await refusal(loadTrust(folder, options))).code).toBe('trust-unusable')
  })
})
