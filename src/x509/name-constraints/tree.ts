/** How far a constraint reaches from its own name: RFC 5280 §4.2.1.10 has all three. */
export type Reach = 'itself' | 'below' | 'itself-and-below'

/** Subtrees of a hierarchy of names, so that a name is compared with all of them in its own length. */
export interface NameTree {
  readonly itself: boolean
  readonly below: boolean
  /** True where a name one step further down is in a subtree of its own. */
  readonly someChild: boolean
  readonly child: (step: string) => NameTree | undefined
}

/** Most nodes have one child: a map for each would cost more than all the rest. */
class Node implements NameTree {
  itself = false
  below = false
  someChild = false
  #step: string | null = null
  #only: Node | undefined = undefined
  #others: Map<string, Node> | null = null

  child(step: string): Node | undefined {
    return step === this.#step ? this.#only : this.#others?.get(step)
  }

  grow(step: string): Node {
    const known = this.child(step)
    if (known !== undefined) return known
    const node = new Node()
    if (this.#step === null) {
      this.#step = step
      this.#only = node
    } else {
      this.#others ??= new Map()
      this.#others.set(step, node)
    }
    return node
  }
}

/** The tree of the subtrees, each by the steps that lead from the root to its name. */
export function nameTree(
  subtrees: readonly { readonly steps: readonly string[]; readonly reach: Reach }[],
): NameTree {
  const root = new Node()
  for (const { steps, reach } of subtrees) {
    let node = root
    let parent: Node | null = null
    for (const step of steps) {
      parent = node
      node = node.grow(step)
    }
    if (reach !== 'below') node.itself = true
    if (reach !== 'below' && parent !== null) parent.someChild = true
    if (reach !== 'itself') node.below = true
  }
  return root
}

/** True where the name is in one of the subtrees. */
export function isIn(tree: NameTree, steps: readonly string[]): boolean {
  let node: NameTree = tree
  for (const step of steps) {
    if (node.below) return true
    const next = node.child(step)
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
    const next = node.child(step)
    if (next === undefined) return 'no'
    node = next
  }
  return node
}
