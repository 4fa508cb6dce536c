import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { ParseContext } from '../format.ts'
import { boundedCanonicaliser, type Canonicaliser } from './bounded.ts'
import { attribute, descendants, type XmlDocument, type XmlElement } from './document.ts'
import { type Identifiers, identifiersOf } from './identifiers.ts'
import { certificatesIn, type Warning } from './key-info.ts'
import { signedPropertiesType, xades } from './namespaces.ts'
import { parseXml } from './parse.ts'
import { dereference, type ReferenceProblem } from './references.ts'
import type { XmlReference, XmlSignature } from './signature.ts'
import { readSignatureElement, type SignatureElement } from './signature-element.ts'
import { isDs, isMalformed, type Malformed, type ReferenceElement } from './signed-info.ts'
import {
  readSignedProperties,
  type SignedProperties,
  signedPropertiesOf,
} from './signed-properties.ts'

export interface XmlSignatures {
  readonly signatures: readonly XmlSignature[]
  /** What was left out while reading and why, such as a certificate that cannot be read. */
  readonly warnings: readonly Warning[]
}

/** The document and its signatures, from octets; throws `xml-malformed` or `budget-exceeded`. */
export function readXmlSignatures(
  bytes: Uint8Array,
  context: ParseContext,
): XmlSignatures & { readonly document: XmlDocument } {
  const document = parseXml(bytes, context.budget)
  return { document, ...xmlSignatures(document, context) }
}

/** Every ds:Signature of a document, in document order, those inside others included. */
export function xmlSignatures(document: XmlDocument, context: ParseContext): XmlSignatures {
  const elements: XmlElement[] = []
  for (const element of descendants(document.root)) {
    if (!isDs(element, 'Signature')) continue
    context.budget.spend('signatures')
    elements.push(element)
  }
  if (elements.length === 0) return { signatures: [], warnings: [] }
  const reading: Reading = {
    document,
    context,
    identifiers: identifiersOf(document),
    canonicalise: boundedCanonicaliser(document),
    ids: new Map(elements.map((element, index) => [element, idOf(element, index)])),
    warnings: [],
  }
  const signatures = elements.map((element) => readSignature(element, reading))
  return { signatures, warnings: reading.warnings }
}

interface Reading {
  readonly document: XmlDocument
  readonly context: ParseContext
  readonly identifiers: Identifiers
  readonly canonicalise: Canonicaliser
  readonly ids: ReadonlyMap<XmlElement, string>
  readonly warnings: Warning[]
}

function idOf(element: XmlElement, index: number): string {
  return attribute(element, 'Id') ?? `signature-${index + 1}`
}

function readSignature(element: XmlElement, reading: Reading): XmlSignature {
  const read = readSignatureElement(element)
  return isMalformed(read)
    ? malformedSignature(element, read, reading)
    : wellFormedSignature(read, reading)
}

function wellFormedSignature(read: SignatureElement, reading: Reading): XmlSignature {
  const { element, signedInfo } = read
  const found = signedPropertiesOf(element)
  const properties = found === 'several' ? null : found
  const outcomes = signedInfo.references.map((reference) => ({
    reference,
    ...dereference(reference, {
      document: reading.document,
      identifiers: reading.identifiers,
      canonicalise: reading.canonicalise,
      signature: element,
      signedProperties: properties,
    }),
  }))
  const references = outcomes.map(({ reference, octets, covers }) =>
    named(reference, { octets, covers }),
  )
  const covered = outcomes.some(
    ({ reference, covers }) =>
      covers.of === 'properties' && reference.type === signedPropertiesType,
  )
  const signed = properties !== null && covered ? readSignedProperties(properties) : noProperties
  return {
    ...emptyParts(element, reading),
    format: signed.signingCertificate.length > 0 ? 'XAdES-BES' : 'XML-NOT-ETSI',
    signatureAlgorithm: signedInfo.signatureAlgorithm,
    digestAlgorithm: signedInfo.references[0]?.digestAlgorithm ?? { unsupported: 'none' },
    signedBytes: signedBytesOf(read, reading),
    value: read.value,
    references,
    signer: { sid: { kind: 'certificates' }, signingCertificate: signed.signingCertificate },
    certificates: certificatesIn(element, reading.context.budget, reading.warnings),
    claimedTime: signed.claimedTime,
    formatChecks: [
      structureCheck(null),
      canonicalisationCheck(read),
      referenceCheck(outcomes.map(({ problem }) => problem)),
      propertiesCheck(found, covered, signed),
    ],
  }
}

const noProperties: SignedProperties = { claimedTime: null, signingCertificate: [], problems: [] }

/** XMLDSig 1.1 §4.4.1 and §3.2.2: what the value is over is the canonical form of SignedInfo. */
function signedBytesOf(read: SignatureElement, reading: Reading): XmlSignature['signedBytes'] {
  const { element, canonicalisation } = read.signedInfo
  if ('unsupported' in canonicalisation) return { kind: 'missing', name: 'SignedInfo' }
  const nodes = { apex: element, without: null, comments: 'kept' } as const
  const bytes = reading.canonicalise(nodes, canonicalisation)
  return bytes === null ? { kind: 'missing', name: 'SignedInfo' } : { kind: 'bytes', bytes }
}

function named(
  reference: ReferenceElement,
  { octets, covers }: Pick<XmlReference, 'octets' | 'covers'>,
): XmlReference {
  return {
    name: reference.uri === '' ? 'document' : (reference.uri ?? 'unnamed'),
    kind: covers.of === 'document' ? 'full' : covers.of === 'properties' ? 'properties' : 'partial',
    uri: reference.uri,
    digestAlgorithm: reference.digestAlgorithm,
    expectedDigest: reference.digest,
    octets,
    covers,
  }
}

/** A signature that is not one: reported, and without anything that could verify. */
function malformedSignature(
  element: XmlElement,
  malformed: Malformed,
  reading: Reading,
): XmlSignature {
  return {
    ...emptyParts(element, reading),
    format: 'XML-NOT-ETSI',
    signatureAlgorithm: { unsupported: 'unknown, the signature is malformed' },
    digestAlgorithm: { unsupported: 'unknown, the signature is malformed' },
    signedBytes: { kind: 'missing', name: 'SignedInfo' },
    value: new Uint8Array(),
    references: [],
    signer: { sid: { kind: 'certificates' }, signingCertificate: [] },
    certificates: [],
    claimedTime: null,
    formatChecks: [structureCheck(malformed)],
  }
}

function emptyParts(element: XmlElement, reading: Reading) {
  const countersigned = element.parent?.name === 'CounterSignature' ? element.parent : null
  return {
    element,
    id: reading.ids.get(element) ?? '',
    parent: countersigned?.namespace === xades ? enclosingId(countersigned, reading) : null,
    crls: [],
    ocspResponses: [],
    timestamps: [],
  }
}

function enclosingId(inner: XmlElement, reading: Reading): string | null {
  for (let at = inner.parent; at !== null; at = at.parent) {
    const id = reading.ids.get(at)
    if (id !== undefined) return id
  }
  return null
}

function structureCheck(malformed: Malformed | null): Check {
  const conclusion =
    malformed === null
      ? passed
      : malformed.because === 'limit'
        ? undecided('GENERIC', malformed.malformed, 'BUDGET_EXCEEDED')
        : failed('FORMAT_FAILURE', malformed.malformed, 'SIGNATURE_MALFORMED')
  return { id: 'xml-signature-structure', rule: 'XMLDSig 1.1 §4', conclusion }
}

function canonicalisationCheck({ signedInfo }: SignatureElement): Check {
  const conclusion =
    'unsupported' in signedInfo.canonicalisation
      ? undecided('GENERIC', `${signedInfo.canonicalisation.unsupported} is not supported`)
      : passed
  return { id: 'canonicalisation-method', rule: 'XMLDSig 1.1 §4.4.1', conclusion }
}

function referenceCheck(problems: readonly (ReferenceProblem | null)[]): Check {
  const first = problems.find((problem) => problem !== null) ?? null
  const conclusion =
    first === null
      ? passed
      : first.kind === 'ambiguous'
        ? failed('FORMAT_FAILURE', first.detail, 'SIGNATURE_MALFORMED')
        : first.kind === 'too-much'
          ? undecided('GENERIC', first.detail, 'BUDGET_EXCEEDED')
          : undecided('SIGNED_DATA_NOT_FOUND', first.detail)
  return { id: 'reference-processing', rule: 'XMLDSig 1.1 §4.4.3', conclusion }
}

/** EN 319 132-1 §4.4.2: a reference of the type covers SignedProperties; what none covers is not read. */
function propertiesCheck(
  found: XmlElement | null | 'several',
  covered: boolean,
  signed: SignedProperties,
): Check {
  const problem =
    found === 'several'
      ? 'several SignedProperties'
      : found !== null && !covered
        ? 'SignedProperties that no reference of their type covers'
        : (signed.problems[0] ?? null)
  const conclusion =
    problem === null ? passed : failed('FORMAT_FAILURE', problem, 'SIGNATURE_MALFORMED')
  return { id: 'signed-properties', rule: 'EN 319 132-1 §4.4.2', conclusion }
}
