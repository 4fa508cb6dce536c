import { describe, expect, it } from 'vitest'
import { reference } from './signing.ts'
import { signaturesOf, xadesDocument } from './xades/document.ts'

describe('a countersignature', () => {
  it('is one by the type of its reference, wherever it stands', () => {
    const value = '<ds:SignatureValue Id="value">'
    const first = xadesDocument({
      finish: (text) => text.replace('<ds:SignatureValue>', value),
    })
    const canonical = /<ds:SignatureValue.*<\/ds:SignatureValue>/.exec(first)?.[0] ?? ''
    const octets = canonical.replace(
      '<ds:SignatureValue ',
      '<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ',
    )
    const counter = xadesDocument({
      references: (text) =>
        reference(
          '#value',
          ['http://www.w3.org/2001/10/xml-exc-c14n#'],
          Buffer.from(octets),
          'http://uri.etsi.org/01903#CountersignedSignature',
        ) + text.replace(/<ds:Reference URI="".*?<\/ds:Reference>/, ''),
      change: (text) => text.replaceAll('"properties"', '"properties-2"'),
      finish: (text) =>
        (/<ds:Signature xmlns.*<\/ds:Signature>/s.exec(text)?.[0] ?? '')
          .replaceAll('Id="signature"', 'Id="second"')
          .replaceAll('Target="#signature"', 'Target="#second"'),
    })
    const both = first.replace('</List>', `${counter}</List>`)
    const parents = signaturesOf(both).map(({ id, parent }) => [id, parent])
    expect(parents).toEqual([
      ['signature', null],
      ['second', 'signature'],
    ])
  })
})
