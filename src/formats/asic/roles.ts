/** What the files of META-INF are by their names: EN 319 162-1 §4.3.3.2, §4.4.3.2 and §4.4.4.2, OpenDocument 1.2 part 3 §3; BDOC 1.0 had no s. */
const roles = [
  ['evidence-record-manifest', /^META-INF\/[^/]*ASiCEvidenceRecordManifest[^/]*\.xml$/i],
  ['archive-manifest', /^META-INF\/[^/]*ASiCArchiveManifest[^/]*\.xml$/i],
  ['manifest', /^META-INF\/[^/]*ASiCManifest[^/]*\.xml$/i],
  ['evidence-record', /^META-INF\/[^/]*(?:\.ers|evidencerecord[^/]*\.xml)$/i],
  ['xades', /^META-INF\/[^/]*signature[^/]*\.xml$/i],
  ['cades', /^META-INF\/[^/]*signature[^/]*\.p7[sm]$/i],
  ['timestamp', /^META-INF\/[^/]*\.tst$/i],
  ['metadata', /^META-INF\/(?:manifest|container|metadata)\.xml$/],
  ['other', /^META-INF\//],
  ['media-type', /^mimetype$/],
] as const

/** What a file is in a container; `data` is what signatures are for. */
export type Role = (typeof roles)[number][0] | 'data'

/** What a file is, by its name. */
export function roleOf(name: string): Role {
  return roles.find(([, pattern]) => pattern.test(name))?.[0] ?? 'data'
}
