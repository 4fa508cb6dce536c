import { fromLatin1 } from '../core/bytes.ts'
import type { PolicyLevel, PolicyNode } from './policy-graph.ts'
import { anyPolicy } from './policy-inputs.ts'

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
  const policies: Qualified = new Map()
  for (const node of survivors(level, visit)) {
    if (isUnmapped(node) || node === level.nodes.get(anyPolicy)) {
      // Its ancestors are all anyPolicy, one at each depth.
      for (let one: PolicyNode | undefined = node; one !== undefined; one = one.parents[0]) {
        visit()
        qualify(policies, node.policy, one)
      }
    } else if (node.policy !== anyPolicy && node.qualifiers.length > 0) {
      for (const origin of originsOf(node, visit)) qualify(policies, origin.policy, node)
    }
  }
  return policies
}

function qualify(policies: Qualified, policy: string, { qualifiers }: PolicyNode): void {
  const known = policies.get(policy) ?? new Map<string, Uint8Array>()
  policies.set(policy, known)
  for (const { der } of qualifiers) known.set(fromLatin1(der), der)
}

/** RFC 9618 §5.5 (g)(2): nodes that come straight from anyPolicy. */
function isUnmapped({ policy, parents }: PolicyNode): boolean {
  const [parent, another] = parents
  return policy !== anyPolicy && another === undefined && parent?.policy === anyPolicy
}

/** The nodes that RFC 9618 §5.3 (d)(3) leaves: those above one of the last depth, and these. */
function survivors(level: PolicyLevel, visit: () => void): Iterable<PolicyNode> {
  // A set is walked in the order of insertion, and what is added on the way is walked as well.
  const found = new Set(level.nodes.values())
  for (const node of found) {
    for (const parent of node.parents) {
      visit()
      found.add(parent)
    }
  }
  return found
}

/** The nodes under anyPolicy from which the node descends. */
function originsOf(node: PolicyNode, visit: () => void): readonly PolicyNode[] {
  const found = new Set([node])
  for (const one of found) {
    if (isUnmapped(one)) continue
    for (const parent of one.parents) {
      visit()
      found.add(parent)
    }
  }
  return [...found].filter(isUnmapped)
}
