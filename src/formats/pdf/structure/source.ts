import type { Budget } from '../../../core/budget.ts'
import { octetAt, spendOctets, whiteSpaceEnd } from '../syntax/lexer.ts'
import type { Problems } from './problems.ts'

/** A file on its way to be read. */
export interface Source {
  readonly bytes: Uint8Array
  readonly budget: Budget
  readonly problems: Problems
  /** What is added to the offsets that the file states: where they are counted from the header. */
  readonly shift: number
}

/** The offset behind white space, comments left alone. */
export function skipWhiteSpace({ bytes, budget }: Omit<Source, 'shift'>, at: number): number {
  const end = whiteSpaceEnd(bytes, at, bytes.length)
  spendOctets(budget, end - at)
  return end
}

/** The offset behind one line end, if there is one: CR LF, LF or CR (ISO 32000-2 §7.2.3). */
export function skipLineEnd(bytes: Uint8Array, at: number): number {
  if (octetAt(bytes, at) === 0x0d) return octetAt(bytes, at + 1) === 0x0a ? at + 2 : at + 1
  return octetAt(bytes, at) === 0x0a ? at + 1 : at
}

/** The octets as a Buffer, without a copy: it searches. */
export function searchable(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
