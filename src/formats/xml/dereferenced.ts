import type { Budget } from '../../core/budget.ts'
import type { DetachedContent, Octets, Reference } from '../format.ts'
import { shortened } from './algorithms.ts'
import type { Canonicaliser } from './bounded.ts'
import type { XmlDocument, XmlElement } from './document.ts'
import { externalName, type Outside } from './external-content.ts'
import type { Identifiers } from './identifiers.ts'
import type { ReferenceProblem } from './reference-problem.ts'
import { isExternal } from './reference-uri.ts'
import type { Coverage } from './signature.ts'
import type { ReferenceElement } from './signed-info.ts'

/** What the references of one signature are looked up in. */
export interface ReferenceContext extends Outside {
  readonly document: XmlDocument
  readonly identifiers: Identifiers
  readonly canonicalise: Canonicaliser
  readonly signature: XmlElement
  readonly budget: Budget
  /** What of that outside was used. */
  readonly used: Set<DetachedContent>
}

/** What a reference came to: the octets for its digest, and what of the document they cover. */
export interface Dereferenced {
  readonly reference: ReferenceElement
  readonly octets: Octets
  readonly covers: Coverage
  /** Whether the octets were written by a canonicalisation. */
  readonly form: 'as-is' | 'canonical'
  readonly kind: Reference['kind']
  /** Why there are no octets. */
  readonly problem: ReferenceProblem | null
}

/** What a reference without octets came to. */
export function unavailable(reference: ReferenceElement, problem: ReferenceProblem): Dereferenced {
  const { uri } = reference
  const name = isExternal(uri) ? externalName(uri) : uri
  return {
    reference,
    octets: missingOctets(name === null ? null : shortened(name), problem),
    covers: { of: 'unknown' },
    form: 'as-is',
    kind: isExternal(uri) ? 'full' : 'partial',
    problem,
  }
}

/** Only what was not given can still be given. */
function missingOctets(name: string | null, { kind }: ReferenceProblem): Octets {
  return kind === 'missing'
    ? { kind: 'missing', name }
    : { kind: 'missing', name, because: 'not-processed' }
}
