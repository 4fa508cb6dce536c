import type { PartlyHeld } from '../format.ts'

/** The octets of a ZIP file, wherever they are held. */
export interface ZipSource {
  /** Octets of the whole file. */
  readonly size: number
  /** The octets from `start` up to `end`, both within the file; null where they are not held. */
  read(start: number, end: number): Uint8Array | null
}

/** A file that is held as a whole. */
export function wholeSource(bytes: Uint8Array): ZipSource {
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) }
}

/** A file of which parts are held: each reading must begin where a part does. */
export function partsSource({ size, parts }: Pick<PartlyHeld, 'size' | 'parts'>): ZipSource {
  const known = new Map<number, Uint8Array>()
  for (const { start, bytes } of parts) {
    if ((known.get(start)?.length ?? -1) < bytes.length) known.set(start, bytes)
  }
  return {
    size,
    read(start, end) {
      const part = known.get(start)
      return part !== undefined && part.length >= end - start ? part.subarray(0, end - start) : null
    },
  }
}
