import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { pdf } from '../../../../src/formats/pdf/pades.ts'
import { integer, octets, oid, sequence, tlv } from '../../cms/der.ts'
import {
  crypto,
  detachedBytes,
  hello,
  oids,
  signedData,
  signerInfo,
  usualAttributes,
} from '../../cms/material.ts'
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

describe('a signature of a PDF', () => {
  it('claims what its dictionary says', () => {
    const entries =
      '/Name (Nino) /Reason (I agree) /Location <FEFF042F> /ContactInfo (nino@example.org)'
    const signature = only(parsed(signedPdf({ entries }).octets()))
    expect(signature.claimedTime?.toISOString()).toBe('2026-06-01T12:00:00.000Z')
    expect(signature.claims?.notes).toEqual({
      name: 'Nino',
      reason: 'I agree',
      location: 'Я',
      contactInfo: 'nino@example.org',
    })
  })

  it('claims nothing where its dictionary says nothing', () => {
    expect(only(parsed(signedPdf().octets())).claims).toBeNull()
  })

  it.each(['/adbe.pkcs7.detacheX', '/ETSI.RFC3161', 'null', '(adbe.pkcs7.detached)'])(
    'is open where its kind is not known: %s',
    (subFilter) => {
      const signature = only(parsed(signedPdf({ subFilter }).octets()))
      expect(departures(signature)).toEqual(['pdf-sub-filter INDETERMINATE'])
      expect(integrity(signature)).toBe('unknown')
      expect(signature.format).toBe('PDF-NOT-ETSI')
    },
  )

  it.each(['/Sic', '/DocTimeStamp', '(Sig)'])('is broken where it is of the type %s', (type) => {
    const signature = only(parsed(signedPdf({ type }).octets()))
    expect(departures(signature)).toContain('pdf-signature-dictionary FAILED')
    expect(integrity(signature)).toBe('broken')
  })

  it('is broken where an entry of its dictionary comes twice', () => {
    const signature = only(parsed(signedPdf({ entries: '/SubFilter /adbe.pkcs7.sha1' }).octets()))
    expect(departures(signature)).toContain('pdf-signature-dictionary FAILED')
  })

  it('is permitted changes by what the certification says', () => {
    const outcomes = [1, 2].map((level) => {
      const transform = `<< /TransformMethod /DocMDP /TransformParams << /P ${level} /V /1.2 >> >>`
      const writer = new SigningWriter()
      begin(writer, '/Fields [5 0 R 7 0 R]', '/Perms << /DocMDP 6 0 R >>')
      writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
      writer.object(7, '<< /FT /Tx /T (place) >>')
      writer.signature(6, { entries: `/Reference [${transform}]` })
      writer.save({ trailer })
      writer.object(7, '<< /FT /Tx /T (place) /V (Tbilisi) >>')
      writer.save()
      return only(parsed(writer.octets())).modifications?.outcome
    })
    expect(outcomes).toEqual(['forbidden', 'permitted'])
  })

  it('locks fields by the Lock of its own', () => {
    const outcomes = ['/Include', '/Exclude'].map((action) => {
      const writer = new SigningWriter()
      begin(writer, '/Fields [5 0 R 7 0 R]')
      const lock = `<< /Type /SigFieldLock /Action ${action} /Fields [(place)] >>`
      writer.object(5, `<< /FT /Sig /T (Sig1) /V 6 0 R /Lock ${lock} >>`)
      writer.object(7, '<< /FT /Tx /T (place) >>')
      writer.signature(6)
      writer.save({ trailer })
      writer.object(7, '<< /FT /Tx /T (place) /V (Tbilisi) >>')
      writer.save()
      return only(parsed(writer.octets())).modifications?.outcome
    })
    expect(outcomes).toEqual(['forbidden', 'permitted'])
  })

  it('fails by what was changed after it, and is intact all the same', () => {
    const writer = signedPdf()
    writer.object(3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>')
    writer.save()
    const signature = only(parsed(writer.octets()))
    expect(departures(signature)).toEqual(['pdf-modifications FAILED'])
    expect(integrity(signature)).toBe('intact')
  })

  it('fails by what stands behind the last revision', () => {
    const octets = Buffer.concat([signedPdf().octets(), Buffer.from('PK\x03\x04 a polyglot')])
    const signature = only(parsed(octets))
    expect(departures(signature)).toEqual(['pdf-modifications FAILED'])
  })

  it('goes on where what stands beside it cannot be read', () => {
    const writer = new SigningWriter()
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
    writer.signature(6, { entries: '/Reason 8 0 R /Name (Nino)' })
    writer.object(8, '<< /not /a /dictionary')
    writer.save({ trailer })
    const document = parsed(writer.octets())
    const signature = only(document)
    expect(integrity(signature)).toBe('intact')
    expect(signature.claims?.notes).toMatchObject({ name: 'Nino', reason: null })
    expect(codes(document)).toContain('pdf-object-unreadable')
  })

  it('allows nothing where what it allows cannot be read', () => {
    const writer = new SigningWriter()
    begin(writer, '/Fields [5 0 R 7 0 R]')
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
    writer.object(7, '<< /FT /Tx /T (place) >>')
    writer.signature(6, { entries: '/Reference [8 0 R]' })
    writer.object(8, '<< /not /a /dictionary')
    writer.save({ trailer })
    writer.object(7, '<< /FT /Tx /T (place) /V (Tbilisi) >>')
    writer.save()
    expect(only(parsed(writer.octets())).modifications?.outcome).toBe('forbidden')
  })

  it.each([
    [4, 'pdf-byte-range', 0],
    [5, 'pdf-byte-range', 5],
  ])('is one of %i over one revision: by %s fail %i', (count, id, failing) => {
    const writer = new SigningWriter()
    const numbers = Array.from({ length: count }, (_, at) => 10 + 2 * at)
    begin(writer, `/Fields [${numbers.map((number) => `${number} 0 R`).join(' ')}]`)
    for (const number of numbers) {
      writer.object(number, `<< /FT /Sig /T (S${number}) /V ${number + 1} 0 R >>`)
      writer.signature(number + 1)
    }
    writer.save({ trailer })
    const { signatures } = parsed(writer.octets())
    const failed = signatures.filter((one) => departures(one).includes(`${id} FAILED`))
    expect(failed).toHaveLength(failing)
    // The value of each is in what the others are over, so that all but the last written are broken.
    expect(signatures.map(integrity).filter((one) => one === 'intact').length).toBeLessThan(2)
  })

  it('says of itself where a caller gave other content beside it', () => {
    const bytes = signedPdf().octets()
    const departuresWith = (content: Uint8Array) => {
      const context = { detached: [detachedBytes(content)], crypto, budget: new Budget() }
      return departures(only(pdf.parse(bytes, context)))
    }
    expect(departuresWith(bytes)).toEqual([])
    expect(departuresWith(hello)).toEqual(['pdf-detached-content FAILED'])
  })
})

describe('what stands beside the signatures of a PDF', () => {
  it('is warned of where it is usage rights', () => {
    const document = parsed(signedPdf({}, '', '/Perms << /UR3 6 0 R >>').octets())
    expect(codes(document)).toEqual(['pdf-usage-rights'])
  })

  it('is warned of where the catalog names a certification that is in no field', () => {
    const document = parsed(signedPdf({}, '', '/Perms << /DocMDP 3 0 R >>').octets())
    expect(codes(document)).toEqual(['pdf-certification-without-field'])
  })

  it('is warned of where the author asked something of the signature', () => {
    const document = parsed(signedPdf({}, '/SV << /SubFilter [/adbe.pkcs7.detached] >>').octets())
    expect(codes(document)).toEqual(['pdf-seed-values'])
  })

  it('masks identifiers in the name of the field that it speaks of', () => {
    const writer = new SigningWriter()
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (PNOBG-7501020018) /V 6 0 R /SV << /V 1 >> >>')
    writer.signature(6)
    writer.save({ trailer })
    const { warnings } = parsed(writer.octets())
    expect(warnings.map(({ message }) => message).join()).toContain('("PNOBG-********18")')
  })
})

describe('what a signature allows', () => {
  it('is said of a certification, and of fields that it locks', () => {
    const entries = '/Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>]'
    const lock = '/Lock << /Action /Include /Fields [(place)] >>'
    expect(only(parsed(signedPdf({ entries }, lock).octets())).permissions).toEqual({
      certification: 1,
      locks: [{ action: 'Include', fields: ['place'], permits: null }],
    })
  })

  it('names a lock once that stands in the field and in the signature, with what it permits', () => {
    const parameters = '/TransformParams << /Action /Exclude /Fields [(place)] >>'
    const entries = `/Reference [<< /TransformMethod /FieldMDP ${parameters} >>]`
    const lock = '/Lock << /Action /Exclude /Fields [(place)] /P 1 >>'
    expect(only(parsed(signedPdf({ entries }, lock).octets())).permissions).toEqual({
      certification: null,
      locks: [{ action: 'Exclude', fields: ['place'], permits: 1 }],
    })
  })

  it('is said to be nothing in particular where it is not limited', () => {
    const { permissions } = only(parsed(signedPdf().octets()))
    expect(permissions).toEqual({ certification: null, locks: [] })
  })
})

describe('a document time-stamp', () => {
  it('is no signature, and stands for itself', () => {
    const plan = { type: '/DocTimeStamp', subFilter: '/ETSI.RFC3161', value: () => token }
    const { signatures, timestamps } = parsed(signedPdf(plan).octets())
    expect(signatures).toEqual([])
    expect(timestamps).toMatchObject([{ id: 'timestamp-1', type: 'document' }])
    expect(timestamps[0]?.time?.toISOString()).toBe('2026-06-01T12:00:00.000Z')
    expect(Buffer.from(timestamps[0]?.token ?? [])).toEqual(Buffer.from(token))
  })

  it('is warned of where its ByteRange is not as it should be', () => {
    const gap = { before: 1, behind: 0 }
    const plan = { type: '/DocTimeStamp', subFilter: '/ETSI.RFC3161', value: () => token, gap }
    const document = parsed(signedPdf(plan).octets())
    expect(codes(document)).toEqual(['document-timestamp-malformed', 'pdf-timestamps-only'])
  })

  it('makes the signature before it one of the level T', () => {
    const writer = signedPdf()
    begin(writer, '/Fields [5 0 R 7 0 R]')
    writer.object(7, '<< /FT /Sig /T (Time) /V 8 0 R >>')
    writer.signature(8, {
      type: '/DocTimeStamp',
      subFilter: '/ETSI.RFC3161',
      value: () => token,
    })
    writer.save()
    expect(only(parsed(writer.octets())).format).toBe('PAdES-BASELINE-T')
  })
})

const token = signedData({
  content: sequence(
    integer(1),
    oid('1.2.3'),
    sequence(sequence(oid(oids.sha256)), octets(hello)),
    integer(1),
    tlv(0x18, Buffer.from('20260601120000Z')),
  ),
  contentType: '1.2.840.113549.1.9.16.1.4',
  signerInfos: [signerInfo({ attributes: Object.values(usualAttributes(hello)) })],
})
