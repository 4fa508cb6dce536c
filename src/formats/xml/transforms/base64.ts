import { fromBase64, fromLatin1 } from '../../../core/bytes.ts'
import { largestWork } from '../bounded.ts'
import { leftOut } from '../canonicalise.ts'
import type { XmlDocument, XmlElement } from '../document.ts'
import type { Data } from './data.ts'
import type { Source } from './source.ts'
import { isSubset, type Nodes } from './subset.ts'

/**
 * XMLDSig 1.1 §6.6.2: octets that were base64; of nodes the text alone is decoded, tags and comments
 * are dropped. The same question is answered once, by the same octets; null where it is no base64,
 * and "too-much" where the references of the document have decoded all that it is worth.
 */
export function decodedBase64(data: Data, own: Source): Uint8Array | null | 'too-much' {
  const { byNodes, byOctets } = answersOf(own.document)
  if ('octets' in data) {
    const { octets } = data
    return known(byOctets, octets, own, () => fromLatin1(octets), octets.length)
  }
  const { nodes, source } = data
  const question = isSubset(nodes) ? null : questionOf(nodes)
  if (question === null || source !== own) return decoded(textIn(nodes, source), own)
  return known(byNodes, question, own, () => textIn(nodes, source))
}

type Answer = ReturnType<typeof decodedBase64>

interface Answers {
  readonly byNodes: Map<string, Answer>
  readonly byOctets: Map<Uint8Array, Answer>
  /** Characters that were decoded. */
  work: number
}

const answers = new WeakMap<XmlDocument, Answers>()

function answersOf(document: XmlDocument): Answers {
  const before = answers.get(document)
  if (before !== undefined) return before
  const none: Answers = { byNodes: new Map(), byOctets: new Map(), work: 0 }
  answers.set(document, none)
  return none
}

function known<K>(
  among: Map<K, Answer>,
  question: K,
  own: Source,
  text: () => string,
  room = 0,
): Answer {
  const before = among.get(question)
  if (before !== undefined) return before
  const answer = decoded(text(), own, room)
  among.set(question, answer)
  return answer
}

/** Octets bring the room for themselves: those of a content or a canonical form come but once. */
function decoded(text: string, { document }: Source, room = 0): Answer {
  const spent = answersOf(document)
  spent.work += text.length - room
  return spent.work > largestWork(document.text.length) ? 'too-much' : fromBase64(text)
}

function questionOf(nodes: Exclude<Nodes, { members: unknown }>): string {
  const apex = nodes.apex === 'document' ? nodes.apex : nodes.apex.start
  return JSON.stringify([apex, [...leftOut(nodes)].map(({ start }) => start)])
}

function textIn(nodes: Nodes, { document }: Source): string {
  const texts: string[] = []
  const without = isSubset(nodes) ? new Set() : leftOut(nodes)
  const visit = (element: XmlElement): void => {
    if (without.has(element)) return
    for (const child of element.children) {
      if (child.kind === 'element') visit(child)
      else if (child.kind === 'text' && (!isSubset(nodes) || nodes.members.has(child))) {
        texts.push(child.text)
      }
    }
  }
  visit(isSubset(nodes) || nodes.apex === 'document' ? document.root : nodes.apex)
  return texts.join('')
}
