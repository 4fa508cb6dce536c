import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { describe, expect, it } from 'vitest'
import { isUnsupported } from '../../src/core/algorithm-names.ts'
import { Budget } from '../../src/core/budget.ts'
import { tags } from '../../src/core/der.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { parseDocument } from '../../src/formats/index.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'

const crypto = nodeCrypto()
const suites = process.env['SUITES_DIR']
const folder = join(suites ?? '', 'bc/pkix/cms/mldsa')

/** The examples of RFC 9882 appendix B are by the keys of RFC 9881 appendix C, of the seed 00 to 1f. */
const seed = Uint8Array.from({ length: 32 }, (_, i) => i)

describe.skipIf(suites === undefined)('the CMS examples of RFC 9882', () => {
  it.each([
    ['ML-DSA-44', '2.16.840.1.101.3.4.3.17', ml_dsa44],
    ['ML-DSA-65', '2.16.840.1.101.3.4.3.18', ml_dsa65],
    ['ML-DSA-87', '2.16.840.1.101.3.4.3.19', ml_dsa87],
  ] as const)('verify: %s', (name, id, implementation) => {
    const bytes = readFileSync(join(folder, `SignedData_${name}.pem`))
    const { signatures } = parseDocument(bytes, { detached: [], budget: new Budget(), crypto })
    const [signature] = signatures
    if (signature?.signedBytes.kind !== 'bytes' || isUnsupported(signature.signatureAlgorithm)) {
      return expect.fail('no signature to verify')
    }
    const key = tlv(tags.bitString, Uint8Array.of(0), implementation.keygen(seed).publicKey)
    const { outcome } = crypto.verify(
      sequence(sequence(oid(id)), key),
      signature.signatureAlgorithm,
      signature.signedBytes.bytes,
      signature.value,
    )
    expect([signature.signatureAlgorithm.scheme, outcome]).toEqual([name, 'valid'])
  })
})
