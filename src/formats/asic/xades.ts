import { VerifierError } from '../../core/errors.ts'
import type { DetachedContent } from '../format.ts'
import type { XmlElement } from '../xml/document.ts'
import { ds } from '../xml/namespaces.ts'
import { isExternal } from '../xml/reference-uri.ts'
import type { XmlReference, XmlSignature } from '../xml/signature.ts'
import { readXmlSignatures } from '../xml/signatures.ts'
import type { ContainerReading } from './cades.ts'
import { filesOf, quoted } from './container.ts'
import { resolve } from './entry-names.ts'
import { type FoundSignature, insideCheck, unreadableSignature } from './found.ts'
import { asicNamespaces } from './manifest.ts'
import type { ZipEntry } from './zip-local.ts'

/** The XAdES signatures of a container (EN 319 162-1 §4.3.3.2, §4.4.3.2), and those of OpenDocument. */
export function xadesSignatures(reading: ContainerReading): readonly FoundSignature[] {
  return filesOf(reading.container, 'xades').flatMap((file) => signaturesIn(file, reading))
}

function signaturesIn(file: ZipEntry, reading: ContainerReading): readonly FoundSignature[] {
  const { container, context, given } = reading
  const { crypto, budget } = context
  const named = (uri: string) => contentNamed(uri, reading)
  const bytes = container.octets(file)
  try {
    const read = readXmlSignatures(bytes, { detached: context.detached, named, crypto, budget })
    for (const { code, message } of read.warnings) {
      container.warn(code, `${quoted(file.name)}: ${message}`)
    }
    if (!isKnownRoot(read.document.root)) {
      container.warn(
        'asic-xades-root',
        `${quoted(file.name)} has another root element than it should`,
      )
    }
    given.use(read.used)
    return read.signatures.map((signature) => inContainer(file, signature, reading))
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code !== 'xml-malformed') throw cause
    budget.spend('signatures')
    const why = cause.message.replace(/^XML: /, '')
    const detail = `${quoted(file.name)} cannot be read as XML: ${why}`
    return [unreadableSignature(file.name, 'XML-NOT-ETSI', 'EN 319 162-1 §4.4.3.2', detail)]
  }
}

/** XAdESSignatures (EN 319 162-1 annex A.5), a signature alone, and OpenDocument 1.2 part 3 §5.2. */
function isKnownRoot({ name, namespace }: XmlElement): boolean {
  switch (name) {
    case 'XAdESSignatures':
      return asicNamespaces.test(namespace)
    case 'Signature':
      return namespace === ds
    case 'document-signatures':
      return namespace === 'urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0'
    default:
      return false
  }
}

function contentNamed(uri: string, { container, given }: ContainerReading): DetachedContent | null {
  const resolved = resolve(uri, container)
  if (resolved.kind === 'file') return container.content(resolved.file)
  return resolved.kind === 'missing' ? given.take(resolved.name) : null
}

/** References are named by the files that they refer to, as the report has them. */
function inContainer(
  file: ZipEntry,
  signature: XmlSignature,
  { container }: ContainerReading,
): FoundSignature {
  const covers = new Set<string>()
  const refersTo = new Set<string>()
  const outside: string[] = []
  const references = signature.references.map((reference) => {
    const { uri } = reference
    if (uri === null || !isExternal(uri)) return reference
    const resolved = resolve(uri, container)
    if (resolved.kind === 'outside') outside.push(uri)
    if (resolved.kind === 'outside') return outsideOf(reference)
    const name = resolved.kind === 'file' ? resolved.file.name : resolved.name
    refersTo.add(name)
    if (isWhole(reference)) covers.add(name)
    return resolved.kind === 'file' ? { ...reference, name } : reference
  })
  return {
    file: file.name,
    signature: { ...signature, references },
    covers,
    refersTo,
    checks: insideCheck(outside),
  }
}

/** Whatever is given by such a name is not asked for, since it is not taken. */
function outsideOf(reference: XmlReference): XmlReference {
  const { octets } = reference
  if (octets.kind !== 'missing') return reference
  return { ...reference, octets: { ...octets, because: 'not-processed' } }
}

function isWhole({ kind, octets }: XmlReference): boolean {
  return octets.kind !== 'missing' && (kind === 'full' || kind === 'digest')
}
