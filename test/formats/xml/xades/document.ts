import { createHash } from 'node:crypto'
import { Budget } from '../../../../src/core/budget.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import type { DetachedContent, ParsedDocument } from '../../../../src/formats/format.ts'
import { parseDocument } from '../../../../src/formats/index.ts'
import type { XmlSignature } from '../../../../src/formats/xml/signature.ts'
import { readXmlSignatures } from '../../../../src/formats/xml/signatures.ts'
import { integer, octets, oid, sequence, setOf, tlv } from '../../cms/der.ts'
import { assemble, type ListSigner, makeSigner, signedParts } from '../signing.ts'

export const crypto = nodeCrypto()
export const signer: ListSigner = await makeSigner()

/** What a document of these tests adds to the signature over a list. */
export interface XadesPlan {
  /** Put into the signed properties, before and behind the end of SignedSignatureProperties. */
  readonly signature?: string
  readonly object?: string
  /** Put into UnsignedSignatureProperties. */
  readonly unsigned?: string
  readonly content?: string
  /** Changes the signed properties, before they are digested. */
  change?(signedProperties: string): string
  /** Changes what is signed: the references, before SignedInfo is signed. */
  references?(references: string): string
  /** Changes the document when all is signed. */
  finish?(document: string): string
}

const end = '</xades:SignedSignatureProperties>'
const same = (text: string) => text

/** An enveloped signature of the plan, as text. */
export function xadesDocument(plan: XadesPlan = {}, by: ListSigner = signer): string {
  const { signature = '', object = '', unsigned = '', content = '<Name>A</Name>' } = plan
  const { change = same, references = same, finish = same } = plan
  const parts = signedParts(by, content, (made) => {
    if (made.references !== undefined) return { ...made, references: references(made.references) }
    const of = `<xades:SignedDataObjectProperties>${object}</xades:SignedDataObjectProperties>`
    const added = `${signature}${end}${object === '' ? '' : of}`
    const signedProperties = change((made.signedProperties ?? '').replace(end, added))
    return { ...made, signedProperties }
  })
  const properties = `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${unsigned}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`
  const document = assemble(parts)
  return finish(
    unsigned === ''
      ? document
      : document.replace('</xades:SignedProperties>', `</xades:SignedProperties>${properties}`),
  )
}

/** The XML signatures of a text. */
export function signaturesOf(
  text: string,
  detached: readonly DetachedContent[] = [],
): readonly XmlSignature[] {
  const context = { budget: new Budget(), crypto, detached }
  return readXmlSignatures(Buffer.from(text), context).signatures
}

/** The one signature of a plan. */
export function read(
  plan: XadesPlan = {},
  detached: readonly DetachedContent[] = [],
): XmlSignature {
  const [signature, ...others] = signaturesOf(xadesDocument(plan), detached)
  if (signature === undefined || others.length > 0) throw new Error('not one signature')
  return signature
}

/** The document as every format is asked for it. */
export function parse(
  bytes: string | Uint8Array,
  detached: readonly DetachedContent[] = [],
): ParsedDocument {
  const given = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return parseDocument(given, { budget: new Budget(), crypto, detached })
}

/** The conclusion of a check, with why. */
export function told({ formatChecks }: XmlSignature, id: string): string {
  const check = formatChecks.find((one) => one.id === id)
  if (check === undefined) return 'absent'
  const { conclusion } = check
  if (conclusion.indication !== 'PASSED') return `${conclusion.indication} ${conclusion.because}`
  return conclusion.ignored === undefined ? 'PASSED' : `IGNORED ${conclusion.ignored}`
}

/** A time-stamp token of which only the time can be read (RFC 3161 §2.4.2). */
export function token(genTime: string): Uint8Array {
  const info = sequence(
    integer(1),
    oid('1.2.3.4'),
    sequence(sequence(oid('2.16.840.1.101.3.4.2.1')), octets(new Uint8Array(32))),
    integer(5),
    tlv(0x18, Buffer.from(genTime)),
  )
  const content = sequence(oid('1.2.840.113549.1.9.16.1.4'), tlv(0xa0, octets(info)))
  const signedData = sequence(integer(3), setOf(), content, setOf())
  return sequence(oid('1.2.840.113549.1.7.2'), tlv(0xa0, signedData))
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** A property that holds a time-stamp token. */
export function stamp(name: string, genTime = '20260301120000Z', prefix = 'xades'): string {
  const encapsulated = `<xades:EncapsulatedTimeStamp>${base64(token(genTime))}</xades:EncapsulatedTimeStamp>`
  return `<${prefix}:${name}>${encapsulated}</${prefix}:${name}>`
}

/** DigestMethod and DigestValue, with the namespace that properties in exclusive form need. */
export function digestElements(bytes: Uint8Array): string {
  const ns = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
  return `<ds:DigestMethod ${ns} Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue ${ns}>${base64(sha256(bytes))}</ds:DigestValue>`
}
