import {
  contentBytes,
  contextTag,
  type DerReader,
  derMalformed,
  type Element,
  encodedBytes,
  tags,
} from '../../src/core/der.ts'
import { oidValue } from '../../src/core/der-values.ts'
import { readOrNull } from '../../src/core/errors.ts'
import type { Certificate, Extension } from '../../src/x509/certificate.ts'
import { decode, extensionOids } from '../../src/x509/extensions.ts'
import { nameKey } from '../../src/x509/names.ts'

/** Extensions whose content is wrong in places where nobody here looks. */
const looseReaders: Readonly<Record<string, (reader: DerReader) => void>> = {
  [extensionOids.authorityKeyIdentifier]: (reader) => {
    const members = reader.enter(tags.sequence)
    members.optional(contextTag(0, 'primitive'))
    const issuer = members.optional(contextTag(1, 'constructed'))
    const serial = members.optional(contextTag(2, 'primitive'))
    if (serial !== null && contentBytes(serial).length === 0) throw derMalformed('empty', 0)
    members.finish()
    if (issuer !== null) readNames(members.within(issuer))
  },
  [extensionOids.subjectKeyIdentifier]: (reader) => {
    reader.read(tags.octetString)
  },
  [extensionOids.subjectAltName]: (reader) => readNames(reader.enter(tags.sequence)),
  [extensionOids.issuerAltName]: (reader) => readNames(reader.enter(tags.sequence)),
  [extensionOids.nameConstraints]: (reader) => {
    const lists = reader.enter(tags.sequence)
    while (!lists.done) {
      const list = lists.within(lists.read())
      while (!list.done) readNames(list.enter(tags.sequence))
    }
  },
  [extensionOids.crlDistributionPoints]: readPoints,
  [extensionOids.freshestCrl]: readPoints,
  [extensionOids.authorityInformationAccess]: (reader) => {
    const list = reader.enter(tags.sequence)
    while (!list.done) {
      const description = list.enter(tags.sequence)
      description.read(tags.oid)
      readNames(description)
    }
  },
}

/**
 * DirectoryString is of one character at least (RFC 5280 appendix A.1), and is no BIT STRING,
 * GraphicString or GeneralString: such a value is the same as its own octets here.
 */
function hasUnusualString(name: Uint8Array): boolean {
  return /=(?:""|#03|#1[9b])/.test(nameKey(name))
}

/** True where something is wrong in a place where nobody here looks. */
export function isLoose(certificate: Certificate): boolean {
  if ([certificate.subject, certificate.issuer].some(hasUnusualString)) return true
  return certificate.extensions.some((one) => isLooseExtension(certificate, one))
}

/** The same of one extension. */
export function isLooseExtension(certificate: Certificate, { oid }: Extension): boolean {
  const read = Object.hasOwn(looseReaders, oid) ? looseReaders[oid] : undefined
  if (read === undefined) return false
  return readOrNull(() => decode(certificate, oid, (reader) => [read(reader)])) === null
}

function readPoints(reader: DerReader): void {
  const points = reader.enter(tags.sequence)
  while (!points.done) {
    const point = points.enter(tags.sequence)
    const name = point.read(contextTag(0, 'constructed'))
    point.optional(contextTag(1, 'primitive'))
    point.optional(contextTag(2, 'constructed'))
    point.finish()
    const choice = point.within(name)
    readNames(choice.within(choice.read(contextTag(0, 'constructed'))))
    choice.finish()
  }
}

const generalNameTags: ReadonlySet<number> = new Set([
  0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88,
])

function readNames(names: DerReader): void {
  while (!names.done) {
    const name = names.read()
    if (!generalNameTags.has(name.tag) || contentBytes(name).length === 0)
      throw derMalformed('no GeneralName', name.start)
    if (name.tag === contextTag(4, 'constructed')) readDirectoryName(names.within(name).read())
    if (name.tag !== contextTag(0, 'constructed')) continue
    const members = names.within(name)
    oidValue(members.read(tags.oid))
    const value = members.enter(contextTag(0, 'constructed'))
    value.read()
    value.finish()
    members.finish()
  }
}

/** The key of a name that cannot be read is its octets. */
function readDirectoryName(name: Element): void {
  if (/^#|=#/.test(nameKey(encodedBytes(name)))) throw derMalformed('no Name', name.start)
}
