import { fromLatin1 } from '../../core/bytes.ts'
import type { PolicyLevel, PolicyNode } from './graph.ts'
import { anyPolicy } from './inputs.ts'

/** A policy with the qualifiers given for it along the path, each a PolicyQualifierInfo in DER. */
export interface ConstrainedPolicy {
  readonly oid: string
  readonly qualifiers: readonly Uint8Array[]
}

/** The qualifiers of policies: of each by its octets, as the same may stand in many certificates. */
type Qualified = Map<string, Map<string, Uint8Array>>

/**
 * The user_constrained_policy_set of RFC 5280 §6.1.5 (g), as RFC 9618 §5.5 has it. RFC 9618 advises
 * against giving the qualifiers; the issuers' notices are wanted here, and `visit` hears of every
 * step that it takes to collect them.
 */
export function userConstrainedPolicies(
  level: PolicyLevel,
  initialPolicySet: readonly string[],
  visit: () => void,
): readonly ConstrainedPolicy[] {
  const policies = authorityConstrainedPolicies(level, visit)
  if (!initialPolicySet.includes(anyPolicy)) constrain(policies, initialPolicySet)
  return Array.from(policies, ([oid, qualifiers]) => ({
    oid,
    qualifiers: [...qualifiers.values()],
  }))
}

/** RFC 9618 §5.5 (g)(6). */
function constrain(policies: Qualified, initialPolicySet: readonly string[]): void {
  const any = policies.get(anyPolicy)
  const wanted = new Set(initialPolicySet)
  for (const oid of [...policies.keys()]) if (!wanted.has(oid)) policies.delete(oid)
  if (any === undefined) return
  for (const oid of wanted) if (!policies.has(oid)) policies.set(oid, any)
}

/** RFC 9618 §5.5 (g)(2) to (4): policies as the anchor's domain names them. */
function authorityConstrainedPolicies(level: PolicyLevel, visit: () => void): Qualified {
  const nodes = survivors(level, visit)
  const any = level.nodes.get(anyPolicy)
  const counted = nodes.filter((node) => node === any || isUnmapped(node))
  const policies = new Map(counted.map(({ policy }) => [policy, new Map<string, Uint8Array>()]))
  if (nodes.some(({ qualifiers }) => qualifiers.length > 0)) {
    collectFromAbove(policies, counted, visit)
    collectFromBelow(policies, nodes, visit)
  }
  return policies
}

/** RFC 9618 §5.5 (g)(2): nodes that come straight from anyPolicy, which is then their only parent. */
function isUnmapped({ policy, parents }: PolicyNode): boolean {
  return policy !== anyPolicy && parents[0]?.policy === anyPolicy
}

/**
 * The nodes that RFC 9618 §5.3 (d)(3) leaves, deepest first: those of the last depth, and all above
 * them.
 */
function survivors(level: PolicyLevel, visit: () => void): readonly PolicyNode[] {
  // A set is walked in the order of insertion, and what is added on the way is walked as well.
  const found = new Set(level.nodes.values())
  for (const node of found) {
    for (const parent of node.parents) {
      visit()
      found.add(parent)
    }
  }
  return [...found]
}

/**
 * RFC 9618 §5.5 (g)(4)(ii): the qualifiers of the nodes that count and of their ancestors, which are
 * all anyPolicy, one at each depth.
 */
function collectFromAbove(
  policies: Qualified,
  counted: readonly PolicyNode[],
  visit: () => void,
): void {
  for (const node of counted) {
    const known = policies.get(node.policy)
    for (let one: PolicyNode | undefined = node; one !== undefined; one = one.parents[0]) {
      visit()
      qualify(known, one, visit)
    }
  }
}

/** The same: the qualifiers of their descendants. */
function collectFromBelow(
  policies: Qualified,
  nodes: readonly PolicyNode[],
  visit: () => void,
): void {
  const origins = new Map<PolicyNode, ReadonlySet<string>>()
  for (const node of nodes.toReversed()) {
    if (node.policy === anyPolicy) continue
    const from = isUnmapped(node) ? new Set([node.policy]) : originsOf(node, origins, visit)
    origins.set(node, from)
    if (node.qualifiers.length === 0) continue
    for (const policy of from) qualify(policies.get(policy), node, visit)
  }
}

/** The policies from which the parents of a node descend; with one parent they are the same. */
function originsOf(
  { parents }: PolicyNode,
  known: ReadonlyMap<PolicyNode, ReadonlySet<string>>,
  visit: () => void,
): ReadonlySet<string> {
  const [first, ...others] = parents.map((parent) => known.get(parent) ?? new Set<string>())
  if (first === undefined || others.length === 0) return first ?? new Set()
  const union = new Set(first)
  for (const other of others) {
    for (const policy of other) {
      visit()
      union.add(policy)
    }
  }
  return union
}

function qualify(
  known: Map<string, Uint8Array> | undefined,
  { qualifiers }: PolicyNode,
  visit: () => void,
): void {
  for (const { der } of qualifiers) {
    visit()
    known?.set(fromLatin1(der), der)
  }
}
