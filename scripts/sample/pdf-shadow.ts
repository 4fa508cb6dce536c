import {
  buttonAppearance,
  contractObjects,
  fieldAppearance,
  waitingDefinition,
} from './pdf-contract.ts'
import { altered, objectOf, type PdfText, saved } from './pdf-writer.ts'

/** Shadow attacks: the signed file was prepared, and a later save shows what was waiting in it. */
export interface ShadowAttack {
  /** Which of the honest files it starts from. */
  readonly from:
    | 'prepared-overlay.pdf'
    | 'prepared-unused.pdf'
    | 'prepared-button.pdf'
    | 'contract.pdf'
  readonly attack: (honest: PdfText) => string
}

const { page, content, form, font, appearance, overlay, unused } = contractObjects

/** What lies over the contract goes, and the contract shows. */
const hide: Readonly<Record<string, ShadowAttack>> = {
  'hide-overlay-freed': {
    from: 'prepared-overlay.pdf',
    attack: (honest) => saved(honest, new Map([[overlay, null]])).text,
  },
  'hide-overlay-emptied': {
    from: 'prepared-overlay.pdf',
    attack: (honest) => saved(honest, new Map([[overlay, { entries: {}, data: '' }]])).text,
  },
  'hide-overlay-not-named': {
    from: 'prepared-overlay.pdf',
    attack: (honest) => saved(honest, shownBy(honest, content)).text,
  },
}

/** What is drawn stays, and comes to mean something else. */
const replace: Readonly<Record<string, ShadowAttack>> = {
  'replace-font': {
    from: 'contract.pdf',
    attack: (honest) => {
      const encoding = '<< /Type /Encoding /Differences [49 /nine] >>'
      return saved(honest, new Map([[font, altered(honest, font, { Encoding: encoding })]])).text
    },
  },
  'replace-appearance-of-field': {
    from: 'contract.pdf',
    attack: (honest) => saved(honest, new Map([[appearance, fieldAppearance('never')]])).text,
  },
  'replace-appearance-of-button': {
    from: 'prepared-button.pdf',
    attack: (honest) => {
      const shown = '1 g 0 0 400 60 re f 0 g BT /F1 10 Tf 6 40 Td (The price is 9000.) Tj ET'
      return saved(honest, new Map([[contractObjects.buttonAppearance, buttonAppearance(shown)]]))
        .text
    },
  },
  'replace-appearances-by-values': {
    from: 'contract.pdf',
    attack: (honest) =>
      saved(honest, new Map([[form, altered(honest, form, { NeedAppearances: 'true' })]])).text,
  },
  'replace-resources': {
    from: 'contract.pdf',
    attack: (honest) => {
      const other = { Type: '/Font', Subtype: '/Type1', BaseFont: '/Symbol' }
      const resources = `<< /Font << /F1 ${honest.size} 0 R >> >>`
      const changed = altered(honest, page, { Resources: resources })
      return saved(
        honest,
        new Map([
          [page, changed],
          [honest.size, { entries: other }],
        ]),
      ).text
    },
  },
}

/** Other content waits in the signed file, which nothing names. */
const hideAndReplace: Readonly<Record<string, ShadowAttack>> = {
  'hide-and-replace-usage': {
    from: 'prepared-unused.pdf',
    attack: (honest) => saved(honest, shownBy(honest, unused)).text,
  },
  'hide-and-replace-references': { from: 'prepared-unused.pdf', attack: referencesSwitched },
  'hide-and-replace-definition': {
    from: 'prepared-unused.pdf',
    attack: (honest) => saved(honest, new Map([[content, objectOf(honest, unused)]])).text,
  },
}

export const shadows: Readonly<Record<string, ShadowAttack>> = {
  ...hide,
  ...replace,
  ...hideAndReplace,
}

function shownBy(honest: PdfText, number: number) {
  return new Map([[page, altered(honest, page, { Contents: `${number} 0 R` })]])
}

/**
 * A table and a trailer, and no object: the number of the page's content leads to the definition that
 * waits in a stream of the signed file.
 */
function referencesSwitched(honest: PdfText): string {
  const saving = saved(honest, new Map([[content, objectOf(honest, unused)]])).text
  const table = saving.indexOf('xref\n', honest.text.length)
  const place = honest.text.indexOf(`${content} 0 obj`, honest.text.indexOf(waitingDefinition))
  const rest = saving
    .slice(table)
    .replace(/\d{10} 00000 n/, `${String(place).padStart(10, '0')} 00000 n`)
    .replace(/startxref\n\d+/, `startxref\n${honest.text.length}`)
  return honest.text + rest
}
