import { anyPolicy, type PathPolicy } from '../../../src/x509/policies/inputs.ts'
import type { PoliciesPlan, PolicyPlan } from './certificates.ts'

/**
 * The valid_policy_tree of RFC 5280 §6.1 to the letter, as it stood before RFC 9618: exponential, and
 * written apart from the graph in src, so that the graph is not checked against itself.
 */
interface Node {
  readonly policy: string
  readonly cps: readonly string[]
  expected: readonly string[]
  readonly parent: Node | null
  readonly depth: number
  children: Node[]
}

interface Tree {
  readonly root: Node
  readonly explicit: number
  readonly mapping: number
  readonly inhibit: number
}

/** The policies with the CPS pointers that lead to each, or null where the path fails. */
export type TreeOutcome = ReadonlyMap<string, ReadonlySet<string>> | null

/** RFC 5280 §6.1.2 to §6.1.5 for the policies of a path, the certificate below the anchor first. */
export function processTree(plans: readonly PoliciesPlan[], inputs: PathPolicy): TreeOutcome {
  const n = plans.length
  const start = (input: 'yes' | 'no') => (input === 'yes' ? 0 : n + 1)
  let tree: Tree = {
    root: {
      policy: anyPolicy,
      cps: [],
      expected: [anyPolicy],
      parent: null,
      depth: 0,
      children: [],
    },
    explicit: start(inputs.requireExplicitPolicy),
    mapping: start(inputs.inhibitPolicyMapping),
    inhibit: start(inputs.inhibitAnyPolicy),
  }
  for (const [at, plan] of plans.entries()) {
    const i = at + 1
    assertPolicies(tree, plan, i, n)
    if (tree.explicit === 0 && isNull(tree, i)) return null
    if (i === n) break
    const named = (plan.mappings ?? []).flat()
    if (named.includes(anyPolicy)) return null
    applyMappings(tree, plan, i)
    tree = counted(tree, plan)
  }
  const last = plans[n - 1]
  const explicit = last?.requireExplicitPolicy === 0 ? 0 : Math.max(tree.explicit - 1, 0)
  const policies = intersect(tree, inputs.initialPolicySet, n)
  return explicit > 0 || policies.size > 0 ? policies : null
}

function nodesAt(node: Node, depth: number): readonly Node[] {
  if (node.depth === depth) return [node]
  return node.children.flatMap((child) => nodesAt(child, depth))
}

function isNull(tree: Tree, depth: number): boolean {
  return nodesAt(tree.root, depth).length === 0
}

function add(parent: Node, policy: string, cps: readonly string[], expected = [policy]): void {
  parent.children.push({ policy, cps, expected, parent, depth: parent.depth + 1, children: [] })
}

/** §6.1.3 (d) and (e). */
function assertPolicies(tree: Tree, plan: PoliciesPlan, i: number, n: number): void {
  const policies = (plan.policies ?? []).map(plain)
  const above = nodesAt(tree.root, i - 1)
  for (const { oid, cps } of policies.filter((one) => one.oid !== anyPolicy)) {
    const matches = above.filter((node) => node.expected.includes(oid))
    for (const node of matches) add(node, oid, cps)
    const any = above.find((node) => node.policy === anyPolicy)
    if (matches.length === 0 && any !== undefined) add(any, oid, cps)
  }
  const any = policies.find((one) => one.oid === anyPolicy)
  if (any !== undefined && (tree.inhibit > 0 || (i < n && plan.selfIssued === 'yes'))) {
    for (const node of above) {
      for (const value of node.expected) {
        if (!node.children.some((child) => child.policy === value)) add(node, value, any.cps)
      }
    }
  }
  prune(tree.root, i)
}

function plain(policy: PolicyPlan): { readonly oid: string; readonly cps: readonly string[] } {
  return typeof policy === 'string' ? { oid: policy, cps: [] } : policy
}

/** §6.1.3 (d)(3). */
function prune(node: Node, depth: number): void {
  for (const child of node.children) prune(child, depth)
  node.children = node.children.filter(
    (child) => child.depth === depth || child.children.length > 0,
  )
}

/** §6.1.4 (b). */
function applyMappings(tree: Tree, plan: PoliciesPlan, i: number): void {
  const mappings = plan.mappings ?? []
  for (const from of new Set(mappings.map(([issuer]) => issuer))) {
    const to = [
      ...new Set(mappings.flatMap(([issuer, subject]) => (issuer === from ? [subject] : []))),
    ]
    const nodes = nodesAt(tree.root, i)
    const mapped = nodes.filter((node) => node.policy === from)
    const any = nodes.find((node) => node.policy === anyPolicy)
    if (tree.mapping === 0) {
      for (const { parent } of mapped) {
        if (parent !== null) parent.children = parent.children.filter((one) => one.policy !== from)
      }
    } else if (mapped.length > 0) {
      for (const node of mapped) node.expected = to
    } else if (any?.parent != null) {
      add(any.parent, from, any.cps, to)
    }
  }
  prune(tree.root, i)
}

/** §6.1.4 (h) to (j). */
function counted(tree: Tree, plan: PoliciesPlan): Tree {
  const less = (value: number) => (plan.selfIssued === 'yes' ? value : Math.max(value - 1, 0))
  const least = (value: number, limit: number | undefined) => Math.min(less(value), limit ?? value)
  return {
    root: tree.root,
    explicit: least(tree.explicit, plan.requireExplicitPolicy),
    mapping: least(tree.mapping, plan.inhibitPolicyMapping),
    inhibit: least(tree.inhibit, plan.inhibitAnyPolicy),
  }
}

/** §6.1.5 (g), with the qualifiers that RFC 9618 §5.5 (g)(4) counts. */
function intersect(tree: Tree, wanted: readonly string[], n: number): Map<string, Set<string>> {
  const policies = new Map<string, Set<string>>()
  const note = (policy: string, cps: readonly string[]) => {
    const known = policies.get(policy) ?? new Set()
    policies.set(policy, known)
    for (const one of cps) known.add(one)
  }
  const all = (node: Node): readonly Node[] => [node, ...node.children.flatMap(all)]
  for (const node of all(tree.root)) {
    if (node.parent === null || node.parent.policy !== anyPolicy) continue
    if (isNull({ ...tree, root: node }, n)) continue
    if (node.policy === anyPolicy && node.depth < n) continue
    const above = (one: Node): readonly string[] =>
      one.parent === null ? one.cps : [...one.cps, ...above(one.parent)]
    note(node.policy, [...above(node), ...all(node).flatMap((one) => one.cps)])
  }
  if (wanted.includes(anyPolicy)) return policies
  const any = policies.get(anyPolicy)
  for (const oid of [...policies.keys()]) if (!wanted.includes(oid)) policies.delete(oid)
  for (const oid of wanted) if (any !== undefined && !policies.has(oid)) policies.set(oid, any)
  return policies
}
