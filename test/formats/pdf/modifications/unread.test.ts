import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import { modificationsAfter } from '../../../../src/formats/pdf/modifications/modifications.ts'
import { Unread } from '../../../../src/formats/pdf/modifications/unread.ts'
import { readPdf } from '../../../../src/formats/pdf/read.ts'
import { PdfWriter } from '../pdf-writer.ts'
import { changesAfter, forbidden, signedDocument } from './revisions.ts'

/** A document of one page with that entry of its resources; what is in object 6 shows on it. */
function signed(forms: string, resources = '5 0 R'): PdfWriter {
  const pdf = new PdfWriter()
  pdf.object(1, '<< /Type /Catalog /Pages 2 0 R >>')
  pdf.object(2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
  pdf.object(3, `<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources ${resources} >>`)
  pdf.stream(4, '', '/F Do')
  if (forms.startsWith('stream ')) pdf.objectStream(7, [[5, forms.slice(7)]])
  else pdf.object(5, forms)
  pdf.stream(6, '/Type /XObject /Subtype /Form', 'signed')
  return pdf
}

/** What the signature over a save is told of those behind it. */
function told(pdf: PdfWriter, save = 0, docMdp: 1 | 3 = 1) {
  const options = { budget: new Budget(), crypto: nodeCrypto() }
  const file = readPdf(pdf.octets(), options)
  const revision = { revision: save, field: 'S', dictionary: null, docMdp, locks: [] }
  const { outcome, differences } = modificationsAfter(file, revision, options)
  return { outcome, kinds: differences.filter((one) => !one.permitted).map(({ kind }) => kind) }
}

/** The same where object 6 is another afterwards. */
function toldOfAnother(forms: string, save: Parameters<PdfWriter['save']>[0] = {}) {
  const pdf = signed(forms)
  pdf.save({ trailer: '/Root 1 0 R', ...save })
  pdf.stream(6, '/Type /XObject /Subtype /Form', 'other')
  pdf.save(save)
  return told(pdf)
}

describe('what an object that cannot be read may refer to', () => {
  it.each([
    '<< /XObject << /F 6 0 R >> /A <zz> >>',
    '<< /XObject << /F 6 0 R >> /A --5 >>',
    '<< /XObject << /F 6 0 R >> /A foo >>',
    '<< /XObject << /F 6 0 R >> /A { } >>',
    '<< /XObject << /F +6 0 R >> >>',
    '<< /XObject << /F 00000000006 0 R >> >>',
    '<< /XObject << /F 4294967302 0 R >> >>',
  ])('is not changed by anybody: %s', (forms) => {
    expect(toldOfAnother(forms)).toEqual({ outcome: 'forbidden', kinds: ['unreadable'] })
  })

  it.each([
    ['with a comment', 'stream << /XObject << /F 6 0 R >> >> % comment'],
    ['with a key twice', 'stream << /XObject << /F 6 0 R >> /A 1 /A 2 >>'],
  ])('is not changed behind an object stream either, such as one %s', (_, forms) => {
    const { outcome, kinds } = toldOfAnother(forms, { xref: 'stream' })
    expect(outcome).toBe('forbidden')
    expect(new Set(kinds)).toEqual(new Set(['unreadable']))
  })

  it('is not changed behind an object stream with two objects of one number', () => {
    const pdf = signed('<< >>')
    const forms = '<< /XObject << /F 6 0 R >> >>'
    pdf.objectStream(7, [
      [5, forms],
      [5, '<< >>'],
    ])
    pdf.save({ trailer: '/Root 1 0 R', xref: 'stream' })
    pdf.stream(6, '/Type /XObject /Subtype /Form', 'other')
    pdf.save({ xref: 'stream' })
    expect(told(pdf).kinds).toContain('unreadable')
  })

  it('is not changed behind an object stream that stands in the place of another', () => {
    const pdf = signed('stream << /XObject << /F 4 0 R >> >>')
    pdf.save({ trailer: '/Root 1 0 R', xref: 'stream' })
    pdf.objectStream(7, [[5, '<< /XObject << /F 6 0 R >> >>']])
    pdf.unlist(5)
    pdf.save({ xref: 'stream' })
    pdf.stream(6, '/Type /XObject /Subtype /Form', 'other')
    pdf.save({ xref: 'stream' })
    const { outcome, kinds } = told(pdf, 1)
    expect(outcome).toBe('forbidden')
    expect(kinds).toContain('unreadable')
  })

  it.each(['entries-differ', 'object-elsewhere', 'trailers-differ', 'entry-beyond-size'])(
    'is not changed where readers find other objects in what is signed: %s',
    (code) => {
      const problems = [{ code, message: 'a problem', offset: 10 }]
      const saves = [signedDocument, { objects: { 13: '(other)' } }]
      expect(forbidden(changesAfter(saves, { problems }))).toEqual(['unreadable'])
      expect(forbidden(changesAfter(saves))).toEqual([])
    },
  )

  it('is not added by anybody, though a rule permits it', () => {
    const pdf = signed('<< /XObject << /F +9 0 R >> >>')
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.object(1, '<< /Type /Catalog /Pages 2 0 R /DSS << /Certs [9 0 R] >> >>')
    pdf.stream(9, '/Type /XObject /Subtype /Form', 'other')
    pdf.save()
    expect(told(pdf)).toEqual({ outcome: 'forbidden', kinds: ['unreadable', 'unreadable'] })
  })

  it('is what it was where nothing leads to that object', () => {
    const pdf = signed('<< /XObject << /F 6 0 R >> /A foo >>', '<< >>')
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.stream(6, '/Type /XObject /Subtype /Form', 'other')
    pdf.save()
    expect(told(pdf)).toEqual({ outcome: 'permitted', kinds: [] })
  })

  it('is not told of an object that a later revision makes unreadable', () => {
    const pdf = signed('<< >>')
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.object(5, '<< /A foo >>')
    pdf.save()
    expect(told(pdf).kinds).toContain('unreadable')
  })

  it('is everything until the object is replaced or freed', () => {
    const unread = new Unread()
    unread.define(5, 0, false)
    unread.define(6, 1, false)
    unread.define(5, 2, true)
    const found = [0, 1, 2].map((revision) => [...unread.in(revision, () => undefined)])
    expect(found).toEqual([[5], [5, 6], [6]])
    expect([unread.has(5, 0), unread.has(5, 1), unread.has(5, 2)]).toEqual([true, false, false])
  })
})

describe('the values of a key that comes twice', () => {
  it.each([
    '<< /XObject << /F 6 0 R /F null >> >>',
    '<< /XObject << /F null /F 6 0 R >> >>',
    '<< /XObject << /F 6 0 R >> /XObject << >> >>',
  ])('are all referred to: %s', (forms) => {
    expect(toldOfAnother(forms)).toEqual({ outcome: 'forbidden', kinds: ['page-content'] })
  })
})

describe('a reference to another generation than that of the object', () => {
  const note = (contents: string) => `<< /Subtype /Text /Contents (${contents}) >>`

  function toldOfNote(reference: string, docMdp: 1 | 3, generation = 0) {
    const pdf = signed('<< >>')
    pdf.object(3, `<< /Type /Page /Parent 2 0 R /Annots [${reference}] >>`)
    pdf.object(9, note('signed'), generation)
    pdf.save({ trailer: '/Root 1 0 R' })
    pdf.object(9, note('other'), generation)
    pdf.save()
    return told(pdf, 0, docMdp).outcome
  }

  it('leads there for readers that pass over generations', () => {
    expect(toldOfNote('9 1 R', 1)).toBe('forbidden')
    expect(toldOfNote('9 1 R', 3)).toBe('forbidden')
    expect(toldOfNote('9 0 R', 3, 1)).toBe('forbidden')
  })

  it('is one like others where it is that of the object', () => {
    expect(toldOfNote('9 0 R', 3)).toBe('permitted')
    expect(toldOfNote('9 1 R', 3, 1)).toBe('permitted')
  })
})
