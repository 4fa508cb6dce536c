import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { parseCertificate, pemBlocks } from '../../src/x509/certificate.ts'
import { parseCrl } from '../../src/x509/crl/crl.ts'
import { crlStatus } from '../../src/x509/crl/status.ts'
import exceptions from './boringssl-crl.exceptions.json' with { type: 'json' }

const suites = process.env['SUITES_DIR']
const folder = join(suites ?? '', 'boringssl-pki')

interface Row {
  readonly file: string
  readonly expected: string
}

/** The time at which BoringSSL's test asks: 9 March 2017, a week after most of these CRLs. */
const at = new Date('2017-03-09T00:00:00Z')
const crypto = nodeCrypto()

/** Whether a certificate is known to be good, to be revoked, or neither. */
function answerTo(file: string): string {
  const bytes = readFileSync(join(folder, 'crl_unittest', file))
  const one = (label: string) => pemBlocks(bytes, label).map((der) => parseCertificate(der))
  const [certificate] = one('CERTIFICATE')
  const [issuer] = one('CA CERTIFICATE')
  const [der] = pemBlocks(bytes, 'CRL')
  if (certificate === undefined || issuer === undefined || der === undefined) throw new Error(file)
  const anchor = one('CA CERTIFICATE 2')[0] ?? issuer
  try {
    const result = crlStatus(certificate, [[parseCrl(der)]], {
      at,
      crypto,
      budget: new Budget(),
      issuer,
      anchor: { id: 'anchor', certificate: anchor },
      certificates: [[anchor]],
      signerProblem: () => null,
    })
    if (result.status !== 'good') return result.status === 'revoked' ? 'REVOKED' : 'UNKNOWN'
    // How fresh a CRL must be is not for crlStatus to judge; this is the least that may be asked.
    const { nextUpdate } = result.source
    return nextUpdate !== null && nextUpdate < at ? 'UNKNOWN' : 'GOOD'
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'crl-malformed') return 'UNKNOWN'
    throw error
  }
}

describe.skipIf(suites === undefined)('the CRLs of BoringSSL', () => {
  const rows: readonly Row[] =
    suites === undefined ? [] : JSON.parse(readFileSync(join(folder, 'crl-cases.json'), 'utf8'))
  const reasoned = new Map(exceptions.map((one) => [one.id, one]))

  it('are 66, and every exception is about one of them', () => {
    expect(rows).toHaveLength(66)
    const files = new Set(rows.map(({ file }) => file))
    expect(exceptions.filter(({ id }) => !files.has(id))).toEqual([])
  })

  it.each(rows)('$file: $expected', ({ file, expected }) => {
    expect(answerTo(file)).toBe(reasoned.get(file)?.actual ?? expected.split(' ')[0])
  })
})
