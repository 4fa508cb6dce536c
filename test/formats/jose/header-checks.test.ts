import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { judgeIntegrity } from '../../../src/validation/basic-signature.ts'
import { parseCertificate } from '../../../src/x509/certificate.ts'
import {
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  crypto,
  departures,
  type Header,
  integrities,
  makeSigner,
  parse,
  sha256,
  signJws,
} from './material.ts'

const document = (more: Header) => compact(signJws({ header: baselineHeader(alice, more) }))
const flattened = (header: Header) => JSON.stringify({ ...signJws(), header })
const format = (text: string) => parse(text).signatures[0]?.format

describe('"crit"', () => {
  it.each<[string, Header]>([
    ['an extension that is understood', { crit: ['sigPl'], sigPl: { addressLocality: 'Varna' } }],
    ['"iat"', { crit: ['iat'] }],
  ])('may name %s', (_, more) => {
    expect(departures(document(more))).toEqual({})
    expect(integrities(document(more))).toEqual(['intact'])
  })
  it.each<[string, Header]>([
    ['an extension that is not understood', { crit: ['exp'], exp: 1 }],
    ['one that is neither understood nor there', { crit: ['http://example.com/x'] }],
    ['it in a string', { crit: 'exp', exp: 1 }],
    ['what is no name', { crit: [1] }],
    ['what is no array', { crit: { sigPl: 1 } }],
  ])('breaks the signature where it names %s (RFC 7515 §4.1.11)', (_, more) => {
    expect(departures(document(more))).toEqual({ 'jws-critical': 'FAILED' })
    expect(integrities(document(more))).toEqual(['broken'])
  })
  it.each<[string, Header]>([
    ['is empty', { crit: [] }],
    ['names an extension twice', { crit: ['iat', 'iat'] }],
    ['names a parameter of RFC 7515', { crit: ['alg'] }],
    ['names what is not there', { crit: ['sigPl'] }],
    ['is a string', { crit: 'iat' }],
    ['leaves "b64" out', { b64: true }],
  ])('is a departure where it %s', (_, more) => {
    expect(departures(document(more))).toEqual({ 'jws-critical': 'INDETERMINATE' })
    expect(integrities(document(more))).toEqual(['intact'])
    expect(format(document(more))).toBe('JSON-NOT-ETSI')
  })
  it('breaks the signature where it stands unprotected', () => {
    expect(departures(flattened({ crit: ['iat'] }))).toEqual({ 'jws-critical': 'FAILED' })
  })
})

describe('"b64"', () => {
  it('breaks the signature where it is false and not critical (RFC 7797 §6)', () => {
    expect(integrities(document({ b64: false }))).toEqual(['broken'])
  })
  it('breaks the signature where it is no boolean', () => {
    const text = document({ b64: 'false', crit: ['b64'] })
    expect(departures(text)).toEqual({ 'jws-unencoded-payload': 'FAILED' })
  })
  it('breaks the signature where it stands unprotected', () => {
    expect(departures(flattened({ b64: false }))).toMatchObject({
      'jws-unencoded-payload': 'FAILED',
    })
  })
  it('breaks all signatures of a payload where they differ in it (RFC 7797 §3)', () => {
    const { payload, ...one } = signJws({ payload: 'aGVsbG8', signedPayload: 'aGVsbG8' })
    const header = baselineHeader(bob, { b64: false, crit: ['b64'] })
    const { payload: _, ...two } = signJws({ signer: bob, header, payload: 'aGVsbG8' })
    const both = JSON.stringify({ payload: 'aGVsbG8', signatures: [one, two] })
    expect(payload).not.toBe('aGVsbG8')
    expect(integrities(both)).toEqual(['broken', 'broken'])
  })
})

describe('the headers', () => {
  it('break the signature where they have a name in common (RFC 7515 §7.2.1)', () => {
    expect(departures(flattened({ alg: 'ES256' }))).toEqual({ 'jws-headers-disjoint': 'FAILED' })
  })
  it('may have "kid" unprotected', () => {
    expect(departures(flattened({ kid: 'some key' }))).toEqual({})
  })
  it('depart where what has to be signed is not', () => {
    expect(departures(flattened({ sigT: '2024-01-01T00:00:00Z' }))).toEqual({
      'jades-placement': 'INDETERMINATE',
    })
  })
})

describe('the key', () => {
  it.each([
    ['ES256', 'ES256K'],
    ['ES256K', 'ES256'],
    ['ES256', 'ES384'],
    ['RS256', 'ES256'],
    ['Ed25519', 'Ed448'],
  ])('breaks a signature of %s where it is one for %s (RFC 7518 §3.4)', (alg, other) => {
    const signer = makeSigner(other)
    const header = { ...baselineHeader(signer), alg }
    expect(departures(compact(signJws({ signer, header })))).toEqual({ 'jws-key': 'FAILED' })
    expect(integrities(compact(signJws({ signer, header })))).toEqual(['broken'])
  })
  it.each([
    ['ES256', 'ES256', 'intact'],
    ['ES256', 'ES256K', 'broken'],
    ['ES256K', 'ES256', 'broken'],
    ['EdDSA', 'Ed25519', 'intact'],
    ['EdDSA', 'Ed448', 'intact'],
    ['Ed25519', 'Ed448', 'broken'],
  ])('of a signature of %s is one for %s, not travelling along: %s', (alg, kind, integrity) => {
    const signer = makeSigner(kind)
    const { x5c: _, ...rest } = baselineHeader(signer)
    const header = { ...rest, alg }
    const [signature] = parse(compact(signJws({ signer, header }))).signatures
    if (signature === undefined) throw new Error('no signature')
    const certificates = [[parseCertificate(signer.certificate)]]
    const judged = judgeIntegrity(signature, { certificates, crypto, budget: new Budget() })
    expect(judged.integrity).toBe(integrity)
  })
  it('is not looked at where no certificate travels along', () => {
    const { x5c: _, ...header } = baselineHeader()
    const text = compact(signJws({ header }))
    expect(departures(text)).toEqual({})
    expect(integrities(text)).toEqual(['unknown'])
  })
})

describe('the algorithm', () => {
  it('breaks the signature where there is none', () => {
    const { alg: _, ...header } = baselineHeader()
    expect(departures(compact(signJws({ header })))).toEqual({ 'jws-algorithm': 'FAILED' })
  })
  it('leaves open what it is where nobody here knows it', () => {
    const header = { ...baselineHeader(), alg: 'ES257' }
    expect(integrities(compact(signJws({ header })))).toEqual(['unknown'])
  })
  it('departs where it is not protected', () => {
    const { alg, ...header } = baselineHeader()
    const text = JSON.stringify({ ...signJws({ header }), header: { alg } })
    expect(departures(text)).toEqual({ 'jws-algorithm': 'INDETERMINATE' })
    expect(integrities(text)).toEqual(['intact'])
  })
})

describe('the signing certificate', () => {
  const own = { digAlg: 'S256', digVal: b64u(sha256(alice.certificate)) }
  const others = { digAlg: 'S256', digVal: b64u(sha256(bob.certificate)) }
  const { 'x5t#S256': thumbprint, ...bare } = baselineHeader()
  const named = (more: Header, header: Header = bare) =>
    compact(signJws({ header: { ...header, ...more } }))

  it.each<[string, Header]>([
    ['x5t#S256', { 'x5t#S256': thumbprint }],
    ['x5t#o', { 'x5t#o': own }],
    ['sigX5ts', { sigX5ts: [own, others] }],
  ])('is named by "%s"', (_, more) => {
    expect(departures(named(more))).toEqual({})
    expect(integrities(named(more))).toEqual(['intact'])
    expect(format(named(more))).toBe('JAdES-BASELINE-B')
  })
  it('is not found where another stands in its place', () => {
    const x5c = [bob.certificate.toString('base64')]
    const text = named({ 'x5t#S256': thumbprint, x5c })
    expect(parse(text).signatures[0]?.signer.signingCertificate).toHaveLength(1)
    expect(integrities(text)).toEqual(['broken'])
  })
  it('may stand second in the chain, which is a departure (RFC 7515 §4.1.6)', () => {
    const x5c = [bob, alice].map(({ certificate }) => certificate.toString('base64'))
    const text = named({ 'x5t#S256': thumbprint, x5c })
    expect(departures(text)).toEqual({ 'jws-certificate-chain': 'INDETERMINATE' })
    expect(integrities(text)).toEqual(['intact'])
  })
  it('is the first of a signed chain where nothing else names it', () => {
    const x5c = [alice, bob].map(({ certificate }) => certificate.toString('base64'))
    expect(departures(named({ x5c }))).toEqual({})
    expect(integrities(named({ x5c }))).toEqual(['intact'])
    expect(format(named({ x5c }))).toBe('JAdES-BASELINE-B')
    const digest = sha256(alice.certificate)
    expect(parse(named({ x5c })).signatures[0]?.signer.signingCertificate).toMatchObject([
      { digest },
    ])
  })
  it('is not signed by a chain that is not', () => {
    const x5c = [alice.certificate.toString('base64')]
    const { x5c: _, ...header } = bare
    const text = JSON.stringify({ ...signJws({ header }), header: { x5c } })
    expect(departures(text)).toEqual({ 'jades-signing-certificate': 'INDETERMINATE' })
    expect(parse(text).signatures[0]?.signer.sid.kind).toBe('issuer-serial')
  })
  it.each<[string, Header]>([
    ['SHA-1 alone', { x5t: 'AAAA' }],
    ['two parameters', { 'x5t#S256': thumbprint, 'x5t#o': own }],
    ['a digest that is no base64url', { 'x5t#S256': `${thumbprint}=` }],
    ['a digest without an algorithm', { 'x5t#o': { digVal: own.digVal } }],
    ['no digest in an empty list', { sigX5ts: [] }],
  ])('makes no JAdES of a signature with %s', (_, more) => {
    expect(departures(named(more))).toMatchObject({ 'jades-signing-certificate': 'INDETERMINATE' })
    expect(format(named(more))).toBe('JSON-NOT-ETSI')
  })
})
