import { type Budget, budgetExceeded } from '../../core/budget.ts'
import { VerifierError } from '../../core/errors.ts'
import { type Certificate, type Extension, findExtension } from '../certificate.ts'
import { extensionOids } from '../extensions.ts'
import { quotedSubject } from '../identifiers.ts'
import { sameName } from '../names.ts'
import {
  inhibitAnyPolicy,
  isDefinedQualifier,
  type PolicyConstraints,
  type PolicyInformation,
  type PolicyMappings,
  policyConstraints,
  policyInformation,
  policyMappings,
} from './extensions.ts'
import {
  addMappedNodes,
  initialLevel,
  levelOf,
  nodesBelow,
  type PolicyLevel,
  type PolicyNode,
} from './graph.ts'
import { anyPolicy, type PathPolicy } from './inputs.ts'
import { type ConstrainedPolicy, userConstrainedPolicies } from './set.ts'

/** What stands against a path, and the clause that it violates. */
export interface PolicyProblem {
  readonly rule: string
  readonly detail: string
}

/**
 * The policy variables of RFC 5280 §6.1.2 after some certificates of a path. It never changes, and
 * paths with the same beginning share it: where RFC 5280 starts a counter at n+1, it starts without
 * end here, which no path of length n can tell apart.
 */
export interface PolicyState {
  /** The last depth of the valid_policy_graph of RFC 9618, or NULL. */
  readonly graph: PolicyLevel | null
  readonly explicitPolicy: number
  readonly policyMapping: number
  readonly inhibitAnyPolicy: number
  /** Nodes and edges that the path has made so far. */
  readonly spent: number
  /** The first clause that was violated; nothing below it is processed. */
  readonly problem: PolicyProblem | null
}

const policyOids: ReadonlySet<string> = new Set([
  extensionOids.certificatePolicies,
  extensionOids.policyMappings,
  extensionOids.policyConstraints,
  extensionOids.inhibitAnyPolicy,
])

/** True for the extensions that RFC 5280 §6.1.3 (d) to §6.1.4 (j) process. */
export function isPolicyExtension({ oid }: Extension): boolean {
  return policyOids.has(oid)
}

const unlimited = Number.POSITIVE_INFINITY

/** RFC 5280 §6.1.2 (a), (d), (e) and (f). */
export function initialPolicyState(inputs: PathPolicy): PolicyState {
  return {
    graph: initialLevel,
    explicitPolicy: inputs.requireExplicitPolicy === 'yes' ? 0 : unlimited,
    policyMapping: inputs.inhibitPolicyMapping === 'yes' ? 0 : unlimited,
    inhibitAnyPolicy: inputs.inhibitAnyPolicy === 'yes' ? 0 : unlimited,
    spent: 0,
    problem: null,
  }
}

/**
 * RFC 5280 §6.1.3 (d) to (f) for the next certificate of a path, counted from its anchor; then, for
 * one that is not the last, §6.1.4 (a), (b), (h), (i) and (j); for the last, §6.1.5 (a) and (b).
 * Throws `budget-exceeded` where the path makes more nodes and edges than `policyNodes`, or all paths
 * more than `policyNodesOfAllPaths`.
 */
export function afterCertificate(
  state: PolicyState,
  certificate: Certificate,
  place: 'intermediate' | 'last',
  budget: Budget,
): PolicyState {
  if (state.problem !== null) return state
  const extensions = policyExtensions(certificate)
  if ('rule' in extensions) return { ...state, problem: extensions }
  // Before the work: what goes past the limit on all paths is not to begin it once more for each.
  spend(extensions.size, budget)
  const selfIssued = place === 'intermediate' && sameName(certificate.issuer, certificate.subject)
  const nodes = validNodes(state, extensions, selfIssued)
  if (state.explicitPolicy === 0 && nodes.size === 0) {
    const detail = `${quotedSubject(certificate)} leaves no policy that is valid along the path, and one is required`
    return { ...state, problem: { rule: 'RFC 5280 §6.1.3 (f)', detail } }
  }
  if (place === 'last') return wrappedUp(state, nodes, extensions, budget)
  if (namesAnyPolicy(extensions.mappings)) {
    const detail = `${quotedSubject(certificate)} maps anyPolicy`
    return { ...state, problem: { rule: 'RFC 5280 §6.1.4 (a)', detail } }
  }
  return preparedForNext(state, nodes, extensions, selfIssued, budget)
}

interface PolicyExtensions {
  readonly policies: readonly PolicyInformation[] | null
  readonly mappings: PolicyMappings | null
  readonly constraints: PolicyConstraints | null
  readonly anyPolicyInhibited: number | null
  /** How many policies and policies that are mapped there are. */
  readonly size: number
}

const silent: PolicyExtensions = {
  policies: null,
  mappings: null,
  constraints: null,
  anyPolicyInhibited: null,
  size: 0,
}

const known = new WeakMap<Certificate, PolicyExtensions | PolicyProblem>()

/** The extensions of a certificate; read once, on however many paths it stands. */
function policyExtensions(certificate: Certificate): PolicyExtensions | PolicyProblem {
  if (!certificate.extensions.some(isPolicyExtension)) return silent
  const before = known.get(certificate)
  if (before !== undefined) return before
  const extensions = readExtensions(certificate)
  known.set(certificate, extensions)
  return extensions
}

/** All four, wherever the certificate stands: one that cannot be read passes nothing. */
function readExtensions(certificate: Certificate): PolicyExtensions | PolicyProblem {
  try {
    const policies = policyInformation(certificate)
    if (policies !== null && hasForeignCriticalQualifier(certificate, policies)) {
      const detail = `${quotedSubject(certificate)} has critical policies with an unknown qualifier`
      return { rule: 'RFC 5280 §4.2.1.4', detail }
    }
    const mappings = policyMappings(certificate)
    return {
      policies,
      mappings,
      constraints: policyConstraints(certificate),
      anyPolicyInhibited: inhibitAnyPolicy(certificate),
      size: (policies?.length ?? 0) + (mappings?.size ?? 0),
    }
  } catch (error) {
    if (!(error instanceof VerifierError) || error.code !== 'der-malformed') throw error
    const detail = `${quotedSubject(certificate)} has policies that cannot be read (${error.message})`
    return { rule: 'RFC 5280 §4.2.1', detail }
  }
}

/** RFC 5280 §4.2.1.4: where the extension is critical, its qualifiers must be understood as well. */
function hasForeignCriticalQualifier(
  certificate: Certificate,
  policies: readonly PolicyInformation[],
): boolean {
  if (policies.every(({ qualifiers }) => qualifiers.every(isDefinedQualifier))) return false
  return findExtension(certificate, extensionOids.certificatePolicies)?.critical === true
}

/** RFC 5280 §6.1.3 (d) and (e); none of them is the graph NULL. */
function validNodes(
  { graph, inhibitAnyPolicy }: PolicyState,
  { policies }: PolicyExtensions,
  selfIssued: boolean,
): Map<string, PolicyNode> {
  if (graph === null || policies === null) return new Map()
  return nodesBelow(graph, policies, inhibitAnyPolicy > 0 || selfIssued ? 'yes' : 'no')
}

function namesAnyPolicy(mappings: PolicyMappings | null): boolean {
  if (mappings === null) return false
  if (mappings.has(anyPolicy)) return true
  for (const equivalent of mappings.values()) if (equivalent.has(anyPolicy)) return true
  return false
}

/** RFC 5280 §6.1.4 (b), (h), (i) and (j). */
function preparedForNext(
  state: PolicyState,
  nodes: Map<string, PolicyNode>,
  { mappings, constraints, anyPolicyInhibited }: PolicyExtensions,
  selfIssued: boolean,
  budget: Budget,
): PolicyState {
  if (mappings !== null && state.policyMapping > 0) addMappedNodes(nodes, mappings)
  if (mappings !== null && state.policyMapping === 0)
    for (const policy of mappings.keys()) nodes.delete(policy)
  const step = selfIssued ? 0 : 1
  return {
    ...grown(state, nodes, mappings, budget),
    explicitPolicy: least(state.explicitPolicy, step, constraints?.requireExplicitPolicy),
    policyMapping: least(state.policyMapping, step, constraints?.inhibitPolicyMapping),
    inhibitAnyPolicy: least(state.inhibitAnyPolicy, step, anyPolicyInhibited),
    problem: null,
  }
}

/** RFC 5280 §6.1.5 (a) and (b): in the last certificate, only a zero counts. */
function wrappedUp(
  state: PolicyState,
  nodes: Map<string, PolicyNode>,
  { constraints }: PolicyExtensions,
  budget: Budget,
): PolicyState {
  const explicitPolicy =
    constraints?.requireExplicitPolicy === 0 ? 0 : less(state.explicitPolicy, 1)
  return { ...state, ...grown(state, nodes, null, budget), explicitPolicy }
}

function least(counter: number, step: number, limit: number | null | undefined): number {
  return Math.min(less(counter, step), limit ?? unlimited)
}

function less(counter: number, step: number): number {
  return Math.max(counter - step, 0)
}

/** What was spent is counted in the state: a path costs the same whether its beginning was known. */
function grown(
  state: PolicyState,
  nodes: ReadonlyMap<string, PolicyNode>,
  mappings: PolicyMappings | null,
  budget: Budget,
): Pick<PolicyState, 'graph' | 'spent'> {
  if (nodes.size === 0) return { graph: null, spent: state.spent }
  const graph = levelOf(nodes, mappings)
  let spent = state.spent + nodes.size
  for (const expecting of graph.expecting.values()) spent += expecting.length
  spend(spent - state.spent, budget)
  refuseBeyond(spent, budget)
  return { graph, spent }
}

function spend(amount: number, budget: Budget): void {
  if (amount > 0) budget.spend('policyNodesOfAllPaths', amount)
}

function refuseBeyond(spent: number, { limits }: Budget): void {
  if (spent > limits.policyNodes) throw budgetExceeded('policyNodes', limits.policyNodes)
}

/** What RFC 5280 §6.1.5 makes of the policies of a path; the set is empty where there is a problem. */
export interface PolicyConclusion {
  readonly problem: PolicyProblem | null
  readonly userConstrainedPolicySet: readonly ConstrainedPolicy[]
}

/**
 * RFC 5280 §6.1.5 (g), as RFC 9618 §5.5 has it: to be asked of the state after the last certificate.
 * Throws `budget-exceeded` where collecting the qualifiers goes beyond the same limits.
 */
export function concludePolicies(
  { graph, explicitPolicy, spent, problem }: PolicyState,
  { initialPolicySet }: PathPolicy,
  budget: Budget,
): PolicyConclusion {
  if (problem !== null) return { problem, userConstrainedPolicySet: [] }
  let steps = spent
  const visit = (): void => {
    spend(1, budget)
    refuseBeyond(++steps, budget)
  }
  const userConstrainedPolicySet =
    graph === null ? [] : userConstrainedPolicies(graph, initialPolicySet, visit)
  if (explicitPolicy > 0 || userConstrainedPolicySet.length > 0)
    return { problem: null, userConstrainedPolicySet }
  const detail = 'no policy that is asked for is valid along the path, and one is required'
  return { problem: { rule: 'RFC 5280 §6.1.5 (g)', detail }, userConstrainedPolicySet: [] }
}
