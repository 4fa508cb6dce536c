import { describe, expect, it } from 'vitest'
import {
  begin,
  codes,
  departures,
  integrity,
  only,
  parsed,
  SigningWriter,
  signedPdf,
  trailer,
} from './signing.ts'

/** A document whose form has these fields; what the others are named by stands in `objects`. */
function withFields(form: string, objects: Readonly<Record<number, string>>): SigningWriter {
  const writer = new SigningWriter()
  begin(writer, form)
  for (const [number, body] of Object.entries(objects)) writer.object(Number(number), body)
  writer.signature(6)
  writer.save({ trailer })
  return writer
}

describe('a signature field', () => {
  it('has its type and its value from a field above it', () => {
    const writer = withFields('/Fields [5 0 R]', {
      5: '<< /FT /Sig /T (contract) /V 6 0 R /Kids [7 0 R] >>',
      7: '<< /T (buyer) /Parent 5 0 R >>',
    })
    const document = parsed(writer.octets())
    expect(integrity(only(document))).toBe('intact')
    expect(codes(document)).toContain('pdf-signature-in-several-fields')
  })

  it('has its widgets below it', () => {
    const writer = withFields('/Fields [5 0 R]', {
      5: '<< /FT /Sig /T (Sig1) /V 6 0 R /Kids [7 0 R 8 0 R] >>',
      7: '<< /Subtype /Widget /Parent 5 0 R >>',
      8: '<< /Subtype /Widget /Parent 5 0 R >>',
    })
    const document = parsed(writer.octets())
    expect(integrity(only(document))).toBe('intact')
    expect(codes(document)).not.toContain('pdf-signature-in-several-fields')
  })

  it('may stand deep in the form', () => {
    const objects: Record<number, string> = {}
    for (let number = 10; number < 60; number += 1) {
      objects[number] = `<< /T (a) /Kids [${number + 1} 0 R] >>`
    }
    const writer = withFields('/Fields [10 0 R]', {
      ...objects,
      60: '<< /FT /Sig /T (Sig1) /V 6 0 R >>',
    })
    expect(integrity(only(parsed(writer.octets())))).toBe('intact')
  })

  it('is not looked for below the deepest field, and that is said', () => {
    const objects: Record<number, string> = {}
    for (let number = 10; number < 120; number += 1) {
      objects[number] = `<< /T (a) /Kids [${number + 1} 0 R] >>`
    }
    const writer = withFields('/Fields [5 0 R 10 0 R]', {
      ...objects,
      5: '<< /FT /Sig /T (Sig1) /V 6 0 R >>',
    })
    expect(codes(parsed(writer.octets()))).toContain('pdf-form-irregular')
  })

  it('is found once where the form goes round', () => {
    const writer = withFields('/Fields [5 0 R 5 0 R 7 0 R]', {
      5: '<< /FT /Sig /T (Sig1) /V 6 0 R >>',
      7: '<< /T (a) /Kids [7 0 R 5 0 R] >>',
    })
    const document = parsed(writer.octets())
    expect(integrity(only(document))).toBe('intact')
    expect(codes(document)).toContain('pdf-form-irregular')
  })

  it('is one signature where two fields have the same value', () => {
    const writer = withFields('/Fields [5 0 R 7 0 R]', {
      5: '<< /FT /Sig /T (Sig1) /V 6 0 R >>',
      7: '<< /FT /Sig /T (Sig2) /V 6 0 R >>',
    })
    const document = parsed(writer.octets())
    expect(integrity(only(document))).toBe('intact')
    expect(codes(document)).toContain('pdf-signature-in-several-fields')
  })

  it('is none where it has no value', () => {
    const writer = withFields('/Fields [5 0 R 7 0 R 8 0 R]', {
      5: '<< /FT /Sig /T (Sig1) /V 6 0 R >>',
      7: '<< /FT /Sig /T (Sig2) >>',
      8: '<< /FT /Sig /T (Sig3) /V null >>',
    })
    expect(parsed(writer.octets()).signatures).toHaveLength(1)
  })

  it.each(['(signed)', '8 0 R'])(
    'is a broken one where its value is no dictionary: %s',
    (value) => {
      const writer = withFields('/Fields [5 0 R 7 0 R]', {
        5: '<< /FT /Sig /T (Sig1) /V 6 0 R >>',
        7: `<< /FT /Sig /T (Sig2) /V ${value} >>`,
        8: '<< /Type /Sig /ByteRange /Contents <00> >>',
      })
      const document = parsed(writer.octets())
      expect(document.signatures.map(integrity)).toEqual(['intact', 'broken'])
      expect(codes(document)).toContain('pdf-form-irregular')
    },
  )

  it('is refused where its value stands in it twice', () => {
    const writer = withFields('/Fields [5 0 R]', {
      5: '<< /FT /Sig /T (Sig1) /V null /V 6 0 R >>',
    })
    const signature = only(parsed(writer.octets()))
    expect(departures(signature)).toContain('pdf-signature-dictionary FAILED')
  })

  it('goes by its full name in what is said of it', () => {
    const writer = withFields('/Fields [5 0 R]', {
      5: '<< /T (contract) /Kids [7 0 R] >>',
      7: '<< /FT /Sig /T (buyer) /V 6 0 R /SV << /Filter /Adobe.PPKLite >> >>',
    })
    const messages = parsed(writer.octets()).warnings.map(({ message }) => message)
    expect(messages.join()).toContain('signature-1 ("contract.buyer"): its field has seed values')
  })
})

describe('a signature of an earlier revision', () => {
  it.each([
    ['the form', '<< /Type /Catalog /Pages 2 0 R >>', ''],
    ['its field', '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>', ''],
    [
      'its value',
      '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>',
      '<< /FT /Sig /T (Sig1) >>',
    ],
  ])('is reported where a later one takes %s away', (_, catalog, field) => {
    const writer = signedPdf()
    writer.object(1, catalog)
    if (field !== '') writer.object(5, field)
    writer.save()
    const signature = only(parsed(writer.octets()))
    expect(integrity(signature)).toBe('intact')
    expect(departures(signature)).toContain('pdf-modifications FAILED')
    const kinds = signature.modifications?.differences.map(({ kind }) => kind)
    expect(kinds).toContain('signature-removed')
  })

  it('is reported beside the one that is put in its place', () => {
    const writer = signedPdf()
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 7 0 R >>')
    writer.signature(7)
    writer.save()
    const { signatures } = parsed(writer.octets())
    expect(signatures.map(({ id }) => id)).toEqual(['signature-1', 'signature-2'])
    expect(signatures.map(integrity)).toEqual(['intact', 'intact'])
    expect(signatures.map(({ modifications }) => modifications?.outcome)).toEqual([
      'forbidden',
      'none',
    ])
  })

  it('comes before those of later revisions, wherever their fields stand', () => {
    const writer = signedPdf()
    begin(writer, '/Fields [7 0 R 5 0 R]')
    writer.object(7, '<< /FT /Sig /T (Sig2) /V 8 0 R >>')
    writer.signature(8)
    writer.save()
    const { signatures } = parsed(writer.octets())
    expect(signatures.map(({ coverage }) => coverage?.revision)).toEqual([1, 2])
  })
})
