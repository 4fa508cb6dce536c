import { VerifierError } from '../../core/errors.ts'
import type { DetachedContent, ParseContext } from '../format.ts'
import { type Role, roleOf } from './roles.ts'
import { quoted } from './shown-name.ts'
import { compareChecksum, contentOf, mostInflated, type Zip } from './zip.ts'
import type { ZipEntry } from './zip-local.ts'
import type { ZipSource } from './zip-source.ts'

export { quoted }

/** The files of a container, and what was noticed in them. */
export interface Container {
  /** By their names; folders are left out. */
  readonly files: ReadonlyMap<string, ZipEntry>
  /** The files of each role, in the order of their names. */
  readonly roles: ReadonlyMap<Role, readonly ZipEntry[]>
  /** The content of a file: its octets, or its digests where they are not held. Throws `document-unreadable`. */
  content(file: ZipEntry): DetachedContent
  /** The octets of a file of the container's own; throws where they are not held. */
  octets(file: ZipEntry): Uint8Array
  warn(code: string, message: string): void
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

/** The container that a ZIP file is. Each content is read once, when it is first asked for. */
export function containerOf(zip: Zip, source: ZipSource, context: ParseContext): Container {
  const files = new Map<string, ZipEntry>()
  for (const entry of zip.entries) if (entry.kind === 'file') files.set(entry.name, entry)
  const known = new Map<ZipEntry, Uint8Array | null>()
  const warnings: { code: string; message: string }[] = []
  let inflated = 0
  const read = (file: ZipEntry): Uint8Array | null => {
    const before = known.get(file)
    if (before !== undefined) return before
    const bytes = contentOf(source, file)
    if (bytes !== null && file.method === 'deflated') inflated += bytes.length
    if (inflated > mostInflated) throw tooLarge(`all files in the container`)
    if (bytes !== null && isRead(file)) compareChecksum(bytes, file)
    known.set(file, bytes)
    return bytes
  }
  return {
    files,
    roles: rolesOf(files),
    warnings,
    warn: (code, message) => warnings.push({ code, message }),
    content(file) {
      const bytes = read(file)
      // Counted each time, for whoever asks has it hashed: many references to one file are a flood.
      context.budget.spend('bytes', bytes?.length ?? 0)
      const digests = context.partly?.digests.get(file.name) ?? {}
      return { name: file.name, bytes, digests: bytes === null ? digests : {} }
    },
    octets(file) {
      const bytes = read(file)
      if (bytes === null) throw tooLarge(quoted(file.name))
      return bytes
    },
  }
}

/**
 * The container's own files are read for what they say. What a data file holds, as it stands or
 * transformed, is only ever held against what was signed: its CRC-32 (APPNOTE 6.3.9 §4.4.7) would
 * cost a third of a SHA-256 and tell nothing that the signed digest does not. A damaged one breaks
 * the signatures over it.
 */
function isRead({ name }: ZipEntry): boolean {
  return roleOf(name) !== 'data'
}

function tooLarge(what: string): VerifierError {
  return new VerifierError('document-too-large', `${what}: too large to be held`, {
    hint: 'give the container as a file: its content is read as a stream then',
  })
}

/** The files of one role, in the order of their names, which tools number. */
export function filesOf({ roles }: Container, role: Role): readonly ZipEntry[] {
  return roles.get(role) ?? []
}

/** Told once: a container may have a thousand signatures, each of which asks. */
function rolesOf(files: ReadonlyMap<string, ZipEntry>): Container['roles'] {
  const found = new Map<Role, ZipEntry[]>()
  for (const file of [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const role = roleOf(file.name)
    const others = found.get(role)
    if (others === undefined) found.set(role, [file])
    else others.push(file)
  }
  return found
}
