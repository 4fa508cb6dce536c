import { ownFilter } from '../encryption/crypt-filters.ts'
import type { Decryptor } from '../encryption/decryptor.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject, PdfReference } from '../object.ts'

/**
 * An indirect object with its strings decrypted (ISO 32000-2 §7.6.2); the data of a stream are left
 * for later. `Contents` of a dictionary with a `ByteRange` is not encrypted, and no cross-reference
 * stream is.
 */
export function decrypted(
  {
    object,
    number,
    generation,
  }: { readonly object: PdfObject; readonly number: number; readonly generation: number },
  decryptor: Decryptor,
): PdfObject {
  const owner: PdfReference = { kind: 'reference', number, generation }
  if (object.kind === 'stream') {
    const type = object.dictionary.entries.get('Type')
    if (type?.kind === 'name' && type.name === 'XRef') return object
    return { ...object, dictionary: decryptedDictionary(object.dictionary, owner, decryptor) }
  }
  return decryptedObject(object, owner, decryptor)
}

function decryptedObject(object: PdfObject, owner: PdfReference, decryptor: Decryptor): PdfObject {
  switch (object.kind) {
    case 'string':
      return { ...object, bytes: decryptor.string(object.bytes, owner) }
    case 'array':
      return {
        kind: 'array',
        items: object.items.map((item) => decryptedObject(item, owner, decryptor)),
      }
    case 'dictionary':
      return decryptedDictionary(object, owner, decryptor)
    default:
      return object
  }
}

function decryptedDictionary(
  dictionary: PdfDictionary,
  owner: PdfReference,
  decryptor: Decryptor,
): PdfDictionary {
  const isSignature = dictionary.entries.has('ByteRange')
  const entries = new Map<string, PdfObject>()
  for (const [key, value] of dictionary.entries) {
    const plain = isSignature && key === 'Contents'
    entries.set(key, plain ? value : decryptedObject(value, owner, decryptor))
  }
  return { ...dictionary, entries }
}

/**
 * ISO 32000-2 §7.4.10 has a stream choose how it is encrypted, and §7.6.2 and table 20 have kinds of
 * streams that are not encrypted as the others. Readers that know nothing of either decrypt it as any
 * other, and come to other data. Departure: it is refused, but for metadata and attachments, which
 * draw nothing. Throws `pdf-malformed`.
 */
export function refuseOwnEncryption(
  dictionary: PdfDictionary,
  resolve: (object: PdfObject | undefined) => PdfObject,
): void {
  const nameIn = (key: string) => {
    const found = resolve(dictionary.entries.get(key))
    return found.kind === 'name' ? found.name : null
  }
  const type = nameIn('Type') ?? ''
  const isOfItsOwn = ['XRef', 'Metadata', 'EmbeddedFile'].includes(type)
  if (!isOfItsOwn && ownFilter(dictionary, resolve) === null) return
  const subtype = nameIn('Subtype')
  if (type === 'Metadata' && subtype === 'XML') return
  if (type === 'EmbeddedFile' && subtype !== 'Form') return
  throw pdfMalformed('a stream that is encrypted otherwise than the rest of its file')
}
