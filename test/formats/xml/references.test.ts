import { describe, expect, it } from 'vitest'
import { coreValidation } from './core-validation.ts'
import { content, crypto, failures, judge, readOne, signer, withReferences } from './signed-list.ts'
import { assemble, exclusiveMethod, reference, signedParts } from './signing.ts'

describe('the limits of references and transforms', () => {
  const whole = (transforms: readonly string[]) => reference('#p1', transforms, Buffer.of())
  const structure = (references: string): string[] =>
    failures(readOne(assemble(signedParts(signer, content, withReferences(references)))))

  it('reads 30 references and refuses 31', () => {
    expect(structure(whole([exclusiveMethod]).repeat(30))).not.toContain(
      'xml-signature-structure: INDETERMINATE',
    )
    expect(structure(whole([exclusiveMethod]).repeat(31))).toEqual([
      'xml-signature-structure: INDETERMINATE',
    ])
  })

  it('reads as many files as they stand as a container has, each of them once', () => {
    const file = (name: string) =>
      reference(name, [], Buffer.of()).replace('<ds:Transforms></ds:Transforms>', '')
    const files = Array.from({ length: 1_000 }, (_, i) => file(`file${i}.txt`)).join('')
    const limit = 'xml-signature-structure: INDETERMINATE'
    expect(structure(files + whole([exclusiveMethod]).repeat(30))).not.toContain(limit)
    expect(structure(files + whole([exclusiveMethod]).repeat(31))).toEqual([limit])
    expect(structure(file('same.txt').repeat(31))).not.toContain(limit)
    expect(structure(file('same.txt').repeat(32))).toEqual([limit])
  })

  it('reads 5 transforms and refuses 6', () => {
    const envelopes = (count: number) =>
      Array.from({ length: count }, () => 'http://www.w3.org/2000/09/xmldsig#enveloped-signature')
    expect(structure(whole(envelopes(5)))).not.toContain('xml-signature-structure: INDETERMINATE')
    expect(structure(whole(envelopes(6)))).toEqual(['xml-signature-structure: INDETERMINATE'])
  })
})

describe('what this version leaves out', () => {
  it.each([
    ['an XSLT transform', '', ['http://www.w3.org/TR/1999/REC-xslt-19991116']],
    ['another XPointer', '#xpointer(//Name)', [exclusiveMethod]],
  ])('says of %s that it is not supported, and finds nothing intact', (_, uri, transforms) => {
    expectMissing(uri, transforms, 'is not supported in this version')
  })

  it.each(['file:///etc/passwd', 'http://127.0.0.1/', '../../../../etc/passwd', '//host/share'])(
    'does not fetch %s',
    (uri) => expectMissing(uri, [], 'is not given'),
  )

  function expectMissing(uri: string, transforms: readonly string[], detail: string): void {
    const references = reference(uri, transforms, Buffer.of()).replace(
      /<ds:Transforms><.ds:T\w+>/,
      '',
    )
    const signature = readOne(assemble(signedParts(signer, content, withReferences(references))))
    expect(signature.references[0]?.octets.kind).toBe('missing')
    expect(coreValidation(signature, crypto)).toBe('unknown')
    const check = signature.formatChecks.find(({ id }) => id === 'reference-processing')
    expect(check?.conclusion).toMatchObject({
      indication: 'INDETERMINATE',
      because: 'SIGNED_DATA_NOT_FOUND',
      detail: expect.stringContaining(detail),
    })
  }

  it('does not call a signature over a Manifest intact', () => {
    const manifest = `<ds:Manifest xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="m"></ds:Manifest>`
    const references = reference('#m', [exclusiveMethod], Buffer.from(manifest))
    const xml = assemble(signedParts(signer, `${content}${manifest}`, withReferences(references)))
    expect(judge(xml)).toBe('unknown')
  })
})
