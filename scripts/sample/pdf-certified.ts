import { annotated, annotation, filled, filling } from './pdf-changes.ts'
import { contractObjects } from './pdf-contract.ts'
import { newContent } from './pdf-later-saves.ts'
import { altered, appended, type Changes, type PdfText, saved } from './pdf-writer.ts'

/** Signs once more, as another person, with what else the same save changes. */
export type SignAgain = (before: PdfText, beside?: Changes, into?: number) => Promise<PdfText>

/** What a certification, or a lock, forbids (ISO 32000-2 §12.8.2.2 and §12.8.2.4). */
export interface CertifiedAttack {
  /** Which of the honest files it starts from. */
  readonly from: CertifiedFile
  readonly attack: (honest: PdfText, signAgain: SignAgain) => string | Promise<string>
}

export type CertifiedFile =
  | 'certified-1.pdf'
  | 'certified-2.pdf'
  | 'certified-3.pdf'
  | 'locked-all.pdf'
  | 'locked-delivery.pdf'
  | 'contract.pdf'

const { catalog, page, form, secondSignature } = contractObjects

const freeText = {
  Subtype: '/FreeText',
  Rect: '[18 140 402 184]',
  DA: '(/F1 10 Tf 0 g)',
  Contents: '(The price is 9000.)',
  C: '[1 1 1]',
}

/** A new signature field without a value, whose appearance lies over the text. */
function overlaying(before: PdfText): Changes {
  const field = before.size
  const shown = {
    entries: { Type: '/XObject', Subtype: '/Form', BBox: '[0 0 400 60]' },
    data: '1 g 0 0 400 60 re f',
  }
  const entries = {
    Type: '/Annot',
    Subtype: '/Widget',
    FT: '/Sig',
    T: '(Signature3)',
    F: '4',
    P: '3 0 R',
    Rect: '[10 130 410 190]',
    AP: `<< /N ${field + 1} 0 R >>`,
  }
  return new Map([
    [page, altered(before, page, appended(before, page, 'Annots', `${field} 0 R`))],
    [form, altered(before, form, appended(before, form, 'Fields', `${field} 0 R`))],
    [field, { entries }],
    [field + 1, shown],
  ])
}

const certified: Readonly<Record<string, CertifiedAttack>> = {
  'certified-1-filled': { from: 'certified-1.pdf', attack: (honest) => filled(honest).text },
  'certified-1-annotated': { from: 'certified-1.pdf', attack: (honest) => annotated(honest).text },
  'certified-1-signed-again': {
    from: 'certified-1.pdf',
    attack: async (honest, signAgain) => (await signAgain(honest, undefined, secondSignature)).text,
  },
  'certified-2-annotated': { from: 'certified-2.pdf', attack: (honest) => annotated(honest).text },
  'certified-2-evil-annotation': {
    from: 'certified-2.pdf',
    attack: (honest) => saved(honest, annotation(honest, freeText)).text,
  },
  'certified-2-sneaky-signature': {
    from: 'certified-2.pdf',
    attack: (honest) => saved(honest, overlaying(honest)).text,
  },
  'certified-2-permission-removed': {
    from: 'certified-2.pdf',
    attack: (honest) =>
      saved(honest, new Map([[catalog, altered(honest, catalog, { Perms: 'null' })]])).text,
  },
  'certified-3-sneaky-signature': {
    from: 'certified-3.pdf',
    attack: (honest) => saved(honest, overlaying(honest)).text,
  },
  'certified-3-content-replaced': {
    from: 'certified-3.pdf',
    attack: (honest) => saved(honest, newContent(honest)).text,
  },
  'certified-3-widget-moved': {
    from: 'certified-3.pdf',
    attack: (honest) => {
      const { field } = contractObjects
      const moved = altered(honest, field, { Rect: '[20 150 220 166]' })
      return saved(honest, new Map([[field, moved]])).text
    },
  },
}

const locked: Readonly<Record<string, CertifiedAttack>> = {
  'locked-all-filled': { from: 'locked-all.pdf', attack: (honest) => filled(honest).text },
  'locked-delivery-filled': {
    from: 'locked-delivery.pdf',
    attack: (honest) => filled(honest).text,
  },
}

/** A second signature is over an earlier change, which the first is not. */
const laundered: Readonly<Record<string, CertifiedAttack>> = {
  'laundered-content': {
    from: 'contract.pdf',
    attack: async (honest, signAgain) => (await signAgain(saved(honest, newContent(honest)))).text,
  },
  'laundered-content-in-one-save': {
    from: 'contract.pdf',
    attack: async (honest, signAgain) => (await signAgain(honest, newContent(honest))).text,
  },
  'laundered-filling': {
    from: 'certified-1.pdf',
    attack: async (honest, signAgain) =>
      (await signAgain(saved(honest, filling(honest, 'never')))).text,
  },
}

export const certifiedAttacks: Readonly<Record<string, CertifiedAttack>> = {
  ...certified,
  ...locked,
  ...laundered,
}
