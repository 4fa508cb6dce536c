import type { Crypto } from '../../../core/crypto.ts'
import type { Decryptor } from '../encryption/decryptor.ts'
import { openEncryption } from '../encryption/open-encryption.ts'
import type { PdfRevision } from '../file.ts'
import { pdfAmbiguous, pdfMalformed } from '../malformed.ts'
import type { PdfDictionary } from '../object.ts'
import type { EntryIndex } from './entry-index.ts'
import type { ObjectReader } from './objects.ts'
import { sameObject } from './same-object.ts'

/**
 * Opens an encrypted file for the reader of its objects; null where it is not encrypted. All
 * revisions have to be encrypted in the same way (ISO 32000-2 §7.6.2: it is for the whole file): one
 * that says otherwise turns what stands in the others into something else.
 */
export function openIfEncrypted(
  revisions: readonly PdfRevision[],
  index: EntryIndex,
  objects: ObjectReader,
  keys: { readonly crypto: Crypto; readonly password?: string },
): Decryptor | null {
  const last = revisions.length - 1
  const trailer = revisions[last]?.trailer
  const given = trailer?.entries.get('Encrypt')
  for (const revision of revisions) {
    if (!sameObject(revision.trailer.entries.get('Encrypt'), given)) {
      throw pdfAmbiguous('revisions that are encrypted in different ways')
    }
  }
  if (trailer === undefined || given === undefined) return null
  const number = given.kind === 'reference' ? given.number : null
  if (number !== null && index.all(number).length > 1) {
    throw pdfAmbiguous('a revision that changes how the file is encrypted')
  }
  const resolve = objects.resolver(last)
  const encrypt = resolve(given)
  if (encrypt.kind !== 'dictionary') throw pdfMalformed('an "Encrypt" that is no dictionary')
  const id = firstId(revisions, resolve)
  const decryptor = openEncryption({ encrypt, id, resolve }, keys)
  objects.decryptWith(decryptor, number)
  return decryptor
}

/** The first string of `ID`, the same in all revisions (§14.4): keys depend on it. */
function firstId(
  revisions: readonly PdfRevision[],
  resolve: ReturnType<ObjectReader['resolver']>,
): Uint8Array {
  const read = (trailer: PdfDictionary) => {
    const id = resolve(trailer.entries.get('ID'))
    const first = id.kind === 'array' ? resolve(id.items[0]) : id
    return first.kind === 'string' ? first.bytes : new Uint8Array()
  }
  const [first, ...others] = revisions.map(({ trailer }) => read(trailer))
  if (first === undefined) return new Uint8Array()
  if (others.some((other) => Buffer.compare(first, other) !== 0)) {
    throw pdfAmbiguous('revisions of an encrypted file with different identifiers')
  }
  return first
}
