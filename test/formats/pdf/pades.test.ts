import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { parseDocument } from '../../../src/formats/index.ts'
import { pdf } from '../../../src/formats/pdf/pades.ts'
import { baseline, crypto } from '../cms/material.ts'
import { PdfWriter } from './pdf-writer.ts'
import {
  begin,
  codes,
  integrity,
  only,
  parsed,
  SigningWriter,
  signedPdf,
  trailer,
} from './signatures/signing.ts'

const context = () => ({ detached: [], crypto, budget: new Budget() })
const recognises = (text: string) => pdf.recognises(Buffer.from(text, 'latin1'))

function refusal(octets: Uint8Array): string {
  try {
    parsed(octets)
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
  throw new Error('was not refused')
}

describe('a PDF document', () => {
  it.each(['%PDF-1.7\n', `${'x'.repeat(1019)}%PDF-1.4`])('is recognised by its header', (text) => {
    expect(recognises(text)).toBe(true)
  })

  it.each(['PDF-1.7', `${'x'.repeat(1020)}%PDF-1.4`])('is not recognised without one', (text) => {
    expect(recognises(text)).toBe(false)
  })

  it('is not what XML is that has its header in it', () => {
    const bytes = Buffer.from('<a><!-- %PDF-1.7 --></a>')
    expect(() => parseDocument(bytes, context())).toThrow('the XML document has no ds:Signature')
  })

  it('is not what a JWS is that has its header in it', () => {
    const bytes = Buffer.from('{"payload": "%PDF-1.7", "signature": "x"}')
    expect(parseDocument(bytes, context()).mediaType).toContain('jose')
  })

  it('is read where another archive follows it, and fails by that', () => {
    const archive = Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1')
    const bytes = Buffer.concat([signedPdf().octets(), archive])
    const document = parseDocument(bytes, context())
    expect(document.mediaType).toBe('application/pdf')
    expect(only(document).modifications?.outcome).toBe('forbidden')
    expect(codes(document)).toContain('pdf-data-behind-the-end')
  })

  it('is no signed document where no field has a value', () => {
    const writer = new PdfWriter()
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (Sig1) >>')
    writer.save({ trailer })
    expect(refusal(writer.octets())).toBe('not-a-signed-document')
  })

  it('is unreadable where it was cut off behind a revision that nobody signed', () => {
    const writer = new SigningWriter()
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (Sig1) >>')
    const end = writer.save({ trailer })
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
    const signature = writer.signature(6)
    writer.save()
    const cut = writer.octets().subarray(0, signature + 400)
    expect(refusal(cut)).toBe('document-unreadable')
    const where = `octets ${end} to ${cut.length} stand behind the last end of the file`
    const message = `the PDF seems to be incomplete (cut off), or was written on: ${where}`
    expect(() => parsed(cut)).toThrow(message)
  })

  it('is said to have time-stamps only where it has no signature', () => {
    const plan = { type: '/DocTimeStamp', subFilter: '/ETSI.RFC3161' }
    const document = parsed(signedPdf(plan).octets())
    expect(document.signatures).toEqual([])
    expect(codes(document)).toContain('pdf-timestamps-only')
    expect(codes(parsed(signedPdf().octets()))).not.toContain('pdf-timestamps-only')
  })

  it('is no signed document where a signed one is attached to it', () => {
    const writer = new PdfWriter()
    begin(writer, '/Fields []', '/Names << /EmbeddedFiles << /Names [(a.pdf) 8 0 R] >> >>')
    writer.object(8, '<< /Type /Filespec /F (a.pdf) /EF << /F 9 0 R >> >>')
    writer.stream(9, '/Type /EmbeddedFile', signedPdf().octets())
    writer.save({ trailer })
    expect(refusal(writer.octets())).toBe('not-a-signed-document')
  })

  it('is no signed document where a CMS lies in it', () => {
    const writer = new PdfWriter()
    begin(writer, '/Fields []')
    writer.stream(9, '', baseline())
    writer.save({ trailer })
    expect(refusal(writer.octets())).toBe('not-a-signed-document')
  })

  it('is said ten things of a kind, and how many more there are', () => {
    const writer = new PdfWriter()
    const fields = Array.from({ length: 15 }, (_, at) => `${10 + at} 0 R`)
    begin(writer, `/Fields [${fields.join(' ')}]`)
    for (let at = 0; at < 15; at += 1) {
      writer.object(10 + at, `<< /FT /Sig /T (S${at}) /V << /Type /Sig >> /SV << /Filter /A >> >>`)
    }
    writer.save({ trailer })
    const { warnings } = parsed(writer.octets())
    const seeds = warnings.filter(({ code }) => code === 'pdf-seed-values')
    expect(seeds).toHaveLength(11)
    expect(seeds.at(-1)?.message).toBe('and 5 more of this kind')
  })

  it('counts its signatures', () => {
    const budget = new Budget({ ...defaultLimits, signatures: 0 })
    expect(() => pdf.parse(signedPdf().octets(), { ...context(), budget })).toThrow(
      /limit of 0 signatures/,
    )
  })

  it('is said to be repaired where octets stand before its header', () => {
    const octets = Buffer.concat([Buffer.from('junk\n'), signedPdf().octets()])
    const document = parsed(octets)
    expect(codes(document)).toContain('pdf-header-offset')
    expect(document.signatures.map(integrity)).not.toContain('intact')
  })
})
