/** Why a check failed: the sub-indications of EN 319 102-1 §5.1.3, table 6, under TOTAL-FAILED. */
export type FailedBecause =
  | 'EXPIRED'
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'NOT_YET_VALID'
  | 'REVOKED'
  | 'SIG_CRYPTO_FAILURE'

/** Why a check could not be decided: EN 319 102-1 §5.1.3, table 6, under INDETERMINATE. */
export type UndecidedBecause =
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'EXPIRED'
  | 'GENERIC'
  | 'NOT_YET_VALID'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE'
  | 'NO_POE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'POLICY_PROCESSING_ERROR'
  | 'REVOCATION_OUT_OF_BOUNDS_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'REVOKED_NO_POE'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'SIGNED_DATA_NOT_FOUND'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'TRY_LATER'

/** A stable code that says more than the sub-indication does; part of the contract. */
export type ReasonCode =
  | 'ALGORITHM_NOT_RELIABLE'
  | 'BUDGET_EXCEEDED'
  | 'CRYPTO_UNSUPPORTED'
  | 'DETACHED_CONTENT_MISSING'
  | 'DOCUMENT_MODIFIED'
  | 'FORMAT_UNSUPPORTED'
  | 'KEY_MALFORMED'
  | 'NO_REVOCATION_DATA'
  | 'NO_TRUST_ANCHOR'
  | 'SIGNATURE_MALFORMED'
  | 'SIGNING_CERTIFICATE_MISMATCH'
  | 'SIGNING_CERTIFICATE_MISSING'
  | 'SIGNING_CERTIFICATE_NOT_REFERENCED'

/** What a check or a building block came to: EN 319 102-1 §5.1.3, with why, unless it passed. */
export type Conclusion =
  | {
      readonly indication: 'PASSED'
      /** Why the check was not made at all: it decides nothing, and the report says IGNORED. */
      readonly ignored?: string
      /** What was checked, where a rule is checked of several things. */
      readonly detail?: string
    }
  | {
      readonly indication: 'FAILED'
      readonly because: FailedBecause
      readonly reason?: ReasonCode
      readonly detail: string
    }
  | {
      readonly indication: 'INDETERMINATE'
      readonly because: UndecidedBecause
      readonly reason?: ReasonCode
      readonly detail: string
    }

/** The atom of the report: one rule, cited, and what came of it. */
export interface Check {
  readonly id: string
  /** The citation shown to the auditor, such as "RFC 5280 §6.1.3 (a)(2)". */
  readonly rule: string
  readonly conclusion: Conclusion
}

/** A rule with its check where it is kept, which is the same object each time, and where it is not. */
export interface Rule {
  readonly passed: Check
  undecided(because: UndecidedBecause, detail: string, reason?: ReasonCode): Check
}

/** The rule of a check: its id, and the citation shown to the auditor. */
export function ruleOf(id: string, rule: string): Rule {
  return {
    passed: { id, rule, conclusion: passed },
    undecided: (because, detail, reason) => ({
      id,
      rule,
      conclusion: undecided(because, detail, reason),
    }),
  }
}

/** The conclusion of a check that its rule has nothing against. */
export const passed: Conclusion = { indication: 'PASSED' }

/** PASSED, of one of several things that the rule is checked of. */
export function passedFor(detail: string): Conclusion {
  return { indication: 'PASSED', detail }
}

/** PASSED, for there was nothing to check or nobody asked for it. */
export function ignored(detail: string): Conclusion {
  return { indication: 'PASSED', ignored: detail }
}

/** FAILED: what was checked is wrong, and no further evidence would change that. */
export function failed(because: FailedBecause, detail: string, reason?: ReasonCode): Conclusion {
  return { indication: 'FAILED', because, detail, ...(reason && { reason }) }
}

/** INDETERMINATE: further evidence, another time or another policy might change it. */
export function undecided(
  because: UndecidedBecause,
  detail: string,
  reason?: ReasonCode,
): Conclusion {
  return { indication: 'INDETERMINATE', because, detail, ...(reason && { reason }) }
}

/** The first check that did not pass decides; the rest stay in the report. */
export function conclude(checks: readonly Check[]): Conclusion {
  return checks.find((check) => check.conclusion.indication !== 'PASSED')?.conclusion ?? passed
}
