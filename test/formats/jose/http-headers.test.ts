import { describe, expect, it } from 'vitest'
import {
  departures,
  detachedCompact,
  given,
  givenDigest,
  integrities,
  sha256,
  signJws,
} from './material.ts'
import { mechanism, raw, withSigD } from './sig-d-signatures.ts'

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
