import type { Budget } from '../../../core/budget.ts'
import { DerReader, encodedBytes, tags } from '../../../core/der.ts'
import { readOrNull } from '../../../core/errors.ts'
import type { ParsedTimestamp } from '../../format.ts'
import { tokenTime } from '../../token-time.ts'
import type { PdfView } from '../file.ts'
import { nameIn } from '../lookup.ts'
import type { CheckedByteRange } from './byte-range.ts'
import type { FoundSignature, Warn } from './found.ts'
import { contentsOf } from './reading.ts'

/** A document time-stamp is of its own type, and nothing else is (ISO 32000-2 §12.8.5). */
export function isDocumentTimestamp({ dictionary }: FoundSignature, view: PdfView): boolean {
  return nameIn(view, dictionary, 'Type') === 'DocTimeStamp'
}

/**
 * The token over a revision of the document (EN 319 142-1 §5.4.3), or null where the dictionary
 * cannot hold one: that is warned of, as there is no signature that it would make fail.
 */
export function documentTimestamp(
  found: FoundSignature,
  range: CheckedByteRange,
  { id, view, budget, warn }: TimestampReading,
): ParsedTimestamp | null {
  const subFilter = nameIn(view, found.dictionary, 'SubFilter')
  if (subFilter !== 'ETSI.RFC3161') {
    warn('document-timestamp-malformed', `${id} is not of the kind ETSI.RFC3161`)
    return null
  }
  if (range.problem !== null) warn('document-timestamp-malformed', `${id}: ${range.problem}`)
  const contents = contentsOf({ found })
  const token = readOrNull(() =>
    encodedBytes(DerReader.of(contents, 'BER', budget).read(tags.sequence)),
  )
  if (token === null) {
    warn('document-timestamp-malformed', `${id} holds no time-stamp token`)
    return null
  }
  return { id, type: 'document', token, time: tokenTime(token, budget) }
}

export interface TimestampReading {
  readonly id: string
  readonly view: PdfView
  readonly budget: Budget
  readonly warn: Warn
}
