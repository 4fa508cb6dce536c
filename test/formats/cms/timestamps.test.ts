import { describe, expect, it } from 'vitest'
import { integer, nothing, octets, oid, sequence, setOf, tlv } from './der.ts'
import {
  attribute,
  hello,
  onlySignature,
  parse,
  sha,
  signedData,
  signerInfo,
  usualAttributes,
} from './material.ts'

const types = {
  signature: '1.2.840.113549.1.9.16.2.14',
  content: '1.2.840.113549.1.9.16.2.20',
  complete: '1.2.840.113549.1.9.16.2.25',
  references: '1.2.840.113549.1.9.16.2.26',
  archiveV2: '1.2.840.113549.1.9.16.2.48',
  archiveV3: '0.4.0.1733.2.4',
} as const

/** A token that says the time; its own signature is of no concern here. */
function token(time: string): Uint8Array {
  const imprint = sequence(
    sequence(oid('2.16.840.1.101.3.4.2.1'), nothing),
    octets(sha('sha256', hello)),
  )
  const generalized = tlv(0x18, Buffer.from(time))
  const info = sequence(integer(1), oid('1.2.3'), imprint, integer(1), generalized)
  const contentType = '1.2.840.113549.1.9.16.1.4'
  const attributes = Object.values(usualAttributes(info))
  return signedData({ content: info, contentType, signerInfos: [signerInfo({ attributes })] })
}

function timestampsIn(signed: readonly Uint8Array[], unsigned: readonly Uint8Array[]) {
  const attributes = [...Object.values(usualAttributes(hello)), ...signed]
  const info = signerInfo({ attributes, unsigned })
  return onlySignature(parse(signedData({ content: hello, signerInfos: [info] }))).timestamps
}

const noon = token('20260601120000Z')

describe('the time-stamps of a signature', () => {
  it.each([
    ['signature', types.signature],
    ['validation-data', types.complete],
    ['validation-data', types.references],
    ['archive', types.archiveV2],
    ['archive', types.archiveV3],
  ])('are of the type %s in the attribute %s', (type, attributeType) => {
    expect(timestampsIn([], [attribute(attributeType, noon)])).toEqual([
      { id: 'signature-1-timestamp-1', type, token: noon, time: new Date('2026-06-01T12:00:00Z') },
    ])
  })
  it('are of the type content where they are signed', () => {
    expect(timestampsIn([attribute(types.content, noon)], [])).toMatchObject([{ type: 'content' }])
  })
  it('are not those of the other set of attributes', () => {
    const wrong = timestampsIn([attribute(types.signature, noon)], [attribute(types.content, noon)])
    expect(wrong).toEqual([])
  })
  it('are all there where one attribute holds two', () => {
    const evening = token('20260601200000Z')
    const both = sequence(oid(types.signature), setOf(noon, evening))
    expect(timestampsIn([], [both])).toHaveLength(2)
  })
  it('keep the fraction of a second', () => {
    const [one] = timestampsIn([], [attribute(types.signature, token('20260601120000.25Z'))])
    expect(one?.time).toEqual(new Date('2026-06-01T12:00:00.250Z'))
  })
  it.each(['20260231120000Z', '20260601120000', '20260601120000+0300', 'noon'])(
    'have no time where the token says %s',
    (time) => {
      const [one] = timestampsIn([], [attribute(types.signature, token(time))])
      expect(one?.time).toBeNull()
    },
  )
  it('have no time where the token is something else', () => {
    expect(timestampsIn([], [attribute(types.signature, octets(hello))])).toMatchObject([
      { time: null },
    ])
  })
})
