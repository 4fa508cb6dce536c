import { malformedSignature } from '../malformed-signature.ts'
import {
  countersignedBy,
  countersignedByReference,
  countersignedValue,
} from './countersignature.ts'
import type { Dereferenced } from './dereferenced.ts'
import type { XmlElement } from './document.ts'
import { externalName } from './external-content.ts'
import { readKeyInfo } from './key-info.ts'
import type { Reading } from './reading.ts'
import type { ReferenceProblem } from './reference-problem.ts'
import { misplacedObject, misplacedProperties } from './reference-type.ts'
import { isExternal } from './reference-uri.ts'
import { dereferenceAll } from './references.ts'
import type { XmlReference, XmlSignature } from './signature.ts'
import {
  canonicalisationCheck,
  countersignatureCheck,
  propertiesCheck,
  referenceCheck,
  signatureMethodCheck,
  structureCheck,
} from './signature-checks.ts'
import { readSignatureElement, type SignatureElement } from './signature-element.ts'
import { contentCheck, overNothing, signsContent } from './signed-content.ts'
import {
  isDs,
  isMalformed,
  type Malformed,
  type ReferenceElement,
  type SignedInfo,
} from './signed-info.ts'
import { coveredProperties, type SignedProperties } from './signed-properties.ts'
import { bareKeyWarning, signerIn } from './signer.ts'
import { mediaTypesOf } from './xades/data-object-format.ts'
import { qualifyingPropertiesOf } from './xades/qualifying-properties.ts'
import { readXades } from './xades/xades.ts'

/** One ds:Signature as data, whatever is wrong with it. */
export function readSignature(element: XmlElement, reading: Reading): XmlSignature {
  const read = readSignatureElement(element)
  return isMalformed(read)
    ? notASignature(element, read, reading)
    : wellFormedSignature(read, reading)
}

function wellFormedSignature(
  { element, signedInfo, value }: SignatureElement,
  reading: Reading,
): XmlSignature {
  const qualifying = qualifyingPropertiesOf(element, reading.identifiers)
  const read = readReferences(element, signedInfo, qualifying.signed, reading)
  const properties = coveredProperties(qualifying.signed, signedInfo, read.references)
  const references = withMediaTypes(read, properties)
  const signs = signsContent(references, element, reading.identifiers)
  const countersigned = countersignedValue(element, references)
  const names = namesOf(element, countersignedByReference(element, signedInfo, references), reading)
  const keyInfo = readKeyInfo(element, reading)
  const keyCertificates = keyInfo.certificates
  const checks = [
    structureCheck(null),
    canonicalisationCheck(signedInfo),
    signatureMethodCheck(signedInfo),
    referenceCheck(read.problems),
    contentCheck(signs),
    propertiesCheck(properties),
    countersignatureCheck(countersigned),
    keyInfo.check,
  ]
  const xades = readXades(
    { signedInfo, references, properties, qualifying, keyCertificates, checks },
    names.id,
    reading,
  )
  const signer = signerIn(keyInfo, properties.signingCertificate, reading.crypto)
  if (xades.certificates.length === 0) reading.warnings.push(...bareKeyWarning(names.id, signer))
  return {
    ...names,
    signatureAlgorithm: signedInfo.signatureAlgorithm,
    digestAlgorithm: references[0]?.digestAlgorithm ?? { unsupported: 'none' },
    signedBytes:
      countersigned === 'not-signed'
        ? notProcessed('SignatureValue')
        : signedBytesOf(signedInfo, reading),
    value,
    references: signs ? references : overNothing(references),
    signer,
    claimedTime: properties.claimedTime,
    ...xades,
    crls: [...keyInfo.crls, ...xades.crls],
  }
}

function readReferences(
  signature: XmlElement,
  signedInfo: SignedInfo,
  own: XmlElement | null | 'several',
  reading: Reading,
): {
  references: readonly XmlReference[]
  elements: readonly ReferenceElement[]
  problems: readonly (ReferenceProblem | null)[]
} {
  const dereferenced = dereferenceAll(signedInfo.references, { ...reading, signature })
  const outcomes = dereferenced.map((outcome) => ofItsType(outcome, own, signature, reading))
  return {
    references: outcomes.map((outcome) => named(outcome, own, signature)),
    elements: outcomes.map(({ reference }) => reference),
    problems: outcomes.map(({ problem }) => problem),
  }
}

/** EN 319 132-1 §5.2.4: what the signed properties say of the data objects. */
function withMediaTypes(
  { references, elements }: Pick<ReturnType<typeof readReferences>, 'references' | 'elements'>,
  { formats }: SignedProperties,
): readonly XmlReference[] {
  const mediaTypes = mediaTypesOf(formats)
  return references.map((reference, index) => {
    const mediaType = mediaTypes.get(elements[index]?.id ?? '')
    return mediaType === undefined ? reference : { ...reference, mediaType }
  })
}

/** What is not of the Type that the reference states counts as not there. */
function ofItsType(
  outcome: Dereferenced,
  own: XmlElement | null | 'several',
  signature: XmlElement,
  { identifiers }: Reading,
): Dereferenced {
  const { reference, covers } = outcome
  const problem =
    misplacedObject(reference, identifiers, signature) ??
    misplacedProperties(reference, covers, own)
  if (problem === null) return outcome
  const octets = { kind: 'missing', name: reference.uri } as const
  return { ...outcome, octets, covers: { of: 'unknown' }, problem }
}

/** The signature's own properties and its KeyInfo are none of the reader's data. */
function named(
  { reference, octets, covers, kind, form }: Dereferenced,
  own: XmlElement | null | 'several',
  signature: XmlElement,
): XmlReference {
  const element = covers.of === 'element' ? covers.element : null
  const isKeyInfo = element?.parent === signature && isDs(element, 'KeyInfo')
  const properties = element !== null && (element === own || isKeyInfo)
  return {
    name: nameOf(reference),
    kind: properties ? 'properties' : kind,
    uri: reference.uri,
    digestAlgorithm: reference.digestAlgorithm,
    expectedDigest: reference.digest,
    octets,
    covers,
    form,
  }
}

/** What is outside the document by its decoded name, as the files of a container are. */
function nameOf({ uri }: ReferenceElement): string {
  if (uri === '') return 'document'
  return (isExternal(uri) ? externalName(uri) : uri) ?? 'unnamed'
}

/** XMLDSig 1.1 §4.4.1 and §3.2.2: what the value is over is the canonical form of SignedInfo. */
function signedBytesOf(
  { element, canonicalisation }: SignedInfo,
  reading: Reading,
): XmlSignature['signedBytes'] {
  if ('unsupported' in canonicalisation) return notProcessed('SignedInfo')
  const nodes = { apex: element, without: null, comments: 'kept' } as const
  const bytes = reading.canonicalise(nodes, canonicalisation)
  return bytes === null ? notProcessed('SignedInfo') : { kind: 'bytes', bytes }
}

/** A part of the signature itself, which nobody could give in its place. */
function notProcessed(name: string): XmlSignature['signedBytes'] {
  return { kind: 'missing', name, because: 'not-processed' }
}

/** Over nothing, and without anything that could verify. */
function notASignature(element: XmlElement, why: Malformed, reading: Reading): XmlSignature {
  const names = { ...namesOf(element, null, reading), format: 'XML-NOT-ETSI' }
  return {
    ...malformedSignature(names, 'SignedInfo', structureCheck(why)),
    element,
    references: [],
  }
}

/** What it is called, and whose countersignature it is: where it stands tells before what it refers to. */
function namesOf(element: XmlElement, referred: XmlElement | null, reading: Reading) {
  const countersigned = countersignedBy(element) ?? referred
  return {
    element,
    id: reading.ids.get(element) ?? '',
    parent: countersigned === null ? null : (reading.ids.get(countersigned) ?? null),
  }
}
