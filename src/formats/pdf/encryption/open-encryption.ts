import { VerifierError } from '../../../core/errors.ts'
import type { Decryptor, EncryptionKeys, EncryptionTerms } from './decryptor.ts'

/**
 * Opens an encrypted file (ISO 32000-2 §7.6). Throws `password-wrong` where neither the empty
 * password nor the given one opens it, `format-unsupported` for what is no standard security
 * handler of revision 2 to 6, and `pdf-malformed`.
 */
export function openEncryption(_terms: EncryptionTerms, _keys: EncryptionKeys): Decryptor {
  throw new VerifierError('format-unsupported', 'encrypted PDF is not read yet')
}
