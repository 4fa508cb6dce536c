import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { loadTrust } from '../../src/store/load-trust.ts'
import { found, readIndex, verdictOn, wanted } from './expectations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { at, rows } = await readIndex(root)
const trust = await loadTrust(`${root}/trust-lists/sample`, { crypto: nodeCrypto() })

describe('the sample federation', () => {
  it('loads without a problem', () => {
    expect(trust.problems).toEqual([])
    expect(trust.lists.flatMap((list) => list.problems)).toEqual([])
  })
})

describe('the test vectors', () => {
  for (const row of rows) {
    it(`${row.path}: ${row.description}`, async () => {
      for (const signature of [row, ...(row.further ?? [])]) {
        for (const recognition of signature.recognition) {
          const verdict = await verdictOn(root, row, at, recognition.relying, trust)
          expect(found(verdict, signature, recognition)).toEqual(wanted(signature, recognition))
        }
      }
    })
  }
})
