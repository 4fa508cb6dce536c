import { fromUtf8 } from '../../core/bytes.ts'
import { type Container, filesOf, quoted } from './container.ts'
import { unreadable } from './unreadable.ts'
import type { Zip } from './zip.ts'

/** What kind of container it is, and the media type that it has as such. */
export interface ContainerForm {
  readonly container: 'ASiC-S' | 'ASiC-E'
  readonly family: 'asic' | 'open-document'
  readonly mediaType: string
}

/** EN 319 162-1 annex A.2; BDOC 2.1 §4. */
const simple = 'application/vnd.etsi.asic-s+zip'
const extended = 'application/vnd.etsi.asic-e+zip'
const bdoc = /^application\/vnd\.bdoc(?:-\d+\.\d+)?$/
const openDocument = /^application\/vnd\.oasis\.opendocument\.[a-z-]+$/

/** Octets of a media type: RFC 6838 §4.2 allows 127 characters on each side of the slash. */
const longestMediaType = 255

/**
 * The form that a container has by what is in it, and by its media type where that tells (annex A.1:
 * in the file `mimetype`; §4.3.3.1 and §4.4.4.1: the comment may repeat it). A media type that
 * contradicts what is there decides nothing. That of ASiC-S may be the one of its data object (§4.3.3.1).
 */
export function formOf(zip: Zip, container: Container): ContainerForm {
  const stated = statedMediaType(zip, container)
  if (stated !== null && openDocument.test(stated)) {
    return { container: 'ASiC-E', family: 'open-document', mediaType: stated }
  }
  const form = formByContent(container, stated)
  const right = form === 'ASiC-S' ? stated === simple : stated === extended || isBdoc(stated)
  if (stated !== null && !right && (stated === simple || stated === extended)) {
    container.warn(
      'asic-media-type',
      `the container says that it is ${quoted(stated)}; by what is in it, it is ${form}`,
    )
  } else if (stated !== null && !right && (form === 'ASiC-E' || isBdoc(stated))) {
    container.warn(
      'asic-media-type',
      `${quoted(stated)} is no media type of ${form} (EN 319 162-1 annex A.2)`,
    )
  }
  const own = form === 'ASiC-S' ? simple : extended
  return { container: form, family: 'asic', mediaType: right && stated !== null ? stated : own }
}

function isBdoc(stated: string | null): boolean {
  return stated !== null && bdoc.test(stated)
}

/** Only ASiC-E has manifests; ASiC-S has one signature file of a fixed name (§4.3.3.2). */
function formByContent(container: Container, stated: string | null): 'ASiC-S' | 'ASiC-E' {
  const { files } = container
  if (filesOf(container, 'manifest').length > 0) return 'ASiC-E'
  const named = files.has('META-INF/signature.p7s') || files.has('META-INF/signatures.xml')
  if (stated === simple) return 'ASiC-S'
  if (stated === extended || isBdoc(stated)) return 'ASiC-E'
  return named && filesOf(container, 'data').length === 1 ? 'ASiC-S' : 'ASiC-E'
}

function statedMediaType(zip: Zip, container: Container): string | null {
  const file = container.files.get('mimetype')
  if (file === undefined) {
    const noted = /^mimetype=([\x21-\x7e]+)$/.exec(zip.comment.toString('latin1'))?.[1] ?? null
    const from = noted === null ? 'what is in it tells what it is' : 'its comment tells what it is'
    container.warn(
      'asic-mimetype',
      `the container has no file "mimetype" (EN 319 162-1 annex A.1): ${from}`,
    )
    return noted
  }
  if (file.size > longestMediaType) throw unreadable('its file "mimetype" is too long for one')
  const text = fromUtf8(container.octets(file)) ?? ''
  const stated = text.replace(/^\ufeff/, '').trim()
  const faults = [
    ...(zip.entries[0] === file ? [] : ['is not the first']),
    ...(file.method === 'stored' ? [] : ['is compressed']),
    ...(file.localExtra === 0 ? [] : ['has extra fields']),
    ...(text === stated ? [] : ['has more in it than a media type']),
  ]
  if (faults.length > 0) {
    container.warn(
      'asic-mimetype',
      `the file "mimetype" ${faults.join(' and ')} (EN 319 162-1 annex A.1)`,
    )
  }
  return stated
}
