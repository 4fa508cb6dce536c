import { describe, expect, it } from 'vitest'
import { toUtf8 } from '../../../../src/core/bytes.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import type { Decryptor } from '../../../../src/formats/pdf/encryption/decryptor.ts'
import { openEncryption } from '../../../../src/formats/pdf/encryption/open-encryption.ts'
import type { PdfObject, PdfReference } from '../../../../src/formats/pdf/object.ts'
import {
  dictionary,
  type Encryption,
  encryptionOf,
  integer,
  name,
  string,
  termsOf,
  type Wanted,
} from './encrypt.ts'

const crypto = nodeCrypto()
const owner: PdfReference = { kind: 'reference', number: 70_000, generation: 258 }
const text = Buffer.from('what stands in the string')

const rc4Of40: Wanted = { version: 1, revision: 2, method: 'RC4', octets: 5 }
const rc4Of128: Wanted = { version: 2, revision: 3, method: 'RC4', octets: 16 }
const aesOf128: Wanted = { version: 4, revision: 4, method: 'AES-128', octets: 16 }
const adobeAes256: Wanted = { version: 5, revision: 5, method: 'AES-256', octets: 32 }
const aesOf256: Wanted = { version: 5, revision: 6, method: 'AES-256', octets: 32 }

const kinds: readonly [string, Wanted][] = [
  ['R 2, RC4 of 40 bits', rc4Of40],
  ['R 3, RC4 of 128 bits', rc4Of128],
  ['R 3, RC4 of 56 bits', { ...rc4Of128, octets: 7 }],
  ['R 4, RC4 of 128 bits', { ...rc4Of128, version: 4, revision: 4 }],
  ['R 4, AES-128', aesOf128],
  ['R 4, AES-128, metadata in the clear', { ...aesOf128, metadata: 'plain' }],
  ['R 5, AES-256', adobeAes256],
  ['R 6, AES-256', aesOf256],
  ['R 6, AES-256, metadata in the clear', { ...aesOf256, metadata: 'plain' }],
]

function opened(encryption: Pick<Encryption, 'entries'>, password?: string): Decryptor {
  return openEncryption(termsOf(encryption), { crypto, password })
}

/** The same encryption, with other entries. */
function changed(encryption: Encryption, entries: Readonly<Record<string, PdfObject>>): Encryption {
  return { ...encryption, entries: new Map([...encryption.entries, ...Object.entries(entries)]) }
}

function coded(code: string): Error {
  return expect.objectContaining({ name: 'VerifierError', code })
}

describe('an encrypted PDF', () => {
  it.each(kinds)('is opened by the empty password: %s', (_, wanted) => {
    const encryption = encryptionOf({ ...wanted, owner: toUtf8('owner') })
    const encrypted = encryption.encrypt(text, owner)
    expect(Buffer.from(opened(encryption).string(encrypted, owner))).toEqual(text)
  })

  it.each(kinds)('is opened by the password of its user: %s', (_, wanted) => {
    const encryption = encryptionOf({ ...wanted, user: toUtf8('user'), owner: toUtf8('owner') })
    const encrypted = encryption.encrypt(text, owner)
    expect(Buffer.from(opened(encryption, 'user').string(encrypted, owner))).toEqual(text)
  })

  it.each(kinds)('is opened by the password of its owner: %s', (_, wanted) => {
    const encryption = encryptionOf({ ...wanted, user: toUtf8('user'), owner: toUtf8('owner') })
    const encrypted = encryption.encrypt(text, owner)
    const read = opened(encryption, 'owner').stream(encrypted, dictionary({}), owner)
    expect(Buffer.from(read)).toEqual(text)
  })

  it.each(kinds)('is refused by a wrong password: %s', (_, wanted) => {
    const encryption = encryptionOf({ ...wanted, user: toUtf8('user'), owner: toUtf8('owner') })
    expect(() => opened(encryption, 'User')).toThrow(coded('password-wrong'))
    expect(() => opened(encryption)).toThrow(coded('password-wrong'))
  })

  it.each(kinds)('is opened where a password is given that is not needed: %s', (_, wanted) => {
    const encryption = encryptionOf(wanted)
    expect(opened(encryption, 'not needed').revision).toBe(wanted.revision)
  })

  it('says how it is encrypted', () => {
    expect(opened(encryptionOf(rc4Of40)).method).toBe('RC4-40')
    expect(opened(encryptionOf(rc4Of128)).method).toBe('RC4-128')
    expect(opened(encryptionOf(aesOf128)).method).toBe('AES-128')
    expect(opened(encryptionOf(aesOf256)).method).toBe('AES-256')
  })

  it('has keys of the length that V 4 states for RC4', () => {
    const encryption = encryptionOf({ ...aesOf128, method: 'RC4', octets: 8 })
    const stated = changed(encryption, { Length: integer(64) })
    expect(opened(stated).method).toBe('RC4-64')
    const encrypted = encryption.encrypt(text, owner)
    expect(Buffer.from(opened(stated).string(encrypted, owner))).toEqual(text)
  })

  it('is opened where its strings are longer than they should be, as some writers have it', () => {
    const encryption = encryptionOf(aesOf256)
    const { U = string(text) } = Object.fromEntries(encryption.entries)
    const longer = U.kind === 'string' ? Buffer.concat([U.bytes, Buffer.alloc(79)]) : text
    expect(opened(changed(encryption, { U: string(longer) })).revision).toBe(6)
  })

  it('is opened where its permissions are written as a number without sign', () => {
    const encryption = encryptionOf(rc4Of128)
    expect(opened(changed(encryption, { P: integer(2 ** 32 - 44) })).revision).toBe(3)
  })
})

describe('a password', () => {
  it('is of PDFDocEncoding up to revision 4', () => {
    const encryption = encryptionOf({ ...aesOf128, user: Uint8Array.of(0xe9, 0xa0, 0x97) })
    expect(opened(encryption, 'é€Š').revision).toBe(4)
  })

  it('is tried in UTF-8 where PDFDocEncoding does not have it', () => {
    const encryption = encryptionOf({ ...aesOf128, user: toUtf8('пароль') })
    expect(opened(encryption, 'пароль').revision).toBe(4)
  })

  it('counts up to its 32nd octet in revision 4', () => {
    const encryption = encryptionOf({ ...aesOf128, user: toUtf8('a'.repeat(32)) })
    expect(opened(encryption, `${'a'.repeat(32)}b`).revision).toBe(4)
    expect(() => opened(encryption, 'a'.repeat(31))).toThrow(coded('password-wrong'))
  })

  it('counts up to its 127th octet in revision 6', () => {
    const encryption = encryptionOf({ ...aesOf256, user: toUtf8('a'.repeat(127)) })
    expect(opened(encryption, `${'a'.repeat(127)}b`).revision).toBe(6)
    expect(() => opened(encryption, 'a'.repeat(126))).toThrow(coded('password-wrong'))
  })

  it('is prepared in revision 6 as SASLprep has it', () => {
    const encryption = encryptionOf({ ...aesOf256, user: toUtf8('IX a') })
    expect(opened(encryption, 'I\u00ADⅨ\u00A0a'.slice(1)).revision).toBe(6)
  })

  it('is tried as it was given in revision 6', () => {
    const encryption = encryptionOf({ ...aesOf256, user: toUtf8('Ⅸ') })
    expect(opened(encryption, 'Ⅸ').revision).toBe(6)
  })
})

describe('the permissions of an encrypted PDF', () => {
  const encryption = encryptionOf(aesOf256)

  it('agree with what was encrypted', () => {
    expect(opened(encryption).problems).toEqual([])
  })

  it('are reported where they differ from what was encrypted', () => {
    const { problems } = opened(changed(encryption, { P: integer(-1) }))
    expect(problems.map(({ code }) => code)).toEqual(['encryption-permissions-differ'])
  })

  it('are reported where the metadata are called unencrypted, and were not', () => {
    const plain = { EncryptMetadata: { kind: 'boolean', value: false } } as const
    const { problems } = opened(changed(encryption, plain))
    expect(problems.map(({ code }) => code)).toEqual(['encryption-permissions-differ'])
  })
})

describe('what is not encrypted', () => {
  const encryption = encryptionOf({ ...aesOf128, metadata: 'plain' })
  const encrypted = encryption.encrypt(text, owner)
  const identity = { Filter: name('Crypt'), DecodeParms: dictionary({ Name: name('Identity') }) }

  it.each([
    ['a cross-reference stream', dictionary({ Type: name('XRef') })],
    ['metadata that are in the clear', dictionary({ Type: name('Metadata') })],
    ['a stream that says so', dictionary(identity)],
    ['a stream with a crypt filter that is not named', dictionary({ Filter: name('Crypt') })],
  ])('comes back as it is: %s', (_, stream) => {
    expect(opened(encryption).stream(text, stream, owner)).toBe(text)
  })

  it('is not metadata, where nothing says that they are in the clear', () => {
    const all = encryptionOf(aesOf128)
    const stream = dictionary({ Type: name('Metadata') })
    const read = opened(all).stream(all.encrypt(text, owner), stream, owner)
    expect(Buffer.from(read)).toEqual(text)
  })

  it('is not a stream that names the filter of the others', () => {
    const parameters = { kind: 'array', items: [dictionary({ Name: name('StdCF') })] } as const
    const filters = { kind: 'array', items: [name('Crypt'), name('FlateDecode')] } as const
    const stream = dictionary({ Type: name('Metadata'), Filter: filters, DecodeParms: parameters })
    expect(opened(encryption).stream(encrypted, stream, owner)).toEqual(text)
  })

  it('is what the filter of strings leaves alone', () => {
    const decryptor = opened(changed(encryption, { StrF: name('Identity') }))
    expect(decryptor.string(text, owner)).toBe(text)
    expect(decryptor.stream(encrypted, dictionary({}), owner)).toEqual(text)
  })
})

describe('a PDF whose attachments alone are encrypted', () => {
  const encryption = encryptionOf({ ...aesOf256, user: toUtf8('user') })
  const none = { StmF: name('Identity'), StrF: name('Identity'), EFF: name('StdCF') }
  const only = changed(encryption, none)
  const attachment = dictionary({ Type: name('EmbeddedFile') })

  it('is read without a password, but for them', () => {
    const decryptor = opened(only)
    expect(decryptor.method).toBe('Identity')
    expect(decryptor.stream(text, dictionary({}), owner)).toBe(text)
    expect(() => decryptor.stream(text, attachment, owner)).toThrow(coded('password-wrong'))
  })

  it('has them decrypted with the password', () => {
    const encrypted = encryption.encrypt(text, owner)
    const read = opened(only, 'user').stream(encrypted, attachment, owner)
    expect(Buffer.from(read)).toEqual(text)
  })

  it('is refused by a wrong password', () => {
    expect(() => opened(only, 'wrong')).toThrow(coded('password-wrong'))
  })
})

describe('what is encrypted otherwise', () => {
  const encryption = encryptionOf(aesOf128)

  it.each([
    ['by a public-key security handler', { Filter: name('Adobe.PubSec') }],
    ['by an unknown handler', { Filter: name('Acme') }],
    ['in an unpublished version', { V: integer(3) }],
    ['in a later version', { V: integer(6), R: integer(7) }],
    ['in a revision of another version', { R: integer(6) }],
    ['by a method of another version', { V: integer(5), R: integer(6) }],
  ])('is not supported: %s', (_, entries) => {
    expect(() => opened(changed(encryption, entries))).toThrow(coded('format-unsupported'))
  })

  it('is not supported where the algorithms are absent', () => {
    const without = { ...crypto, digest: () => null }
    expect(() => openEncryption(termsOf(encryption), { crypto: without })).toThrow(
      coded('format-unsupported'),
    )
  })
})

describe('an encryption dictionary', () => {
  const encryption = encryptionOf(aesOf128)

  it.each<[string, Readonly<Record<string, PdfObject>>]>([
    ['no handler', { Filter: integer(1) }],
    ['no permissions', { P: name('All') }],
    ['too short a password of the user', { U: string(new Uint8Array(31)) }],
    ['no password of the owner', { O: integer(1) }],
    ['a filter that it does not have', { StmF: name('Other') }],
    ['a filter that is no name', { StrF: integer(1) }],
    ['no filters', { CF: integer(1) }],
  ])('is malformed that has %s', (_, entries) => {
    expect(() => opened(changed(encryption, entries))).toThrow(coded('pdf-malformed'))
  })

  it.each([0, 32, 41, 136])('is malformed that has keys of %i bits', (bits) => {
    const other = changed(encryptionOf(rc4Of128), { Length: integer(bits) })
    expect(() => opened(other)).toThrow(coded('pdf-malformed'))
  })
})

describe('a string or stream that AES cannot have made', () => {
  const encryption = encryptionOf(aesOf256)
  const decryptor = opened(encryption)
  const encrypted = encryption.encrypt(text, owner)

  it.each([1, 16, 31, 33])('is malformed with %i octets', (length) => {
    const cut = Buffer.alloc(length, encrypted)
    expect(() => decryptor.string(cut, owner)).toThrow(coded('pdf-malformed'))
  })

  it('is malformed where it is not padded', () => {
    const flipped = Uint8Array.from(encrypted)
    flipped.set([(flipped.at(-17) ?? 0) ^ 0x10], flipped.length - 17)
    expect(() => decryptor.string(flipped, owner)).toThrow(coded('pdf-malformed'))
  })

  it('is nothing where it has no octets', () => {
    expect(decryptor.string(new Uint8Array(), owner)).toEqual(new Uint8Array())
  })

  it('is malformed where its crypt filter is not the first', () => {
    const filters = { kind: 'array', items: [name('FlateDecode'), name('Crypt')] } as const
    const stream = dictionary({ Filter: filters })
    expect(() => decryptor.stream(encrypted, stream, owner)).toThrow(coded('pdf-malformed'))
  })

  it('is malformed where it has a crypt filter in a version without', () => {
    const stream = dictionary({ Filter: name('Crypt') })
    const old = opened(encryptionOf(rc4Of128))
    expect(() => old.stream(encrypted, stream, owner)).toThrow(coded('pdf-malformed'))
  })
})
