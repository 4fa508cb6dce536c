import { refused } from './refusal.ts'

/**
 * Reads a body up to its limit, whatever length was announced; throws `source-refused`. It grows in
 * one buffer: pieces that were kept would take many times the memory where they are small.
 */
export async function readBody(
  location: string,
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array> {
  let held: Buffer = Buffer.allocUnsafe(Math.min(limit, 16_384))
  let size = 0
  for await (const piece of body) {
    if (size + piece.length > limit) throw tooLarge(location, limit)
    if (size + piece.length > held.length) held = grown(held, size, size + piece.length, limit)
    held.set(piece, size)
    size += piece.length
  }
  if (size === 0) throw refused(location, 'it is empty')
  // A copy of its own size: what is kept must not hold the rest of the buffer.
  return new Uint8Array(held.subarray(0, size))
}

/** The refusal of a body that is, or says that it is, past the limit. */
export function tooLarge(location: string, limit: number) {
  return refused(location, `it is larger than ${limit} bytes`)
}

/** Twice as large each time, so that every octet is copied twice on the average. */
function grown(held: Buffer, size: number, needed: number, limit: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(limit, held.length * 2)))
  held.copy(larger, 0, 0, size)
  return larger
}
