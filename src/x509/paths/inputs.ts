import type { Crypto } from '../../core/crypto.ts'
import type { Purpose } from '../key-purposes.ts'
import type { PathPolicy } from '../policies/inputs.ts'

/** What RFC 5280 §6.1 is given beside the path: its inputs, and what the key is to serve for. */
export interface PathInputs {
  readonly at: Date
  readonly policy: PathPolicy
  readonly purpose: Purpose
  /** Whether anchors end at their sunset, where they have one. */
  readonly anchorSunset: 'apply' | 'ignore'
  readonly crypto: Crypto
}
