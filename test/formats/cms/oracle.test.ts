import type { webcrypto } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  attribute,
  baseline,
  bob,
  crypto,
  departures,
  hello,
  oids,
  onlySignature,
  parse,
  signedData,
  signerInfo,
  usualAttributes,
} from './material.ts'
import { fieldsOfPkijs, fieldsRead } from './oracle.ts'

const attributes = Object.values(usualAttributes(hello))
const info = signerInfo({ attributes })

describe('a SignedData made by hand', () => {
  it.each([
    ['attached', baseline()],
    ['detached', signedData({ content: null, signerInfos: [info] })],
    [
      'of two signers',
      signedData({ content: hello, signerInfos: [info, signerInfo({ attributes, signer: bob })] }),
    ],
    [
      'without signed attributes',
      signedData({ content: hello, signerInfos: [signerInfo({ attributes: null })] }),
    ],
    ['countersigned', baseline(hello, [attribute(oids.counterSignature, info)])],
  ])('is read as PKI.js reads it: %s', (_, bytes) => {
    expect(fieldsRead(bytes)).toEqual(fieldsOfPkijs(bytes))
  })
})

describe('a SignedData made by PKI.js', () => {
  let made: Uint8Array

  beforeAll(async () => {
    const keys = await globalThis.crypto.subtle.generateKey(
      {
        name: 'RSASSA-PKCS1-v1_5',
        modulusLength: 2048,
        publicExponent: Uint8Array.of(1, 0, 1),
        hash: 'SHA-256',
      },
      true,
      ['sign', 'verify'],
    )
    made = await signWithPkijs(await selfSigned(keys), keys.privateKey)
  })

  it('is read as PKI.js reads it', () => expect(fieldsRead(made)).toEqual(fieldsOfPkijs(made)))
  it('verifies with RSASSA-PKCS1-v1_5', () => {
    const signature = onlySignature(parse(made))
    const { signatureAlgorithm: algorithm, signedBytes, certificates, value } = signature
    if ('unsupported' in algorithm || signedBytes.kind !== 'bytes') throw new Error('not readable')
    const spki = certificates[0]?.spki ?? new Uint8Array()
    expect(crypto.verify(spki, algorithm, signedBytes.bytes, value).outcome).toBe('valid')
    expect(departures(signature)).toEqual(['cades-signing-certificate INDETERMINATE'])
  })
})

async function selfSigned(keys: webcrypto.CryptoKeyPair): Promise<pkijs.Certificate> {
  const certificate = new pkijs.Certificate({ version: 2 })
  certificate.serialNumber = new asn1js.Integer({ value: 1 })
  const name = new pkijs.AttributeTypeAndValue({
    type: '2.5.4.3',
    value: new asn1js.Utf8String({ value: 'Carol' }),
  })
  certificate.issuer.typesAndValues.push(name)
  certificate.subject.typesAndValues.push(name)
  certificate.notBefore.value = new Date('2026-01-01')
  certificate.notAfter.value = new Date('2027-01-01')
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(keys.privateKey, 'SHA-256')
  return certificate
}

async function signWithPkijs(
  certificate: pkijs.Certificate,
  key: webcrypto.CryptoKey,
): Promise<Uint8Array> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', hello)
  const signedAttrs = new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new pkijs.Attribute({
        type: oids.contentType,
        values: [new asn1js.ObjectIdentifier({ value: oids.data })],
      }),
      new pkijs.Attribute({
        type: oids.messageDigest,
        values: [new asn1js.OctetString({ valueHex: digest })],
      }),
    ],
  })
  const data = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: oids.data,
      eContent: new asn1js.OctetString({ valueHex: new Uint8Array(hello).buffer }),
    }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        signedAttrs,
      }),
    ],
    certificates: [certificate],
  })
  await data.sign(key, 0, 'SHA-256')
  const info = new pkijs.ContentInfo({ contentType: oids.signedData, content: data.toSchema(true) })
  return new Uint8Array(info.toSchema().toBER())
}
