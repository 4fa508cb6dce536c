import { type Check, failed, passed } from '../../../core/conclusion.ts'
import type { Modification, Modifications } from '../../format.ts'

/** Differences that a message names. */
const mostNamed = 1

/**
 * What came after the signed revision may make a signature say what it never was over. EN 319 102-1
 * has no sub-indication for that: it is a FORMAT_FAILURE here, with a reason of its own, and says
 * nothing of the integrity of what was signed.
 */
export function checkModifications({ outcome, differences }: Modifications): Check {
  const forbidden = differences.filter(({ permitted }) => !permitted)
  const detail = `the document was changed after it was signed${described(forbidden)}`
  return {
    id: 'pdf-modifications',
    rule: 'ISO 32000-2 §12.8.2.2',
    conclusion:
      outcome === 'forbidden' ? failed('FORMAT_FAILURE', detail, 'DOCUMENT_MODIFIED') : passed,
  }
}

function described(differences: readonly Modification[]): string {
  const [first] = differences.slice(0, mostNamed)
  if (first === undefined) return ''
  const more = differences.length > 1 ? `, and ${differences.length - 1} more` : ''
  return `: ${first.reason} (${first.path ?? first.object}${more})`
}

/** The same with the signature itself among what is gone, where a later revision took it away. */
export function withRemoval(
  modifications: Modifications,
  removal: { readonly field: string; readonly revision: number },
): Modifications {
  const difference: Modification = {
    revision: removal.revision,
    object: `field "${removal.field}"`,
    path: null,
    kind: 'signature-removed',
    permitted: false,
    reason: 'a signature may not be taken out of its field, nor another put in its place',
  }
  const differences = [...modifications.differences, difference]
  return { outcome: 'forbidden', extent: 'other', differences }
}
