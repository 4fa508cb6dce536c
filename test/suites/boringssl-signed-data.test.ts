import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAlgorithmIdentifier } from '../../src/core/algorithm-identifier.ts'
import { isUnsupported } from '../../src/core/algorithm-names.ts'
import { DerReader, tags } from '../../src/core/der.ts'
import { bitStringValue } from '../../src/core/der-values.ts'
import { readOrNull } from '../../src/core/errors.ts'
import { signatureAlgorithmOf } from '../../src/core/signature-algorithms.ts'
import { pemBlocks } from '../../src/x509/certificate.ts'
import reasoned from './boringssl-signed-data.exceptions.json' with { type: 'json' }
import { crypto, type Exception, suiteFolder } from './chain-requests.ts'

const folder = join(suiteFolder('boringssl-pki'), 'verify_signed_data_unittest')

/** The files whose description says nothing that is wrong; all others tell what was changed. */
const valid: ReadonlySet<string> = new Set([
  'ecdsa-prime256v1-sha512.pem',
  'ecdsa-secp384r1-sha256.pem',
  'mldsa-44.pem',
  'mldsa-65.pem',
  'mldsa-87.pem',
  'rsa-pkcs1-sha256.pem',
  'rsa2048-pkcs1-sha512.pem',
])

/** As a certificate is verified: the value is a BIT STRING of whole octets (RFC 5280 §4.1.1.3). */
function verifies(pem: Uint8Array): boolean {
  const block = (label: string): Uint8Array => pemBlocks(pem, label)[0] ?? new Uint8Array()
  const algorithm = signatureAlgorithmOf(readAlgorithmIdentifier(DerReader.of(block('ALGORITHM'))))
  const value = bitStringValue(DerReader.of(block('SIGNATURE')).read(tags.bitString))
  if (isUnsupported(algorithm) || value.unusedBits !== 0) return false
  return (
    crypto.verify(block('PUBLIC KEY'), algorithm, block('DATA'), value.bytes).outcome === 'valid'
  )
}

describe.skipIf(!existsSync(folder))('boringssl-pki: verify_signed_data', () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((one) => /\.pem$/.test(one)) : []
  const exceptions = new Map((reasoned as readonly Exception[]).map((one) => [one.id, one]))

  it('has its files, and no exception for what is not there', () => {
    expect(files).toHaveLength(30)
    expect([...exceptions.keys(), ...valid].filter((id) => !files.includes(id))).toEqual([])
  })

  it.each(files)('%s', (file) => {
    const label = valid.has(file) ? 'valid' : 'invalid'
    const result = readOrNull(() => verifies(readFileSync(join(folder, file)))) === true
    const exception = exceptions.get(file)
    if (exception !== undefined) expect(exception.expected).toBe(label)
    expect(result ? 'valid' : 'invalid').toBe(exception?.actual ?? label)
  })
})
