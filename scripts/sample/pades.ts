import { type Signer, signContent, signedData } from './cms.ts'
import { contractObjects } from './pdf-contract.ts'
import {
  altered,
  appended,
  type Changes,
  type CrossReference,
  dictionaryText,
  type Entries,
  octetsOf,
  type PdfObjectPlan,
  type PdfText,
  saved,
} from './pdf-writer.ts'

/** A signature in a PDF (ISO 32000-2 §12.8.1, EN 319 142-1 §6.3). */
export interface PadesTerms {
  readonly signer: Signer
  /** Certificates that travel beside the signer's. */
  readonly issuers?: readonly Uint8Array[]
  /** The one that travels as the signer's, where another was put in its place. */
  readonly shownCertificate?: Uint8Array
  readonly signingTime: Date
  readonly field: string
  /** The number of an empty field that is there already. */
  readonly into?: number
  /** What a certification signature permits: 1 nothing, 2 forms, 3 annotations too (§12.8.2.2). */
  readonly certifies?: 1 | 2 | 3
  /** The fields that the signature locks, as in a SigFieldLock dictionary (§12.7.5.5). */
  readonly lock?: Entries
  /** What else the same save changes. */
  readonly beside?: Changes
  readonly value?: 'altered'
  readonly form?: CrossReference
  /** Octets from before and behind the value that the digest leaves out. */
  readonly widerGap?: { readonly before: number; readonly behind: number }
  /** More entries of the signature dictionary. */
  readonly entries?: Entries
}

/**
 * Octets that are left free behind the value, as every writer leaves some: ECDSA values differ in
 * length from one signature to the next.
 */
const room = 48

/** The file with one more save, which holds a signature over everything but its value. */
export async function signPdf(before: PdfText, terms: PadesTerms): Promise<PdfText> {
  const size = (await cmsOver(new Uint8Array(), terms)).length + room
  const changes = new Map(terms.beside ?? [])
  for (const [number, object] of signatureObjects(before, terms, size)) changes.set(number, object)
  const open = saved(before, changes, terms.form)
  const start = open.text.lastIndexOf('/Contents <') + '/Contents '.length
  const end = start + 2 * size + 2
  const { before: less = 0, behind: more = 0 } = terms.widerGap ?? {}
  const ranged = withByteRange(open.text, start - less, end + more)
  const signed = ranged.slice(0, start - less) + ranged.slice(end + more)
  const cms = Buffer.from(await cmsOver(octetsOf(signed), terms)).toString('hex')
  const contents = `<${cms.padEnd(2 * size, '0')}>`
  return { ...open, text: ranged.slice(0, start) + contents + ranged.slice(end) }
}

async function cmsOver(content: Uint8Array, terms: PadesTerms): Promise<Uint8Array> {
  const info = await signContent(content, terms.signer, {
    signingTime: null,
    ...(terms.value && { value: terms.value }),
  })
  const shown = terms.shownCertificate ?? terms.signer.certificate
  return signedData(null, [info], [shown, ...(terms.issuers ?? [])])
}

/** Wide enough for any file of the sample. */
export const byteRangePlaceholder = `[0 ${'000000 '.repeat(3).trim()}]`

function withByteRange(text: string, start: number, end: number): string {
  const at = text.lastIndexOf(byteRangePlaceholder)
  const range = `[0 ${start} ${end} ${text.length - end}]`.padEnd(byteRangePlaceholder.length)
  return text.slice(0, at) + range + text.slice(at + byteRangePlaceholder.length)
}

function signatureObjects(
  before: PdfText,
  terms: PadesTerms,
  size: number,
): readonly (readonly [number, PdfObjectPlan])[] {
  const { into, certifies } = terms
  const used = Math.max(before.size, ...[...(terms.beside?.keys() ?? [])].map((one) => one + 1))
  const field = into ?? used
  const signature = into === undefined ? used + 1 : used
  const value = { V: `${signature} 0 R`, ...lockOf(terms) }
  const { catalog } = contractObjects
  const perms = { Perms: `<< /DocMDP ${signature} 0 R >>` }
  return [
    ...(into === undefined ? newField(before, terms, field, value) : []),
    ...(into === undefined ? [] : [[field, altered(before, field, value)] as const]),
    ...(certifies ? [[catalog, altered(before, catalog, perms)] as const] : []),
    [signature, { entries: signatureEntries(terms, size) }],
  ]
}

function lockOf({ lock }: PadesTerms): Entries {
  if (lock === undefined) return {}
  return { Lock: oneLine({ Type: '/SigFieldLock', ...lock }) }
}

/** An invisible one, listed by the form and by the page. */
function newField(
  before: PdfText,
  terms: PadesTerms,
  number: number,
  value: Entries,
): readonly (readonly [number, PdfObjectPlan])[] {
  const { form, page } = contractObjects
  const entries = {
    Type: '/Annot',
    Subtype: '/Widget',
    FT: '/Sig',
    T: `(${terms.field})`,
    F: '132',
    P: '3 0 R',
    Rect: '[0 0 0 0]',
    ...value,
  }
  const flags = { SigFlags: '3', ...appended(before, form, 'Fields', `${number} 0 R`) }
  return [
    [page, altered(before, page, appended(before, page, 'Annots', `${number} 0 R`))],
    [form, altered(before, form, flags)],
    [number, { entries }],
  ]
}

function signatureEntries(terms: PadesTerms, size: number): Entries {
  const references = [...certification(terms), ...fieldLock(terms)]
  return {
    Type: '/Sig',
    Filter: '/Adobe.PPKLite',
    SubFilter: '/ETSI.CAdES.detached',
    M: pdfDate(terms.signingTime),
    Reason: '(I agree)',
    ...(references.length > 0 && { Reference: `[${references.join(' ')}]` }),
    ...terms.entries,
    ByteRange: byteRangePlaceholder,
    Contents: `<${'00'.repeat(size)}>`,
  }
}

function certification({ certifies }: PadesTerms): readonly string[] {
  if (certifies === undefined) return []
  const parameters = { Type: '/TransformParams', P: String(certifies), V: '/1.2' }
  return [reference('DocMDP', parameters)]
}

function fieldLock({ lock }: PadesTerms): readonly string[] {
  if (lock === undefined) return []
  return [reference('FieldMDP', { Type: '/TransformParams', ...lock, V: '/1.2' })]
}

function reference(method: string, parameters: Entries): string {
  return oneLine({
    Type: '/SigRef',
    TransformMethod: `/${method}`,
    TransformParams: oneLine(parameters),
    ...(method === 'FieldMDP' && { Data: '1 0 R' }),
  })
}

function oneLine(entries: Entries): string {
  return dictionaryText(entries).replaceAll('\n', ' ')
}

/** ISO 32000-2 §7.9.4. */
export function pdfDate(time: Date): string {
  return `(D:${time.toISOString().replace(/\D/g, '').slice(0, 14)}Z)`
}
