import type { AttackClass } from './pdf-attacks.ts'

/** What is expected of the signature that the attack is on, or of the whole file where it is refused. */
export type AttackExpectation =
  | { readonly refused: 'document-unreadable' }
  | {
      readonly integrity: 'intact' | 'broken' | 'unknown'
      readonly indication: 'TOTAL-FAILED' | 'INDETERMINATE'
      readonly subIndication: string
      readonly reason: string | null
      /** Null where it cannot be told which revision is signed. */
      readonly modifications: 'none' | 'forbidden' | null
      /** The kind of a difference that is forbidden, where one is named. */
      readonly difference?: string
    }

export function expectationOf(name: string, kind: AttackClass): AttackExpectation {
  if (unreadable.includes(name)) return { refused: 'document-unreadable' }
  const other = others[name]
  if (other !== undefined) return other
  const difference = changes[name]
  if (difference !== undefined) return changed(difference)
  if (kind !== 'universal-forgery' && kind !== 'wrapping') {
    throw new Error(`it is not said what ${name} changes`)
  }
  return malformed
}

/** What is signed is intact, and something else came after it (ISO 32000-2 §12.8.2.2). */
function changed(difference: string): AttackExpectation {
  return {
    integrity: 'intact',
    indication: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
    reason: 'DOCUMENT_MODIFIED',
    modifications: 'forbidden',
    difference,
  }
}

/** The signature is not over a revision of the file, so that it says nothing of any (§12.8.1). */
const malformed: AttackExpectation = {
  integrity: 'broken',
  indication: 'TOTAL-FAILED',
  subIndication: 'FORMAT_FAILURE',
  reason: 'SIGNATURE_MALFORMED',
  modifications: null,
}

/** The cross-references do not hold together. */
const unreadable = ['octets-put-in', 'second-range-moved', 'signature-copied', 'without-trailer']

const unsupported: AttackExpectation = {
  integrity: 'unknown',
  indication: 'INDETERMINATE',
  subIndication: 'GENERIC',
  reason: 'FORMAT_UNSUPPORTED',
  modifications: 'none',
}

const others: Readonly<Record<string, AttackExpectation>> = {
  'sub-filter-unknown': unsupported,
  'sub-filter-missing': unsupported,
  // There is a gap of the right size, with nothing in it.
  'contents-zeros': {
    integrity: 'broken',
    indication: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
    reason: 'SIGNATURE_MALFORMED',
    modifications: 'none',
  },
  'octets-behind-the-value': {
    integrity: 'intact',
    indication: 'INDETERMINATE',
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    reason: null,
    modifications: 'none',
  },
}

/** The kind of what came after the signed revision, by the attack. */
const changes: Readonly<Record<string, string>> = {
  'page-content-replaced': 'page-content',
  'page-content-replaced-by-stream': 'page-content',
  'page-content-replaced-by-hybrid': 'page-content',
  'body-only': 'data-behind-the-end',
  'body-and-end': 'data-behind-the-end',
  'without-cross-reference': 'data-behind-the-end',
  'trailing-text': 'data-behind-the-end',
  'trailing-nulls': 'data-behind-the-end',
  'zip-behind': 'data-behind-the-end',
  'page-replaced': 'page-tree',
  'page-added': 'page-tree',
  'page-rotated': 'page-tree',
  'page-cropped': 'page-tree',
  'open-action-added': 'open-action',
  'form-removed': 'signature-removed',
  'catalog-replaced': 'page-tree',
  'signature-dictionary-changed': 'signature-removed',
  'hide-overlay-freed': 'page-content',
  'hide-overlay-emptied': 'page-content',
  'hide-overlay-not-named': 'page-content',
  'replace-font': 'font',
  'replace-resources': 'font',
  'replace-appearance-of-field': 'field-appearance',
  'replace-appearance-of-button': 'field-appearance',
  'replace-appearances-by-values': 'form-structure',
  'hide-and-replace-usage': 'hidden-content',
  'hide-and-replace-references': 'entry-outside-its-revision',
  'hide-and-replace-definition': 'page-content',
  'certified-1-filled': 'field-value',
  'certified-1-annotated': 'annotation',
  'certified-1-signed-again': 'signature',
  'certified-2-annotated': 'annotation',
  'certified-2-evil-annotation': 'annotation-over-content',
  'certified-2-sneaky-signature': 'signature-field-added',
  'certified-2-permission-removed': 'permissions',
  'certified-3-sneaky-signature': 'signature-field-added',
  'certified-3-content-replaced': 'page-content',
  'certified-3-widget-moved': 'form-structure',
  'locked-all-filled': 'field-locked',
  'locked-delivery-filled': 'field-locked',
  'laundered-content': 'page-content',
  'laundered-content-in-one-save': 'page-content',
  'laundered-filling': 'field-value',
}
