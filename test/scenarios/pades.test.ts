import { describe, expect, it } from 'vitest'
import { verify } from '../../src/verify.ts'
import { signedData, signerInfo, usualAttributes } from '../formats/cms/material.ts'
import type { PdfWriter } from '../formats/pdf/pdf-writer.ts'
import {
  begin,
  type SignaturePlan,
  SigningWriter,
  trailer,
} from '../formats/pdf/signatures/signing.ts'
import { cmsSigner, request, revokedCrl, signerCertificate, told, type World } from './world.ts'

interface Telling {
  readonly plan?: SignaturePlan
  /** What is saved after the signature. */
  readonly later?: (writer: SigningWriter) => void
  /** What is done to the octets when all is written. */
  readonly change?: (octets: Buffer) => Buffer
}

/** The value of the citizen of the other stories. */
const value = (content: Buffer): Uint8Array => {
  const signer = cmsSigner(signerCertificate())
  const { signingTime: _, ...attributes } = usualAttributes(content, signer)
  const signerInfos = [signerInfo({ signer, attributes: Object.values(attributes) })]
  return signedData({ content: null, certificates: [signer.certificate], signerInfos })
}

/** A contract with a place to fill in, signed. */
function document({ plan = {}, later, change = (octets) => octets }: Telling): Uint8Array {
  const writer = new SigningWriter()
  begin(writer, '/Fields [5 0 R 7 0 R]')
  writer.object(5, '<< /FT /Sig /T (buyer) /V 6 0 R >>')
  writer.object(7, '<< /FT /Tx /T (place) >>')
  writer.signature(6, { value, ...plan })
  writer.save({ trailer })
  if (later !== undefined) {
    later(writer)
    writer.save()
  }
  return change(Buffer.from(writer.octets()))
}

const world = (telling: Telling, more: World = {}): World => ({
  document: document(telling),
  ...more,
})

const filled = (writer: PdfWriter) => {
  writer.object(7, '<< /FT /Tx /T (place) /V (Batumi) >>')
}
const widened = (writer: PdfWriter) => {
  writer.object(3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 900] >>')
}
const certification = (level: number) => ({
  entries: `/Reference [<< /TransformMethod /DocMDP /TransformParams << /P ${level} /V /1.2 >> >>]`,
})
const refused = 'TOTAL-FAILED FORMAT_FAILURE, not-recognised: signature-invalid'
const good = 'TOTAL-PASSED, recognised: agreement-in-force'

describe('signed in PDF in Tbilisi, verified in Athens', () => {
  it.each<[string, World, string]>([
    ['with everything in order', world({}), good],
    ['at home', world({}, { relying: 'GE' }), 'TOTAL-PASSED, domestic: same-state'],
    [
      'by a certificate that was revoked since',
      world({}, { crls: [revokedCrl('2024-06-19')] }),
      'INDETERMINATE REVOKED_NO_POE, undetermined: signature-undetermined',
    ],
    ['with a place filled in later', world({ later: filled }), good],
    ['certified, with a place filled in', world({ plan: certification(2), later: filled }), good],
    [
      'certified against every change, with a place filled in',
      world({ plan: certification(1), later: filled }),
      refused,
    ],
    ['with a page changed by a later save', world({ later: widened }), refused],
    [
      'with something behind its end',
      world({ change: (octets) => Buffer.concat([octets, Buffer.from('more')]) }),
      refused,
    ],
    [
      'with a page changed in place',
      world({
        change: (octets) => {
          octets.write('900', octets.indexOf('200 200'), 'latin1')
          return octets
        },
      }),
      'TOTAL-FAILED HASH_FAILURE, not-recognised: signature-invalid',
    ],
    [
      'with more left out than its value',
      world({ plan: { gap: { before: 0, behind: 3 } } }),
      refused,
    ],
    [
      'in a way that is not known',
      world({ plan: { subFilter: '/adbe.unheard-of' } }),
      'INDETERMINATE GENERIC, undetermined: signature-undetermined',
    ],
  ])('%s', (_, asked, expected) => {
    expect(told(asked)).toBe(expected)
  })

  it('is reported with what came after it', () => {
    const { signatures } = verify(request(world({ later: widened })))
    expect(signatures[0]).toMatchObject({
      integrity: 'intact',
      reason: 'DOCUMENT_MODIFIED',
      modifications: 'forbidden',
      modificationExtent: 'other',
      coverage: { field: 'buyer', extent: 'revision', revision: 1, revisions: 2 },
      scope: [{ name: 'revision 1 of 2', kind: 'full' }],
    })
    expect(
      signatures[0]?.differences?.map(({ permitted, revision }) => [permitted, revision]),
    ).toEqual([[false, 2]])
  })

  it('is open where only time-stamps are in it', () => {
    const plan = { type: '/DocTimeStamp', subFilter: '/ETSI.RFC3161' }
    const verdict = verify(request(world({ plan })))
    expect(verdict).toMatchObject({ outcome: 'undetermined', signatures: [] })
    expect(verdict.timestamps).toMatchObject([{ type: 'document', indication: 'INDETERMINATE' }])
  })
})
