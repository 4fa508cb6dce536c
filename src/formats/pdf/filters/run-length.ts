import { pdfMalformed } from '../malformed.ts'
import { octetAt } from '../syntax/lexer.ts'
import { Output } from './output.ts'

/**
 * ISO 32000-2 §7.4.5: a length up to 127 is followed by one octet more than that as they stand, one
 * from 129 by one octet that is repeated 257 less the length times; 128 ends the data.
 */
export function decodeRunLength(octets: Uint8Array, most: number): Uint8Array {
  const output = new Output(octets.length * 2, most)
  let at = 0
  while (at < octets.length) {
    const length = octetAt(octets, at)
    if (length === 128) return output.octets()
    const end = length < 128 ? at + length + 2 : at + 2
    if (end > octets.length) break
    if (length < 128) output.append(octets.subarray(at + 1, end))
    else output.repeat(octetAt(octets, at + 1), 257 - length)
    at = end
  }
  throw pdfMalformed('run-length data that do not end')
}
