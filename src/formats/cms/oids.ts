/** Content types (RFC 5652 §4, §5.1; RFC 3161 §2.4.2). */
export const contentTypes = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
} as const

/** Attributes (RFC 5652 §11, RFC 5035, RFC 6211, EN 319 122-1 annex D, EN 319 122-2). */
export const attributeTypes = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  counterSignature: '1.2.840.113549.1.9.6',
  algorithmProtection: '1.2.840.113549.1.9.52',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  signaturePolicy: '1.2.840.113549.1.9.16.2.15',
  contentTimestamp: '1.2.840.113549.1.9.16.2.20',
  certificateReferences: '1.2.840.113549.1.9.16.2.21',
  revocationReferences: '1.2.840.113549.1.9.16.2.22',
  certificateValues: '1.2.840.113549.1.9.16.2.23',
  revocationValues: '1.2.840.113549.1.9.16.2.24',
  completeTimestamp: '1.2.840.113549.1.9.16.2.25',
  referencesTimestamp: '1.2.840.113549.1.9.16.2.26',
  archiveTimestamp: '1.2.840.113549.1.9.16.2.27',
  attributeCertificateReferences: '1.2.840.113549.1.9.16.2.44',
  attributeRevocationReferences: '1.2.840.113549.1.9.16.2.45',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  archiveTimestampV2: '1.2.840.113549.1.9.16.2.48',
  evidenceRecordInternal: '1.2.840.113549.1.9.16.2.49',
  evidenceRecordExternal: '1.2.840.113549.1.9.16.2.50',
  archiveTimestampV3: '0.4.0.1733.2.4',
} as const

/** Forms of OtherRevocationInfoFormat: RFC 5940 §2 (an OCSPResponse), RFC 6960 §4.2.1 (a BasicOCSPResponse). */
export const revocationFormats = {
  ocspResponse: '1.3.6.1.5.5.7.16.2',
  basicOcspResponse: '1.3.6.1.5.5.7.48.1.1',
} as const
