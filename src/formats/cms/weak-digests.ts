import type { DigestAlgorithm } from '../../core/digests.ts'

/** Digests with which nothing new may be vouched for: ETSI TS 119 312 lists none of them. */
export const weakDigests: ReadonlySet<DigestAlgorithm> = new Set(['MD5', 'SHA-1', 'RIPEMD-160'])
