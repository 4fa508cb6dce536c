import type { Budget } from '../../core/budget.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { DetachedContent, ParseContext } from '../format.ts'
import type { Canonicaliser } from './bounded.ts'
import type { XmlDocument, XmlElement } from './document.ts'
import type { Identifiers } from './identifiers.ts'
import type { Warning } from './key-info.ts'

/** What the signatures of one document share while they are read. */
export interface Reading {
  readonly document: XmlDocument
  readonly budget: Budget
  readonly crypto: Crypto
  /** What the caller gave that stands outside the document. */
  readonly detached: readonly DetachedContent[]
  /** What a URI names, where a container says so itself. */
  readonly named?: ParseContext['named'] | undefined
  readonly identifiers: Identifiers
  readonly canonicalise: Canonicaliser
  /** The ds:Signature elements with the ids they are reported by. */
  readonly ids: ReadonlyMap<XmlElement, string>
  readonly warnings: Warning[]
  /** Grows with every reference that is processed, and every policy that is found. */
  readonly used: Set<DetachedContent>
}
