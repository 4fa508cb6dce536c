import type { Certificate } from '../../../src/x509/certificate.ts'

const dsig11 = 'http://www.w3.org/2009/xmldsig11#'

/** The P-256 key of a certificate as ds:KeyValue; the point is the end of SubjectPublicKeyInfo. */
export function ecKeyValue({ spki }: Pick<Certificate, 'spki'>): string {
  const point = Buffer.from(spki.subarray(-65)).toString('base64')
  return `<ds:KeyValue><d:ECKeyValue xmlns:d="${dsig11}"><d:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><d:PublicKey>${point}</d:PublicKey></d:ECKeyValue></ds:KeyValue>`
}

/** The key of a certificate as dsig11:DEREncodedKeyValue. */
export function encodedKeyValue({ spki }: Pick<Certificate, 'spki'>): string {
  return `<d:DEREncodedKeyValue xmlns:d="${dsig11}">${Buffer.from(spki).toString('base64')}</d:DEREncodedKeyValue>`
}
