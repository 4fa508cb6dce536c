import type { PdfFile } from '../file.ts'
import type { Change } from './change.ts'

/**
 * What stands behind the signed revision and is no part of a later one, or not as ISO 32000-2 §7.5
 * has it: two readers may see two documents there.
 */
export function octetsAfter(file: PdfFile, revision: number): Change[] {
  const end = file.revisions[revision]?.place.end ?? 0
  return file.problems.flatMap(({ code, message, offset }): Change[] => {
    if (offset === null || offset < end) return []
    const later = file.revisions.find(({ place }) => offset >= place.start && offset < place.end)
    return [
      {
        revision: later?.index ?? null,
        object: `octets ${offset} to ${later?.place.end ?? file.bytes.length}`,
        path: null,
        kind: code,
        effect: 'other',
        reason: `ISO 32000-2 §7.5: ${message}`,
      },
    ]
  })
}
