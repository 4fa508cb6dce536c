import { describe, expect, it } from 'vitest'
import { missingContent } from '../../../src/validation/cryptographic-verification.ts'
import {
  alice,
  b64u,
  baselineHeader,
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

const unencoded = baselineHeader(alice, { b64: false, crit: ['b64'] })

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

const mechanism = (name: string, more: Header) => ({
  mId: `http://uri.etsi.org/19182/${name}`,
  ...more,
})
const withSigD = (sigD: Header, more: Header = {}) =>
  baselineHeader(alice, { sigD, crit: ['sigD', ...Object.keys(more)], ...more })
const raw = { b64: false }
const [one, two] = ['the first.', 'the second']
const uris = ['https://example.com/docs/a%20b.txt', 'c.txt']
const files = [given('folder/a b.txt', one), given('c.txt', two)]

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

describe('"sigD" of HTTP header fields (TS 119 182-1 §5.2.8.2)', () => {
  const body = '{"price": 1000}'
  const digest = `SHA-256=${sha256(body).toString('base64')}`
  const sigD = mechanism('HttpHeaders', { pars: ['(request-target)', 'host', 'x-tag', 'digest'] })
  const lines = `(request-target): post /contracts\nhost: example.com\nx-tag: a, b\ndigest: ${digest}`
  const document = detachedCompact(
    signJws({ header: withSigD(sigD, raw), payload: lines, signedPayload: lines }),
  )
  const fields = [
    given('(request-target)', 'post /contracts'),
    given('Host', ' example.com '),
    given('X-Tag', 'a'),
    given('X-Tag', 'b'),
    given('Digest', digest),
  ]

  it('is over the fields, one a line, those of one name joined', () => {
    expect(integrities(document, fields)).toEqual(['intact'])
    expect(departures(document, fields)).toEqual({})
  })
  it('vouches for the body by the field Digest', () => {
    expect(integrities(document, [...fields, given('body.json', body)])).toEqual(['intact'])
    expect(integrities(document, [...fields, givenDigest('body.json', body)])).toEqual(['intact'])
    expect(integrities(document, [...fields, given('body.json', `${body} `)])).toEqual(['broken'])
  })
  it('is broken where a field is another', () => {
    const others = [given('(request-target)', 'post /others'), ...fields.slice(1)]
    expect(integrities(document, others)).toEqual(['broken'])
  })
  it('is open where a field is missing', () => {
    expect(integrities(document, fields.slice(1))).toEqual(['unknown'])
  })
  it('is open where a field has a line break inside', () => {
    const others = [given('(request-target)', 'post /contracts\nhost: x'), ...fields.slice(1)]
    expect(integrities(document, others)).toEqual(['unknown'])
  })
  it('is a departure where a body is given and no field has its digest', () => {
    const bare = mechanism('HttpHeaders', { pars: ['host'] })
    const header = withSigD(bare, raw)
    const signed = detachedCompact(signJws({ header, signedPayload: 'host: example.com' }))
    const detached = [given('host', 'example.com'), given('body.json', body)]
    expect(integrities(signed, detached)).toEqual(['intact'])
    expect(departures(signed, detached)).toEqual({ 'jws-detached-content': 'INDETERMINATE' })
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
