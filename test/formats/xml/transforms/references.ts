import { createHash } from 'node:crypto'
import { Budget } from '../../../../src/core/budget.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import type { DetachedContent } from '../../../../src/formats/format.ts'
import type { XmlSignature } from '../../../../src/formats/xml/signature.ts'
import { readXmlSignatures } from '../../../../src/formats/xml/signatures.ts'
import { coreValidation } from '../core-validation.ts'
import { assemble, type ListSigner, type SignedParts, signedParts } from '../signing.ts'

export const enveloped = transform('http://www.w3.org/2000/09/xmldsig#enveloped-signature')
export const base64 = transform('http://www.w3.org/2000/09/xmldsig#base64')
export const exclusive = transform('http://www.w3.org/2001/10/xml-exc-c14n#')
export const inclusiveWithComments = transform(
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
)

/** Transforms in exclusive canonical form, where ds is declared around them. */
export function transform(algorithm: string, inside = ''): string {
  return `<ds:Transform Algorithm="${algorithm}">${inside}</ds:Transform>`
}

export function xpath(expression: string): string {
  const escaped = expression
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
  const inside = `<ds:XPath>${escaped}</ds:XPath>`
  return transform('http://www.w3.org/TR/1999/REC-xpath-19991116', inside)
}

export function filters(...steps: readonly (readonly [string, string])[]): string {
  const uri = 'http://www.w3.org/2002/06/xmldsig-filter2'
  const inside = steps.map(
    ([operation, expression]) =>
      `<f:XPath xmlns:f="${uri}" Filter="${operation}">${expression}</f:XPath>`,
  )
  return transform(uri, inside.join(''))
}

/** A reference as SignedInfo and Manifest have it; without a URI where it is null. */
export function referenceTo(
  uri: string | null,
  transforms: readonly string[],
  octets: string | Uint8Array,
  type = '',
): string {
  const digest = createHash('sha256').update(octets).digest('base64')
  const listed =
    transforms.length === 0 ? '' : `<ds:Transforms>${transforms.join('')}</ds:Transforms>`
  const attributes = `${type === '' ? '' : ` Type="${type}"`}${uri === null ? '' : ` URI="${uri}"`}`
  return `<ds:Reference${attributes}>${listed}<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
}

/** A document with content and a signature over these references. */
export function documentOver(signer: ListSigner, content: string, references: string): string {
  return assemble(partsOver(signer, content, references))
}

export function partsOver(signer: ListSigner, content: string, references: string): SignedParts {
  return signedParts(signer, content, (parts) =>
    parts.references === undefined ? parts : { ...parts, references },
  )
}

export interface Read {
  readonly signature: XmlSignature
  /** What core validation comes to. */
  readonly outcome: string
  /** Why a reference has no octets. */
  readonly problem: string | null
  /** The octets of each reference as text; null where there are none. */
  readonly octets: readonly (string | null)[]
}

/** The one signature of a document. */
export function readOne(
  xml: string | Uint8Array,
  detached: readonly DetachedContent[] = [],
  context: object = {},
): Read {
  const crypto = nodeCrypto()
  const { signatures } = readXmlSignatures(Buffer.from(xml), {
    budget: new Budget(),
    crypto,
    detached,
    ...context,
  })
  const [signature, ...others] = signatures
  if (signature === undefined || others.length > 0) throw new Error('not one signature')
  const check = signature.formatChecks.find(({ id }) => id === 'reference-processing')
  return {
    signature,
    outcome: coreValidation(signature, crypto),
    problem: check?.conclusion.indication === 'PASSED' ? null : (check?.conclusion.detail ?? null),
    octets: signature.references.map(({ octets }) =>
      octets.kind === 'bytes' ? Buffer.from(octets.bytes).toString() : null,
    ),
  }
}

export function file(name: string | null, bytes: string): DetachedContent {
  return { name, bytes: Buffer.from(bytes), digests: {} }
}

export function digestOf(name: string | null, bytes: string): DetachedContent {
  const digest = createHash('sha256').update(bytes).digest()
  return { name, bytes: null, digests: { 'SHA-256': digest } }
}
