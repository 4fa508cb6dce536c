import { describe, expect, it } from 'vitest'
import { coreValidation } from '../core-validation.ts'
import { crypto, read, told } from './document.ts'

describe('a DataObjectFormat', () => {
  const referenced = (text: string) =>
    text.replace('<ds:Reference URI=""', '<ds:Reference Id="r" URI=""')
  const format = (attributes: string, inside: string) =>
    `<xades:DataObjectFormat${attributes}>${inside}</xades:DataObjectFormat>`
  const type = '<xades:MimeType>text/xml</xades:MimeType>'

  it('says of which media type the signed data are', () => {
    const signature = read({
      object: format(' ObjectReference="#r"', type),
      references: referenced,
    })
    expect(signature.references[0]?.mediaType).toBe('text/xml')
    expect(signature.format).toBe('XAdES-BASELINE-B')
  })

  it.each([
    ['refers to nothing', format(' ObjectReference="#nothing"', type)],
    ['refers to something by no fragment', format(' ObjectReference="r"', type)],
    ['has no reference', format('', type)],
    ['says nothing', format(' ObjectReference="#r"', '')],
  ])('makes a signature no XAdES where it %s', (_, object) => {
    const signature = read({ object, references: referenced })
    expect(told(signature, 'data-object-format')).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE')
    expect(signature.format).toBe('XML-NOT-ETSI')
    expect(coreValidation(signature, crypto)).toBe('intact')
  })

  it.each(['#o', "#xpointer(id('o'))"])('contradicts the Object that %s points at', (uri) => {
    const ns = 'http://www.w3.org/2000/09/xmldsig#'
    const stated = (mediaType: string) =>
      read({
        object: format(' ObjectReference="#r"', type),
        content: `<Object xmlns="${ns}" Id="o" MimeType="${mediaType}">A</Object>`,
        references: (text) => referenced(text).replace('URI=""', `URI="${uri}"`),
      })
    expect(told(stated('image/png'), 'data-object-format')).toBe(
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
    )
    expect(told(stated('text/xml'), 'data-object-format')).toBe('PASSED')
  })

  it('makes no baseline signature where it leaves the media type out', () => {
    const described = format(
      ' ObjectReference="#r"',
      '<xades:Description>a list</xades:Description>',
    )
    const signature = read({ object: described, references: referenced })
    expect(signature.format).toBe('XAdES-BES')
  })
})
