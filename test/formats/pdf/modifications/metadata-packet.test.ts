import { describe, expect, it } from 'vitest'
import { isMetadataPacket } from '../../../../src/formats/pdf/modifications/metadata-packet.ts'
import { expectLinearGrowth } from '../../../growth.ts'

const rdf = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description/></r:RDF>'
const packet = `<?xpacket begin="" id="W5M0"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">${rdf}</x:xmpmeta><?xpacket end="w"?>`

function is(text: string): boolean {
  return isMetadataPacket(new TextEncoder().encode(text))
}

describe('a packet of metadata', () => {
  it.each([
    packet,
    rdf,
    `\ufeff${packet}\n `,
    packet.replace('<r:Description/>', '<!-- > --><![CDATA[<no tag>]]><a b="x > y"></a>'),
  ])('is %s', (text) => {
    expect(is(text)).toBe(true)
  })

  it('is one in UTF-16', () => {
    const text = Buffer.from(`\ufeff${packet}`, 'utf16le')
    expect(isMetadataPacket(new Uint8Array(text))).toBe(true)
    expect(isMetadataPacket(new Uint8Array(text.swap16()))).toBe(true)
  })

  it.each([
    'no element',
    '',
    '<html/>',
    '<x:xmpmeta/>',
    packet + rdf,
    `${packet}text`,
    packet.replace('</r:RDF>', ''),
    packet.replace('</r:RDF></x:xmpmeta>', '</x:xmpmeta></r:RDF>'),
    packet.slice(0, -30),
    `<!DOCTYPE x [<!ENTITY a "b">]>${packet}`,
    packet.replace('<r:Description/>', '<a b="<"/>'),
    packet.replace('<r:Description/>', '<a>'.repeat(200) + '</a>'.repeat(200)),
  ])('is not %s', (text) => {
    expect(is(text)).toBe(false)
  })

  it('is told in linear time from what never closes', () => {
    expectLinearGrowth((attributes) => {
      const text = `<x:xmpmeta xmlns:x="adobe:ns:meta/" ${'a="b" '.repeat(attributes)}`
      return () => expect(is(text)).toBe(false)
    }, 50_000)
  })
})
