import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../src/chain.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { parseCertificateFile } from '../../src/x509/certificate.ts'
import { parseCrl } from '../../src/x509/crl/crl.ts'
import { defaultPathPolicy } from '../../src/x509/policies/inputs.ts'

const suites = process.env['SUITES_DIR']
const folder = join(suites ?? '', 'pki-attacks')

interface Row {
  readonly paths: readonly string[]
  readonly expected: string
  readonly trustRoot: string
  readonly validationTime: string
}

/** Labels under which a chain may pass; every other label is of a chain that must not. */
const mayPass = new Set(['valid', 'valid-and-escaped', 'bounded'])

const crypto = nodeCrypto()
const nobody = {
  federation: 'none',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

function read(path: string): Uint8Array {
  return readFileSync(join(folder, path))
}

function chainOf(row: Row): ChainVerdict | VerifierError {
  try {
    const certificates = row.paths.filter((path) => !path.endsWith('.crl'))
    const [target, ...intermediates] = certificates.map((path) => parseCertificateFile(read(path)))
    if (target === undefined) throw new Error('a row without a certificate')
    return verifyChain({
      ...defaultPathPolicy,
      target,
      intermediates,
      anchors: [parseCertificateFile(read(row.trustRoot))],
      crls: row.paths.filter((path) => path.endsWith('.crl')).map((path) => parseCrl(read(path))),
      at: new Date(row.validationTime),
      relying: null,
      trust: nobody,
      revocation: 'when-available',
      policy: defaultPolicy,
      crypto,
    })
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
}

describe.skipIf(suites === undefined || !existsSync(folder))('pki-attacks', () => {
  const rows =
    suites === undefined
      ? []
      : readFileSync(join(folder, 'labels.jsonl'), 'utf8')
          .trim()
          .split('\n')
          .map((line): Row => JSON.parse(line))
          .filter((row) => Array.isArray(row.paths))

  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(40)
  })

  it.each(rows.map((row) => [row.paths[0] ?? '', row] as const))('%s', (_, row) => {
    const result = chainOf(row)
    const indication = result instanceof VerifierError ? result.code : result.indication
    if (mayPass.has(row.expected)) expect(indication).toBe('PASSED')
    else expect(indication).not.toBe('PASSED')
    // What a hostile name holds must reach no terminal or log as it is.
    if (!(result instanceof VerifierError)) {
      expect(JSON.stringify(result.path)).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u200b-\u200f]/)
    }
  })
})
