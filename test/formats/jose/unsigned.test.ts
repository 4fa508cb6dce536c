import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baseline } from '../cms/material.ts'
import {
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  departures,
  detachedCompact,
  given,
  type Header,
  integrities,
  parse,
  type Signed,
  sha256,
  signJws,
} from './material.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const val = (bytes: Uint8Array) => ({ val: base64(bytes) })

/** Any CMS will do where the token is not validated. */
const token = { tstTokens: [val(baseline(Buffer.from('a token')))] }
const twoTokens = { tstTokens: [...token.tstTokens, ...token.tstTokens] }
const evidence = join(import.meta.dirname, '../../../trust-lists/sample/evidence')
const crl = readFileSync(
  join(evidence, readdirSync(evidence).find((one) => one.endsWith('.crl')) ?? ''),
)
const xVals = [{ x509Cert: val(bob.certificate) }]
const rVals = { crlVals: [val(crl)], ocspVals: [val(Buffer.from('300a'))] }

const withUnsigned = (etsiU: readonly unknown[], signed: Signed = signJws()) =>
  JSON.stringify({ ...signed, header: { etsiU } })
const encoded = (components: readonly unknown[]) =>
  components.map((one) => b64u(JSON.stringify(one)))
const signatureIn = (document: string) => {
  const [signature] = parse(document).signatures
  if (signature === undefined) throw new Error('no signature')
  return signature
}

describe('unsigned components (TS 119 182-1 §5.3)', () => {
  const components = [{ sigTst: token }, { xVals }, { rVals }, { arcTst: twoTokens }]

  it.each([
    ['in clear JSON', withUnsigned(components)],
    ['in base64url', withUnsigned(encoded(components))],
  ])('are read %s', (_, document) => {
    const signature = signatureIn(document)
    expect(signature.timestamps.map(({ type }) => type)).toEqual([
      'signature',
      'archive',
      'archive',
    ])
    expect(signature.certificates).toHaveLength(2)
    expect(signature.crls).toEqual([crl])
    expect(signature.ocspResponses).toHaveLength(1)
    expect(signature.format).toBe('JAdES-BASELINE-LTA')
    expect(departures(document)).toEqual({})
  })
  it('may be validation data of time-stamps', () => {
    for (const name of ['tstVD', 'anyValData']) {
      const signature = signatureIn(withUnsigned([{ [name]: { xVals, rVals } }]))
      expect([signature.certificates.length, signature.crls.length]).toEqual([2, 1])
    }
  })
  it('may be time-stamps over references', () => {
    const types = signatureIn(withUnsigned([{ sigRTst: token }, { rfsTst: token }])).timestamps
    expect(types.map(({ type }) => type)).toEqual(['validation-data', 'validation-data'])
  })
  it.each<[string, unknown]>([
    ['is no base64url', 'YQ=='],
    ['is no JSON', b64u('{')],
    ['has a name twice', b64u('{"xVals":[],"xVals":[]}')],
    ['has two members', { xVals, rVals }],
    ['is a number', 1],
    ['stands encoded beside clear ones', b64u(JSON.stringify({ xVals }))],
  ])('depart, and leave the signature intact, where one %s', (_, odd) => {
    const document = withUnsigned([{ rVals }, odd])
    expect(departures(document)).toEqual({ 'jades-unsigned-components': 'INDETERMINATE' })
    expect(integrities(document)).toEqual(['intact'])
  })
  it('depart where they are no array', () => {
    const document = JSON.stringify({ ...signJws(), header: { etsiU: {} } })
    expect(departures(document)).toEqual({ 'jades-unsigned-components': 'INDETERMINATE' })
  })
  it('are told of where what they hold cannot be read', () => {
    const odd = [
      { xVals: [{ x509Cert: { val: 'MA==' } }, { x509Cert: { val: '?' } }] },
      { rVals: { crlVals: [{ val: '?' }, { val: 'MA==', encoding: 'urn:x' }] } },
      { sigTst: { tstTokens: [{ val: '?' }] } },
    ]
    expect(parse(withUnsigned(odd)).warnings.map(({ code }) => code)).toEqual([
      ...['certificate-unreadable', 'certificate-unreadable', 'revocation-data-unreadable'],
      ...['encoding-unknown', 'revocation-data-unreadable', 'timestamp-unreadable'],
    ])
  })
})

describe('a content time-stamp', () => {
  it('stands signed in "adoTst" (§5.2.6)', () => {
    const signed = signJws({ header: baselineHeader(alice, { adoTst: token }) })
    expect(signatureIn(compact(signed)).timestamps.map(({ type }) => type)).toEqual(['content'])
  })
})

describe('the level (TS 119 182-1 §6.3)', () => {
  const t = { sigTst: token }
  it.each<[string, readonly unknown[]]>([
    ['B', []],
    ['B', [{ xVals }, { rVals }]],
    ['B', [{ sigTst: twoTokens }]],
    ['T', [t]],
    ['T', [t, { xVals }]],
    ['T', [t, { rVals }]],
    ['T', [t, { xVals }, { rVals }, { xRefs: [] }]],
    ['LT', [t, { xVals }, { rVals }]],
    ['LTA', [t, { xVals }, { rVals }, { arcTst: token }]],
  ])('is %s', (level, components) => {
    const document =
      components.length === 0 ? compact(signJws()) : withUnsigned(encoded(components))
    expect(signatureIn(document).format).toBe(`JAdES-BASELINE-${level}`)
  })

  const { iat, ...timeless } = baselineHeader()
  it.each<[string, Header, string | null]>([
    ['JAdES-BASELINE-B', { iat }, '2026-05-28T20:26:40.000Z'],
    ['JAdES-BASELINE-B', { sigT: '2025-05-14T23:59:59Z' }, '2025-05-14T23:59:59.000Z'],
    ['JSON-NOT-ETSI', { sigT: '2025-05-15T00:00:00Z' }, '2025-05-15T00:00:00.000Z'],
    ['JSON-NOT-ETSI', {}, null],
    ['JSON-NOT-ETSI', { iat, sigT: '2025-05-14T23:59:59Z' }, '2026-05-28T20:26:40.000Z'],
    ['JSON-NOT-ETSI', { sigT: '2025-02-30T00:00:00Z' }, null],
    ['JSON-NOT-ETSI', { sigT: '2025-01-01T00:00:00.5Z' }, null],
    ['JSON-NOT-ETSI', { sigT: '2025-01-01T00:00:00+02:00' }, null],
    ['JSON-NOT-ETSI', { iat: '1780000000' }, null],
    ['JSON-NOT-ETSI', { iat: 1_780_000_000_000 }, null],
  ])('is %s with %j', (format, time, claimed) => {
    const signature = signatureIn(compact(signJws({ header: { ...timeless, ...time } })))
    expect(signature.format).toBe(format)
    expect(signature.claimedTime?.toISOString() ?? null).toBe(claimed)
  })
})

describe('a counter-signature (TS 119 182-1 §5.3.2)', () => {
  const signed = signJws()
  const value = Buffer.from(signed.signature, 'base64url')
  const counter = signJws({ signer: bob, payload: value })

  it('is over the signature value, in any serialisation', () => {
    const forms = [
      detachedCompact(counter),
      { protected: counter.protected, signature: counter.signature },
      { signatures: [{ protected: counter.protected, signature: counter.signature }] },
    ]
    for (const cSig of forms) {
      const document = parse(withUnsigned([{ cSig }], signed))
      expect(document.signatures.map(({ id, parent }) => [id, parent])).toEqual([
        ['signature-1', null],
        ['signature-1-counter-1', 'signature-1'],
      ])
      expect(integrities(document)).toEqual(['intact', 'intact'])
      expect(document.signatures[1]?.format).toBe('JAdES-BASELINE-B')
    }
  })
  it('may hold that value, which is a departure', () => {
    const document = parse(withUnsigned([{ cSig: compact(counter) }], signed))
    expect(integrities(document)).toEqual(['intact', 'intact'])
    const checks = document.signatures[1]?.formatChecks ?? []
    expect(checks.find(({ id }) => id === 'jades-counter-signature')?.conclusion.indication).toBe(
      'INDETERMINATE',
    )
  })
  it('is broken where it is over another value, though it holds that', () => {
    const other = signJws({ signer: bob, payload: 'another value' })
    expect(integrities(withUnsigned([{ cSig: compact(other) }], signed))).toEqual([
      'intact',
      'broken',
    ])
    expect(integrities(withUnsigned([{ cSig: detachedCompact(other) }], signed))).toEqual([
      'intact',
      'broken',
    ])
  })
  it('is over its value alone, whatever content was given', () => {
    const detached = { ...signed, payload: '' }
    const document = withUnsigned([{ cSig: detachedCompact(counter) }], detached)
    expect(integrities(document, [given('a', 'hello')])).toEqual(['intact', 'intact'])
  })
  it('may have one of its own', () => {
    const third = signJws({ payload: Buffer.from(counter.signature, 'base64url') })
    const cSig = {
      protected: counter.protected,
      signature: counter.signature,
      header: { etsiU: encoded([{ cSig: detachedCompact(third) }]) },
    }
    const document = parse(withUnsigned(encoded([{ cSig }]), signed))
    expect(document.signatures.map(({ parent }) => parent)).toEqual([
      null,
      'signature-1',
      'signature-1-counter-1',
    ])
    expect(integrities(document)).toEqual(['intact', 'intact', 'intact'])
  })
  it('is no baseline signature with a content type', () => {
    const header = baselineHeader(bob, { cty: 'json' })
    const cSig = detachedCompact(signJws({ signer: bob, header, payload: value }))
    const formats = parse(withUnsigned([{ cSig }], signed)).signatures.map(({ format }) => format)
    expect(formats).toEqual(['JAdES-BASELINE-B', 'JSON-NOT-ETSI'])
  })
  it.each<[string, unknown]>([
    ['text that is none', 'hello'],
    ['a number', 1],
    ['an object that is none', {}],
  ])('is left out, and told of, where it is %s', (_, cSig) => {
    const document = parse(withUnsigned([{ cSig }], signed))
    expect(document.signatures).toHaveLength(1)
    expect(document.warnings.map(({ code }) => code)).toEqual(['counter-signature-unreadable'])
  })
})

it('shows an encoding that nobody knows cut, and with nothing hidden in it', () => {
  const crlVals = [{ val: 'MA==', encoding: `\u202e${'x'.repeat(1000)}` }]
  const { warnings } = parse(withUnsigned([{ rVals: { crlVals } }]))
  const shown = `an object in the encoding "\\u{202e}${'x'.repeat(119)}…" is left out`
  expect(warnings[0]?.message).toBe(shown)
})

describe('the signature policy (TS 119 182-1 §5.2.7)', () => {
  const policy = Buffer.from('the policy')
  const id = { id: 'urn:oid:1.2.3' }
  const sigPId = { id, digAlg: 'S256', digVal: b64u(sha256(policy)) }
  const signed = (value: unknown) => signJws({ header: baselineHeader(alice, { sigPId: value }) })
  const stored = (bytes: Uint8Array, value: unknown = sigPId) =>
    withUnsigned([{ sigPSt: { sigPolDoc: base64(bytes) } }], signed(value))

  it('is not asked for where it is not at hand', () => {
    expect(departures(compact(signed(sigPId)))).toEqual({})
    const check = signatureIn(compact(signed(sigPId))).formatChecks.find(
      (one) => one.id === 'jades-signature-policy',
    )
    expect(check?.conclusion).toMatchObject({ ignored: 'the signature policy is not at hand' })
  })
  it('is the one that was signed where its digest is', () => {
    expect(departures(stored(policy))).toEqual({})
    expect(departures(compact(signed(sigPId)), [given('urn:oid:1.2.3', policy)])).toEqual({})
  })
  it('is another where its digest is', () => {
    const other = Buffer.from('another')
    const departure = { 'jades-signature-policy': 'INDETERMINATE' }
    expect(departures(stored(other))).toEqual(departure)
    expect(departures(compact(signed(sigPId)), [given('urn:oid:1.2.3', other)])).toEqual(departure)
  })
  it('is no content that another signature would have to be over', () => {
    const { payload, ...one } = signed(sigPId)
    const { payload: _, ...two } = signJws({ signer: bob, header: baselineHeader(bob) })
    const both = JSON.stringify({ payload, signatures: [two, one] })
    expect(departures(both, [given('urn:oid:1.2.3', policy)])).toEqual({})
    expect(integrities(both, [given('urn:oid:1.2.3', 'another')])).toEqual(['broken', 'intact'])
  })
  it('is no file by whose plain name the caller asks whether it is signed', () => {
    const named = signed({ ...sigPId, id: { id: 'contract.txt' } })
    expect(integrities(compact(named), [given('contract.txt', policy)])).toEqual(['broken'])
  })
  it('is not compared where its digest is computed otherwise', () => {
    expect(departures(stored(policy, { ...sigPId, digVal: 'AA', digPSp: true }))).toEqual({})
  })
  it('leaves open what was given by its name and cannot be compared', () => {
    const document = compact(signed({ ...sigPId, digPSp: true }))
    expect(departures(document, [given('urn:oid:1.2.3', 'the contract')])).toEqual({
      'jades-signature-policy': 'INDETERMINATE',
    })
  })
  it.each([
    ['no identifier', { digAlg: 'S256', digVal: sigPId.digVal }],
    ['no digest', { id }],
    ['a digest nobody knows', { ...sigPId, digAlg: 'X' }],
    ['no object', 'urn:oid:1.2.3'],
  ])('is a departure with %s', (_, value) => {
    expect(departures(stored(policy, value))).toEqual({ 'jades-signature-policy': 'INDETERMINATE' })
  })
  it('is stored once, and with its digest, at baseline levels', () => {
    expect(signatureIn(stored(policy)).format).toBe('JAdES-BASELINE-B')
    expect(signatureIn(stored(policy, { id })).format).toBe('JSON-NOT-ETSI')
    const store = { sigPSt: { sigPolDoc: base64(policy) } }
    const twice = withUnsigned([store, store], signed(sigPId))
    expect(signatureIn(twice).format).toBe('JSON-NOT-ETSI')
  })
})

it('names its signer by "kid" where it is an IssuerSerial and nothing else does', () => {
  const { x5c: _, 'x5t#S256': __, ...header } = baselineHeader()
  const name = '3011310f300d06035504030c065369676e6572'
  const issuerSerial = Buffer.from(`301a3015a413${name}020105`, 'hex').toString('base64')
  const named = signatureIn(compact(signJws({ header: { ...header, kid: issuerSerial } })))
  expect(named.signer.sid).toMatchObject({ kind: 'issuer-serial' })
  const other = signatureIn(compact(signJws({ header: { ...header, kid: 'my key' } })))
  expect(other.signer.sid).toEqual({ kind: 'certificates' })
})
