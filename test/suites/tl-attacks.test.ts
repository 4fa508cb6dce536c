import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { fetchList } from '../../src/sources/fetch-list.ts'
import { anchorsOf } from '../../src/trustlist/anchors.ts'
import { freshnessOf, stateAt } from '../../src/trustlist/at.ts'
import { loadList } from '../../src/trustlist/load.ts'
import type { LoadedList } from '../../src/trustlist/model.ts'
import { isApproving } from '../../src/trustlist/statuses.ts'
import { parseCertificateFile } from '../../src/x509/certificate.ts'

interface Row {
  readonly path: string
  readonly class: string
  readonly expected: string
  readonly operator: string
  readonly loadTime: string
  readonly lastSeenSequence: number
}

const suites = process.env['SUITES_DIR'] ?? ''
const folder = join(suites, 'tl-attacks')
const labels = join(folder, 'labels.jsonl')
const present = suites !== '' && existsSync(labels)
const rows: readonly Row[] = present
  ? readFileSync(labels, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  : []
const crypto = nodeCrypto()
const stalePolicy = { graceDays: 0, afterGrace: 'refuse' } as const

function load({ path, operator, loadTime, lastSeenSequence }: Row): LoadedList {
  return loadList(
    {
      id: path,
      form: 'etsi-119612',
      territory: 'XX',
      location: path,
      bytes: readFileSync(join(folder, path)),
      pins: [parseCertificateFile(readFileSync(join(folder, operator)))],
      at: new Date(loadTime),
      lastSeen: { sequenceNumber: lastSeenSequence, issued: null, sha256: null },
      stalePolicy,
      sha256: null,
      detachedSignature: null,
      files: () => null,
      type: null,
      unverified: 'no',
    },
    crypto,
  )
}

/** The problem for which each rejected list has to be rejected: not just any. */
const because: Readonly<Record<string, LoadedList['problems'][number]['code']>> = {
  'rollback-seq9.xml': 'rolled-back',
  'seq-huge.xml': 'sequence-invalid',
  'seq-negative.xml': 'sequence-invalid',
  'seq-nan.xml': 'sequence-invalid',
  'issued-in-future.xml': 'issued-in-future',
  'unsigned.xml': 'unsigned',
  'unlisted-key-same-dn.xml': 'signer-not-pinned',
  'tampered.xml': 'signature-broken',
  'signed-by-own-service.xml': 'signer-not-pinned',
  'partial-reference.xml': 'signature-broken',
  'pivot-hijack.xml': 'signer-not-pinned',
  'territory-mismatch.xml': 'territory-mismatch',
  'dtd.xml': 'unreadable',
}

/** Whether each anchor of the list is granted at a time. */
function grantedAt(list: LoadedList, at: Date): readonly boolean[] {
  return anchorsOf([list]).map(({ service }) => {
    const state = stateAt(service, at)
    return state !== null && isApproving(state.status)
  })
}

function freshness({ list }: LoadedList, at: Date): string | null {
  return list === null ? null : freshnessOf(list, at, stalePolicy)
}

/** What each label demands of a list. */
const demands: Readonly<Record<string, (row: Row, list: LoadedList, at: Date) => void>> = {
  accept: (_row, list, at) => {
    expect(list.signature).toBe('verified')
    expect(grantedAt(list, at)).toEqual([true])
  },
  reject: (row, list) => {
    expect(list.signature).toBe('broken')
    expect(list.problems.map(({ code }) => code)).toContain(because[nameOf(row)])
    expect(anchorsOf([list])).toEqual([])
  },
  'reject-or-stale': (_row, list, at) => expect(freshness(list, at)).toBe('expired'),
  'policy: closed list': (_row, list, at) => expect(freshness(list, at)).toBe('closed'),
  'not-granted-or-flag': (_row, list, at) => {
    expect(grantedAt(list, at)).toEqual([false, false])
    expect(list.problems.map(({ code }) => code)).toContain('duplicate-service')
  },
  'accept-flag': (_row, list, at) => {
    expect(grantedAt(list, at)).toEqual([true, true])
    expect(list.problems.map(({ code }) => code)).toContain('duplicate-service')
  },
  'match-by-full-key-only': (_row, list) => {
    const keys = anchorsOf([list]).map(({ certificate }) =>
      Buffer.from(certificate.spki).toString('hex'),
    )
    expect(new Set(keys).size).toBe(2)
  },
  'signature before 2026-01-01 judged by history; after: not qualified': (_row, list, at) => {
    // The file has no history at all, so nothing says that the service stood before.
    const before = new Date('2025-12-31T23:59:59Z')
    expect(anchorsOf([list]).map(({ service }) => stateAt(service, before))).toEqual([null])
    expect(grantedAt(list, new Date('2026-01-01T00:00:00Z'))).toEqual([false])
    expect(grantedAt(list, at)).toEqual([false])
  },
  'not-granted': (_row, list, at) => expect(grantedAt(list, at)).toEqual([false]),
  'not-yet-granted': (_row, list, at) => expect(grantedAt(list, at)).toEqual([false]),
  'reject-or-normalise': (_row, list, at) => {
    expect(list.signature).toBe('verified')
    expect(anchorsOf([list]).map(({ territory }) => territory)).toEqual(['XX'])
    expect(grantedAt(list, at)).toEqual([true])
  },
  'accept-others-or-reject-with-reason': (_row, list) => {
    expect(list.signature).toBe('verified')
    expect(list.list?.quarantine.map(({ what }) => what)).toContain('certificate')
  },
}

describe.skipIf(!present)('the attacks on trust lists', () => {
  it('are there', () => expect(rows.length).toBeGreaterThanOrEqual(28))

  for (const row of rows.filter(({ expected }) => expected !== 'no-fetch')) {
    it(`${row.path} (${row.class}): ${row.expected}`, () => {
      const demand = demands[row.expected]
      if (demand === undefined) throw new Error(`the label "${row.expected}" is not known`)
      demand(row, load(row), new Date(row.loadTime))
    })
  }

  for (const row of rows.filter(({ expected }) => expected === 'no-fetch')) {
    it(`${row.path} (${row.class}): nothing is fetched`, async () => {
      const pointers = load(row).list?.pointers ?? []
      // A place that is public may be fetched when asked for; parsing the list never does it.
      const hostile = pointers.filter(({ location }) => !location.includes('xx.example'))
      for (const { location } of hostile) {
        await expect(fetchList(location)).rejects.toMatchObject({ code: 'source-refused' })
      }
      if (nameOf(row) === 'pointer-file.xml') expect(pointers).toEqual([])
      if (nameOf(row) === 'pointer-metadata.xml') expect(hostile).toHaveLength(1)
    })
  }
})

function nameOf({ path }: Row): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
