import { dirname, join, resolve } from 'node:path'
import { readOrNull } from '../core/errors.ts'
import type { ListSource } from '../trustlist/federation.ts'
import { filesOf, parseManifest } from '../trustlist/manifest.ts'
import type { ManifestFile, ManifestFiles } from '../trustlist/manifest-list.ts'
import type { ListForm } from '../trustlist/model.ts'
import { readIfThere } from './folder.ts'
import { loadedFolder } from './journal.ts'

/** A list as a file, with what belongs to it. */
export interface FoundList {
  readonly bytes: Uint8Array
  readonly path: string
  readonly detachedSignature: Uint8Array | null
  /** The files that a manifest names. */
  readonly files: ManifestFiles
}

/** Where lists are looked for. */
export interface Places {
  /** The folder of the federation. */
  readonly folder: string
  /** A folder of files that the user already has; it goes first. */
  readonly from: string | null
  /** Whether lists that were loaded before count. */
  readonly kept: 'use' | 'skip'
}

const endings: Readonly<Record<ListForm, string>> = {
  'etsi-119612': 'xml',
  'kamusm-depo': 'xml',
  'ru-e-trust': 'xml',
  'certificate-manifest': 'json',
}

/** The file that a loaded list is kept in. */
export function loadedPath(folder: string, source: Pick<ListSource, 'id' | 'form'>): string {
  return join(folder, loadedFolder, `${source.id}.${endings[source.form]}`)
}

/** True for a list that is a file of the federation itself, false for one at a URL. */
export function isOwn({ location }: Pick<ListSource, 'location'>): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(location)
}

/** The first file of a list: among the user's, among those loaded, or where the federation has it. */
export function findList(source: ListSource, places: Places): FoundList | null {
  for (const path of candidates(source, places)) {
    const bytes = readIfThere(path)
    if (bytes === null) continue
    return {
      bytes,
      path,
      detachedSignature: readIfThere(`${path}.p7s`),
      files: manifestFiles(source, bytes, path, places),
    }
  }
  return null
}

/** Files of earlier lists of lists, as the federation names them. */
export function findPivots(source: ListSource, { folder, from }: Places): readonly FoundList[] {
  const found: FoundList[] = []
  for (const name of source.pivots) {
    const roots = [...(from === null ? [] : [from]), join(folder, loadedFolder), folder]
    for (const path of roots.map((root) => join(root, name))) {
      const bytes = readIfThere(path)
      if (bytes === null) continue
      found.push({ bytes, path, detachedSignature: null, files: () => null })
      break
    }
  }
  return found
}

function candidates(source: ListSource, { folder, from, kept }: Places): readonly string[] {
  const given = from === null ? [] : source.files.map((name) => join(from, name))
  const own = isOwn(source) ? [resolve(folder, source.location)] : []
  return [...given, ...(kept === 'use' ? [loadedPath(folder, source)] : []), ...own]
}

/**
 * Everything that a manifest names, read beforehand. Beside a manifest of the federation's own no
 * digest is needed; from anywhere else the manifest has to bind every file by its digest.
 */
function manifestFiles(
  source: ListSource,
  bytes: Uint8Array,
  path: string,
  { folder, from }: Places,
): ManifestFiles {
  if (source.form !== 'certificate-manifest') return () => null
  const own = isOwn(source) && path === resolve(folder, source.location)
  const beside = { root: dirname(path), digest: own ? 'optional' : 'required' } as const
  const elsewhere = [join(folder, loadedFolder, source.id), ...(from === null ? [] : [from])]
  const roots = [beside, ...elsewhere.map((root) => ({ root, digest: 'required' }) as const)]
  const files = new Map<string, ManifestFile>()
  for (const name of namesIn(bytes, path)) {
    for (const { root, digest } of roots) {
      const file = readIfThere(join(root, name))
      if (file === null) continue
      files.set(name, { bytes: file, digest })
      break
    }
  }
  return (name) => files.get(name) ?? null
}

/** None where the manifest cannot be read: loading the list says what is wrong with it. */
function namesIn(bytes: Uint8Array, path: string): readonly string[] {
  return readOrNull(() => filesOf(parseManifest(bytes, path))) ?? []
}
