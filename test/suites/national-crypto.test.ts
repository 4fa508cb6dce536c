import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOrNull } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { type Certificate, parseCertificate, pemBlocks } from '../../src/x509/certificate.ts'
import { verifySigned } from '../../src/x509/signed.ts'

const suites = process.env['SUITES_DIR']
const crypto = nodeCrypto()

interface Row {
  readonly file: string
  readonly kind: string
  readonly expected: string
}

/** Algorithms of GOST (1.2.643) and of DSTU (1.2.804). */
const national = /^1\.2\.(?:643|804)\./

function rowsOf(suite: string): readonly { row: Row; certificate: Certificate }[] {
  if (suites === undefined) return []
  const folder = join(suites, suite)
  const rows = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly Row[]
  return rows.flatMap((row) => {
    if (row.kind !== 'certificate') return []
    const bytes = readFileSync(join(folder, row.file))
    const der = pemBlocks(bytes, 'CERTIFICATE')[0] ?? bytes
    const certificate = readOrNull(() => parseCertificate(der))
    return certificate === null ? [] : [{ row, certificate }]
  })
}

describe.skipIf(suites === undefined).each(['gost', 'dstu'])('certificates of %s', (suite) => {
  const own = rowsOf(suite).filter(({ certificate }) =>
    national.test(certificate.signatureAlgorithm.oid),
  )
  const valid = own.filter(({ row }) => row.expected.startsWith('valid'))

  it('are there', () => expect(valid.length).toBeGreaterThan(15))

  it.each(valid)('are unsupported by name, and never invalid: $row.file', ({ certificate }) => {
    const result = verifySigned(certificate, certificate.spki, crypto)
    expect(result).toEqual({
      outcome: 'unsupported',
      detail: expect.stringMatching(/^(?:GOST|DSTU) /),
    })
    expect(crypto.keyProblem(certificate.spki)).toEqual({
      because: 'unsupported',
      detail: expect.stringMatching(/^key of (?:GOST|DSTU) /),
    })
  })

  it.each(own)('are never valid: $row.file', ({ certificate }) => {
    expect(verifySigned(certificate, certificate.spki, crypto).outcome).not.toBe('valid')
  })
})
