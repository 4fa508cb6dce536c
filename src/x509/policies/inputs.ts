/** The inputs of RFC 5280 §6.1.1 beside the path and its anchor. */
export interface PathPolicy {
  /** (c) user-initial-policy-set; `2.5.29.32.0` stands for any. */
  readonly initialPolicySet: readonly string[]
  /** (e) */
  readonly inhibitPolicyMapping: 'yes' | 'no'
  /** (f) */
  readonly requireExplicitPolicy: 'yes' | 'no'
  /** (g) */
  readonly inhibitAnyPolicy: 'yes' | 'no'
}

/** RFC 5280 §4.2.1.4: the policy that stands for every policy. */
export const anyPolicy = '2.5.29.32.0'

/** The inputs of RFC 5280 §6.1.1 (c), (e), (f) and (g) where nothing is asked of policies. */
export const defaultPathPolicy: PathPolicy = {
  initialPolicySet: [anyPolicy],
  inhibitPolicyMapping: 'no',
  requireExplicitPolicy: 'no',
  inhibitAnyPolicy: 'no',
}
