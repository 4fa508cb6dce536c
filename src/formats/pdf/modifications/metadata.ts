import { dictionaryOf, nameIn } from '../lookup.ts'
import type { PdfObject, PdfStream } from '../object.ts'
import { type Comparison, entriesOf } from './comparison.ts'
import { isNull, same } from './equality.ts'
import { frozen } from './frozen.ts'
import { isMetadataPacket } from './metadata-packet.ts'
import type { Spot } from './spot.ts'

/** What every writer sets as it saves (ISO 32000-2 §14.3.3, Table 349). */
const ofSaving = new Set('CreationDate ModDate Producer Creator Trapped'.split(' '))

/**
 * The document information dictionary (ISO 32000-2 §14.3.3). A save dates it, which no certification
 * can forbid that permits a save at all; a new title or author is a change by hand.
 */
export function compareInformation(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = dictionaryOf(comparison.before.resolve(from))
  const now = comparison.follow(to, spot)
  if (isNull(now.object)) return
  if (now.object.kind !== 'dictionary') {
    frozen(comparison, comparison.before.resolve(from), now.object, now.spot)
    return
  }
  let dated = false
  for (const { key, old: had, value: has, spot: there } of entriesOf(
    before,
    now.object,
    now.spot,
  )) {
    const old = comparison.before.resolve(had)
    const value = comparison.follow(has, there)
    if (same(old, value.object)) continue
    if (!isPlain(value.object)) frozen(comparison, old, value.object, value.spot)
    else if (ofSaving.has(key)) dated = true
    else told(comparison, value.spot, 'form-filling', 'says something else of the document')
  }
  if (dated) told(comparison, now.spot, 'validation-data', 'is dated by the writer that saves')
}

function isPlain({ kind }: PdfObject): boolean {
  return kind === 'string' || kind === 'name' || kind === 'null' || kind === 'boolean'
}

/** The metadata stream of the document (§14.3.2): XMP without declarations of types or entities. */
export function compareMetadata(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
  spot: Spot,
): void {
  const before = comparison.before.resolve(from)
  const { object, spot: there } = comparison.follow(to, spot)
  if (same(before, object)) return
  const isPacket =
    to?.kind === 'reference' &&
    object.kind === 'stream' &&
    isMetadataStream(comparison, object) &&
    isMetadataPacket(comparison.file.data(object))
  if (!isPacket) {
    frozen(comparison, before, object, there)
    return
  }
  comparison.adopt(object, there)
  told(comparison, there, 'validation-data', 'is written again by the writer that saves')
}

/** Entries of a metadata stream (§14.3.2, Table 347), and those of how its octets stand (§7.3.8.2). */
const ofMetadata = new Set('Type Subtype Length Filter DecodeParms'.split(' '))

/** Metadata and nothing else: an image with such octets is one that a page may show. */
function isMetadataStream({ after }: Comparison, { dictionary }: PdfStream): boolean {
  const { entries, repeated } = dictionary
  if (repeated.length > 0 || ![...entries.keys()].every((key) => ofMetadata.has(key))) return false
  return (
    nameIn(after, dictionary, 'Type') === 'Metadata' &&
    nameIn(after, dictionary, 'Subtype') === 'XML'
  )
}

function told(
  comparison: Comparison,
  spot: Spot,
  effect: 'validation-data' | 'form-filling',
  what: string,
): void {
  const reason = `ISO 32000-2 §14.3: metadata ${what}, and nothing on a page changes`
  comparison.report(spot, { kind: 'metadata', effect, reason })
}
