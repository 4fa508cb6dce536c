import { describe, expect, it } from 'vitest'
import { file, judged, mimetype, read, referencesTo, xades } from './material.ts'

const text = 'application/vnd.oasis.opendocument.text'
const parts = [
  mimetype(text),
  file('content.xml', '<office:document-content/>'),
  file('Object 1/content.xml', '<office:document-content/>'),
  file('META-INF/manifest.xml', '<manifest:manifest/>'),
]
const signatures = (signature: string) =>
  `<document-signatures xmlns="urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0">${signature}</document-signatures>`
const signedBy = (name: string, covered: typeof parts) =>
  file(`META-INF/${name}`, signatures(xades(referencesTo(covered))))

describe('an OpenDocument file', () => {
  it('has every file of it signed', () => {
    const files = [...parts, signedBy('documentsignatures.xml', parts)]
    expect(judged(files)).toEqual(['intact'])
    expect(read(files)).toMatchObject({ mediaType: text, container: 'ASiC-E', warnings: [] })
  })

  it('does not pass with a file that the signature leaves out', () => {
    const files = [...parts, signedBy('documentsignatures.xml', parts.slice(0, 2))]
    expect(judged(files)).toEqual(['intact open-document-coverage'])
  })

  it('does not insist on its media type', () =>
    expect(judged([...parts, signedBy('documentsignatures.xml', parts.slice(1))])).toEqual([
      'intact',
    ]))

  it('is not signed as a document by a signature over its macros', () => {
    const macro = file('Basic/Standard/Module1.xml', '<script/>')
    const files = [...parts, macro, signedBy('macrosignatures.xml', [macro])]
    expect(judged(files)).toEqual(['intact open-document-coverage'])
  })

  it('is broken where a file was changed', () => {
    const changed = [mimetype(text), file('content.xml', '<changed/>'), ...parts.slice(2)]
    expect(judged([...changed, signedBy('documentsignatures.xml', parts)])).toEqual(['broken'])
  })
})
