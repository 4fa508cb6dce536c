import { VerifierError } from '../../../core/errors.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfObject } from '../object.ts'
import { type CryptFilters, declaredFilters, oneFilter } from './crypt-filters.ts'
import type { EncryptionTerms } from './decryptor.ts'

/** The encryption dictionary of the standard security handler (ISO 32000-2 §7.6.2 and §7.6.4.2). */
export interface Scheme {
  /** `R`. */
  readonly revision: Revision
  /** Octets that the file encryption key may have, the likeliest first. */
  readonly keyLengths: readonly number[]
  /** `O` and `U`: 32 octets each up to revision 4, 48 from then on. */
  readonly owner: Uint8Array
  readonly user: Uint8Array
  /** `OE`, `UE` and `Perms`; empty up to revision 4. */
  readonly ownerKey: Uint8Array
  readonly userKey: Uint8Array
  readonly permissionsCheck: Uint8Array
  /** `P`, in two's complement. */
  readonly permissions: number
  readonly metadata: 'encrypted' | 'plain'
  /** The first string of `ID` in the trailer. */
  readonly id: Uint8Array
  readonly filters: CryptFilters
}

export type Revision = 2 | 3 | 4 | 5 | 6

/**
 * Reads it; throws `format-unsupported` where it is of another handler, version or revision, and
 * `pdf-malformed` where it lacks what it has to have.
 */
export function readScheme(terms: EncryptionTerms): Scheme {
  const read = (key: string) => terms.resolve(terms.encrypt.entries.get(key))
  const handler = read('Filter')
  if (handler.kind !== 'name') throw pdfMalformed('an encryption dictionary without "Filter"')
  if (handler.name !== 'Standard') throw otherHandler(handler.name)
  const version = integer(read('V')) ?? 0
  const revision = revisionOf(version, integer(read('R')))
  const permissions = integer(read('P'))
  if (permissions === null) throw pdfMalformed('an encryption dictionary without "P"')
  const filters = version < 4 ? oneFilter : declaredFilters(terms, version)
  const length = revision < 5 ? 32 : 48
  const later = (key: string, octets: number) => {
    return revision < 5 ? new Uint8Array() : leading(read(key), octets)
  }
  return {
    revision,
    keyLengths: keyLengths(version, revision, integer(read('Length')), filters),
    owner: leading(read('O'), length),
    user: leading(read('U'), length),
    ownerKey: later('OE', 32),
    userKey: later('UE', 32),
    permissionsCheck: later('Perms', 16),
    permissions: permissions | 0,
    metadata: version >= 4 && isFalse(read('EncryptMetadata')) ? 'plain' : 'encrypted',
    id: terms.id,
    filters,
  }
}

/** ISO 32000-2 table 20 (`V`) and table 21 (`R`); V 3 was never published, and others came later. */
const revisions: Readonly<Record<number, readonly Revision[]>> = {
  1: [2, 3],
  2: [2, 3],
  4: [4],
  5: [5, 6],
}

function revisionOf(version: number, given: number | null): Revision {
  const possible = Object.hasOwn(revisions, version) ? revisions[version] : undefined
  const revision = possible?.find((one) => one === given)
  if (revision !== undefined) return revision
  throw new VerifierError('format-unsupported', 'PDF: encrypted in a way that is not read', {
    hint: 'read are V 1 and 2 with R 2 and 3, V 4 with R 4, and V 5 with R 5 and 6',
    facts: { version, revision: given },
  })
}

function otherHandler(name: string): VerifierError {
  const toCertificates = name === 'Adobe.PubSec'
  const message = toCertificates
    ? 'PDF: encrypted to certificates, which is not read'
    : 'PDF: encrypted by a security handler that is not the standard one'
  return new VerifierError('format-unsupported', message, { hint: 'decrypt it first' })
}

/**
 * 5 for V 1 and R 2, 32 for V 5; else `Length`, a multiple of 8 from 40 to 128 bits (table 20). With
 * V 4 it has no meaning in the standard, whose methods have 128 bits; some writers mean it with RC4,
 * or say it of the filter, and only the password tells.
 */
function keyLengths(
  version: number,
  revision: Revision,
  bits: number | null,
  filters: CryptFilters,
): readonly number[] {
  if (version === 1 || revision === 2) return [5]
  if (version === 5) return [32]
  const possible = (octets: number) => Number.isInteger(octets) && octets >= 5 && octets <= 16
  if (version === 4) {
    if (filters.uses('AES-128')) return [16]
    const given = [(bits ?? 0) / 8, filters.length ?? 0, 16].filter(possible)
    return [...new Set(given)]
  }
  const given = (bits ?? 40) / 8
  if (!possible(given)) throw pdfMalformed('the length of the encryption key is none that there is')
  return [given]
}

function integer(object: PdfObject): number | null {
  return object.kind === 'integer' ? object.value : null
}

function isFalse(object: PdfObject): boolean {
  return object.kind === 'boolean' && !object.value
}

/** Some writers fill their strings up with zeros: what counts is what the standard counts. */
function leading(object: PdfObject, octets: number): Uint8Array {
  if (object.kind !== 'string' || object.bytes.length < octets) {
    throw pdfMalformed('an encryption dictionary whose passwords are not told')
  }
  return object.bytes.subarray(0, octets)
}
