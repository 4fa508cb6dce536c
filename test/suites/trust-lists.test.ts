import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { type CheckedFile, checkTrust } from '../../src/store/check-trust.ts'
import { loadTrust } from '../../src/store/load-trust.ts'
import type { Trust } from '../../src/trust.ts'
import { anchorsOf } from '../../src/trustlist/anchors.ts'
import { stateAt } from '../../src/trustlist/at.ts'
import { certificatesOf } from '../../src/trustlist/digital-identities.ts'
import type { LoadedList } from '../../src/trustlist/model.ts'
import { isApproving } from '../../src/trustlist/statuses.ts'
import { type Certificate, parseCertificateFile } from '../../src/x509/certificate.ts'

interface Exception {
  readonly id: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

const data = process.env['TRUST_DATA_DIR'] ?? ''
const cache = join(data, 'eu/test/lotlCache')
const bsec = join(data, 'bsec')
const present = data !== '' && existsSync(cache) && existsSync(bsec)
const xmlsec = spawnSync('xmlsec1', ['--version']).status === 0
const federation = fileURLToPath(new URL('../../trust-lists/bsec', import.meta.url))
const exceptions: ReadonlyMap<string, Exception> = new Map(
  readExceptions().map((exception) => [exception.id, exception]),
)

function readExceptions(): readonly Exception[] {
  return JSON.parse(readFileSync(new URL('trust-lists.exceptions.json', import.meta.url), 'utf8'))
}

/** The pins that the real federation ships. */
function pins(): readonly Certificate[] {
  const json = JSON.parse(readFileSync(join(federation, 'federation.json'), 'utf8'))
  const [listOfLists] = json.listsOfLists
  return listOfLists.signers.map((name: string) =>
    parseCertificateFile(readFileSync(join(federation, name))),
  )
}

/** What the names of the files say was done to them. */
function expectedOf(path: string): string {
  if (/_(empty|not-parsable|not-conform)\.xml$/.test(path)) return 'unreadable'
  if (/_no-sig\.xml$/.test(path)) return 'unsigned'
  return /_(broken-sig|not-compliant|non-compliant|two-sigs|missing-pivot)\.xml$/.test(path)
    ? 'broken'
    : 'verified'
}

/** An outcome as expected, or exactly as its exception says. */
function expectOutcome(id: string, expected: string, actual: string): void {
  const exception = exceptions.get(id)
  if (exception !== undefined) expect(exception.expected).toBe(expected)
  expect(actual).toBe(exception?.actual ?? expected)
}

describe.skipIf(!present)('the real trust lists', () => {
  let rows: readonly CheckedFile[]
  let lists: readonly CheckedFile[]

  beforeAll(async () => {
    rows = checkTrust([cache, bsec], { crypto: nodeCrypto(), pins: pins() })
    lists = rows.filter((row) => row.kind !== 'certificates')
  }, 120_000)

  it('are there', () => expect(lists.length).toBeGreaterThan(65))

  it('have the signature that their names promise', () => {
    for (const row of lists) expectOutcome(row.path, expectedOf(row.path), row.signature ?? 'none')
  })

  it('are signed by signers that the pins lead to', () => {
    for (const { path, signature, authority } of lists) {
      if (signature !== 'verified') continue
      expectOutcome(`${path}: signer`, 'known', authority === 'unknown' ? 'unknown' : 'known')
    }
  })

  it('give the list of lists of 2019 and of 2023 by a pin, and that of 2024 by a pivot', () => {
    const authorityOf = (path: string) => lists.find((row) => row.path === path)?.authority
    expect(authorityOf('EU.xml')).toBe('pinned')
    expect(authorityOf('EU/LOTL-dss-sigpool.xml')).toBe('pinned')
    expect(authorityOf('EU/eu-lotl-pivot-341.xml')).toBe('handed-over')
  })

  it('hold what the index counts in them', () => {
    const counted = indexRows()
    expect(counted.size).toBeGreaterThan(55)
    for (const row of lists.filter(({ signature }) => signature !== 'unreadable')) {
      const expected = counted.get(row.path)
      if (expected === undefined) continue
      const actual = [row.territory, row.sequenceNumber, row.providers, row.services].join(' ')
      expectOutcome(`${row.path}: content`, expected, actual)
    }
  })

  it('name what is quarantined or departs from the standard', () => {
    const folderOf = (path: string) => rows.find((row) => row.path === path)
    expect(folderOf('UA/certs')).toMatchObject({ certificates: 827, quarantined: [] })
    expect(folderOf('TR/kamusm-roots')).toMatchObject({ certificates: 29, quarantined: [] })
    const serbia = folderOf('RS/ca')
    expect(serbia).toMatchObject({ certificates: 23, quarantined: [] })
    expect(serbia?.departures).toHaveLength(11)
    expect(serbia?.departures.every(({ what }) => what.includes('serial-number-not-minimal'))).toBe(
      true,
    )
  })

  it.skipIf(!xmlsec)('are verified by xmlsec1 exactly where they are here', () => {
    for (const row of lists) {
      const root = existsSync(join(cache, row.path)) ? cache : bsec
      expect([row.path, xmlsecSays(join(root, row.path))]).toEqual([
        row.path,
        row.signature === 'verified' ? 'OK' : 'not OK',
      ])
    }
  })
})

describe.skipIf(!present || !xmlsec)('every other list of the EU data', () => {
  const folder = join(data, 'eu/test')

  it('is intact exactly where xmlsec1 verifies it', async () => {
    const rows = checkTrust([folder], { crypto: nodeCrypto(), pins: pins() })
    const others = rows.filter(
      ({ path, kind }) => kind !== 'certificates' && !path.startsWith('lotlCache'),
    )
    expect(others.length).toBeGreaterThan(45)
    for (const { path, signature } of others) {
      expect([path, signature === 'verified' ? 'OK' : 'not OK']).toEqual([
        path,
        xmlsecSays(join(folder, path)),
      ])
    }
  }, 120_000)
})

/** Columns of INDEX.md: file, territory, sequence, providers, services. */
function indexRows(): ReadonlyMap<string, string> {
  const prefix = '| dss-tsl-validation/test/lotlCache/'
  const lines = readFileSync(join(data, 'eu/INDEX.md'), 'utf8').split('\n')
  return new Map(
    lines
      .filter((line) => line.startsWith(prefix))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map((cells) => [
        (cells[1] ?? '').replace(/^.*\//, ''),
        [cells[3], cells[4], cells[12], cells[13]].join(' '),
      ]),
  )
}

function xmlsecSays(path: string): string {
  const list = 'http://uri.etsi.org/02231/v2#:TrustServiceStatusList'
  const properties = 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'
  const ids = ['--id-attr:Id', list, '--id-attr:Id', properties]
  try {
    execFileSync('xmlsec1', ['--verify', '--insecure', ...ids, path], { stdio: 'pipe' })
    return 'OK'
  } catch {
    // xmlsec1 answers by its exit status; what it prints differs between versions.
    return 'not OK'
  }
}

describe.skipIf(!present)('the federation for preparation, with the real files', () => {
  const at = new Date('2026-12-01T00:00:00Z')
  let trust: Trust

  beforeAll(async () => {
    trust = await loadTrust(federation, { crypto: nodeCrypto(), loadedFrom: bsec, at })
  }, 120_000)

  function listOf(id: string): LoadedList {
    const list = trust.lists.find((candidate) => candidate.id === id)
    if (list === undefined) throw new Error(`there is no list ${id}`)
    return list
  }

  it.each([
    ['BG-TL', 45, 77],
    ['EL-TL', 69, 120],
    ['RO-TL', 61, 123],
  ])('verifies %s through the list of lists', (id, sequence, services) => {
    const { signature, list } = listOf(id)
    expect(signature).toBe('verified')
    expect(list?.sequenceNumber).toBe(sequence)
    expect(list?.providers.flatMap((provider) => provider.services)).toHaveLength(services)
  })

  it('excludes the test and debugging roots of the Ukrainian cache, each with a reason', () => {
    const { list } = listOf('UA-ROOTS')
    const services = list?.providers.flatMap((provider) => provider.services) ?? []
    const roots = services.flatMap(({ states }) => certificatesOf(states[0]?.identities ?? []))
    expect(roots).toHaveLength(18)
    expect(list?.quarantine).toHaveLength(8)
    expect(list?.quarantine.every(({ reason }) => /test|debugging/.test(reason))).toBe(true)
  })

  it('excludes the Russian root for TLS servers', () => {
    expect(listOf('RU-ROOTS').list?.quarantine.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('TLS'),
    ])
  })

  it('grants nothing to any anchor that is not verified by a state', () => {
    const unverified = anchorsOf(trust.lists).filter(({ listId }) => !listId.endsWith('-TL'))
    expect(unverified.length).toBeGreaterThan(70)
    for (const { service } of unverified) {
      const state = stateAt(service, at)
      expect(state !== null && isApproving(state.status)).toBe(false)
    }
  })

  it('says of every other list why it cannot be used', () => {
    const absent = trust.lists.filter(({ signature }) => signature === 'broken')
    expect(absent.map(({ id }) => id)).toEqual([
      ...[
        'EU-ADES-LOTL',
        'AM-TL',
        'MD-TL',
        'MK-TL',
        'RS-TL',
        'RU-TL',
        'TR-TL',
        'UA-TL',
        'UA-TL-EC',
      ],
    ])
    expect(absent.every(({ problems }) => problems.length > 0)).toBe(true)
  })

  it('says of the states without a list why they have none', () => {
    const members = trust.problems.filter(({ code }) => code === 'member')
    expect(members.map(({ where }) => where)).toEqual(['AL', 'AM', 'AZ', 'GE'])
  })
})
