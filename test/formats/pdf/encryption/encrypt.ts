import { createCipheriv, createHash } from 'node:crypto'
import type { EncryptionTerms } from '../../../../src/formats/pdf/encryption/decryptor.ts'
import { rc4 } from '../../../../src/formats/pdf/encryption/rc4.ts'
import {
  type PdfDictionary,
  type PdfObject,
  type PdfReference,
  pdfNull,
} from '../../../../src/formats/pdf/object.ts'

/** What a test encrypts with; passwords in octets, as the file is to have them. */
export interface Wanted {
  readonly version: 1 | 2 | 4 | 5
  readonly revision: 2 | 3 | 4 | 5 | 6
  readonly method: 'RC4' | 'AES-128' | 'AES-256'
  /** Of the file encryption key. */
  readonly octets: number
  readonly user?: Uint8Array
  readonly owner?: Uint8Array
  readonly permissions?: number
  readonly metadata?: 'encrypted' | 'plain'
}

/** The writer's side of ISO 32000-2 §7.6: an encryption dictionary, and what encrypts with it. */
export interface Encryption {
  readonly entries: ReadonlyMap<string, PdfObject>
  readonly id: Uint8Array
  encrypt(octets: Uint8Array, owner: PdfReference): Uint8Array
}

const id = Uint8Array.from({ length: 16 }, (_, i) => i * 11)

export function encryptionOf(wanted: Wanted): Encryption {
  const made = wanted.revision >= 5 ? aes256Keys(wanted) : md5Keys(wanted)
  const { version, revision, octets, method, permissions = -44, metadata } = wanted
  const entries = new Map<string, PdfObject>([
    ['Filter', name('Standard')],
    ['V', integer(version)],
    ['R', integer(revision)],
    ['P', integer(permissions)],
    ...[...made.strings].map(([key, bytes]) => [key, string(bytes)] as const),
  ])
  if (version === 2) entries.set('Length', integer(8 * octets))
  if (version >= 4) addFilters(entries, method)
  if (metadata === 'plain') entries.set('EncryptMetadata', { kind: 'boolean', value: false })
  return {
    entries,
    id,
    encrypt: (plain, owner) => encryptWith(method, made.key, owner, plain),
  }
}

const cfm = { RC4: 'V2', 'AES-128': 'AESV2', 'AES-256': 'AESV3' }

function addFilters(entries: Map<string, PdfObject>, method: Wanted['method']): void {
  const filter = dictionary({ CFM: name(cfm[method]) })
  entries.set('CF', dictionary({ StdCF: filter }))
  entries.set('StmF', name('StdCF'))
  entries.set('StrF', name('StdCF'))
}

/** Terms whose objects are all direct. */
export function termsOf({ entries }: Pick<Encryption, 'entries'>): EncryptionTerms {
  return {
    encrypt: { kind: 'dictionary', entries, repeated: [] },
    id,
    resolve: (object) => object ?? pdfNull,
  }
}

interface Made {
  readonly key: Uint8Array
  readonly strings: ReadonlyMap<string, Uint8Array>
}

function md5Keys(wanted: Wanted): Made {
  const { revision, octets, permissions = -44, metadata } = wanted
  const user = padded(wanted.user)
  const owner = ownerString(padded(wanted.owner ?? wanted.user), user, wanted)
  const bits = Buffer.alloc(4)
  bits.writeInt32LE(permissions)
  const plain = revision >= 4 && metadata === 'plain' ? [Buffer.alloc(4, 0xff)] : []
  let key = md5(user, owner, bits, id, ...plain).subarray(0, octets)
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key).subarray(0, octets)
  const check =
    revision === 2
      ? rc4(key, padding)
      : Buffer.concat([times20(key, md5(padding, id)), Buffer.alloc(16)])
  return { key, strings: new Map(Object.entries({ O: owner, U: check })) }
}

function ownerString(owner: Uint8Array, user: Uint8Array, { revision, octets }: Wanted) {
  let hash = md5(owner)
  if (revision >= 3) for (let i = 0; i < 50; i++) hash = md5(hash)
  const key = hash.subarray(0, octets)
  return revision === 2 ? rc4(key, user) : times20(key, user)
}

function times20(key: Uint8Array, octets: Uint8Array): Uint8Array {
  let last = octets
  for (let round = 0; round < 20; round++)
    last = rc4(
      key.map((octet) => octet ^ round),
      last,
    )
  return last
}

function aes256Keys(wanted: Wanted): Made {
  const { user = Buffer.alloc(0), permissions = -44, metadata = 'encrypted' } = wanted
  const owner = wanted.owner ?? user
  const key = Buffer.alloc(32, 0x5a)
  const hash = wanted.revision === 5 ? hash5 : hash6
  const [salts, ownerSalts] = [Buffer.from('validatekeysalt!'), Buffer.from('VALIDATEKEYSALT!')]
  const none = Buffer.alloc(0)
  const U = Buffer.concat([hash(user, salts.subarray(0, 8), none), salts])
  const UE = aes('aes-256-cbc', hash(user, salts.subarray(8), none), zeros, key)
  const O = Buffer.concat([hash(owner, ownerSalts.subarray(0, 8), U), ownerSalts])
  const OE = aes('aes-256-cbc', hash(owner, ownerSalts.subarray(8), U), zeros, key)
  const checked = Buffer.alloc(16, 0xff)
  checked.writeInt32LE(permissions)
  checked.write(metadata === 'encrypted' ? 'Tadb' : 'Fadb', 8, 'latin1')
  const Perms = aes('aes-256-cbc', key, zeros, checked)
  return { key, strings: new Map(Object.entries({ U, UE, O, OE, Perms })) }
}

function hash5(password: Uint8Array, salt: Uint8Array, user: Uint8Array): Uint8Array {
  return digest('sha256', password, salt, user)
}

function hash6(password: Uint8Array, salt: Uint8Array, user: Uint8Array): Uint8Array {
  let key = hash5(password, salt, user)
  for (let rounds = 0, last = 0; rounds < 64 || last > rounds - 32; rounds++) {
    const once = Buffer.concat([password, key, user])
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => once))
    const encrypted = aes('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32), repeated)
    const remainder = Number(BigInt(`0x${encrypted.toString('hex', 0, 16)}`) % 3n)
    key = digest(['sha256', 'sha384', 'sha512'][remainder] ?? '', encrypted)
    last = encrypted.at(-1) ?? 0
  }
  return key.subarray(0, 32)
}

function encryptWith(
  method: Wanted['method'],
  key: Uint8Array,
  { number, generation }: PdfReference,
  plain: Uint8Array,
): Uint8Array {
  const place = Buffer.from([number, number >> 8, number >> 16, generation, generation >> 8])
  if (method === 'RC4') return rc4(md5(key, place).subarray(0, Math.min(key.length + 5, 16)), plain)
  const iv = Buffer.alloc(16, 0x24)
  const count = 16 - (plain.length % 16)
  const whole = Buffer.concat([plain, Buffer.alloc(count, count)])
  return method === 'AES-256'
    ? Buffer.concat([iv, aes('aes-256-cbc', key, iv, whole)])
    : Buffer.concat([iv, aes('aes-128-cbc', md5(key, place, Buffer.from('sAlT')), iv, whole)])
}

const zeros = Buffer.alloc(16)

function aes(cipher: string, key: Uint8Array, iv: Uint8Array, octets: Uint8Array): Buffer {
  return createCipheriv(cipher, key, iv).setAutoPadding(false).update(octets)
}

function md5(...parts: readonly Uint8Array[]): Uint8Array {
  return digest('md5', ...parts)
}

function digest(algorithm: string, ...parts: readonly Uint8Array[]): Buffer {
  return createHash(algorithm).update(Buffer.concat(parts)).digest()
}

const padding = Buffer.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
  'hex',
)

function padded(password: Uint8Array = Buffer.alloc(0)): Uint8Array {
  return Buffer.concat([password, padding]).subarray(0, 32)
}

export function name(text: string): PdfObject {
  return { kind: 'name', name: text }
}

export function integer(value: number): PdfObject {
  return { kind: 'integer', value }
}

export function string(bytes: Uint8Array): PdfObject {
  return { kind: 'string', form: 'hexadecimal', bytes, place: null }
}

export function dictionary(entries: Readonly<Record<string, PdfObject>>): PdfDictionary {
  return { kind: 'dictionary', entries: new Map(Object.entries(entries)), repeated: [] }
}
