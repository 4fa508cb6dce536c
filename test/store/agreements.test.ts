import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAgreements } from '../../src/store/agreements.ts'

const sample = join(import.meta.dirname, '../../trust-lists/sample/agreements')
const text = readFileSync(join(sample, 'sample-eu-recognises-ua.json'), 'utf8')
const surroundings = { listIds: new Set(['UA-TL-EC', 'UA-TL']), fictional: 'yes' } as const

/** What is read of a folder with the agreement of Ukraine and another file beside it. */
function readWith(other: string) {
  const folder = mkdtempSync(join(tmpdir(), 'euxine-agreements-'))
  writeFileSync(join(folder, 'v1.json'), text)
  writeFileSync(join(folder, 'v2.json'), other)
  const { agreements, problems } = readAgreements(folder, surroundings)
  return { ids: agreements.map(({ id }) => id), problems }
}

const second = { ...JSON.parse(text), version: 2, supersedes: 1 }

describe('agreements of a folder', () => {
  it('are used where they can be read', () => {
    expect(readWith(JSON.stringify(second)).ids).toEqual(['sample-eu-recognises-ua'])
  })

  it.each([
    ['has an unknown member', JSON.stringify({ ...second, typo: 1 })],
    ['is cut off', JSON.stringify(second).slice(0, -20)],
    ['says a thing twice', JSON.stringify(second).replace('{', '{"version":2,')],
  ])('are withheld, all versions, where the newest %s', (_, other) => {
    const { ids, problems } = readWith(other)
    expect(ids).toEqual([])
    expect(problems).toMatchObject([{ code: 'agreement-malformed', about: 'agreement' }])
  })

  it('stand beside an unreadable one of another name', () => {
    const other = JSON.stringify({ ...second, id: 'another', typo: 1 })
    expect(readWith(other).ids).toEqual(['sample-eu-recognises-ua'])
  })
})
