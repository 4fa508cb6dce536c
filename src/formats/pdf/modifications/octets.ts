import type { PdfFile, PdfProblem, XrefEntry } from '../file.ts'
import { mostProblemsOfAKind } from '../structure/limits.ts'
import { structureProblems } from '../structure/problems.ts'
import type { Change } from './change.ts'
import { nameOf } from './comparison.ts'

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
  return [...changes, ...untold(file, ambiguous, revision), ...entriesBehind(file, revision)]
}

const knownBehind = new WeakMap<PdfFile, readonly Change[]>()

/**
 * ISO 32000-2 §7.5.6: what a revision lists stands in it, or before it. An entry that leads behind its
 * end leaves to whoever writes there what the signed document has, so that the signature is over no
 * document in particular, whether something stands there yet or not.
 */
function entriesBehind(file: PdfFile, revision: number): Change[] {
  const known = knownBehind.get(file) ?? everyEntryBehind(file)
  knownBehind.set(file, known)
  return known.filter((change) => change.revision !== null && change.revision <= revision)
}

/** Of the oldest revisions, as many as are told of other problems. */
function everyEntryBehind(file: PdfFile): Change[] {
  const changes: Change[] = []
  for (const { index: revision, entries, place } of file.revisions) {
    for (const [number, entry] of entries) {
      if (!isBehind(file, entry, { revision, end: place.end })) continue
      const object = nameOf(file.at(revision), number)
      const reason = 'ISO 32000-2 §7.5.6: an entry leads outside what is signed'
      const code = 'entry-outside-its-revision'
      changes.push({ revision, object, path: null, kind: code, effect: 'other', reason })
      if (changes.length === mostProblemsOfAKind) return changes
    }
  }
  return changes
}

function isBehind(
  file: PdfFile,
  entry: XrefEntry,
  { revision, end }: { readonly revision: number; readonly end: number },
): boolean {
  if (entry.kind === 'offset') return entry.offset >= end
  // An object stream that is not there yet can be written later.
  return entry.kind === 'compressed' && file.at(revision).entry(entry.stream) === null
}

function isHarmless(code: string): boolean {
  if (harmlessSyntax.has(code)) return true
  const known: Readonly<Record<string, string>> = structureProblems
  return Object.hasOwn(known, code) && known[code] === 'harmless'
}

/** Problems that leave to whoever adds to the file what the signed revision says, done yet or not. */
const decidedLater = new Set(['length-outside-its-revision', 'linearisation-of-another-length'])

/** Problems of the signed revision for which some readers go through all that was added, too. */
const rebuilt = new Set(['size-too-large', 'offsets-not-from-header'])

function concerns(file: PdfFile, { code, offset }: PdfProblem, revision: number): boolean {
  const isLast = revision === file.revisions.length - 1
  const { start = 0, end = 0 } = file.revisions[revision]?.place ?? {}
  if (decidedLater.has(code)) return true
  if (rebuilt.has(code) && end < file.bytes.length) return true
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
