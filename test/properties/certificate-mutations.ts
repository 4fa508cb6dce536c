import { sign } from 'node:crypto'
import fc from 'fast-check'
import type { Certificate } from '../../src/x509/certificate.ts'
import { oid, sequence, tlv, utcTime } from '../formats/cms/der.ts'
import { type Entity, entity } from '../x509/pki.ts'
import {
  branch,
  type DerTree,
  leaf,
  nodesOf,
  readTree,
  replaceNode,
  writeTree,
} from './der-tree.ts'

/** The bodies of a chain, target first and anchor last, to be changed and signed anew with keys of ours. */
export interface Template {
  readonly id: string
  readonly bodies: readonly DerTree[]
}

/** Something done to one certificate of a chain; numbers choose among what there is. */
export type Change = {
  readonly certificate: number
  readonly at: number
  readonly with: number
} & (
  | { readonly part: 'node'; readonly how: keyof typeof nodeChanges }
  | { readonly part: 'extension'; readonly how: keyof typeof extensionChanges }
  | { readonly part: 'validity' | 'issuer' | 'subject'; readonly how: 'other' }
)

const algorithm = readTree(sequence(oid('1.2.840.10045.4.3.2'))) as DerTree

/** One key for each place of a chain. */
export const places: readonly Entity[] = Array.from({ length: 12 }, () => entity('place'))

/** Null where a body is not one that can be changed, or the chain is longer than there are keys. */
export function templateOf(id: string, chain: readonly Certificate[]): Template | null {
  const bodies = chain.map(({ tbs }) => readTree(tbs))
  if (chain.length > places.length || bodies.some((body) => (body?.children?.length ?? 0) < 6)) {
    return null
  }
  return { id, bodies: bodies.flatMap((body) => body ?? []) }
}

/** Where the members of TBSCertificate begin: the version may be absent (RFC 5280 §4.1). */
function firstMember(body: DerTree): number {
  return body.children?.[0]?.tag === 0xa0 ? 1 : 0
}

const members = { algorithm: 1, issuer: 2, validity: 3, subject: 4, key: 5 } as const

function member(body: DerTree, name: keyof typeof members): DerTree {
  return body.children?.[firstMember(body) + members[name]] ?? leaf(0x05, new Uint8Array())
}

function withMember(body: DerTree, name: keyof typeof members, tree: DerTree): DerTree {
  const index = firstMember(body) + members[name]
  return { ...body, children: (body.children ?? []).map((one, i) => (i === index ? tree : one)) }
}

const day = 86_400_000

function validity(from: number, to: number): DerTree {
  return readTree(sequence(utcTime(new Date(from)), utcTime(new Date(to)))) as DerTree
}

/** The chain with the changes, each certificate signed by the key above it; the anchor by its own. */
export function signedChain(
  { bodies }: Template,
  changes: readonly Change[],
  pool: readonly DerTree[],
  now: Date,
): readonly Uint8Array[] {
  const around = validity(now.getTime() - 300 * day, now.getTime() + 300 * day)
  return bodies.map((original, i) => {
    const [own, issuer] = [places[i], places[Math.min(i + 1, bodies.length - 1)]] as [
      Entity,
      Entity,
    ]
    const key = readTree(own.spki) as DerTree
    const rebased = withMember(
      withMember(withMember(original, 'algorithm', algorithm), 'validity', around),
      'key',
      key,
    )
    const mine = changes.filter(({ certificate }) => certificate % bodies.length === i)
    const changed = mine.reduce((body, change) => applied(body, change, pool, now), rebased)
    const body = writeTree(changed)
    const value = tlv(0x03, Uint8Array.of(0), sign('sha256', body, issuer.key))
    return sequence(body, writeTree(member(changed, 'algorithm')), value)
  })
}

function applied(body: DerTree, change: Change, pool: readonly DerTree[], now: Date): DerTree {
  switch (change.part) {
    case 'node': {
      const nodes = nodesOf(body)
      const node = nodes[change.at % nodes.length] as DerTree
      const other = nodes[change.with % nodes.length] as DerTree
      return replaced(body, node, (one) => nodeChanges[change.how](one, change.with, other))
    }
    case 'extension': {
      const list = extensionsOf(body)
      const other = pool[change.with % pool.length]
      const same = list.find((one) => sameKind(one, other))
      const any = list[change.at % Math.max(1, list.length)]
      const node = change.how === 'exchange' ? (same ?? any) : any
      if (node === undefined || other === undefined) return body
      return replaced(body, node, (one) => extensionChanges[change.how](one, other))
    }
    case 'validity': {
      const from = [-300, -2, 2, 300][change.at % 4] as number
      const to = [300, 2, -2, -300][change.with % 4] as number
      return withMember(
        body,
        'validity',
        validity(now.getTime() + from * day, now.getTime() + to * day),
      )
    }
    default: {
      const texts = nodesOf(member(body, change.part)).filter(({ tag }) =>
        [0x0c, 0x13].includes(tag),
      )
      const text = texts[change.at % Math.max(1, texts.length)]
      return text === undefined
        ? body
        : replaced(body, text, (one) => [rewritten(one, change.with)])
    }
  }
}

/** True for two extensions of one OID. */
function sameKind(a: DerTree, b: DerTree | undefined): boolean {
  const [id, other] = [a.children?.[0], b?.children?.[0]]
  return id !== undefined && other !== undefined && Buffer.from(id.value).equals(other.value)
}

/** Names that are the same by RFC 5280 §7.1 after the change, and one that is not. */
function rewritten(text: DerTree, choice: number): DerTree {
  const written = Buffer.from(text.value).toString('utf8')
  const spaced = written.replace(/ /g, '  ')
  const others = [written.toUpperCase(), ` ${spaced} `, `${written}x`]
  if (choice % 4 === 3) return { ...text, tag: text.tag === 0x0c ? 0x13 : 0x0c }
  return { ...text, value: Buffer.from(others[choice % 4] ?? written) }
}

function replaced(
  body: DerTree,
  node: DerTree,
  by: (node: DerTree) => readonly DerTree[],
): DerTree {
  return replaceNode(body, node, by)[0] ?? body
}

export function extensionsOf(body: DerTree): readonly DerTree[] {
  return body.children?.find(({ tag }) => tag === 0xa3)?.children?.[0]?.children ?? []
}

const tags = [0x01, 0x02, 0x04, 0x05, 0x0c, 0x13, 0x16, 0x30, 0x31, 0x80, 0x82, 0xa0, 0xa4]
const numbers = ['00', '01', '7f', '0080', '00ff', 'ff', '80', '0001', '7fffffffffffffff']

/** What can happen to any node; `choice` decides how, `other` is another node of the body. */
const nodeChanges = {
  drop: () => [],
  twice: (node: DerTree) => [node, node],
  empty: (node: DerTree) => [{ ...node, value: new Uint8Array(), children: null }],
  graft: (_: DerTree, __: number, other: DerTree) => [other],
  wrap: (node: DerTree) => [branch(0x30, [node])],
  tag: (node: DerTree, choice: number) => [{ ...node, tag: tags[choice % tags.length] as number }],
  number: (node: DerTree, choice: number) => [
    node.children === null && [0x01, 0x02, 0x80, 0x81].includes(node.tag)
      ? { ...node, value: Buffer.from(numbers[choice % numbers.length] as string, 'hex') }
      : node,
  ],
  order: (node: DerTree) => [
    node.children === null ? node : { ...node, children: [...node.children].reverse() },
  ],
  flip: (node: DerTree, choice: number) => {
    const octets = writeTree(node).slice()
    const at = choice % (octets.length * 8)
    octets[at >> 3] = (octets[at >> 3] as number) ^ (1 << (at & 7))
    return [{ ...node, raw: octets }]
  },
  lengthen: (node: DerTree) => {
    const octets = writeTree(node)
    const length = octets[1] as number
    if (length >= 0x80) return [node]
    const head = Uint8Array.of(octets[0] as number, 0x81, length)
    return [{ ...node, raw: Buffer.concat([head, octets.subarray(2)]) }]
  },
  grow: (node: DerTree, choice: number) => [
    node.children === null
      ? { ...node, value: Buffer.concat([node.value, Uint8Array.of(choice & 0xff)]) }
      : node,
  ],
} satisfies Record<string, (node: DerTree, choice: number, other: DerTree) => readonly DerTree[]>

const critical = leaf(0x01, Uint8Array.of(0xff))

function toggled(extension: DerTree): DerTree {
  const [id, second, ...rest] = extension.children ?? []
  if (id === undefined || second === undefined) return extension
  const children = second.tag === 0x01 ? [id, ...rest] : [id, critical, second, ...rest]
  return { ...extension, children }
}

/** What can happen to an extension; `other` is one of another certificate. */
const extensionChanges = {
  drop: () => [],
  twice: (one: DerTree) => [one, one],
  toggle: (one: DerTree) => [toggled(one)],
  replace: (_: DerTree, other: DerTree) => [other],
  add: (one: DerTree, other: DerTree) => [one, other],
  /** Takes the place of the one of its kind; stands beside any where there is none. */
  exchange: (one: DerTree, other: DerTree) => (sameKind(one, other) ? [other] : [one, other]),
  demand: (one: DerTree, other: DerTree) => [
    one,
    (other.children?.length ?? 0) > 2 ? other : toggled(other),
  ],
} satisfies Record<string, (one: DerTree, other: DerTree) => readonly DerTree[]>

const place = { certificate: fc.nat(), at: fc.nat(), with: fc.nat() }

/** One to three changes, of extensions more often than of anything else. */
export const anyChanges: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        ...place,
        part: fc.constant('extension' as const),
        how: fc.constantFrom(
          ...(Object.keys(extensionChanges) as (keyof typeof extensionChanges)[]),
        ),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        ...place,
        part: fc.constant('node' as const),
        how: fc.constantFrom(...(Object.keys(nodeChanges) as (keyof typeof nodeChanges)[])),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        ...place,
        part: fc.constantFrom('validity' as const, 'issuer' as const, 'subject' as const),
        how: fc.constant('other' as const),
      }),
    },
  ),
  { minLength: 1, maxLength: 3 },
)
