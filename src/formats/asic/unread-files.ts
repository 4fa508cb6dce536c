import type { Budget } from '../../core/budget.ts'
import { VerifierError } from '../../core/errors.ts'
import type { ParsedTimestamp } from '../format.ts'
import { parseXml } from '../xml/parse.ts'
import { type Container, filesOf, quoted } from './container.ts'
import type { FoundSignature } from './found.ts'
import type { ZipEntry } from './zip-local.ts'

/** The roots of what OpenDocument 1.2 part 3 §4 and OCF 3.0 §3.5 put into META-INF. */
const metadataRoots: Readonly<Record<string, readonly [string, string]>> = {
  'META-INF/manifest.xml': ['manifest', 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'],
  'META-INF/container.xml': ['container', 'urn:oasis:names:tc:opendocument:xmlns:container'],
}

/**
 * Files of META-INF that are by their names the container's own (EN 319 162-1 §4.3.3.2, §4.4.3.2), and
 * are not by what is in them: a signature file without a signature, a time-stamp that is none, a
 * manifest of something else. They are anybody's, as any other file that no signature covers.
 * `timestamps` are those of the container in the order of its files.
 */
export function unreadFiles(
  container: Container,
  found: readonly FoundSignature[],
  timestamps: readonly ParsedTimestamp[],
  budget: Budget,
): readonly ZipEntry[] {
  const read = new Set(found.map(({ file }) => file))
  const signatures = [...filesOf(container, 'xades'), ...filesOf(container, 'cades')]
  return [
    ...signatures.filter(({ name }) => !read.has(name)),
    ...filesOf(container, 'timestamp').filter((_, index) => timestamps[index]?.time === null),
    ...filesOf(container, 'metadata').filter((file) => !isMetadata(file, container, budget)),
  ]
}

/** OCF 3.0 §3.5.3 lets metadata.xml hold whatever it likes: that is no more than said. */
function isMetadata(file: ZipEntry, container: Container, budget: Budget): boolean {
  const expected = metadataRoots[file.name]
  if (expected === undefined) {
    container.warn('unsigned-file', `${quoted(file.name)} is metadata that may hold anything`)
    return true
  }
  const { bytes } = container.content(file)
  const root = bytes === null ? null : rootOf(bytes, budget)
  return root !== null && root.name === expected[0] && root.namespace === expected[1]
}

function rootOf(bytes: Uint8Array, budget: Budget) {
  try {
    return parseXml(bytes, budget).root
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'xml-malformed') throw cause
    return null
  }
}
