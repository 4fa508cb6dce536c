import * as asn1js from 'asn1js'
import { bufferOf, derOf } from './der.ts'
import { webcrypto } from './keys.ts'

/**
 * National algorithms that nothing here computes. Identifiers and structure are real (RFC 9215 §4.2
 * and §4.3; DSTU 4145-2002 as Ukrainian certificates write it); the key octets are invented.
 */
export interface NationalAlgorithm {
  readonly name: string
  readonly keyOid: string
  /** Parameters of the key: the OIDs of its curve and, for GOST, of its digest. */
  readonly parameters: readonly string[]
  readonly keyOctets: number
  readonly signatureOid: string
  readonly valueOctets: number
  readonly digestOid: string
  readonly digestOctets: number
}

export const dstu4145: NationalAlgorithm = {
  name: 'DSTU 4145-2002 with GOST 34.311-95',
  keyOid: '1.2.804.2.1.1.1.1.3.1.1',
  parameters: ['1.2.804.2.1.1.1.1.3.1.1.2.6'],
  keyOctets: 33,
  signatureOid: '1.2.804.2.1.1.1.1.3.1.1',
  valueOctets: 64,
  digestOid: '1.2.804.2.1.1.1.1.2.1',
  digestOctets: 32,
}

export const gost2012: NationalAlgorithm = {
  name: 'GOST R 34.10-2012 (256 bits) with GOST R 34.11-2012',
  keyOid: '1.2.643.7.1.1.1.1',
  parameters: ['1.2.643.7.1.2.1.1.1', '1.2.643.7.1.1.2.2'],
  keyOctets: 64,
  signatureOid: '1.2.643.7.1.1.3.2',
  valueOctets: 64,
  digestOid: '1.2.643.7.1.1.2.2',
  digestOctets: 32,
}

/** A SubjectPublicKeyInfo (RFC 5280 §4.1) of the algorithm, with an invented key. */
export function inventedPublicKey(algorithm: NationalAlgorithm): Uint8Array {
  const key = derOf(
    new asn1js.OctetString({ valueHex: bufferOf(randomOctets(algorithm.keyOctets)) }),
  )
  const parameters = new asn1js.Sequence({ value: algorithm.parameters.map(oid) })
  const identifier = new asn1js.Sequence({ value: [oid(algorithm.keyOid), parameters] })
  const bits = new asn1js.BitString({ valueHex: bufferOf(key) })
  return derOf(new asn1js.Sequence({ value: [identifier, bits] }))
}

export function randomOctets(count: number): Uint8Array {
  return webcrypto.getRandomValues(new Uint8Array(count))
}

function oid(value: string): asn1js.ObjectIdentifier {
  return new asn1js.ObjectIdentifier({ value })
}
