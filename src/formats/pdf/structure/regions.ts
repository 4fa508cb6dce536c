import type { PdfRevision } from '../file.ts'

/** The revision that an octet of the file is of; the last one for what stands behind it. */
export function revisionAt(
  revisions: readonly Pick<PdfRevision, 'place'>[],
  offset: number,
): number {
  let low = 0
  let high = revisions.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (offset < (revisions[middle]?.place.end ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}
