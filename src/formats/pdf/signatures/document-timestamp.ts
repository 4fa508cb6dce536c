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

/** A document time-stamp is of its own type and kind, and no signature is (ISO 32000-2 §12.8.5). */
export function isDocumentTimestamp({ dictionary }: FoundSignature, view: PdfView): boolean {
  return (
    nameIn(view, dictionary, 'Type') === 'DocTimeStamp' &&
    nameIn(view, dictionary, 'SubFilter') === 'ETSI.RFC3161'
  )
}

/** The token over a revision of the document (EN 319 142-1 §5.4.3), as far as it is one. */
export function documentTimestamp(
  found: FoundSignature,
  { problem }: CheckedByteRange,
  { id, budget, warn }: TimestampReading,
): ParsedTimestamp {
  if (problem !== null) warn('document-timestamp-malformed', `${id}: ${problem}`)
  const contents = contentsOf({ found })
  const token = readOrNull(() =>
    encodedBytes(DerReader.of(contents, 'BER', budget).read(tags.sequence)),
  )
  if (token === null) warn('document-timestamp-malformed', `${id} holds no time-stamp token`)
  const time = token === null ? null : tokenTime(token, budget)
  return { id, type: 'document', token: token ?? contents, time }
}

export interface TimestampReading {
  readonly id: string
  readonly budget: Budget
  readonly warn: Warn
}
