import { VerifierError } from '../../../core/errors.ts'
import { pdfMalformed } from '../malformed.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import type { EncryptionTerms } from './decryptor.ts'

/** How octets are encrypted; RC4 with keys of any length. */
export type Method = 'Identity' | 'RC4' | 'AES-128' | 'AES-256'

/** Which method is for what (ISO 32000-2 §7.6.6). */
export interface CryptFilters {
  readonly streams: Method
  readonly strings: Method
  readonly embeddedFiles: Method
  /** Octets of the key that the filter of streams, or else of strings, states; null where none does. */
  readonly length: number | null
  /** Whether streams, strings or embedded files are encrypted by it. */
  uses(method: Method): boolean
  /** The method that a stream names for itself; throws `pdf-malformed` where there is none. */
  named(name: string): Method
}

/** Up to V 2 there are no crypt filters: all is RC4. */
export const oneFilter: CryptFilters = {
  streams: 'RC4',
  strings: 'RC4',
  embeddedFiles: 'RC4',
  length: null,
  uses: (method) => method === 'RC4',
  named() {
    throw pdfMalformed('a stream with a crypt filter, in a file that cannot have any')
  },
}

/** `CF`, `StmF`, `StrF` and `EFF` (ISO 32000-2, table 20) of V 4 and 5. */
export function declaredFilters(
  { encrypt, resolve }: EncryptionTerms,
  version: number,
): CryptFilters {
  const read = (key: string) => resolve(encrypt.entries.get(key))
  const declared = read('CF')
  const found = (name: string): PdfDictionary => {
    const filter = declared.kind === 'dictionary' ? resolve(declared.entries.get(name)) : declared
    if (declared.kind === 'dictionary' && filter.kind === 'dictionary') return filter
    throw pdfMalformed('a crypt filter that is named, and is not there')
  }
  const named = (name: string): Method => {
    if (name === 'Identity') return 'Identity'
    return methodOf(resolve(found(name).entries.get('CFM')), version)
  }
  const nameOf = (key: string, otherwise: string): string => {
    const given = read(key)
    if (given.kind === 'name') return given.name
    if (given.kind === 'null') return otherwise
    throw pdfMalformed('an encryption dictionary with a filter that is no name')
  }
  const streams = nameOf('StmF', 'Identity')
  const strings = nameOf('StrF', 'Identity')
  const methods = {
    streams: named(streams),
    strings: named(strings),
    embeddedFiles: named(nameOf('EFF', streams)),
  }
  const main = [streams, strings].find((name) => name !== 'Identity')
  return {
    ...methods,
    length: main === undefined ? null : octetsOf(resolve(found(main).entries.get('Length'))),
    uses: (method) => Object.values(methods).includes(method),
    named,
  }
}

/** ISO 32000-2, table 25 (`CFM`): by the version, for each has keys of its own length. */
function methodOf(given: PdfObject, version: number): Method {
  const methods = version === 5 ? methodsOf5 : methodsOf4
  const name = given.kind === 'name' ? given.name : 'None'
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method !== undefined) return method
  throw new VerifierError('format-unsupported', 'PDF: encrypted by a method that is not read', {
    hint: 'read are V2 and AESV2 with V 4, and AESV3 with V 5',
  })
}

const methodsOf4: Readonly<Record<string, Method>> = { V2: 'RC4', AESV2: 'AES-128' }
const methodsOf5: Readonly<Record<string, Method>> = { AESV3: 'AES-256' }

/** In octets by the standard, and in bits as Adobe writes it: the two do not meet. */
function octetsOf(given: PdfObject): number | null {
  if (given.kind !== 'integer') return null
  const octets = given.value >= 40 ? given.value / 8 : given.value
  return Number.isInteger(octets) && octets >= 5 && octets <= 16 ? octets : null
}

/**
 * The crypt filter that a stream has of its own (ISO 32000-2 §7.4.10): the first of its filters,
 * Identity where it is not named. Null where it has none.
 */
export function ownFilter(
  dictionary: PdfDictionary,
  resolve: EncryptionTerms['resolve'],
): string | null {
  const filters = asList(resolve(dictionary.entries.get('Filter'))).map(resolve)
  const at = filters.findIndex((one) => one.kind === 'name' && one.name === 'Crypt')
  if (at < 0) return null
  if (at > 0) throw pdfMalformed('a crypt filter that is not the first of its stream')
  const parameters = resolve(asList(resolve(dictionary.entries.get('DecodeParms')))[0])
  const name = parameters.kind === 'dictionary' ? resolve(parameters.entries.get('Name')) : null
  return name?.kind === 'name' ? name.name : 'Identity'
}

function asList(object: PdfObject): readonly PdfObject[] {
  return object.kind === 'array' ? object.items : [object]
}
