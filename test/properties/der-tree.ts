/** DER as a tree that can be changed anywhere and written again, right or wrong: for mutations only. */
export interface DerTree {
  readonly tag: number
  /** Octets before the children: the unused bits of a BIT STRING that holds more DER. */
  readonly lead: Uint8Array
  readonly children: readonly DerTree[] | null
  readonly value: Uint8Array
  /** Octets in place of everything else. */
  readonly raw?: Uint8Array
}

const none = new Uint8Array()

export function leaf(tag: number, value: Uint8Array): DerTree {
  return { tag, lead: none, children: null, value }
}

export function branch(
  tag: number,
  children: readonly DerTree[],
  lead: Uint8Array = none,
): DerTree {
  return { tag, lead, children, value: none }
}

/** One element and what is in it, strings that hold DER included; null where the octets are none. */
export function readTree(bytes: Uint8Array): DerTree | null {
  const all = readAll(bytes)
  return all?.length === 1 ? (all[0] ?? null) : null
}

function readAll(bytes: Uint8Array): readonly DerTree[] | null {
  const found: DerTree[] = []
  for (let at = 0; at < bytes.length; ) {
    const head = readHead(bytes, at)
    if (head === null || head.end > bytes.length) return null
    found.push(readElement(bytes[at] as number, bytes.subarray(head.start, head.end)))
    at = head.end
  }
  return found
}

function readHead(bytes: Uint8Array, at: number): { start: number; end: number } | null {
  const first = bytes[at + 1]
  if (first === undefined || ((bytes[at] as number) & 0x1f) === 0x1f) return null
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const octets = first & 0x7f
  if (octets === 0 || octets > 3) return null
  let length = 0
  for (const octet of bytes.subarray(at + 2, at + 2 + octets)) length = length * 256 + octet
  return { start: at + 2 + octets, end: at + 2 + octets + length }
}

function readElement(tag: number, content: Uint8Array): DerTree {
  if ((tag & 0x20) !== 0) {
    const children = readAll(content)
    return children === null ? leaf(tag, content) : branch(tag, children)
  }
  // Only what begins as a SEQUENCE or SET is taken for DER inside a string.
  const skip = tag === 0x03 ? 1 : 0
  const wraps = (tag === 0x03 || tag === 0x04) && [0x30, 0x31].includes(content[skip] ?? 0)
  const inner = wraps ? readAll(content.subarray(skip)) : null
  return inner === null ? leaf(tag, content) : branch(tag, inner, content.subarray(0, skip))
}

export function writeTree(tree: DerTree): Uint8Array {
  if (tree.raw !== undefined) return tree.raw
  const content =
    tree.children === null
      ? tree.value
      : Buffer.concat([tree.lead, ...tree.children.map(writeTree)])
  return Buffer.concat([Uint8Array.of(tree.tag), lengthOf(content.length), content])
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const hex = length.toString(16)
  const octets = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Uint8Array.of(0x80 | octets.length), octets])
}

/** Every node, the root first. */
export function nodesOf(tree: DerTree): readonly DerTree[] {
  return [tree, ...(tree.children ?? []).flatMap(nodesOf)]
}

/** The same tree with one node, by identity, in other hands: none, one or more take its place. */
export function replaceNode(
  tree: DerTree,
  node: DerTree,
  by: (node: DerTree) => readonly DerTree[],
): readonly DerTree[] {
  if (tree === node) return by(tree)
  if (tree.children === null) return [tree]
  return [{ ...tree, children: tree.children.flatMap((child) => replaceNode(child, node, by)) }]
}
