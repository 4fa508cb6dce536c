import type { PdfFile, PdfProblem } from '../file.ts'
import { mostProblemsOfAKind } from '../structure/limits.ts'
import { structureProblems } from '../structure/problems.ts'
import type { Change } from './change.ts'

/** Problems of the syntax that every reader reads in the same way; those of the structure say so themselves. */
const harmlessSyntax = new Set(['space-before-object', 'stream-line-end', 'object-empty'])

/**
 * What stands behind the signed revision and is no part of a later one, or not as ISO 32000-2 §7.5
 * has it: two readers may see two documents there.
 */
export function octetsAfter(file: PdfFile, revision: number): Change[] {
  const ambiguous = file.problems.filter(({ code }) => !isHarmless(code))
  const later = ambiguous.filter((problem) => concerns(file, problem, revision))
  const changes = later.map(({ code, message, offset }): Change => {
    const where = offset === null ? null : revisionAt(file, offset)
    return {
      revision: where?.index ?? null,
      object: octets(offset, where?.place.end ?? file.bytes.length),
      path: null,
      kind: code,
      effect: 'other',
      reason: `ISO 32000-2 §7.5: ${message}`,
    }
  })
  return [...changes, ...untold(file, ambiguous, revision)]
}

function isHarmless(code: string): boolean {
  if (harmlessSyntax.has(code)) return true
  const known: Readonly<Record<string, string>> = structureProblems
  return Object.hasOwn(known, code) && known[code] === 'harmless'
}

function concerns(file: PdfFile, { code, offset }: PdfProblem, revision: number): boolean {
  const isLast = revision === file.revisions.length - 1
  const { start = 0, end = 0 } = file.revisions[revision]?.place ?? {}
  // What has no place is of some revision, and only the first of all is above suspicion.
  if (offset === null) return !isLast
  // The signed revision itself, as its later ones would have it, is not what was signed.
  return code === 'revision-begins-elsewhere' ? !isLast && offset >= start : offset >= end
}

/** Where there are as many problems of a kind as are kept, others may stand behind them. */
function untold(file: PdfFile, problems: readonly PdfProblem[], revision: number): Change[] {
  if (revision === file.revisions.length - 1 && endOf(file, revision) === file.bytes.length)
    return []
  const counts = new Map<string, number>()
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1)
  const full = [...counts].filter(([, count]) => count >= mostProblemsOfAKind)
  return full.map(([code]) => ({
    revision: null,
    object: octets(endOf(file, revision), file.bytes.length),
    path: null,
    kind: code,
    effect: 'other',
    reason: 'ISO 32000-2 §7.5: the file has more problems of this kind than are told apart',
  }))
}

function endOf(file: PdfFile, revision: number): number {
  return file.revisions[revision]?.place.end ?? 0
}

function revisionAt(file: PdfFile, offset: number) {
  return file.revisions.find(({ place }) => offset >= place.start && offset < place.end) ?? null
}

function octets(start: number | null, end: number): string {
  return start === null ? 'cross-references' : `octets ${start} to ${end}`
}
