import { type Check, failed, passed } from '../../../core/conclusion.ts'
import type { Octets, ParseContext } from '../../format.ts'
import type { SecurityStore } from '../dss.ts'
import type { PdfFile, PdfView } from '../file.ts'
import type { CheckedByteRange } from './byte-range.ts'
import type { FoundSignature, Warn } from './found.ts'

/** What one signature of a document is read with. */
export interface SignatureReading {
  readonly file: PdfFile
  readonly found: FoundSignature
  readonly range: CheckedByteRange
  /** The document as the signature shows it: as it is signed, or as it was when the signature came. */
  readonly view: PdfView
  /** What a report calls the octets that are signed. */
  readonly scopeName: string
  /** `signature-1` and so on. */
  readonly id: string
  readonly subFilter: string | null
  readonly store: SecurityStore | null
  /** Indexes of the revisions that document time-stamps are over. */
  readonly timestamped: readonly number[]
  readonly context: ParseContext
  readonly warn: Warn
}

/** The octets that a signature is over, where its ByteRange can be believed. */
export function coveredOctets({ range, scopeName }: SignatureReading): Octets {
  return range.octets === null
    ? { kind: 'missing', name: scopeName, because: 'not-processed' }
    : { kind: 'parts', parts: range.octets }
}

/** The octets of `Contents`; none where it is no string. */
export function contentsOf({ found }: Pick<SignatureReading, 'found'>): Uint8Array {
  const contents = found.dictionary.entries.get('Contents')
  return contents?.kind === 'string' ? contents.bytes : new Uint8Array()
}

/**
 * EN 319 102-1 §5.2.2 of what a signature is held in: where it fails, readers may differ over what is
 * signed, or by whom.
 */
export function dictionaryChecks(reading: SignatureReading): readonly Check[] {
  const { range } = reading
  const problem = dictionaryProblem(reading)
  const malformed = (detail: string | null) =>
    detail === null ? passed : failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED')
  return [
    {
      id: 'pdf-signature-dictionary',
      rule: 'ISO 32000-2 §12.8.1',
      conclusion: malformed(problem),
    },
    { id: 'pdf-byte-range', rule: 'ISO 32000-2 §12.8.1', conclusion: malformed(range.problem) },
  ]
}

/** Table 255: `Type` may be left out. A key that comes twice is read one way here, and another there (§7.3.7). */
function dictionaryProblem({ found }: SignatureReading): string | null {
  const { dictionary, field } = found
  const type = dictionary.entries.get('Type')
  if (type !== undefined && (type.kind !== 'name' || type.name !== 'Sig')) {
    return 'what the field holds is not of the type Sig'
  }
  if (dictionary.repeated.length > 0) return 'an entry of the signature dictionary comes twice'
  const decisive = field.dictionary.repeated.some((key) => key === 'V' || key === 'FT')
  return decisive ? 'the field has its type or its value twice' : null
}
