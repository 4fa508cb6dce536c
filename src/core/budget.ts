import { VerifierError } from './errors.ts'

/** What one request may consume. Every number says where it comes from. */
export interface Limits {
  /** Nesting of ASN.1 and XML elements. asn1js stops at 100; no real file here exceeds 40. */
  readonly depth: number
  /** ASN.1 elements visited. An entry of a CRL counts as one. */
  readonly nodes: number
  /** Bytes of one parsed document; streams are not counted. 1 GiB is V8's order of magnitude. */
  readonly bytes: number
  /** Signature checks while building the paths of one request: Go's crypto/x509 stops at 100 for one certificate. */
  readonly signatureChecks: number
  /** Certificates considered while building paths: ten for each signature check. */
  readonly pathNodes: number
  /** Certificates of one path, its anchor left out: OpenSSL stops at 100. */
  readonly pathLength: number
  /** Nodes and edges of the policy graph of one path: OpenSSL stops at 1,000 nodes, and RFC 9618 makes them linear. */
  readonly policyNodes: number
  /** The same of all paths of one certificate: 25 for each certificate that is considered, where real ones name a few. */
  readonly policyNodesOfAllPaths: number
  /** Names compared with name constraints on one path: 2^20, as OpenSSL and BoringSSL. */
  readonly nameComparisons: number
  /** SignerInfo and ds:Signature elements in one document; DSS reads 1,000 files of a container. */
  readonly signatures: number
}

/** The limits of a request that names none; `Limits` says where each number comes from. */
export const defaultLimits: Limits = {
  depth: 100,
  nodes: 4_000_000,
  bytes: 1 << 30,
  signatureChecks: 1_000,
  pathNodes: 10_000,
  pathLength: 100,
  policyNodes: 10_000,
  policyNodesOfAllPaths: 250_000,
  nameComparisons: 1 << 20,
  signatures: 1_000,
}

type Counted = Exclude<keyof Limits, 'depth' | 'nodes'>

/** Counts what one request consumes, and refuses to go past its limits. */
export class Budget {
  readonly limits: Limits
  readonly #times: number
  #nodes = 0
  #outer: Budget | null = null
  #spent: Partial<Record<Counted, number>> | null = null

  /** `times` is how often what is counted may reach its limit: a document has many signers. */
  constructor(limits: Limits = defaultLimits, times = 1) {
    this.limits = limits
    this.#times = times
  }

  /** Counts elements of ASN.1 and XML: the one thing that is counted by the million. */
  spendNodes(amount = 1): void {
    this.#nodes += amount
    if (this.#nodes > this.limits.nodes) throw budgetExceeded('nodes', this.limits.nodes)
  }

  /** Adds to what was spent; throws `budget-exceeded` past the limit. */
  spend(what: Counted, amount = 1): void {
    this.#spent ??= {}
    const total = (this.#spent[what] ?? 0) + amount
    this.#spent[what] = total
    const limit = this.limits[what] * this.#times
    if (total + this.#before(what) > limit) throw budgetExceeded(what, limit)
  }

  #before(what: Counted): number {
    const outer = this.#outer
    return outer === null ? 0 : (outer.#spent?.[what] ?? 0) + outer.#before(what)
  }

  /** Counts by itself what is spent within what is left here; `charge` brings it back. */
  rest(): Budget {
    const rest = new Budget(this.limits, this.#times)
    rest.#outer = this
    return rest
  }

  /** Adds what another has spent, ASN.1 and XML left out; throws `budget-exceeded` past a limit. */
  charge(other: Budget): void {
    const spent = other.#spent
    for (const what in spent) this.spend(what as Counted, spent[what as Counted])
  }
}

/** The one error of a limit that was passed, with its name and number as facts. */
export function budgetExceeded(what: keyof Limits, limit: number): VerifierError {
  return new VerifierError('budget-exceeded', `the limit of ${limit} ${what} is exceeded`, {
    hint: 'no genuine document is known to need more; the limits are listed in the README',
    facts: { what, limit },
  })
}

/** The limit that an error names, or null where it is another error. */
export function budgetLimitOf(error: unknown): keyof Limits | null {
  if (!(error instanceof VerifierError) || error.code !== 'budget-exceeded') return null
  const { what } = error.facts
  return typeof what === 'string' && Object.hasOwn(defaultLimits, what)
    ? (what as keyof Limits)
    : null
}
