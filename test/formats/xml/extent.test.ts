import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { vectors } from '../../cli/run-cli.ts'
import { parse, xadesDocument } from './xades/document.ts'

const vector = (name: string) => readFileSync(join(vectors, name), 'utf8')
const bare = (name: string) => vector(name).replace(/^<\?xml[^>]*>\s*/, '')
const extents = (text: string) => parse(text).signatures.map(({ extent }) => extent)
/** Before the last object's end, which is that of the properties. */
const withObject = (text: string, object: string) =>
  text.replace('</ds:Signature>', `${object}</ds:Signature>`)

describe('a signature in XML', () => {
  it.each<[string, string]>([
    ['it is enveloped in the root', xadesDocument()],
    ['it is the root, around base64', vector('GE/enveloping.xml')],
    ['it is the root, around XML', vector('AM/enveloping-xml.xml')],
    ['it is the root, and signs what is outside', vector('AM/contract-detached.xml')],
  ])('is over the whole document where %s', (_, text) => {
    expect(extents(text)).toEqual(['whole'])
  })

  it.each<[string, string]>([
    ['an element stands around it', `<Contract>${bare('GE/enveloping.xml')}</Contract>`],
    ['it has an object more', withObject(vector('GE/enveloping.xml'), '<ds:Object>x</ds:Object>')],
    [
      'a transform may leave out some of its base64',
      vector('GE/enveloping.xml').replace(
        /<ds:Transform Algorithm="[^"]*base64"\s*(\/>|><\/ds:Transform>)/,
        '$&<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath></ds:Transform>',
      ),
    ],
    [
      'an object has an element beside its properties',
      vector('AM/enveloping-xml.xml').replace(
        '</xades:QualifyingProperties>',
        '</xades:QualifyingProperties><Price/>',
      ),
    ],
    [
      'an element stands in its base64',
      vector('GE/enveloping.xml').replace(/(<ds:Object Id="[^"]*contract"[^>]*>)/, '$1<Price/>'),
    ],
  ])('is over a part of the document where %s', (_, text) => {
    expect(extents(text)).toEqual(['part'])
  })

  it('that countersigns another is over a part of the document', () => {
    expect(extents(vector('MD/countersigned.xml'))).toEqual(['whole', 'part'])
  })
})
