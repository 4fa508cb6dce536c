import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BatchProgress, summaryText } from '../../src/cli/batch-progress.ts'
import type { Tally } from '../../src/cli/batch-tally.ts'
import { at, runCli, temporaryFolder } from './run-cli.ts'

function answered(lines: number, tallies: readonly Tally[] = []) {
  const nothing = { text: new Uint8Array(), refused: 0, faults: [], milliseconds: 0 }
  return { ...nothing, answered: lines, tallies }
}

const passed: Tally = {
  of: 'chain',
  outcome: 'PASSED',
  subIndication: null,
  reason: null,
  count: 1,
}

describe('the progress of a batch', () => {
  it('says how many lines, how fast, how much of the file, and how long it will take', () => {
    const progress = new BatchProgress(4_000, 0)
    progress.add(answered(30_000), 1_000)
    expect(progress.line(20_000)).toBe('30,000 lines · 1,500 a second · 25 % · 1:00 left')
  })

  it('says nothing of an end that is not known', () => {
    const progress = new BatchProgress(null, 0)
    progress.add(answered(10), 1_000)
    expect(progress.line(1_000)).toBe('10 lines · 10 a second')
  })
})

describe('the summary of a batch', () => {
  it('counts by outcome and reason, the most frequent first', () => {
    const progress = new BatchProgress(null, 0)
    const revoked = { ...passed, outcome: 'INDETERMINATE', subIndication: 'REVOKED', count: 2 }
    progress.add(answered(1, [passed]), 1)
    progress.add(answered(1, [revoked]), 2)
    progress.add(answered(2, [{ ...passed, count: 2 }]), 3)
    const summary = progress.summary(2_000, 2)
    expect(summary).toMatchObject({ lines: 4, answered: 4, refused: 0, seconds: 2, threads: 2 })
    expect(summary.counts).toEqual([{ ...passed, count: 3 }, revoked])
    expect(summaryText(summary)).toBe(
      '4 lines in 2.0 s, 2 a second, threads: 2\n  3  chain · PASSED\n  2  chain · INDETERMINATE · REVOKED\n',
    )
  })

  const lines = [
    { document: 'GE/contract.p7m', at, relying: 'RO' },
    { document: 'GE/contract.p7m', at, relying: 'RU' },
    { document: 'none' },
  ]
  const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('')

  it('is written as JSON where it is asked for', async () => {
    const file = join(await temporaryFolder(), 'summary.json')
    const { status } = await runCli(['verify', '--batch', '-', '--summary', file], { input })
    expect(status).toBe(1)
    const { schema, refused, counts } = JSON.parse(await readFile(file, 'utf8'))
    expect(schema).toBe('euxine/batch-summary/1')
    expect(refused).toBe(1)
    const facts = counts.map(({ of, outcome, reason, count }: Tally) => [
      of,
      outcome,
      reason,
      count,
    ])
    expect(facts).toContainEqual(['document', 'accepted', null, 1])
    expect(facts).toContainEqual(['document', 'rejected', null, 1])
    expect(facts).toContainEqual(['signature', 'TOTAL-PASSED', null, 2])
    expect(facts).toContainEqual(['line', 'error', 'file-unreadable', 1])
  })

  it('that cannot be written is refused before anything is answered', async () => {
    const args = ['verify', '--batch', '-', '--summary', '/no/such/folder/summary.json']
    const { status, out, err } = await runCli(args, { input: '{}\n' })
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain('cannot be written')
  })

  it('never takes the place of the batch', async () => {
    const file = join(await temporaryFolder(), 'batch.jsonl')
    await writeFile(file, input)
    const { status, out, err } = await runCli(['verify', '--batch', file, '--summary', file])
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain('is the batch itself')
    expect(await readFile(file, 'utf8')).toBe(input)
  })

  it.skipIf(!existsSync('/dev/full'))(
    'that finds no room at the end is an error of its own',
    async () => {
      const args = ['verify', '--batch', '-', '--summary', '/dev/full']
      const { status, err } = await runCli(args, { input })
      expect(status).toBe(2)
      expect(err).toContain('the summary "/dev/full" cannot be written (ENOSPC) [file-unwritable]')
    },
  )

  it('is shown to who watches, and the answers stay alone on the standard output', async () => {
    const { out, err } = await runCli(['verify', '--batch', '-'], { input, watched: 'yes' })
    expect(out.trim().split('\n')).toHaveLength(3)
    expect(err).toMatch(/(^|\u001b\[K)3 lines in /)
    expect(err).toContain('1  line · error · file-unreadable')
  })

  it('is silent where nobody watches', async () => {
    expect((await runCli(['verify', '--batch', '-'], { input })).err).toBe('')
  })
})
