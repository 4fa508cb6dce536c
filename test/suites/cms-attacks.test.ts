import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import type { SignatureVerdict } from '../../src/report/verdict.ts'
import { expectLabelled, readExceptions, readRows, suiteFolder, verdictOn } from './cms-rows.ts'

interface Row {
  readonly path: string
  readonly expected: string
  readonly trustRoot: string
  readonly validationTime: string
  readonly content?: string
}

const folder = suiteFolder('cms-attacks')
const exceptions = readExceptions('cms-attacks.exceptions.json')
const rows = readRows<Row>(folder)

/** What each label leaves open for the outcome of the first signature: integrity, then indication. */
const permitted: Readonly<Record<string, RegExp>> = {
  valid: /^intact TOTAL-PASSED$/,
  'valid-cms-not-CAdES-B': /^intact INDETERMINATE SIG_CONSTRAINTS_FAILURE$/,
  invalid: /^(broken TOTAL-FAILED|refused)/,
  'invalid-or-policy': /^broken TOTAL-FAILED/,
  'indeterminate-or-invalid': /^(broken TOTAL-FAILED|unknown INDETERMINATE)/,
  indeterminate: /^unknown INDETERMINATE/,
  reject: /^(\w+ (TOTAL-FAILED|INDETERMINATE)|refused)/,
  'reject-fast': /^refused/,
  'reject-or-flag': /^\w+ (TOTAL-FAILED|INDETERMINATE)/,
  'policy-reject': /^\w+ (TOTAL-FAILED|INDETERMINATE)/,
  flag: /^\w+ (TOTAL-FAILED|INDETERMINATE)/,
  'crypto-constraints': /^intact INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE/,
  'one-of-two-valid': /^intact TOTAL-PASSED \+ unknown INDETERMINATE/,
}

/** Where the label leaves it to policy: what ours says. */
const ours: Readonly<Record<string, string>> = {
  'generated/signing-cert-v1-sha1-only.p7m': 'intact TOTAL-PASSED',
  'generated/rsa-e3-honest.p7m': 'intact TOTAL-PASSED',
  'generated/pss-salt0.p7m': 'intact TOTAL-PASSED',
  'generated/pss-mgf1-sha1.p7m': 'intact TOTAL-PASSED',
  'generated/trailing-zero-padding.p7m': 'intact TOTAL-PASSED',
}

describe.skipIf(folder === null)('the CMS attacks', () => {
  it('are there', () => expect(rows.length).toBeGreaterThan(50))

  for (const row of rows) {
    it(`${row.path} is ${row.expected}`, () => {
      const outcome = outcomeOf(row)
      if (row.expected === 'policy') {
        expect(outcome).toBe(ours[row.path])
        return
      }
      const pattern = permitted[row.expected]
      if (pattern === undefined) throw new Error(`label ${row.expected} is not known`)
      if (exceptions.has(row.path)) {
        expectLabelled(exceptions, row.path, row.expected, outcome)
        return
      }
      expect(outcome).toMatch(pattern)
    })
  }
})

function outcomeOf(row: Row): string {
  const base = folder ?? ''
  const content = row.content === undefined ? [] : [readFileSync(join(base, row.content))]
  try {
    return verdictOn(join(base, row.path), {
      detached: content.map((bytes) => ({ name: null, bytes, digests: {} })),
      anchor: join(base, row.trustRoot),
      at: row.validationTime,
    })
      .signatures.map(describeOne)
      .join(' + ')
  } catch (error) {
    if (error instanceof VerifierError) return `refused ${error.code}`
    throw error
  }
}

function describeOne({ integrity, indication, subIndication }: SignatureVerdict): string {
  return [integrity, indication, ...(subIndication === null ? [] : [subIndication])].join(' ')
}
