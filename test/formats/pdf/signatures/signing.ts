import { createHash } from 'node:crypto'
import { Budget } from '../../../../src/core/budget.ts'
import type { ParsedDocument, ParsedSignature } from '../../../../src/formats/format.ts'
import { pdf } from '../../../../src/formats/pdf/pades.ts'
import { judgeIntegrity } from '../../../../src/validation/basic-signature.ts'
import { crypto, signedData, signerInfo, usualAttributes } from '../../cms/material.ts'
import { PdfWriter } from '../pdf-writer.ts'

/** How a signature dictionary is written; all that is left out is as PAdES has it. */
export interface SignaturePlan {
  readonly type?: string
  readonly subFilter?: string
  /** More entries, such as "/Reason (I agree)". */
  readonly entries?: string
  /** What `Contents` holds, of the octets that are signed. */
  readonly value?: (content: Buffer) => Uint8Array
  /** What stands for the ByteRange, of the one that is right. */
  readonly range?: (range: readonly number[]) => string
  /** Octets around the value that the ByteRange leaves out as well. */
  readonly gap?: { readonly before: number; readonly behind: number }
  /** What follows the value in `Contents`, in place of zeros. */
  readonly padding?: string
}

interface Pending {
  readonly plan: SignaturePlan
  readonly rangeAt: number
  readonly start: number
  readonly end: number
  until: number
}

const rangeRoom = '[0 0000000 0000000 0000000           ]'
/** Octets of the longest value. */
const room = 4000

/** Writes PDF documents with signatures: objects as `PdfWriter` has them, values when all is written. */
export class SigningWriter extends PdfWriter {
  readonly #pending: Pending[] = []

  /** A signature dictionary, over all up to the end of the save that it stands in. */
  signature(number: number, plan: SignaturePlan = {}): number {
    const { type = '/Sig', subFilter = '/ETSI.CAdES.detached', entries = '' } = plan
    const time = '/M (D:20260601120000Z)'
    const head = `<< /Type ${type} /Filter /Adobe.PPKLite /SubFilter ${subFilter} ${time} ${entries} `
    const body = `${head}/ByteRange ${rangeRoom} /Contents <${'00'.repeat(room)}> >>`
    const offset = this.object(number, body)
    const at = offset + `${number} 0 obj\n`.length
    const start = at + body.indexOf('/Contents <') + '/Contents '.length
    const end = start + 2 * room + 2
    this.#pending.push({ plan, rangeAt: at + body.indexOf(rangeRoom), start, end, until: 0 })
    return offset
  }

  override save(...given: Parameters<PdfWriter['save']>): number {
    const end = super.save(...given)
    for (const one of this.#pending) if (one.until === 0) one.until = end
    return end
  }

  override octets(): Uint8Array {
    const octets = Buffer.from(super.octets())
    for (const { plan, rangeAt, start, end, until } of this.#pending) {
      const { before = 0, behind = 0 } = plan.gap ?? {}
      const range = [0, start - before, end + behind, until - end - behind]
      const text = plan.range?.(range) ?? `[${range.join(' ')}]`
      octets.write(text.padEnd(rangeRoom.length), rangeAt, 'latin1')
      const content = Buffer.concat([
        octets.subarray(0, start - before),
        octets.subarray(end + behind, until),
      ])
      const value = Buffer.from((plan.value ?? padesValue())(content)).toString('hex')
      const padded = `${value}${plan.padding ?? ''}`.padEnd(2 * room, '0')
      octets.write(`<${padded}>`, start, 'latin1')
    }
    return octets
  }
}

type Attributes = ReturnType<typeof usualAttributes>

/** A CMS without content as PAdES has it: no signing-time. */
export function padesValue(
  change: (attributes: Omit<Attributes, 'signingTime'>) => readonly Uint8Array[] = Object.values,
  more: Partial<Parameters<typeof signedData>[0]> = {},
): (content: Buffer) => Uint8Array {
  return (content) => {
    const { signingTime: _, ...attributes } = usualAttributes(content)
    const signed = signerInfo({ attributes: change(attributes), content })
    return signedData({ content: null, signerInfos: [signed], ...more })
  }
}

/** A CMS over the SHA-1 of what is signed (adbe.pkcs7.sha1). */
export function sha1Value(content: Buffer): Uint8Array {
  const digest = createHash('sha1').update(content).digest()
  const attributes = Object.values(usualAttributes(digest))
  return signedData({ content: digest, signerInfos: [signerInfo({ attributes })] })
}

/** The objects 1 to 3 of every document: its catalog, its pages, and one page. */
export function begin(writer: PdfWriter, form = '/Fields [5 0 R]', catalog = ''): void {
  writer.object(1, `<< /Type /Catalog /Pages 2 0 R /AcroForm << ${form} >> ${catalog} >>`)
  writer.object(2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
  writer.object(3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>')
}

export const trailer = '/Root 1 0 R'

/** A document of one revision with one signature, which is the object 6 in the field 5. */
export function signedPdf(plan: SignaturePlan = {}, field = '', catalog = ''): SigningWriter {
  const writer = new SigningWriter()
  begin(writer, '/Fields [5 0 R]', catalog)
  writer.object(5, `<< /FT /Sig /T (Sig1) /V 6 0 R ${field} >>`)
  writer.signature(6, plan)
  writer.save({ trailer })
  return writer
}

export function parsed(octets: Uint8Array, more: { readonly documentName?: string } = {}) {
  const context = { documentName: 'contract.pdf', detached: [], crypto, budget: new Budget() }
  return pdf.parse(octets, { ...context, ...more })
}

/** The one signature of the document. */
export function only({ signatures }: ParsedDocument): ParsedSignature {
  const [signature, other] = signatures
  if (signature === undefined || other !== undefined) throw new Error('not one signature')
  return signature
}

export function integrity(signature: ParsedSignature): string {
  return judgeIntegrity(signature, { certificates: [], crypto, budget: new Budget() }).integrity
}

/** The checks of the format and of the document that did not pass: id and indication. */
export function departures({ formatChecks, containerChecks = [] }: ParsedSignature): string[] {
  return [...formatChecks, ...containerChecks].flatMap(({ id, conclusion }) =>
    conclusion.indication === 'PASSED' ? [] : [`${id} ${conclusion.indication}`],
  )
}

export const codes = ({ warnings }: ParsedDocument): string[] => warnings.map(({ code }) => code)
