import { describe, expect, it } from 'vitest'
import {
  alice,
  b64u,
  baselineHeader,
  compact,
  detachedCompact,
  given,
  type Header,
  parse,
  sha256,
  signJws,
} from './material.ts'

const claims = (more: Header) =>
  parse(compact(signJws({ header: baselineHeader(alice, more) }))).signatures[0]?.claims

const nothing = {
  policy: null,
  commitments: [],
  roles: [],
  productionPlace: null,
  mediaTypes: [],
}

describe('what a signer claims (TS 119 182-1 §5.2)', () => {
  it('is nothing where he says nothing', () => expect(claims({})).toBeNull())
  it('is a policy, with its address', () => {
    const sigPId = { id: { id: 'urn:oid:1.2.3' }, sigPQuals: [{ spURI: 'https://example.com/p' }] }
    expect(claims({ sigPId })).toEqual({
      ...nothing,
      policy: { id: 'urn:oid:1.2.3', uri: 'https://example.com/p' },
    })
  })
  it('is a commitment', () => {
    const id = 'http://uri.etsi.org/01903/v1.2.2#ProofOfCreation'
    expect(claims({ srCms: [{ commId: { id } }, {}] })).toEqual({ ...nothing, commitments: [id] })
  })
  it('is a place', () => {
    const sigPl = { addressCountry: 'BG', addressLocality: ' Varna ', streetAddress: 1 }
    const empty = { street: null, stateOrProvince: null, postalCode: null }
    expect(claims({ sigPl })).toEqual({
      ...nothing,
      productionPlace: { ...empty, city: 'Varna', country: 'BG' },
    })
    expect(claims({ sigPl: {} })).toBeNull()
  })
  it('is a role: what others certify is named, and not read', () => {
    const qVals = ['Director', { any: 'thing' }]
    const srAts = {
      claimed: [{ mediaType: 'text/plain', encoding: 'none', qVals }],
      certified: [],
      signedAssertions: [],
    }
    expect(claims({ srAts })?.roles).toEqual([
      { kind: 'claimed', text: 'Director' },
      { kind: 'claimed', text: null },
      { kind: 'certified', text: null },
      { kind: 'asserted', text: null },
    ])
  })
  it('is a media type, of which "application/" may be left out', () => {
    expect(claims({ cty: 'json' })).toEqual({ ...nothing, mediaTypes: ['application/json'] })
    const [signature] = parse(
      compact(signJws({ header: baselineHeader(alice, { cty: 'text/plain' }) })),
    ).signatures
    expect(signature?.references[0]?.mediaType).toBe('text/plain')
  })
  it('is a media type for each content outside', () => {
    const sigD = {
      mId: 'http://uri.etsi.org/19182/ObjectIdByURIHash',
      pars: ['a.txt', 'b.json'],
      hashM: 'S256',
      hashV: ['a', 'b'].map((text) => b64u(sha256(b64u(text)))),
      ctys: ['text/plain', 'json'],
    }
    const document = detachedCompact(
      signJws({ header: baselineHeader(alice, { sigD, crit: ['sigD'] }), payload: '' }),
    )
    const [signature] = parse(document, [given('a.txt', 'a'), given('b.json', 'b')]).signatures
    const types = ['text/plain', 'application/json']
    expect(signature?.claims?.mediaTypes).toEqual(types)
    expect(signature?.references.map(({ mediaType }) => mediaType)).toEqual(types)
  })
  it('is held to what a report can be read with', () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ commId: { id: `urn:${at}` } }))
    expect(claims({ srCms: many })?.commitments).toHaveLength(30)
    expect(
      claims({ sigPl: { addressLocality: 'x'.repeat(1_000) } })?.productionPlace?.city,
    ).toHaveLength(201)
  })
})
