/**
 * What the files of META-INF are by what their names hold and end in, in any case, the first that
 * fits: EN 319 162-1 §4.3.3.2, §4.4.3.2 and §4.4.4.2, OpenDocument 1.2 part 3 §3; BDOC 1.0 had no s.
 */
const roles = [
  ['evidence-record-manifest', 'asicevidencerecordmanifest', ['.xml']],
  ['archive-manifest', 'asicarchivemanifest', ['.xml']],
  ['manifest', 'asicmanifest', ['.xml']],
  ['evidence-record', '', ['.ers']],
  ['evidence-record', 'evidencerecord', ['.xml']],
  ['xades', 'signature', ['.xml']],
  ['cades', 'signature', ['.p7s', '.p7m']],
  ['timestamp', '', ['.tst']],
] as const

const metadata: ReadonlySet<string> = new Set([
  'META-INF/manifest.xml',
  'META-INF/container.xml',
  'META-INF/metadata.xml',
])

const folder = 'META-INF/'

/** What a file is in a container; `data` is what signatures are for. */
export type Role = (typeof roles)[number][0] | 'metadata' | 'other' | 'media-type' | 'data'

/** What a file is, by its name; in time that is linear in it. */
export function roleOf(name: string): Role {
  if (name === 'mimetype') return 'media-type'
  if (metadata.has(name)) return 'metadata'
  return roleInFolder(name.toLowerCase()) ?? (name.startsWith(folder) ? 'other' : 'data')
}

function roleInFolder(path: string): Role | null {
  if (!path.startsWith(folder.toLowerCase())) return null
  const file = path.slice(folder.length)
  if (file.includes('/')) return null
  const fits = ([, part, ends]: (typeof roles)[number]) =>
    file.includes(part) && ends.some((ending) => file.endsWith(ending))
  return roles.find(fits)?.[0] ?? null
}
