import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as api from '../src/index.ts'

/** Names that users import; taking one away or renaming it breaks them. */
const functions = [
  'VerifierError',
  'chainText',
  'defaultPolicy',
  'loadTrust',
  'nodeCrypto',
  'parseCertificate',
  'parseCrl',
  'parseOcspResponse',
  'parsePolicy',
  'policyOfJson',
  'verdictText',
  'verify',
  'verifyChain',
]
const types = [
  'Agreement',
  'Certificate',
  'ChainRequest',
  'ChainVerdict',
  'Crl',
  'Crypto',
  'DetachedContent',
  'ErrorCode',
  'Limits',
  'OcspResponse',
  'Policy',
  'Purpose',
  'Recognition',
  'Trust',
  'Verdict',
  'VerifyRequest',
]

describe('the public API', () => {
  it('exports these values and no others', () => {
    expect(Object.keys(api).sort()).toEqual(functions)
  })

  it('exports these types and no others', () => {
    const index = readFileSync(join(import.meta.dirname, '../src/index.ts'), 'utf8')
    const exported = [...index.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(
      ([, allTypes, names = '']) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => allTypes !== undefined || name.startsWith('type '))
          .map((name) => name.replace(/^type /, '')),
    )
    expect(exported.sort()).toEqual(types)
  })

  it('verifies a document with what it exports alone', async () => {
    const root = join(import.meta.dirname, '..')
    const crypto = api.nodeCrypto()
    const verdict = api.verify({
      document: {
        name: 'contract.p7m',
        bytes: readFileSync(join(root, 'test-vectors/GE/contract.p7m')),
      },
      detached: [],
      at: new Date('2026-06-01T00:00:00Z'),
      relying: 'RO',
      trust: await api.loadTrust(join(root, 'trust-lists/sample'), { crypto }),
      anchors: [],
      certificates: [],
      crls: [],
      policy: api.defaultPolicy,
      crypto,
    })
    expect(verdict.outcome).toBe('accepted')
  })
})
