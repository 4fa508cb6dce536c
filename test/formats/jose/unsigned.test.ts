import { describe, expect, it } from 'vitest'
import {
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  departures,
  detachedCompact,
  given,
  integrities,
  parse,
  signJws,
} from './material.ts'
import {
  crl,
  encoded,
  rVals,
  signatureIn,
  token,
  twoTokens,
  withUnsigned,
  xVals,
} from './unsigned-components.ts'

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

it('names its signer by "kid" where it is an IssuerSerial and nothing else does', () => {
  const { x5c: _, 'x5t#S256': __, ...header } = baselineHeader()
  const name = '3011310f300d06035504030c065369676e6572'
  const issuerSerial = Buffer.from(`301a3015a413${name}020105`, 'hex').toString('base64')
  const named = signatureIn(compact(signJws({ header: { ...header, kid: issuerSerial } })))
  expect(named.signer.sid).toMatchObject({ kind: 'issuer-serial' })
  const other = signatureIn(compact(signJws({ header: { ...header, kid: 'my key' } })))
  expect(other.signer.sid).toEqual({ kind: 'certificates' })
})
