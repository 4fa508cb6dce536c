import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../../src/core/errors.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import { openEncryption } from '../../../../src/formats/pdf/encryption/open-encryption.ts'
import type { PdfObject } from '../../../../src/formats/pdf/object.ts'
import { dictionary, encryptionOf, name, string, termsOf, type Wanted } from './encrypt.ts'

const crypto = nodeCrypto()
const owner = { kind: 'reference', number: 1, generation: 0 } as const

const kinds: readonly Wanted[] = [
  { version: 1, revision: 2, method: 'RC4', octets: 5 },
  { version: 2, revision: 3, method: 'RC4', octets: 16 },
  { version: 4, revision: 4, method: 'AES-128', octets: 16 },
  { version: 5, revision: 5, method: 'AES-256', octets: 32 },
  { version: 5, revision: 6, method: 'AES-256', octets: 32 },
]

const made = kinds.map(encryptionOf)

const keys = [
  'Filter',
  'V',
  'R',
  'O',
  'U',
  'OE',
  'UE',
  'P',
  'Perms',
  'Length',
  'CF',
  'StmF',
  'StrF',
]

const filter = fc
  .constantFrom('None', 'V2', 'AESV2', 'AESV3', 'constructor')
  .map((method) => dictionary({ StdCF: dictionary({ CFM: name(method) }) }))

const anything: fc.Arbitrary<PdfObject> = fc.oneof(
  fc.constant<PdfObject>({ kind: 'null' }),
  fc.integer({ min: -1, max: 300 }).map((value): PdfObject => ({ kind: 'integer', value })),
  fc.maxSafeInteger().map((value): PdfObject => ({ kind: 'integer', value })),
  fc.double().map((value): PdfObject => ({ kind: 'real', value })),
  fc.constantFrom('Identity', 'StdCF', 'Standard', '__proto__', 'Crypt').map(name),
  fc.uint8Array({ maxLength: 130 }).map(string),
  fc.boolean().map((value): PdfObject => ({ kind: 'boolean', value })),
  filter,
)

/** What it throws that is not ours; null where it is, or throws nothing. */
function fault(run: () => void): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error instanceof VerifierError ? null : error
  }
}

describe('a hostile encryption dictionary', () => {
  it('makes nothing but errors of ours, whatever its entries are', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...keys), anything), { maxLength: 3 })
    const property = fc.property(fc.constantFrom(...made), changes, (encryption, changed) => {
      const terms = termsOf({ entries: new Map([...encryption.entries, ...changed]) })
      const run = () => {
        const decryptor = openEncryption(terms, { crypto, password: 'password' })
        decryptor.string(encryption.encrypt(Buffer.alloc(20), owner), owner)
      }
      expect(fault(run)).toBeNull()
    })
    fc.assert(property, { numRuns: 400 })
  })

  it('makes nothing but errors of ours of any octets', () => {
    const opened = made.map((one) => openEncryption(termsOf(one), { crypto }))
    const octets = fc.uint8Array({ maxLength: 100 })
    const stream = fc
      .tuple(fc.constantFrom('Filter', 'DecodeParms', 'Type'), anything)
      .map(([key, value]) => dictionary({ [key]: value }))
    const property = fc.property(
      fc.constantFrom(...opened),
      octets,
      stream,
      (decryptor, bytes, own) => {
        expect(fault(() => decryptor.string(bytes, owner))).toBeNull()
        expect(fault(() => decryptor.stream(bytes, own, owner))).toBeNull()
      },
    )
    fc.assert(property, { numRuns: 500 })
  })
})
