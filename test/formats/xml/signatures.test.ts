import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../src/core/fingerprint.ts'
import { coversDocument } from '../../../src/formats/xml/signature.ts'
import { coreValidation } from './core-validation.ts'
import {
  content,
  crypto,
  failures,
  judge,
  outcomes,
  readOne,
  signer,
  withReferences,
} from './signed-list.ts'
import { assemble, embedded, exclusiveMethod, reference, signedParts } from './signing.ts'

describe('an enveloped signature over a list', () => {
  it('is intact and covers the document', () => {
    const signature = readOne(assemble(signedParts(signer, content)))
    expect(coreValidation(signature, crypto)).toBe('intact')
    expect(coversDocument(signature)).toBe(true)
    expect(failures(signature)).toEqual([])
    expect(signature.references.map(({ kind }) => kind)).toEqual(['full', 'properties'])
  })

  it('names the certificate and the time that were signed', () => {
    const signature = readOne(assemble(signedParts(signer, content)))
    expect(signature.format).toBe('XAdES-BASELINE-B')
    expect(signature.claimedTime).toEqual(new Date('2026-03-01T12:00:00Z'))
    const [named] = signature.signer.signingCertificate
    expect(Buffer.from(named?.digest ?? []).toString('hex')).toBe(sha256Hex(signer.certificate))
    expect(signature.certificates.map(({ der }) => sha256Hex(der))).toEqual([
      sha256Hex(signer.certificate),
    ])
  })

  it('stays intact where only white space inside tags, quotes and CDATA differ', () => {
    const xml = assemble(signedParts(signer, content))
      .replace('<Scheme territory="GE">', "<Scheme  territory = 'GE' >")
      .replace('A &amp; B', '<![CDATA[A & ]]>&#66;')
      .replaceAll('\n', '\r\n')
    expect(judge(xml)).toBe('intact')
  })

  it('stays intact where a comment is added, which nobody reads', () => {
    const xml = assemble(signedParts(signer, content)).replace('Georgia', 'Geo<!-- x -->rgia')
    expect(judge(xml)).toBe('intact')
  })

  it('is not intact after any bit of what it covers is flipped', () => {
    const parts = signedParts(signer, content)
    const bytes = Buffer.from(assemble(parts))
    const covered = [content, parts.signedInfo, parts.signedProperties].flatMap((part) => {
      const octets = Buffer.from(embedded(part))
      const start = bytes.indexOf(octets)
      return Array.from(octets, (_, index) => start + index)
    })
    fc.assert(
      fc.property(fc.constantFrom(...covered), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
        expect(outcomes(flipped)).not.toContain('intact over the document')
      }),
      { numRuns: 1_500 },
    )
  })
})

describe('signature wrapping', () => {
  it('finds nothing by an identifier that two elements carry', () => {
    const ambiguous = content.replace('<Name>', '<Name ID="properties">')
    const signature = readOne(assemble(signedParts(signer, ambiguous)))
    expect(coreValidation(signature, crypto)).toBe('unknown')
    expect(failures(signature)).toContain('reference-processing: FAILED')
  })

  it.each([
    'Id',
    'ID',
    'id',
    'xml:id',
    'xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" u:Id',
  ])('counts %s as an identifier', (name) => {
    const xml = assemble(signedParts(signer, content)).replace(
      '<Name>',
      `<Name ${name}="properties">`,
    )
    expect(failures(readOne(xml))).toContain('reference-processing: FAILED')
  })

  it('does not say that a signature of one element covers the document', () => {
    const part = `<Provider xmlns="urn:list" Id="p1"><Name>A &amp; B</Name></Provider>`
    const signature = readOne(
      assemble(
        signedParts(
          signer,
          content,
          withReferences(reference('#p1', [exclusiveMethod], Buffer.from(part))),
        ),
      ),
    )
    expect(coreValidation(signature, crypto)).toBe('intact')
    expect(coversDocument(signature)).toBe(false)
    expect(signature.references[0]?.covers).toMatchObject({
      of: 'element',
      element: { name: 'Provider' },
    })
  })

  it('does not read signed properties that no reference of their type covers', () => {
    const xml = assemble(
      signedParts(signer, content, ({ references, ...parts }) =>
        references === undefined
          ? parts
          : { ...parts, references: references.replace(/ Type="[^"]*"/, '') },
      ),
    )
    const signature = readOne(xml)
    expect(signature.signer.signingCertificate).toEqual([])
    expect(signature.claimedTime).toBeNull()
    expect(failures(signature)).toEqual(['signed-properties: INDETERMINATE'])
  })

  it('does not take the properties of another signature for its own', () => {
    const xml = assemble(signedParts(signer, content)).replace(
      'Target="#signature"',
      'Target="#p1"',
    )
    expect(readOne(xml).signer.signingCertificate).toEqual([])
  })
})
