import { Budget } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { coversDocument, type XmlSignature } from '../../../src/formats/xml/signature.ts'
import { readXmlSignatures } from '../../../src/formats/xml/signatures.ts'
import { coreValidation } from './core-validation.ts'
import { makeSigner, type SignedParts } from './signing.ts'

export const crypto = nodeCrypto()
export const content =
  '<Scheme territory="GE">Georgia \u{10380} საქართველო</Scheme>\n<Provider Id="p1"><Name>A &amp; B</Name></Provider>'

export const signer = await makeSigner()

/** Every signature of a document. */
export function read(xml: string | Uint8Array) {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml
  return readXmlSignatures(bytes, { budget: new Budget(), crypto, detached: [] })
}

/** The only signature of a document. */
export function readOne(xml: string): XmlSignature {
  const [signature, ...others] = read(xml).signatures
  if (signature === undefined || others.length > 0) throw new Error('not one signature')
  return signature
}

/** The core validation of the only signature. */
export function judge(xml: string): string {
  return coreValidation(readOne(xml), crypto)
}

/** The format checks that did not pass. */
export function failures(signature: XmlSignature): string[] {
  return signature.formatChecks
    .filter(({ conclusion }) => conclusion.indication !== 'PASSED')
    .map(({ id, conclusion }) => `${id}: ${conclusion.indication}`)
}

/** What is said of every signature of the bytes; an error is `VerifierError` or a fault. */
export function outcomes(bytes: Uint8Array): string[] {
  try {
    return read(bytes).signatures.map((signature) => {
      const whole = coversDocument(signature) ? ' over the document' : ''
      return `${coreValidation(signature, crypto)}${whole}`
    })
  } catch (error) {
    if (error instanceof VerifierError) return [error.code]
    throw error
  }
}

/** Signs other references than those of the list; the signed properties stay uncovered. */
export function withReferences(references: string) {
  return (parts: Partial<SignedParts>): Partial<SignedParts> =>
    parts.references === undefined ? parts : { ...parts, references }
}
