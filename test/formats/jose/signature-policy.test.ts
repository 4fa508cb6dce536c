import { describe, expect, it } from 'vitest'
import {
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  departures,
  given,
  integrities,
  sha256,
  signJws,
} from './material.ts'
import { base64, signatureIn, withUnsigned } from './unsigned-components.ts'

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
