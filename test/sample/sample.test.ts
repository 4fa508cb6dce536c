import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateSample } from '../../scripts/sample/generate.ts'
import { writeSample } from '../../scripts/sample/write.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { loadTrust } from '../../src/store/load-trust.ts'
import type { Trust } from '../../src/trust.ts'
import { found, type Row, readIndex, verdictOn, wanted } from './expectations.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const { at, rows } = await readIndex(repository)
const trust = await loadSample(repository)

describe('the sample federation', () => {
  it('says that it is fictional', () => {
    expect(trust.fictional).toBe(true)
  })

  it('loads every list, verified', () => {
    const unverified = trust.lists.filter(({ signature }) => signature !== 'verified')
    expect(unverified.map(({ id }) => id)).toEqual([])
  })

  it('has a list for each of the thirteen states', () => {
    const territories = new Set(trust.lists.flatMap(({ territory }) => territory ?? []))
    expect(territories.size).toBe(13)
  })

  it('leaves out nothing but the test authority that a bundle excludes', () => {
    expect(trust.problems).toEqual([
      {
        code: 'quarantined',
        where: expect.stringContaining('AZ-TL'),
        message: expect.stringContaining('TEST Root'),
      },
    ])
  })

  it('keeps no private key', async () => {
    for (const file of await filesUnder(repository)) {
      const text = await readFile(join(repository, file), 'latin1')
      expect(text, file).not.toContain('PRIVATE KEY')
    }
  })

  // A PDF takes some 5 kB, of which the value of its signature in hexadecimal is half: there are about
  // a hundred, most of them attacks, each of which has to be a file of its own.
  it('takes less than 2 MB', async () => {
    const files = await filesUnder(repository)
    const sizes = files.map(async (file) => (await readFile(join(repository, file))).length)
    const octets = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    expect(octets).toBeLessThan(2_000_000)
  })
})

describe('the test vectors', () => {
  for (const row of rows) {
    it(`${row.path}: ${row.description}`, () => expectRow(repository, row, at, trust))
  }

  for (const row of rows) {
    it(`${row.path} is worth the same a second before ${row.until}`, () =>
      expectRow(repository, row, secondBefore(row.until), trust))
  }
})

describe('the sample made anew', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'euxine-sample-'))
    await writeSample(folder, await generateSample())
    // Finding the primes of some fifty RSA keys takes a minute on a busy machine.
  }, 600_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('has the same files', async () => {
    expect(await filesUnder(folder)).toEqual(await filesUnder(repository))
  })

  it('has the same expectations', async () => {
    expect(await readIndex(folder)).toEqual(await readIndex(repository))
  })

  it('has other keys', async () => {
    const file = 'trust-lists/sample/GE/qc.cer'
    expect(await readFile(join(folder, file))).not.toEqual(await readFile(join(repository, file)))
  })

  it('meets them', async () => {
    const anew = await loadSample(folder)
    for (const row of rows) await expectRow(folder, row, at, anew)
  })
})

function loadSample(root: string): Promise<Trust> {
  return loadTrust(join(root, 'trust-lists'), { crypto: nodeCrypto(), at: new Date(at) })
}

async function expectRow(root: string, row: Row, time: string, given: Trust): Promise<void> {
  const signatures = [row, ...(row.further ?? [])]
  for (const signature of signatures) {
    for (const recognition of signature.recognition) {
      const verdict = await verdictOn(root, row, time, recognition.relying, given)
      expect(verdict.signatures).toHaveLength(signatures.length)
      const actual = found(verdict, signature, recognition)
      expect(actual, row.path).toEqual(wanted(signature, recognition))
    }
  }
}

function secondBefore(time: string): string {
  return new Date(new Date(time).getTime() - 1000).toISOString()
}

/** Every generated file, relative and sorted; lists that were fetched later are none. */
async function filesUnder(root: string): Promise<readonly string[]> {
  const folders = ['trust-lists/sample', 'test-vectors']
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile() && !entry.parentPath.includes('loaded'))
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
    }),
  )
  return found.flat().sort()
}
