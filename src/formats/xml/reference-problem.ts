/** Why a reference gives no octets; the verifier decides what that means for the signature. */
export interface ReferenceProblem {
  readonly kind: 'unsupported' | 'not-found' | 'missing' | 'ambiguous' | 'too-much'
  readonly detail: string
}

/** The problem of a reference that asks for something this version does not do. */
export function unsupported(detail: string): ReferenceProblem {
  return { kind: 'unsupported', detail: `${detail} is not supported in this version` }
}
