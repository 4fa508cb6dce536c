import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import { expectLessThanHashing } from '../growth.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder, verdictOn } from './cms-rows.ts'

interface Row {
  readonly path: string
  readonly expected: string
  readonly why: string
  readonly trustRoot?: string
}

type Outcome = 'accepted' | 'flagged' | 'open' | 'rejected' | 'refused'

/** What each label allows; nothing but the controls may be accepted without a word. */
const allowed: Readonly<Record<string, readonly Outcome[]>> = {
  valid: ['accepted'],
  'valid-or-policy': ['accepted', 'flagged', 'open'],
  'valid-or-consistent': ['accepted', 'flagged', 'open', 'rejected'],
  policy: ['flagged', 'open', 'rejected', 'refused'],
  'policy-flag': ['flagged', 'open', 'rejected', 'refused'],
  'flag-unsigned': ['open', 'rejected', 'refused'],
  'flag-unsigned-or-reject': ['open', 'rejected', 'refused'],
  'flag-or-reject': ['flagged', 'open', 'rejected', 'refused'],
  'indeterminate-or-invalid': ['open', 'rejected', 'refused'],
  'not-valid': ['open', 'rejected', 'refused'],
  'one-valid-one-not': ['rejected'],
  'no-signature': ['refused'],
  reject: ['rejected', 'refused'],
  'reject-fast': ['refused'],
  'reject-no-fetch': ['rejected', 'refused'],
  'reject-or-consistent-type': ['rejected', 'refused'],
  'reject-or-flag': ['flagged', 'open', 'rejected', 'refused'],
  'reject-or-flag-no-write': ['open', 'rejected', 'refused'],
  'reject-or-last-wins-invalid': ['rejected', 'refused'],
  'reject-or-valid': ['accepted', 'flagged', 'open', 'rejected', 'refused'],
}

const folder = suiteFolder('asic-attacks')
const exceptions = readExceptions('asic-attacks.exceptions.json')
const rows = readRows<Row>(folder)

/** MiB that may be hashed in the time in which a container is refused for its size. */
const fast = 1 << 10

describe.skipIf(folder === null)('the attacks on ASiC containers', () => {
  it('are there', () => expect(rows.length).toBeGreaterThan(45))

  it('have exceptions for rows that are there only', () => {
    const known = new Set(rows.map(({ path }) => path))
    expect([...exceptions.keys()].filter((id) => !known.has(id))).toEqual([])
  })

  it.each(rows)('$path: $expected', (row) => {
    const outcome = outcomeOf(row)
    if (row.expected === 'reject-fast') expectLessThanHashing(fast, () => outcomeOf(row))
    const words = allowed[row.expected]
    if (words === undefined) throw new Error(`unknown label ${row.expected}`)
    const actual = words.includes(outcome) ? row.expected : outcome
    expectLabelled(exceptions, row.path, row.expected, actual)
  })

  it('reports the signature that is covered by a manifest beside the orphan', () => {
    const row = rows.find(({ expected }) => expected === 'one-valid-one-not')
    if (row === undefined) throw new Error('no such row')
    const { signatures } = verdictOf(row)
    expect(signatures.map(({ integrity }) => integrity)).toEqual(['intact', 'unknown'])
    expect(signatures[0]?.scope.map(({ name }) => name)).toContain('data.txt')
  })
})

function verdictOf({ path, trustRoot }: Row): Verdict {
  const base = folder ?? ''
  return verdictOn(join(base, path), {
    detached: [],
    at: '2026-09-01T00:00:00Z',
    ...(trustRoot !== undefined && { anchor: join(base, trustRoot) }),
  })
}

function outcomeOf(row: Row): Outcome {
  try {
    const { outcome, warnings } = verdictOf(row)
    if (outcome === 'rejected') return 'rejected'
    if (outcome === 'undetermined') return 'open'
    return warnings.length > 0 ? 'flagged' : 'accepted'
  } catch (error) {
    if (error instanceof VerifierError) return 'refused'
    throw error
  }
}
