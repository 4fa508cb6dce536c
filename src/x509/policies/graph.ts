import type { PolicyInformation, PolicyMappings, PolicyQualifier } from './extensions.ts'
import { anyPolicy } from './inputs.ts'

/**
 * A node of the valid_policy_graph (RFC 9618 §5.2). It knows its parents and not its children, so
 * that it never changes and many paths share it; one that RFC 9618 deletes for want of children is
 * simply not reached from below.
 */
export interface PolicyNode {
  readonly policy: string
  readonly qualifiers: readonly PolicyQualifier[]
  readonly parents: readonly PolicyNode[]
}

/** The nodes of one depth: by valid_policy, and by the members of their expected_policy_set. */
export interface PolicyLevel {
  readonly nodes: ReadonlyMap<string, PolicyNode>
  readonly expecting: ReadonlyMap<string, readonly PolicyNode[]>
}

const root: PolicyNode = { policy: anyPolicy, qualifiers: [], parents: [] }

/** RFC 5280 §6.1.2 (a), as RFC 9618 §5.2 has it. */
export const initialLevel: PolicyLevel = {
  nodes: new Map([[anyPolicy, root]]),
  expecting: new Map([[anyPolicy, [root]]]),
}

/** RFC 5280 §6.1.3 (d)(1) and (2), as RFC 9618 §5.3 has them: the nodes of the next depth. */
export function nodesBelow(
  above: PolicyLevel,
  policies: readonly PolicyInformation[],
  anyPolicyCounts: 'yes' | 'no',
): Map<string, PolicyNode> {
  const nodes = new Map<string, PolicyNode>()
  const underAny = above.expecting.get(anyPolicy)
  let any: PolicyInformation | null = null
  for (const information of policies) {
    const { oid, qualifiers } = information
    if (oid === anyPolicy) {
      any = information
      continue
    }
    const parents = above.expecting.get(oid) ?? underAny
    if (parents !== undefined) nodes.set(oid, { policy: oid, qualifiers, parents })
  }
  if (any === null || anyPolicyCounts === 'no') return nodes
  for (const [policy, parents] of above.expecting) {
    if (!nodes.has(policy)) nodes.set(policy, { policy, qualifiers: any.qualifiers, parents })
  }
  return nodes
}

/** RFC 5280 §6.1.4 (b)(1), as RFC 9618 §5.4 has it: adds the nodes that mappings of anyPolicy make. */
export function addMappedNodes(nodes: Map<string, PolicyNode>, mappings: PolicyMappings): void {
  const any = nodes.get(anyPolicy)
  if (any === undefined) return
  for (const policy of mappings.keys()) {
    if (!nodes.has(policy)) {
      nodes.set(policy, { policy, qualifiers: any.qualifiers, parents: any.parents })
    }
  }
}

/** The nodes with what they expect of the next certificate: themselves, or what they are mapped to. */
export function levelOf(
  nodes: ReadonlyMap<string, PolicyNode>,
  mappings: PolicyMappings | null,
): PolicyLevel {
  const expecting = new Map<string, PolicyNode[]>()
  for (const node of nodes.values()) {
    for (const policy of mappings?.get(node.policy) ?? [node.policy]) {
      const already = expecting.get(policy)
      if (already === undefined) expecting.set(policy, [node])
      else already.push(node)
    }
  }
  return { nodes, expecting }
}
