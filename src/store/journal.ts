import { join } from 'node:path'
import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { formatTime, parseTime } from '../core/time.ts'
import type { LastSeen } from '../trustlist/rules.ts'
import { readIfThere } from './folder.ts'

/** The folder of a federation in which fetched lists are kept. */
export const loadedFolder = 'loaded'

/** The last accepted list of each id: what an older or a different one is known by. */
export type Journal = ReadonlyMap<string, LastSeen>

const schema = 'euxine/journal/1'

/** Reads `loaded/journal.json`; empty where nothing was loaded yet. Throws `trust-unusable`. */
export function readJournal(folder: string): Journal {
  const path = join(folder, loadedFolder, 'journal.json')
  const bytes = readIfThere(path)
  if (bytes === null) return new Map()
  const lists = entriesOf(fromUtf8(bytes) ?? '')
  // A journal that cannot be read must not pass for none: that would let any old list in.
  if (lists === null) {
    throw new VerifierError('trust-unusable', `"${path}" is no journal of loaded lists`, {
      hint: 'restore it, or delete the folder to begin anew with lists known to be current',
    })
  }
  return new Map(lists)
}

/** The journal as JSON, its lists in order of their ids. */
export function journalJson(journal: Journal): string {
  const lists = [...journal]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { sequenceNumber, issued, sha256 }]) => [
      id,
      { sequenceNumber, issued: issued === null ? null : formatTime(issued), sha256 },
    ])
  return `${JSON.stringify({ schema, lists: Object.fromEntries(lists) }, null, 2)}\n`
}

function entriesOf(json: string): [string, LastSeen][] | null {
  try {
    const parsed: unknown = JSON.parse(json)
    if (!isRecord(parsed) || parsed['schema'] !== schema || !isRecord(parsed['lists'])) return null
    const entries = Object.entries(parsed['lists']).map(([id, entry]) => [id, lastSeenOf(entry)])
    const read = entries.filter((entry): entry is [string, LastSeen] => entry[1] !== null)
    return read.length === entries.length ? read : null
  } catch {
    // Whatever JSON.parse says, the caller's error says it better.
    return null
  }
}

function lastSeenOf(entry: unknown): LastSeen | null {
  if (!isRecord(entry)) return null
  const { sequenceNumber, issued, sha256 } = entry
  const time = typeof issued === 'string' ? parseTime(issued) : null
  if (sequenceNumber !== null && !Number.isSafeInteger(sequenceNumber)) return null
  if (typeof sha256 !== 'string' || (issued !== null && time === null)) return null
  return {
    sequenceNumber: typeof sequenceNumber === 'number' ? sequenceNumber : null,
    issued: time,
    sha256,
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
