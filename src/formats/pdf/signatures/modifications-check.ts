import { type Check, failed, passed } from '../../../core/conclusion.ts'
import { VerifierError } from '../../../core/errors.ts'
import type { Modification, Modifications } from '../../format.ts'
import { gravestFirst, kindInWords, placeOf } from '../modifications/in-words.ts'
import type { Warn } from './found.ts'

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

/** The gravest one; the others stand in the report. */
function described(differences: readonly Modification[]): string {
  const [first] = gravestFirst(differences)
  if (first === undefined) return ''
  const others = differences.length - 1
  const more = others > 0 ? `, and ${others} more change${others > 1 ? 's' : ''}` : ''
  return `: ${kindInWords(first)}; ${first.reason} (${placeOf(first)}${more})`
}

/**
 * Nobody but a reader can tell whether what was laid over a page with permission hides what was signed,
 * or says something else in its place.
 */
export function warnOfCover({ differences }: Modifications, warn: Warn): void {
  const over = differences.find(({ permitted, kind }) => {
    return permitted && kind === 'annotation-over-content'
  })
  if (over === undefined) return
  const message = `something that came after it may cover what is signed (${placeOf(over)})`
  warn('pdf-content-may-be-covered', message)
}

/** What makes it impossible to tell permitted changes from others, as a change that is forbidden. */
export function forbidden(object: string, kind: string, reason: string): Modifications {
  const difference = { revision: null, object, path: null, kind, permitted: false, reason }
  return { outcome: 'forbidden', extent: 'other', differences: [difference] }
}

/** Where a later revision cannot be read, nobody can tell what it changed. */
export function readableModifications(read: () => Modifications): Modifications {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return forbidden('document', 'unreadable', `what came later cannot be read: ${cause.message}`)
  }
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
