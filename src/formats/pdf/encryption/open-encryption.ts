import { concatBytes } from '../../../core/bytes.ts'
import type { Crypto } from '../../../core/crypto.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { PdfDictionary } from '../object.ts'
import { openByAes256, type Primitives, permissionsAgree } from './aes-256-keys.ts'
import { type Method, ownFilter } from './crypt-filters.ts'
import type { Decryptor, EncryptionKeys, EncryptionTerms } from './decryptor.ts'
import { openByMd5 } from './md5-keys.ts'
import { decrypterWith } from './object-data.ts'
import { legacyPasswords, unicodePasswords } from './passwords.ts'
import { readScheme, type Scheme } from './scheme.ts'

/**
 * Opens an encrypted file (ISO 32000-2 §7.6). Throws `password-wrong` where neither the empty
 * password nor the given one opens it, `format-unsupported` for what is no standard security
 * handler of revision 2 to 6, and `pdf-malformed`.
 */
export function openEncryption(terms: EncryptionTerms, keys: EncryptionKeys): Decryptor {
  const scheme = readScheme(terms)
  const primitives = primitivesOf(keys.crypto)
  const key = fileKey(scheme, keys.password, primitives)
  const { filters } = scheme
  const isNeeded = filters.streams !== 'Identity' || filters.strings !== 'Identity'
  if (key === null && (isNeeded || keys.password !== undefined)) {
    throw passwordWrong(keys)
  }
  const decrypter = key === null ? null : decrypterWith(key, primitives)
  const decrypt = (
    method: Method,
    octets: Uint8Array,
    owner: Parameters<Decryptor['string']>[1],
  ) => {
    if (method === 'Identity') return octets
    // Only attachments are encrypted, and one of them is wanted (§7.6.6: `EFOpen`).
    if (decrypter === null) throw passwordWrong(keys)
    return decrypter(method, octets, owner)
  }
  return {
    revision: scheme.revision,
    method: methodName(filters.streams, key),
    problems: key === null ? [] : problemsOf(key, scheme, primitives),
    string: (octets, owner) => decrypt(filters.strings, octets, owner),
    stream: (raw, dictionary, owner) =>
      decrypt(streamMethod(dictionary, scheme, terms), raw, owner),
  }
}

/** The empty password is tried first, so that one that is not needed does no harm. */
function fileKey(
  scheme: Scheme,
  password: string | undefined,
  primitives: Primitives,
): Uint8Array | null {
  const given = ['', ...(password === undefined ? [] : [password])]
  if (scheme.revision >= 5) return openByAes256(given.flatMap(unicodePasswords), scheme, primitives)
  const md5 = (...parts: readonly Uint8Array[]) => primitives.digest('MD5', concatBytes(parts))
  return openByMd5(given.flatMap(legacyPasswords), scheme, md5)
}

/** ISO 32000-2 §7.6.2 and §7.6.6: what a stream says of itself, then what its kind has, then the rest. */
function streamMethod(
  dictionary: PdfDictionary,
  { filters, metadata }: Scheme,
  { resolve }: EncryptionTerms,
): Method {
  const type = resolve(dictionary.entries.get('Type'))
  const kind = type.kind === 'name' ? type.name : null
  if (kind === 'XRef') return 'Identity'
  const own = ownFilter(dictionary, resolve)
  if (own !== null) return filters.named(own)
  if (kind === 'Metadata' && metadata === 'plain') return 'Identity'
  return kind === 'EmbeddedFile' ? filters.embeddedFiles : filters.streams
}

function methodName(method: Method, key: Uint8Array | null): string {
  return method === 'RC4' ? `RC4-${8 * (key?.length ?? 0)}` : method
}

/** The rights that it is about are not ours to enforce, and what is decrypted is not changed by it. */
function problemsOf(
  key: Uint8Array,
  scheme: Scheme,
  primitives: Primitives,
): Decryptor['problems'] {
  if (scheme.revision < 5 || permissionsAgree(key, scheme, primitives)) return []
  const message = 'the permissions of the encrypted file are not those that it was encrypted with'
  return [{ code: 'encryption-permissions-differ', message }]
}

/** One code for both: whoever is told of it is asked for a password that opens the document. */
function passwordWrong({ password }: EncryptionKeys): VerifierError {
  const message =
    password === undefined
      ? 'the document is encrypted, and opens with a password only'
      : 'the password does not open the document'
  return new VerifierError('password-wrong', `PDF: ${message}`, { hint: passwordHint })
}

const passwordHint =
  'give the password that opens it: --password or --password-file on the command line, the member "password" in a request'

function primitivesOf(crypto: Crypto): Primitives {
  return {
    digest: (algorithm, octets) => present(crypto.digest(algorithm, octets)),
    cipher: (cipher, octets) => present(crypto.cipher(cipher, octets)),
  }
}

function present(result: Uint8Array | null): Uint8Array {
  if (result !== null) return result
  throw new VerifierError(
    'format-unsupported',
    'PDF: encrypted with algorithms that are absent here',
  )
}
