import { describe, expect, it } from 'vitest'
import {
  begin,
  departures,
  integrity,
  only,
  padesValue,
  parsed,
  type SignaturePlan,
  SigningWriter,
  signedPdf,
  trailer,
} from './signing.ts'

describe('a ByteRange', () => {
  it('is over the whole file', () => {
    const signature = only(parsed(signedPdf().octets()))
    expect(integrity(signature)).toBe('intact')
    expect(signature.coverage).toMatchObject({ extent: 'file', revision: 1, revisions: 1 })
    expect(signature.references[0]).toMatchObject({ name: 'contract.pdf', kind: 'full' })
  })

  it('is over a revision to its end', () => {
    const writer = signedPdf()
    writer.object(7, '<< /Nothing true >>')
    writer.save()
    const signature = only(parsed(writer.octets()))
    expect(integrity(signature)).toBe('intact')
    expect(signature.coverage).toMatchObject({ extent: 'revision', revision: 1, revisions: 2 })
    expect(signature.references[0]).toMatchObject({ name: 'revision 1 of 2', kind: 'full' })
  })

  it('may end before or behind the line end of its revision', () => {
    const range = ([, first, second, rest = 0]: readonly number[]) =>
      `[0 ${first} ${second} ${rest - 1}]`
    const value = (content: Buffer) => padesValue()(content.subarray(0, -1))
    const signature = only(parsed(signedPdf({ range, value }).octets()))
    expect(integrity(signature)).toBe('intact')
    expect(signature.coverage?.extent).toBe('revision')
  })

  it.each<[string, SignaturePlan]>([
    ['is null', { range: () => 'null' }],
    ['is a name', { range: () => '/ByteRange' }],
    ['is empty', { range: () => '[]' }],
    ['is indirect', { range: () => '7 0 R' }],
    ['has three numbers', { range: (r) => `[${r.slice(0, 3).join(' ')}]` }],
    ['has an indirect number', { range: ([, a, b]) => `[0 ${a} ${b} 7 0 R]` }],
    ['has a real number', { range: ([, a, b, c]) => `[0.0 ${a} ${b} ${c}]` }],
    ['has a negative number', { range: ([, a, b, c]) => `[0 ${a} ${b} -${c}]` }],
    ['does not begin with the file', { range: ([, a, b, c]) => `[1 ${(a ?? 1) - 1} ${b} ${c}]` }],
    ['is out of order', { range: ([, a, b, c]) => `[${b} ${c} 0 ${a}]` }],
    ['goes beyond the file', { range: ([, a, b, c]) => `[0 ${a} ${b} ${(c ?? 0) + 1}]` }],
    ['leaves nothing out', { range: ([, , b, c]) => `[0 ${b} ${b} ${c}]` }],
    ['leaves out more before the value', { gap: { before: 1, behind: 0 } }],
    ['leaves out more behind the value', { gap: { before: 0, behind: 1 } }],
    ['includes the delimiters', { gap: { before: -1, behind: -1 } }],
  ])('is refused where it %s', (_, plan) => {
    const signature = only(parsed(signedPdf(plan).octets()))
    expect(departures(signature)).toContain('pdf-byte-range FAILED')
    expect(integrity(signature)).toBe('broken')
    expect(signature.modifications).toBeUndefined()
    expect(signature.coverage?.octets).toBeNull()
  })

  it('is refused where it ends within a revision', () => {
    const range = ([, a, b, c = 0]: readonly number[]) => `[0 ${a} ${b} ${c - 60}]`
    const signature = only(parsed(signedPdf({ range }).octets()))
    expect(signature.coverage?.extent).toBe('beginning')
    expect(integrity(signature)).toBe('broken')
  })

  it.each([
    ['a literal string', '/Contents (3000)'],
    ['an indirect string', '/Contents 9 0 R'],
    ['no string', '/Contents null'],
  ])('is refused where Contents is %s', (_, contents) => {
    const writer = new SigningWriter()
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
    const kind = '/Type /Sig /SubFilter /ETSI.CAdES.detached'
    writer.object(6, `<< ${kind} /ByteRange [0 10 20 30] ${contents} >>`)
    writer.object(9, '<3000>')
    writer.save({ trailer })
    const signature = only(parsed(writer.octets()))
    expect(departures(signature)).toContain('pdf-byte-range FAILED')
    expect(integrity(signature)).toBe('broken')
  })

  it('is refused where the signature stands in an object stream', () => {
    const writer = new SigningWriter()
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
    const kind = '/Type /Sig /SubFilter /ETSI.CAdES.detached'
    writer.objectStream(7, [[6, `<< ${kind} /ByteRange [0 10 20 30] /Contents <3000> >>`]])
    writer.save({ trailer, xref: 'stream' })
    const signature = only(parsed(writer.octets()))
    expect(departures(signature)).toContain('pdf-byte-range FAILED')
  })

  it('is refused where another signature has the same', () => {
    const writer = signedPdf()
    const first = Buffer.from(writer.octets())
    const at = first.indexOf('<< /Type /Sig')
    const copy = first.subarray(at, first.indexOf('endobj', at)).toString('latin1')
    writer.object(4, '<< /FT /Sig /T (Sig2) /V 7 0 R >>')
    begin(writer, '/Fields [5 0 R 4 0 R]')
    writer.object(7, copy)
    writer.save()
    const { signatures } = parsed(writer.octets())
    expect(signatures.map(integrity)).toEqual(['intact', 'broken'])
  })

  it('is refused where its signature came into the form later', () => {
    const writer = new SigningWriter()
    begin(writer, '/Fields []')
    writer.signature(6)
    writer.save({ trailer })
    begin(writer)
    writer.object(5, '<< /FT /Sig /T (Sig1) /V 6 0 R >>')
    writer.save()
    const signature = only(parsed(writer.octets()))
    expect(departures(signature)).toContain('pdf-byte-range FAILED')
    expect(integrity(signature)).toBe('broken')
  })

  it('finds what was changed in what it is over', () => {
    const octets = Buffer.from(signedPdf().octets())
    octets.write('201', octets.indexOf('200 200') + 4, 'latin1')
    const signature = only(parsed(octets))
    expect(integrity(signature)).toBe('broken')
    expect(signature.coverage?.extent).toBe('file')
  })
})
