import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import { loadTrust } from '../../src/store/load-trust.ts'
import { type AttackRow, readIndex, verdictOn } from '../sample/expectations.ts'

const root = join(import.meta.dirname, '..', '..')
const { at, attacks } = await readIndex(root)
const trust = await loadTrust(join(root, 'trust-lists'), { crypto: nodeCrypto(), at: new Date(at) })

/** The verdict on a file of the test vectors in its own state, or the error by which it is refused. */
async function judge(path: string): Promise<Verdict | VerifierError> {
  try {
    return await verdictOn(root, { path }, at, path.split('/')[0] ?? '', trust)
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
}

/** What is found of the attacked signature, which is the first, in the shape of what is expected. */
function found(answer: Verdict | VerifierError, { expected }: AttackRow): unknown {
  if (answer instanceof VerifierError) return { refused: answer.code }
  const [first] = answer.signatures
  if (first === undefined) return 'no signature'
  const { integrity, indication, subIndication, reason, modifications } = first
  const named = 'difference' in expected && { difference: differenceOf(first, expected.difference) }
  return { integrity, indication, subIndication, reason, modifications, ...named }
}

/** The kind that is expected where a forbidden difference is of it; all of them where none is. */
function differenceOf({ differences }: SignatureVerdict, expected: string | undefined): unknown {
  const forbidden = (differences ?? []).filter(({ permitted }) => !permitted)
  const kinds = forbidden.map(({ kind }) => kind)
  return kinds.includes(expected ?? '') ? expected : kinds
}

describe('a PDF that was attacked', () => {
  it('is there in many ways', () => {
    const classes = new Set(attacks.map((one) => one.class))
    expect(attacks.length).toBeGreaterThan(60)
    expect(classes.size).toBe(6)
  })

  it.each(attacks.map((row) => [row.path, row] as const))(
    'is answered by its own reason: %s',
    async (path, row) => {
      expect(found(await judge(path), row)).toEqual(row.expected)
    },
  )

  it.each(attacks.map(({ path }) => path))('is never accepted: %s', async (path) => {
    const answer = await judge(path)
    if (answer instanceof VerifierError) return expect(answer.code).toBe('document-unreadable')
    const [first] = answer.signatures
    expect(answer.outcome).not.toBe('accepted')
    expect(first?.indication).not.toBe('TOTAL-PASSED')
  })
})

describe('the honest PDF that an attack was made from', () => {
  const twins = [...new Set(attacks.map(({ twin }) => twin))]

  it.each(twins)('is accepted: %s', async (path) => {
    expect(await judge(path)).toMatchObject({
      outcome: 'accepted',
      signatures: [{ integrity: 'intact', indication: 'TOTAL-PASSED', modifications: 'none' }],
    })
  })
})

describe('a second signature over an earlier change', () => {
  const laundered = attacks.filter((one) => one.class === 'laundering')

  it.each(laundered.map(({ path }) => path))('stands, and not the first: %s', async (path) => {
    expect(await judge(path)).toMatchObject({
      outcome: 'rejected',
      signatures: [
        { indication: 'TOTAL-FAILED', reason: 'DOCUMENT_MODIFIED' },
        { indication: 'TOTAL-PASSED', modifications: 'none' },
      ],
    })
  })
})
