import { type Check, passed, undecided } from '../../../core/conclusion.ts'
import { attribute, textOf, type XmlElement } from '../document.ts'
import { type Identifiers, pointedAt } from '../identifiers.ts'
import type { Coverage, XmlReference } from '../signature.ts'
import { isDs, type ReferenceElement, type SignedInfo } from '../signed-info.ts'
import { countersignedType, propertiesIn, propertyIn, signedPropertiesTypes } from './namespaces.ts'

/** DataObjectFormat (EN 319 132-1 §5.2.4): what the signer says that a signed data object is. */
export interface DataObjectFormat {
  /** The fragment that names a ds:Reference, or null where it is absent or none. */
  readonly reference: string | null
  readonly mediaType: string | null
  readonly encoding: string | null
  /** Whether it says anything: one of Description, ObjectIdentifier and MimeType. */
  readonly says: 'something' | 'nothing'
}

/** Those of the signed properties, in order. */
export function readDataObjectFormats(
  objectProperties: XmlElement | null,
): readonly DataObjectFormat[] {
  if (objectProperties === null) return []
  return propertiesIn(objectProperties, 'DataObjectFormat').map((element) => {
    const mediaType = propertyIn(element, 'MimeType')
    const encoding = propertyIn(element, 'Encoding')
    const said = ['Description', 'ObjectIdentifier', 'MimeType'].some(
      (name) => propertyIn(element, name) !== null,
    )
    const fragment = attribute(element, 'ObjectReference')
    return {
      reference: fragment?.startsWith('#') ? fragment.slice(1) : null,
      mediaType: mediaType === null ? null : textOf(mediaType).trim(),
      encoding: encoding === null ? null : textOf(encoding).trim(),
      says: said ? 'something' : 'nothing',
    }
  })
}

/** EN 319 132-1 §5.2.4. A departure leaves open what the signer meant, not what is signed. */
export function checkDataObjectFormats(
  formats: readonly DataObjectFormat[],
  references: readonly ReferenceElement[],
  identifiers: Identifiers,
): Check {
  const problem = formats
    .map((format) => problemOf(format, references, identifiers))
    .find((one) => one !== null)
  return {
    id: 'data-object-format',
    rule: 'EN 319 132-1 §5.2.4',
    conclusion: problem ? undecided('SIG_CONSTRAINTS_FAILURE', problem) : passed,
  }
}

function problemOf(
  format: DataObjectFormat,
  references: readonly ReferenceElement[],
  identifiers: Identifiers,
): string | null {
  const { reference: id } = format
  if (format.says === 'nothing') return 'a DataObjectFormat says nothing'
  if (id === null) return 'a DataObjectFormat has no ObjectReference'
  const own = references.find((one) => one.id === id)
  const named = identifiers.get(id)
  // A reference in a Manifest stands for the data object as well as one in SignedInfo.
  const inManifest =
    named !== undefined &&
    named !== 'several' &&
    isDs(named, 'Reference') &&
    isDs(named.parent ?? undefined, 'Manifest')
  if (own === undefined && !inManifest) return 'a DataObjectFormat refers to no reference'
  return own === undefined || agreesWithObject(format, own, identifiers)
    ? null
    : 'a DataObjectFormat contradicts the Object that it describes'
}

/** EN 319 132-1 §5.2.4: the attributes of a ds:Object, where it has them, say the same. */
function agreesWithObject(
  { mediaType, encoding }: DataObjectFormat,
  { uri }: ReferenceElement,
  identifiers: Identifiers,
): boolean {
  const object = pointedAt(uri ?? '', identifiers)
  if (object === null || !isDs(object, 'Object')) return true
  const agrees = (said: string | null, name: string) => {
    const stated = attribute(object, name)
    return said === null || stated === null || said === stated
  }
  return agrees(mediaType, 'MimeType') && agrees(encoding, 'Encoding')
}

/**
 * EN 319 132-1 §6.3, table 2: where the signed data objects are described, each of them is, by its
 * media type. The standard asks for it in every signature to which a type applies, which nobody but
 * the signer can know; a signature that describes none is let pass.
 */
export function describesEveryObject(
  formats: readonly DataObjectFormat[],
  { element, references }: SignedInfo,
  dereferenced: readonly XmlReference[],
): boolean {
  if (formats.length === 0) return true
  return references.every(
    ({ id, type }, index) =>
      (type !== null && (signedPropertiesTypes.has(type) || type === countersignedType)) ||
      isOfSignature(dereferenced[index]?.covers, element.parent) ||
      formats.some((format) => format.reference === id && format.mediaType !== null),
  )
}

/**
 * What belongs to a signature is no data object: its KeyInfo and SignatureProperties, a Manifest, which
 * lists data objects, and the SignatureValue that a countersignature is over (EN 319 132-1 §5.2.7).
 */
function isOfSignature(covers: Coverage | undefined, signature: XmlElement | null): boolean {
  if (covers?.of !== 'element') return false
  const { element } = covers
  const { parent } = element
  if (isDs(element, 'KeyInfo')) return parent === signature
  // XMLDSig 1.1 §5.2: they stand in an Object of the signature.
  if (isDs(element, 'SignatureProperties')) return parent?.parent === signature
  return isDs(element, 'Manifest') || isDs(element, 'SignatureValue')
}

/** The media types by the identifiers of the references that they are stated for; the first counts. */
export function mediaTypesOf(formats: readonly DataObjectFormat[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>()
  for (const { reference, mediaType } of formats) {
    if (reference === null || mediaType === null || types.has(reference)) continue
    types.set(reference, mediaType)
  }
  return types
}
