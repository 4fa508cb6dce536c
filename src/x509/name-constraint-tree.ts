/** How far a constraint reaches from its own name: RFC 5280 §4.2.1.10 has all three. */
export type Reach = 'itself' | 'below' | 'itself-and-below'

/** Subtrees of a hierarchy of names, so that a name is compared with all of them in its own length. */
export interface NameTree {
  readonly itself: boolean
  readonly below: boolean
  /** True where a name one step further down is in a subtree of its own. */
  readonly someChild: boolean
  readonly children: ReadonlyMap<string, NameTree>
}

interface Growing extends NameTree {
  itself: boolean
  below: boolean
  someChild: boolean
  readonly children: Map<string, Growing>
}

/** The tree of the subtrees, each by the steps that lead from the root to its name. */
export function nameTree(
  subtrees: readonly { readonly steps: readonly string[]; readonly reach: Reach }[],
): NameTree {
  const root = leaf()
  for (const { steps, reach } of subtrees) {
    let node = root
    let parent: Growing | null = null
    for (const step of steps) {
      parent = node
      node = parent.children.get(step) ?? leaf()
      parent.children.set(step, node)
    }
    if (reach !== 'below') node.itself = true
    if (reach !== 'below' && parent !== null) parent.someChild = true
    if (reach !== 'itself') node.below = true
  }
  return root
}

function leaf(): Growing {
  return { itself: false, below: false, someChild: false, children: new Map() }
}

/** True where the name is in one of the subtrees. */
export function isIn(tree: NameTree, steps: readonly string[]): boolean {
  let node: NameTree = tree
  for (const step of steps) {
    if (node.below) return true
    const next = node.children.get(step)
    if (next === undefined) return false
    node = next
  }
  return node.itself
}

/** True where every name one step below the given one is in one and the same subtree. */
export function isEveryChildIn(tree: NameTree, steps: readonly string[]): boolean {
  const node = isBelow(tree, steps)
  return node === 'yes' || (node !== 'no' && node.below)
}

/** True where at least one of the names one step below the given one is in a subtree. */
export function isSomeChildIn(tree: NameTree, steps: readonly string[]): boolean {
  const node = isBelow(tree, steps)
  return node === 'yes' || (node !== 'no' && (node.below || node.someChild))
}

/** The node of the name; 'yes' where a subtree above reaches below it; 'no' where there is nothing. */
function isBelow(tree: NameTree, steps: readonly string[]): NameTree | 'yes' | 'no' {
  let node: NameTree = tree
  for (const step of steps) {
    if (node.below) return 'yes'
    const next = node.children.get(step)
    if (next === undefined) return 'no'
    node = next
  }
  return node
}
