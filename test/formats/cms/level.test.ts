import { describe, expect, it } from 'vitest'
import { nothing, octets, oid, sequence } from './der.ts'
import {
  alice,
  attribute,
  hello,
  oids,
  onlySignature,
  parse,
  type SignedDataParts,
  signedData,
  signerInfo,
  usualAttributes,
} from './material.ts'

const aa = (number: number) => attribute(`1.2.840.113549.1.9.16.2.${number}`, sequence(nothing))
const signatureTimestamp = aa(14)
const signaturePolicy = aa(15)
const references = [aa(21), aa(22)]
const certificateValues = attribute('1.2.840.113549.1.9.16.2.23', sequence(alice.certificate))
const revocationValues = aa(24)
const completeTimestamp = aa(25)
const archiveV2 = aa(48)
const archiveV3 = attribute('0.4.0.1733.2.4', sequence(nothing))
const internalRecord = aa(49)
const externalRecord = aa(50)
const revocation = [sequence(octets(hello))]

const { signingTime, ...withoutTime } = usualAttributes(hello)

function level(
  unsigned: readonly Uint8Array[],
  document: Partial<SignedDataParts> = {},
  attributes: readonly Uint8Array[] = [...Object.values(withoutTime), signingTime],
): string {
  const info = signerInfo({ attributes, unsigned })
  return onlySignature(parse(signedData({ content: hello, signerInfos: [info], ...document })))
    .format
}

describe('the baseline levels', () => {
  it('begin with B', () => expect(level([])).toBe('CAdES-BASELINE-B'))
  it('have T with a signature time-stamp', () =>
    expect(level([signatureTimestamp])).toBe('CAdES-BASELINE-T'))
  it('have LT with revocation data in the SignedData', () =>
    expect(level([signatureTimestamp], { revocation })).toBe('CAdES-BASELINE-LT'))
  it('have LTA with an archive time-stamp of version 3', () =>
    expect(level([signatureTimestamp, archiveV3], { revocation })).toBe('CAdES-BASELINE-LTA'))
  it('need the signing time', () =>
    expect(level([], {}, Object.values(withoutTime))).toBe('CAdES-BES'))
  it('need a certificate in the SignedData', () =>
    expect(level([], { certificates: [] })).toBe('CAdES-BES'))
  it('need content of type id-data', () => {
    const contentType = attribute(oids.contentType, oid(oids.signedData))
    const attributes = [...Object.values({ ...withoutTime, contentType }), signingTime]
    expect(level([], { contentType: oids.signedData }, attributes)).toBe('CAdES-BES')
  })
})

describe('the extended levels', () => {
  const full = [signatureTimestamp, ...references, certificateValues, revocationValues]

  it('have EPES with a signature policy', () => {
    const attributes = [...Object.values(withoutTime), signaturePolicy]
    expect(level([], {}, attributes)).toBe('CAdES-EPES')
  })
  it('have T where the rest is not baseline', () =>
    expect(level([signatureTimestamp], {}, Object.values(withoutTime))).toBe('CAdES-T'))
  it('have C with references', () =>
    expect(level([signatureTimestamp, ...references])).toBe('CAdES-C'))
  it('have X with a time-stamp over them', () =>
    expect(level([signatureTimestamp, ...references, completeTimestamp])).toBe('CAdES-X'))
  it('have XL with the values', () => expect(level([...full, completeTimestamp])).toBe('CAdES-XL'))
  it('have A with an archive time-stamp', () => expect(level([...full, archiveV2])).toBe('CAdES-A'))
  it('stay at C where the values do not reach a root', () => {
    const values = attribute('1.2.840.113549.1.9.16.2.23', sequence())
    const unsigned = [signatureTimestamp, ...references, values, revocationValues, archiveV2]
    expect(level(unsigned)).toBe('CAdES-C')
  })
})

describe('a signature with an evidence record', () => {
  it('is CAdES-ERS over its time-stamp and revocation data', () =>
    expect(level([signatureTimestamp, internalRecord], { revocation })).toBe('CAdES-ERS'))
  it('keeps its level where there is no time-stamp', () =>
    expect(level([internalRecord], { revocation })).toBe('CAdES-BASELINE-B'))
  it('keeps its level where the form is that of detached content', () =>
    expect(level([signatureTimestamp, externalRecord], { revocation })).toBe('CAdES-BASELINE-LT'))
})
