/** Every date of the sample. Only keys are drawn anew; the dates stay. */
export const times = {
  /** Authorities exist early enough to have issued a certificate that has expired since. */
  authorityFrom: new Date('2019-01-01T00:00:00Z'),
  authorityTo: new Date('2045-12-31T00:00:00Z'),
  from: new Date('2024-01-01T00:00:00Z'),
  to: new Date('2044-01-01T00:00:00Z'),
  expiredFrom: new Date('2023-06-01T00:00:00Z'),
  expiredTo: new Date('2024-06-01T00:00:00Z'),
  serviceGranted: new Date('2019-06-01T00:00:00Z'),
  serviceWithdrawn: new Date('2025-06-01T00:00:00Z'),
  revoked: new Date('2025-03-01T00:00:00Z'),
  signed: new Date('2025-09-01T09:30:00Z'),
  /** While the certificate that has expired since was valid. */
  signedBeforeExpiry: new Date('2024-03-01T09:30:00Z'),
  countersigned: new Date('2025-09-01T10:00:00Z'),
  shortKeysEnd: new Date('2029-01-01T00:00:00Z'),
  /** Lists and CRLs. TS 119 612 §5.3.15 allows six months to the next update; a sample must not go stale. */
  issued: new Date('2026-01-01T00:00:00Z'),
  nextUpdate: new Date('2044-12-31T00:00:00Z'),
} as const

/** When the expectations of test-vectors/index.json are checked; any later time gives the same, until that of the row. */
export const validationTime = new Date('2026-06-01T00:00:00Z')
