import { describe, expect, it } from 'vitest'
import {
  b64u,
  compact,
  departures,
  detachedCompact,
  given,
  givenDigest,
  type Header,
  integrities,
  parse,
  sha256,
  signJws,
} from './material.ts'
import { files, mechanism, one, raw, two, uris, withSigD } from './sig-d-signatures.ts'

describe('"sigD" by URI (TS 119 182-1 §5.2.8.3.2)', () => {
  const sigD = mechanism('ObjectIdByURI', { pars: uris, ctys: ['text/plain', 'text/plain'] })
  const encoded = detachedCompact(
    signJws({ header: withSigD(sigD), signedPayload: b64u(one) + b64u(two) }),
  )

  it('is over the contents, each in base64url of its own', () => {
    expect(integrities(encoded, files)).toEqual(['intact'])
    expect(departures(encoded, files)).toEqual({})
  })
  it('is over the contents themselves where "b64" is false', () => {
    const signed = signJws({ header: withSigD(sigD, raw), signedPayload: one + two })
    expect(integrities(detachedCompact(signed), files)).toEqual(['intact'])
  })
  it('goes by the names, not by the order of what was given', () => {
    expect(integrities(encoded, [...files].reverse())).toEqual(['intact'])
  })
  it('names what is signed as "pars" do, as the one thing that it is', () => {
    const [reference, other] = parse(encoded, files).signatures[0]?.references ?? []
    expect(reference).toMatchObject({
      name: 'https://example.com/docs/a b.txt + c.txt',
      octets: { kind: 'bytes', bytes: Buffer.from(one + two) },
    })
    expect(other).toBeUndefined()
  })
  it.each([
    ['encoded', {}, (text: string) => b64u(text)],
    ['unencoded', raw, (text: string) => text],
  ])('says that octets may have gone from one content to the next, %s', (_, more, written) => {
    const signedPayload = ['123456', '789'].map(written).join('')
    const document = detachedCompact(signJws({ header: withSigD(sigD, more), signedPayload }))
    const moved = [given('a b.txt', '123'), given('c.txt', '456789')]
    const { signatures, warnings } = parse(document, moved)
    expect(integrities(document, moved)).toEqual(['intact'])
    expect(signatures[0]?.references).toMatchObject([
      { octets: { bytes: Buffer.from('123456789') } },
    ])
    expect(warnings.map(({ code }) => code)).toEqual(['content-boundaries-not-signed'])
  })
  it('says nothing of ends where there is one content', () => {
    const single = mechanism('ObjectIdByURI', { pars: ['c.txt'] })
    const signed = signJws({ header: withSigD(single), signedPayload: b64u(two) })
    const { signatures, warnings } = parse(detachedCompact(signed), files.slice(1))
    expect(signatures[0]?.references).toMatchObject([{ name: 'c.txt', kind: 'full' }])
    expect(warnings).toEqual([])
  })
  it('is broken where the contents are exchanged', () => {
    const exchanged = [given('a b.txt', two), given('c.txt', one)]
    expect(integrities(encoded, exchanged)).toEqual(['broken'])
  })
  it('is open where one of them is missing, or two have its name', () => {
    expect(integrities(encoded, files.slice(0, 1))).toEqual(['unknown'])
    expect(integrities(encoded, [...files, given('other/c.txt', 'x')])).toEqual(['intact'])
    expect(
      integrities(encoded, [
        files[0] ?? given(null, ''),
        given('x/c.txt', two),
        given('y/c.txt', two),
      ]),
    ).toEqual(['unknown'])
  })
  it('says that two have the name of one of them', () => {
    const twice = [given('a b.txt', one), given('x/c.txt', two), given('y/c.txt', two)]
    expect(parse(encoded, twice).signatures[0]?.formatChecks).toContainEqual(
      expect.objectContaining({
        id: 'jades-signed-data',
        conclusion: expect.objectContaining({
          detail: 'which of the contents given is "c.txt" is not known: give one by that name',
        }),
      }),
    )
  })
  it('is a departure where more was given than it covers', () => {
    expect(departures(encoded, [...files, given('d.txt', 'x')])).toEqual({
      'jws-detached-content': 'INDETERMINATE',
    })
  })
})

describe('"sigD" by URI and digest (TS 119 182-1 §5.2.8.3.3)', () => {
  const byDigest = (over: (text: string) => string | Buffer, more: Header = {}) =>
    mechanism('ObjectIdByURIHash', {
      pars: uris,
      hashM: 'S256',
      hashV: [one, two].map((text) => b64u(sha256(over(text)))),
      ...more,
    })
  const plain = (sigD = byDigest((text) => text)) =>
    detachedCompact(signJws({ header: withSigD(sigD, raw), payload: '' }))
  const encoded = detachedCompact(signJws({ header: withSigD(byDigest(b64u)), payload: '' }))

  it('is over the digests of the contents where "b64" is false', () => {
    expect(integrities(plain(), files)).toEqual(['intact'])
  })
  it('is over the digests of the contents in base64url where it is not', () => {
    expect(integrities(encoded, files)).toEqual(['intact'])
    expect(departures(encoded, files)).toEqual({})
  })
  it('vouches for the contents themselves in either case', () => {
    for (const document of [plain(), encoded]) {
      const [first] = parse(document, files).signatures[0]?.references ?? []
      expect(first?.octets).toEqual({ kind: 'bytes', bytes: Buffer.from(one) })
      expect(first?.expectedDigest).toEqual(sha256(one))
    }
  })
  it('does with the digests of the contents where "b64" is false', () => {
    const digests = [givenDigest('a b.txt', one), givenDigest('c.txt', two)]
    expect(integrities(plain(), digests)).toEqual(['intact'])
    expect(integrities(plain(), [givenDigest('a b.txt', two), givenDigest('c.txt', two)])).toEqual([
      'broken',
    ])
  })
  it('does with the digests of the encoded contents where it is not, and with no others', () => {
    const digests = [givenDigest('a b.txt', b64u(one)), givenDigest('c.txt', b64u(two))]
    expect(integrities(encoded, digests)).toEqual(['intact'])
    const others = [givenDigest('a b.txt', one), givenDigest('c.txt', two)]
    expect(integrities(encoded, others)).toEqual(['unknown'])
  })
  it('asks for the content itself, by the name it was given by, where no digest tells anything', () => {
    const unread = { name: 'a b.txt', bytes: null, digests: {} }
    const detached = [unread, given('c.txt', two)]
    expect(parse(encoded, detached).signatures[0]?.signedBytes).toEqual({
      kind: 'missing',
      name: 'a b.txt',
    })
    const [reference] = parse(plain(), detached).signatures[0]?.references ?? []
    expect(reference?.octets).toEqual({ kind: 'missing', name: 'a b.txt' })
  })
  it('asks for what it names, whatever a digest that is given is called', () => {
    const sigD = mechanism('ObjectIdByURI', { pars: ['contract.txt'] })
    const signed = detachedCompact(signJws({ header: withSigD(sigD), signedPayload: b64u(one) }))
    expect(parse(signed, [givenDigest('other.txt', one)]).signatures[0]?.signedBytes).toEqual({
      kind: 'missing',
      name: 'contract.txt',
    })
  })
  it('is broken where one content is another', () => {
    for (const document of [plain(), encoded]) {
      expect(integrities(document, [files[0] ?? given(null, ''), given('c.txt', one)])).toEqual([
        'broken',
      ])
    }
  })
  it('is open where one content is missing', () => {
    expect(integrities(plain(), files.slice(1))).toEqual(['unknown'])
  })
  it.each<[string, Header]>([
    ['fewer digests than names', { hashV: [b64u(sha256(one))] }],
    ['a digest that is none', { hashV: ['=', b64u(sha256(two))] }],
    ['no algorithm', { hashM: 1 }],
    ['names that are none', { pars: [1, 2] }],
    ['no names', { pars: [] }],
    ['fewer types than names', { ctys: ['text/plain'] }],
  ])('is broken with %s', (_, more) => {
    const document = plain(byDigest((text) => text, more))
    expect(departures(document, files)).toEqual({ 'jades-signed-data': 'FAILED' })
  })
  it('is open with a digest that nobody here knows', () => {
    expect(integrities(plain(byDigest((text) => text, { hashM: 'MD5' })), files)).toEqual([
      'unknown',
    ])
  })
  it('is broken with a payload beside it', () => {
    const document = compact(signJws({ header: withSigD(byDigest(b64u)), payload: 'hello' }))
    expect(departures(document)).toEqual({ 'jades-signed-data': 'FAILED' })
  })
})

describe('"sigD" of another mechanism', () => {
  it('leaves open what was signed, and says why', () => {
    const header = withSigD({ mId: 'http://example.com/mine', pars: ['a'] })
    const document = detachedCompact(signJws({ header, payload: '' }))
    expect(integrities(document, files)).toEqual(['unknown'])
    expect(departures(document, files)).toEqual({ 'jades-signed-data': 'INDETERMINATE' })
  })
  it('breaks the signature where there is none', () => {
    const document = detachedCompact(signJws({ header: withSigD({}), payload: '' }))
    expect(departures(document)).toEqual({ 'jades-signed-data': 'FAILED' })
  })
})
