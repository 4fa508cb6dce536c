import { contractObjects, fieldAppearance } from './pdf-contract.ts'
import {
  altered,
  appended,
  type Changes,
  type CrossReference,
  type Entries,
  type PdfText,
  saved,
} from './pdf-writer.ts'

/** What is done to the contract after it was signed, as programs do it that mean well. */

/** The text field gets a value, and shows it. */
export function filled(before: PdfText, form?: CrossReference): PdfText {
  return saved(before, filling(before, 'by ship'), form)
}

export function filling(before: PdfText, value: string): Changes {
  const { field, appearance } = contractObjects
  return new Map([
    [field, altered(before, field, { V: `(${value})` })],
    [appearance, fieldAppearance(value)],
  ])
}

/** A note in the margin; ISO 32000-2 §12.5.6.4. */
export function annotated(before: PdfText, form?: CrossReference): PdfText {
  const note = {
    Subtype: '/Text',
    Rect: '[390 170 410 190]',
    Contents: '(Seen on Monday.)',
    Name: '/Note',
  }
  return saved(before, annotation(before, note), form)
}

/** An annotation of the page; ISO 32000-2 §12.5.2. */
export function annotation(before: PdfText, entries: Entries): Changes {
  const { page } = contractObjects
  const number = before.size
  return new Map([
    [page, altered(before, page, appended(before, page, 'Annots', `${number} 0 R`))],
    [number, { entries: { Type: '/Annot', F: '4', P: '3 0 R', ...entries } }],
  ])
}

/** A document security store with certificates and CRLs (EN 319 142-1 §5.4.2). */
export function withValidationData(
  before: PdfText,
  certificates: readonly Uint8Array[],
  crls: readonly Uint8Array[],
  form?: CrossReference,
): PdfText {
  const { catalog } = contractObjects
  const store = before.size
  const first = store + 1
  const data = [...certificates, ...crls].map(
    (bytes, index) =>
      [first + index, { entries: {}, data: Buffer.from(bytes).toString('latin1') }] as const,
  )
  const numbers = data.map(([number]) => `${number} 0 R`)
  const entries = {
    Type: '/DSS',
    Certs: `[${numbers.slice(0, certificates.length).join(' ')}]`,
    CRLs: `[${numbers.slice(certificates.length).join(' ')}]`,
  }
  return saved(
    before,
    new Map([
      [catalog, altered(before, catalog, { DSS: `${store} 0 R` })],
      [store, { entries }],
      ...data,
    ]),
    form,
  )
}
