import { describe, expect, it } from 'vitest'
import { missingContent } from '../../../src/validation/cryptographic-verification.ts'
import {
  baselineHeader,
  compact,
  departures,
  detachedCompact,
  given,
  givenDigest,
  integrities,
  parse,
  signJws,
} from './material.ts'
import { unencoded, withSigD } from './sig-d-signatures.ts'

describe('a detached payload (RFC 7515 appendix F)', () => {
  const document = detachedCompact(signJws())

  it('is what was given', () => {
    expect(integrities(document, [given('hello.txt', 'hello')])).toEqual(['intact'])
    expect(departures(document, [given('hello.txt', 'hello')])).toEqual({})
    const [signature] = parse(document, [given('hello.txt', 'hello')]).signatures
    expect(signature?.references).toMatchObject([{ name: 'hello.txt', kind: 'full' }])
  })
  it('breaks the signature where it is something else', () => {
    expect(integrities(document, [given('hello.txt', 'hallo')])).toEqual(['broken'])
  })
  it('is missing where nothing was given', () => {
    expect(integrities(document)).toEqual(['unknown'])
    expect(parse(document).signatures[0]?.signedBytes).toEqual({ kind: 'missing', name: 'payload' })
  })
  it('is not known by its digest: the value is over the payload itself', () => {
    expect(integrities(document, [givenDigest('hello.txt', 'hello')])).toEqual(['unknown'])
  })
  it('may be absent in JSON', () => {
    const { payload: _, ...signed } = signJws()
    expect(integrities(JSON.stringify(signed), [given(null, 'hello')])).toEqual(['intact'])
  })
  it('is not guessed where several were given and none has its name', () => {
    const detached = [given('a.txt', 'hello'), given('b.txt', 'other')]
    expect(integrities(document, detached)).toEqual(['unknown'])
    expect(parse(document, detached).signatures[0]?.formatChecks).toContainEqual(
      expect.objectContaining({
        id: 'jws-detached-content',
        conclusion: expect.objectContaining({
          detail: expect.stringContaining('which of the 2 contents given is signed is not known'),
        }),
      }),
    )
  })
})

describe('content given beside an attached payload', () => {
  it('is nothing to speak of where it is the same', () => {
    expect(departures(compact(signJws()), [given('a', 'hello')])).toEqual({})
  })
  it.each([
    ['another', given('a', 'hallo')],
    ['another, by its digest', givenDigest('a', 'hallo')],
  ])('breaks the signature where it is %s', (_, content) => {
    const document = compact(signJws())
    expect(departures(document, [content])).toEqual({ 'jws-detached-content': 'FAILED' })
    expect(integrities(document, [content])).toEqual(['broken'])
  })
})

describe('a payload of many signatures', () => {
  it.each([
    ['encoded', baselineHeader()],
    ['unencoded', unencoded],
  ])('is made octets of once, %s', (_, header) => {
    const { payload, ...signed } = signJws({ header })
    const { signatures } = parse(JSON.stringify({ payload, signatures: [signed, signed] }))
    const [first, second] = signatures.map(({ references }) => references[0]?.octets)
    if (first?.kind !== 'bytes' || second?.kind !== 'bytes') throw new Error('no octets')
    expect(second.bytes).toBe(first.bytes)
  })
})

describe('an unencoded payload (RFC 7797)', () => {
  it('may be long, in letters of the region', () => {
    const signed = signJws({ header: unencoded, payload: 'ж'.repeat(9_000_000) })
    expect(integrities(JSON.stringify(signed))).toEqual(['intact'])
  })
  it('is signed as it stands in JSON', () => {
    const signed = signJws({ header: unencoded, payload: 'Grüße. "1"' })
    expect(integrities(JSON.stringify(signed))).toEqual(['intact'])
    const [reference] = parse(JSON.stringify(signed)).signatures[0]?.references ?? []
    expect(reference?.octets).toEqual({ kind: 'bytes', bytes: Buffer.from('Grüße. "1"') })
  })
  it('is signed as it stands in the compact form, where it has no dot', () => {
    expect(integrities(compact(signJws({ header: unencoded, payload: '$02' })))).toEqual(['intact'])
  })
  it('is signed as its octets where it is detached', () => {
    const signed = signJws({ header: unencoded, payload: 'a.b' })
    expect(integrities(detachedCompact(signed), [given('a', 'a.b')])).toEqual(['intact'])
  })
  it('is broken where it has half a surrogate pair, which has no octets', () => {
    const signed = { ...signJws({ header: unencoded }), payload: '\ud800' }
    expect(departures(JSON.stringify(signed))).toMatchObject({ 'jws-payload': 'FAILED' })
  })
  it('is broken in the compact form where it is not of ASCII', () => {
    const text = compact(signJws({ header: unencoded, payload: 'ä' }))
    expect(departures(text)).toMatchObject({ 'jws-payload': 'FAILED' })
  })
})

describe('what a JWS asks for', () => {
  const wanted = (document: string) =>
    parse(document).signatures.flatMap((one) => missingContent(one).map((need) => need.for))

  it('is its payload where that is detached', () =>
    expect(wanted(detachedCompact(signJws()))).toEqual(['payload']))

  it.each<[string, string]>([
    ['its payload is not encoded', compact({ ...signJws(), payload: '=' })],
    ['"sigD" cannot be read', detachedCompact(signJws({ header: withSigD({}), payload: '' }))],
    [
      '"sigD" has a mechanism that nobody here knows',
      detachedCompact(signJws({ header: withSigD({ mId: 'http://example.com/x' }), payload: '' })),
    ],
  ])('is nothing where %s', (_, document) => expect(wanted(document)).toEqual([]))
})
