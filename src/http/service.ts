import type { Crypto } from '../core/crypto.ts'
import type { Online } from '../sources/online.ts'
import type { Metrics } from './metrics.ts'
import type { ServiceTrust } from './service-trust.ts'

/** What the service may consume for its callers. */
export interface ServiceLimits {
  /** Bytes of a body. SiVa, the Estonian validation service, takes 27 MB; this is the next power of two. */
  readonly bodyBytes: number
  /** Octets of signed data in one answer, before base64: twice a body, for containers are packed. */
  readonly extractedBytes: number
  /** Bodies held and validated at once; each may hold its bytes three times. */
  readonly atOnce: number
  /** Batches open at once, counted apart from bodies; each holds one line, as long as a body. */
  readonly batchesAtOnce: number
  /** Milliseconds for a body, or a line of a batch, to arrive; 32 MiB at 5 Mbit/s take 54 s. */
  readonly bodyMilliseconds: number
}

/**
 * The limits of a service that is given none; `ServiceLimits` says where each number comes from.
 */
export const defaultServiceLimits: ServiceLimits = {
  bodyBytes: 32 << 20,
  extractedBytes: 64 << 20,
  atOnce: 16,
  batchesAtOnce: 16,
  bodyMilliseconds: 60_000,
}

/** One line of the log: never a document, a name or anything a caller sent. */
export interface LogEntry {
  readonly at: Date
  readonly event: 'request' | 'fault' | 'trust' | 'listening'
  readonly facts: Readonly<Record<string, string | number | null>>
}

/** Everything the service is made of; given, so that a test can give its own. */
export interface Service {
  readonly trust: ServiceTrust
  readonly crypto: Crypto
  readonly metrics: Metrics
  readonly limits: ServiceLimits
  /**
   * The network, with one memory for all requests. Where it is not given nothing is ever fetched:
   * what a request needs is listed in its answer.
   */
  readonly online?: Online
  now(): Date
  log(entry: LogEntry): void
}
