import { oid, sequence, tlv } from '../formats/cms/der.ts'
import type { Question } from '../suites/chain-requests.ts'
import { authority, type Entity, entity, extension, issue, type Plan } from '../x509/pki.ts'

/** Chains that are made to be expensive: each is a request, and nothing in it is secret or random to the reader. */
export const at = new Date('2026-06-01T00:00:00Z')

const expired: Plan = { from: '2025-01-01', to: '2026-01-01' }

function entities(count: number, commonName = 'CA'): readonly Entity[] {
  return Array.from({ length: count }, (_, i) => entity(`${commonName} ${i}`))
}

/** Another key under the same name. */
function rekeyed({ name }: Entity): Entity {
  return { ...entity('key'), name }
}

/** Another name with the same key. */
function renamed(one: Entity, commonName: string): Entity {
  return { ...one, name: entity(commonName).name }
}

function question(
  target: Question['target'],
  intermediates: Question['intermediates'],
  anchors: Question['anchors'],
): Question {
  return { target, intermediates, anchors, at }
}

/** A root, so many authorities below one another, and a target. */
export function chainOf(length: number, plan: (depth: number) => Plan = () => ({})): Question {
  const root = entity('root')
  const authorities = entities(length - 1)
  const issuerOf = (i: number): Entity => authorities[i - 1] ?? root
  const intermediates = authorities.map((one, i) => authority(one, issuerOf(i), plan(i)))
  const target = issue(entity('target'), issuerOf(length - 1), plan(length - 1))
  return question(target, intermediates, [authority(root, root)])
}

/** Authorities that all certify each other, and a target of the first; the anchor signs the last, or none. */
export function mesh(size: number, anchored: 'last' | 'none'): Question {
  const root = entity('root')
  const authorities = entities(size)
  const crossed = authorities.flatMap((subject) =>
    authorities.filter((one) => one !== subject).map((issuer) => authority(subject, issuer)),
  )
  const last = authorities[size - 1] as Entity
  const entry = anchored === 'last' ? [authority(last, root)] : []
  const target = issue(entity('target'), authorities[0] as Entity)
  return question(target, [...crossed, ...entry], [authority(root, root)])
}

/** Three authorities in a ring, none below the anchor. */
export function ring(): Question {
  const [a, b, c] = entities(3) as [Entity, Entity, Entity]
  const root = entity('root')
  const links = [authority(a, b), authority(b, c), authority(c, a)]
  return question(issue(entity('target'), a), links, [authority(root, root)])
}

const identifier = (text: string): Uint8Array => tlv(0x80, Buffer.from(text))
const authorityKey = (text: string): Uint8Array =>
  extension('2.5.29.35', sequence(identifier(text)), false)
const subjectKey = (text: string): Uint8Array =>
  extension('2.5.29.14', tlv(0x04, Buffer.from(text)), false)

/**
 * So many authorities of one name, each with its own key, of which one signed the target. Key
 * identifiers point to it, to another, or are absent.
 */
export function oneNameManyKeys(count: number, hint: 'right' | 'wrong' | 'none'): Question {
  const root = entity('root')
  const signer = entity('CA')
  const plan = (text: string): Plan => (hint === 'none' ? {} : { extensions: [subjectKey(text)] })
  const others = Array.from({ length: count - 1 }, () =>
    authority(rekeyed(signer), root, plan('other')),
  )
  const pointer = hint === 'right' ? 'signer' : 'other'
  const target = issue(
    entity('target'),
    signer,
    hint === 'none' ? {} : { extensions: [authorityKey(pointer)] },
  )
  const own = authority(signer, root, plan('signer'))
  return question(target, [...others, own], [authority(root, root)])
}

/** So many authorities with one key, each under its own name. */
export function oneKeyManyNames(count: number): Question {
  const root = entity('root')
  const signer = entity('CA')
  const others = Array.from({ length: count }, (_, i) => authority(renamed(signer, `O ${i}`), root))
  const target = issue(entity('target'), signer)
  return question(target, [...others, authority(signer, root)], [authority(root, root)])
}

/** So many expired certificates of the authority, and one that is valid. */
export function expiredDuplicates(count: number): Question {
  const root = entity('root')
  const signer = entity('CA')
  const old = Array.from({ length: count }, (_, i) =>
    authority(signer, root, { ...expired, serial: (i % 100) + 2 }),
  )
  const target = issue(entity('target'), signer)
  return question(target, [...old, authority(signer, root)], [authority(root, root)])
}

/** The roots of two states, each certified by the other, and a bridge that both certify. */
export function bridge(anchored: 'own' | 'other' | 'both'): Question {
  const [own, other, both, signer] = ['A', 'B', 'bridge', 'CA'].map((name) => entity(name)) as [
    Entity,
    Entity,
    Entity,
    Entity,
  ]
  const links = [
    authority(own, other),
    authority(other, own),
    authority(both, own),
    authority(both, other),
    authority(own, both),
    authority(other, both),
    authority(signer, own),
  ]
  const roots = { own: [own], other: [other], both: [own, other] }[anchored]
  return question(
    issue(entity('target'), signer),
    links,
    roots.map((root) => authority(root, root)),
  )
}

/**
 * So many levels of authorities under a root, each with two keys that both keys above certify: two to
 * the power of the levels is the number of paths.
 */
export function twoKeyed(
  levels: number,
  plan: (level: number, which: 'first' | 'other') => Plan,
): Question {
  const root = entity('root')
  const pairs = entities(levels).map((one): readonly Entity[] => [one, rekeyed(one)])
  const intermediates = pairs.flatMap((pair, level) =>
    pair.flatMap((subject, one) =>
      (pairs[level - 1] ?? [root]).map((issuer, other) =>
        authority(subject, issuer, plan(level, one + other === 0 ? 'first' : 'other')),
      ),
    ),
  )
  const target = issue(entity('target'), pairs[levels - 1]?.[0] ?? root, plan(levels, 'first'))
  return question(target, intermediates, [authority(root, root)])
}

/** Each of them maps so many policies to others, and no two levels have the same. */
export function mappedPolicies(levels: number, mappings: number): Question {
  const policy = (level: number, i: number): Uint8Array => oid(`1.3.6.1.4.1.55738.${level}.${i}`)
  const all = Array.from({ length: mappings }, (_, i) => i)
  const plans = Array.from({ length: levels + 1 }, (_, level): Plan => {
    const stated = all.map((i) => sequence(policy(level, i)))
    const mapped = all.map((i) => sequence(policy(level, i), policy(level + 1, i)))
    const extensions = [extension('2.5.29.32', sequence(...stated))]
    if (level < levels) extensions.push(extension('2.5.29.33', sequence(...mapped)))
    return { extensions }
  })
  return twoKeyed(levels, (level) => plans[level] ?? {})
}

/** The highest of them has so many constraints, and one at the level so many names. */
export function constrainedNames(
  levels: number,
  { constraints, names, named }: Readonly<Record<'constraints' | 'names' | 'named', number>>,
): Question {
  const host = (text: string): Uint8Array => tlv(0x82, Buffer.from(text))
  const subtrees = Array.from({ length: constraints }, (_, i) => sequence(host(`no${i}.example`)))
  const own = Array.from({ length: names }, (_, i) => host(`n${i}.example`))
  const constrained = extension('2.5.29.30', sequence(tlv(0xa1, ...subtrees)))
  const alternative = extension('2.5.29.17', sequence(Buffer.concat(own)), false)
  return twoKeyed(levels, (level, which) => ({
    extensions: [
      ...(level === 0 ? [constrained] : []),
      ...(level === named && which === 'first' ? [alternative] : []),
    ],
  }))
}

/** Policies that every authority maps to all policies: a tree of them would have width^depth nodes. */
export function policyTree(depth: number, width: number): Question {
  const policies = Array.from({ length: width }, (_, i) => oid(`1.3.6.1.4.1.55738.${i}`))
  const stated = extension('2.5.29.32', sequence(...policies.map((one) => sequence(one))))
  const mapped = extension(
    '2.5.29.33',
    sequence(...policies.flatMap((from) => policies.map((to) => sequence(from, to)))),
  )
  const explicit = extension('2.5.29.36', sequence(tlv(0x80, Uint8Array.of(0))))
  return chainOf(depth, (i) => ({
    extensions: i === depth - 1 ? [stated] : [stated, mapped, explicit],
  }))
}

/** An authority with so many permitted and so many excluded names above a target with so many names. */
export function nameConstraints(constraints: number, names: number): Question {
  const root = entity('root')
  const signer = entity('CA')
  const host = (text: string): Uint8Array => tlv(0x82, Buffer.from(text))
  const subtrees = (word: string): Uint8Array[] =>
    Array.from({ length: constraints / 2 }, (_, i) => sequence(host(`${word}${i}.example`)))
  const permitted = [...subtrees('yes'), sequence(host('names.example'))]
  const value = sequence(tlv(0xa0, ...permitted), tlv(0xa1, ...subtrees('no')))
  const own = Array.from({ length: names }, (_, i) => host(`n${i}.names.example`))
  const target = issue(entity('target'), signer, {
    extensions: [extension('2.5.29.17', sequence(...own), false)],
  })
  const limited = authority(signer, root, { extensions: [extension('2.5.29.30', value)] })
  return question(target, [limited], [authority(root, root)])
}
