import { tokenTime } from '../../token-time.ts'
import { stringIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject } from '../object.ts'
import { checkByteRange } from '../signatures/byte-range.ts'
import type { Comparison } from './comparison.ts'
import { at, type Spot } from './spot.ts'

/**
 * The value that a signature field is given (ISO 32000-2 §12.8.1): a signature dictionary that was
 * not in the document before, so that no signature is shown again as another. Null, and told, where
 * it is something else.
 */
export function compareSignatureValue(
  comparison: Comparison,
  value: PdfObject | undefined,
  spot: Spot,
): 'Sig' | 'DocTimeStamp' | null {
  if (value?.kind === 'reference' && !comparison.isFresh(value)) {
    const reason = 'ISO 32000-2 §12.8.1: the signature is an object that was there before'
    comparison.report(spot, { kind: 'signed-field', effect: 'other', reason })
    return null
  }
  comparison.adopt(value, spot)
  const dictionary = comparison.after.resolve(value)
  const type = dictionary.kind === 'dictionary' ? typeOf(comparison, dictionary) : null
  const holds = type !== 'DocTimeStamp' || isTimestamp(comparison, dictionary)
  if (type !== null && holds) return type
  const reason = 'ISO 32000-2 §12.8.1: the value of a signature field is no signature'
  comparison.report(at(spot, 'Type'), { kind: 'signed-field', effect: 'other', reason })
  return null
}

function typeOf(comparison: Comparison, { entries }: PdfDictionary): 'Sig' | 'DocTimeStamp' | null {
  const contents = comparison.after.resolve(entries.get('Contents'))
  const range = comparison.after.resolve(entries.get('ByteRange'))
  if (contents.kind !== 'string' || range.kind !== 'array') return null
  const type = comparison.after.resolve(entries.get('Type'))
  const filter = comparison.after.resolve(entries.get('SubFilter'))
  const token = filter.kind === 'name' && filter.name === 'ETSI.RFC3161'
  if (type.kind === 'null') return token ? 'DocTimeStamp' : 'Sig'
  if (type.kind !== 'name') return null
  if (type.name === 'DocTimeStamp') return token ? 'DocTimeStamp' : 'Sig'
  return type.name === 'Sig' ? 'Sig' : null
}

/**
 * §12.8.5: whether the value holds a token over all of its revision. Anybody can write what only says
 * that it is a document time-stamp, which may be added where nothing else may.
 */
function isTimestamp(comparison: Comparison, dictionary: PdfObject): boolean {
  if (dictionary.kind !== 'dictionary') return false
  const contents = stringIn(comparison.after, dictionary, 'Contents')
  if (contents === null || tokenTime(contents, comparison.budget) === null) return false
  const { revision } = comparison.after
  const field = { name: '', reference: null, dictionary, value: dictionary }
  const found = { field, names: [], reference: null, dictionary, revision, goneIn: null }
  return checkByteRange(comparison.file, found).problem === null
}
