import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { pemBlocks } from '../../src/x509/certificate.ts'
import { extensionOids } from '../../src/x509/extensions.ts'
import { type PolicyInformation, policyInformation } from '../../src/x509/policies/extensions.ts'

const suites = process.env['SUITES_DIR']
const folder = join(suites ?? '', 'boringssl-pki', 'certificate_policies_unittest')

function policiesOf(file: string): readonly PolicyInformation[] | null {
  const [value] = pemBlocks(readFileSync(join(folder, file)), 'CERTIFICATE POLICIES')
  if (value === undefined) throw new Error(`no block in ${file}`)
  return policyInformation({
    extensions: [{ oid: extensionOids.certificatePolicies, critical: false, value }],
  })
}

describe.skipIf(suites === undefined)('the certificate policies of BoringSSL', () => {
  const files = suites === undefined ? [] : readdirSync(folder).filter((one) => /pem$/.test(one))
  const bad = files.filter((file) => file.startsWith('invalid-'))
  const good = files.filter((file) => !file.startsWith('invalid-'))

  it('has every file', () => {
    expect([good.length, bad.length]).toEqual([7, 7])
  })

  it.each(bad)('refuses %s', (file) => {
    expect(() => policiesOf(file)).toThrow(expect.objectContaining({ code: 'der-malformed' }))
    expect(() => policiesOf(file)).toThrow(VerifierError)
  })

  it.each(good)('reads from %s the policies that its name tells', (file) => {
    const named = file.startsWith('anypolicy')
      ? ['2.5.29.32.0']
      : (file.match(/1_2_\d/g) ?? []).map((oid) => oid.replaceAll('_', '.'))
    const policies = policiesOf(file) ?? []
    expect(policies.map(({ oid }) => oid)).toEqual(named)
    const qualified = policies.filter(({ qualifiers }) => qualifiers.length > 0)
    expect(qualified.length).toBe(file.includes('_with_') ? named.length : 0)
  })
})
