import { describe, expect, it } from 'vitest'
import type { PdfObject, PdfReference } from '../../../../src/formats/pdf/object.ts'
import { encryptionOf } from '../encryption/encrypt.ts'
import { PdfWriter } from '../pdf-writer.ts'
import { objectOf, problemsOf, read, refusal } from './reading.ts'

const encryption = encryptionOf({ version: 4, revision: 4, method: 'AES-128', octets: 16 })
const hex = (octets: Uint8Array) => `<${Buffer.from(octets).toString('hex')}>`
const id = `/ID [${hex(encryption.id)} ${hex(encryption.id)}]`
const encryptDictionary = written({ kind: 'dictionary', entries: encryption.entries, repeated: [] })

/** An object as it is written in a file; of those that an encryption dictionary has. */
function written(object: PdfObject): string {
  if (object.kind === 'name') return `/${object.name}`
  if (object.kind === 'string') return hex(object.bytes)
  if (object.kind === 'integer' || object.kind === 'boolean') return String(object.value)
  if (object.kind !== 'dictionary') throw new Error(`no ${object.kind} is expected`)
  return `<< ${[...object.entries].map(([key, value]) => `/${key} ${written(value)}`).join(' ')} >>`
}

function owner(number: number): PdfReference {
  return { kind: 'reference', number, generation: 0 }
}

function encrypted(text: string, number: number): Uint8Array {
  return encryption.encrypt(Buffer.from(text, 'latin1'), owner(number))
}

/** A catalogue and `Encrypt`, which is object 9; saved when the test has added to it. */
function encryptedFile(): PdfWriter {
  const pdf = new PdfWriter()
  pdf.object(1, '<< /Type /Catalog >>')
  pdf.object(9, encryptDictionary)
  return pdf
}

const trailer = `/Root 1 0 R /Encrypt 9 0 R ${id}`

describe('an encrypted file', () => {
  it('has its strings decrypted', () => {
    const pdf = encryptedFile()
    pdf.object(2, `<< /A [${hex(encrypted('crates of tea', 2))}] >>`)
    pdf.save({ trailer })
    const file = read(pdf)
    expect(file.encryption).toEqual({ revision: 4, method: 'AES-128' })
    expect(objectOf(file, 2)).toEqual({ A: ['crates of tea'] })
  })

  it('has its streams decrypted when their data are asked for, and not before', () => {
    const pdf = encryptedFile()
    const octets = encrypted('crates of tea', 2)
    pdf.stream(2, `/Note ${hex(encrypted('a note', 2))}`, octets)
    pdf.save({ trailer })
    const file = read(pdf)
    const stream = file.at(0).object(owner(2))
    if (stream.kind !== 'stream') throw new Error('a stream is expected')
    expect(Buffer.from(stream.raw)).toEqual(octets)
    expect(Buffer.from(file.data(stream)).toString()).toBe('crates of tea')
    expect(stream.dictionary.entries.get('Note')).toMatchObject({ bytes: Buffer.from('a note') })
  })

  it('has Contents beside a ByteRange as it stands, and all else decrypted', () => {
    const pdf = encryptedFile()
    const reason = hex(encrypted('why', 2))
    pdf.object(2, `<< /ByteRange [0 1 2 3] /Contents <0102> /Reason ${reason} >>`)
    pdf.object(3, `<< /Contents ${hex(encrypted('a note', 3))} >>`)
    pdf.save({ trailer })
    const file = read(pdf)
    expect(objectOf(file, 2)).toMatchObject({ Contents: '\x01\x02', Reason: 'why' })
    expect(objectOf(file, 3)).toEqual({ Contents: 'a note' })
  })

  it('has strings in object streams that are not encrypted by themselves', () => {
    const pdf = encryptedFile()
    pdf.stream(5, '/Type /ObjStm /N 1 /First 4', encrypted('6 0 (six)', 5))
    pdf.list(6, { kind: 'compressed', stream: 5, index: 0 })
    pdf.save({ xref: 'stream', trailer })
    expect(objectOf(read(pdf), 6)).toBe('six')
  })

  it.each(['/Filter /Crypt', '/Filter [/Crypt] /DecodeParms [<< /Name /StdCF >>]'])(
    'has no object stream that is encrypted in a way of its own: %s',
    (own) => {
      const pdf = encryptedFile()
      const data = own.includes('StdCF') ? encrypted('6 0 (six)', 5) : Buffer.from('6 0 (six)')
      pdf.stream(5, `/Type /ObjStm /N 1 /First 4 ${own}`, data)
      pdf.list(6, { kind: 'compressed', stream: 5, index: 0 })
      pdf.save({ xref: 'stream', trailer })
      expect(refusal(() => objectOf(read(pdf), 6))).toContain('otherwise than the rest')
    },
  )

  it.each([
    ['/Type /Metadata /Subtype /XML /Filter /Crypt', 'crates of tea'],
    ['/Type /XObject /Subtype /Form /Filter /Crypt', null],
    ['/Type /XRef /Subtype /Form', null],
    ['/Type /EmbeddedFile /Subtype /Form', null],
  ])('has no data of its own way of encryption, but for metadata: %s', (entries, expected) => {
    const pdf = encryptedFile()
    pdf.stream(2, entries, 'crates of tea')
    pdf.save({ trailer })
    const file = read(pdf)
    const stream = file.at(0).object(owner(2))
    if (stream.kind !== 'stream') throw new Error('a stream is expected')
    const data = () => Buffer.from(file.data(stream)).toString()
    if (expected === null) expect(refusal(data)).toContain('otherwise than the rest')
    else expect(data()).toBe(expected)
  })

  it('may have its encryption dictionary in the trailer', () => {
    const pdf = new PdfWriter()
    pdf.object(1, `<< /Type /Catalog /A ${hex(encrypted('tea', 1))} >>`)
    pdf.save({ trailer: `/Root 1 0 R /Encrypt ${encryptDictionary} ${id}` })
    expect(objectOf(read(pdf), 1)).toMatchObject({ A: 'tea' })
  })

  it('is looked at for what is not listed as any other', () => {
    const pdf = encryptedFile()
    pdf.unlisted(2, hex(encrypted('tea', 2)))
    pdf.save({ trailer })
    expect(problemsOf(pdf)).toEqual(['object-outside-xref'])
  })

  it('can be updated', () => {
    const pdf = encryptedFile()
    pdf.save({ trailer })
    pdf.object(2, hex(encrypted('tea', 2)))
    pdf.save()
    expect(objectOf(read(pdf), 2)).toBe('tea')
  })

  it.each([
    ['is not encrypted', `/Root 1 0 R ${id}`],
    ['has another encryption dictionary', `/Root 1 0 R /Encrypt 1 0 R ${id}`],
  ])('is refused with a revision that %s', (_name, other) => {
    const pdf = encryptedFile()
    pdf.save({ trailer })
    pdf.save({ trailer: other })
    expect(refusal(() => read(pdf))).toContain('encrypted in different ways')
  })

  it('is refused with a revision that is the first to be encrypted', () => {
    const pdf = encryptedFile()
    pdf.save({ trailer: `/Root 1 0 R ${id}` })
    pdf.save({ trailer })
    expect(refusal(() => read(pdf))).toContain('encrypted in different ways')
  })

  it('is refused with a revision that replaces the encryption dictionary', () => {
    const pdf = encryptedFile()
    pdf.save({ trailer })
    pdf.object(9, encryptDictionary)
    pdf.save()
    expect(refusal(() => read(pdf))).toContain('changes how the file is encrypted')
  })

  it('is refused with a revision that has another identifier', () => {
    const pdf = encryptedFile()
    pdf.save({ trailer })
    pdf.save({ trailer: '/Root 1 0 R /Encrypt 9 0 R /ID [<01> <02>]' })
    expect(refusal(() => read(pdf))).toContain('different identifiers')
  })
})
