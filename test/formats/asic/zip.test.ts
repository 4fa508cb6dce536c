import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../../../scripts/sample/zip.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { compareChecksum, contentOf, readZip } from '../../../src/formats/asic/zip.ts'
import { wholeSource } from '../../../src/formats/asic/zip-source.ts'
import { file } from './material.ts'

/** The names and contents of a ZIP file, or why it is refused. */
function listed(bytes: Uint8Array): string | readonly (readonly [string, string])[] {
  const source = wholeSource(bytes)
  try {
    const { entries } = readZip(source)
    return entries.map((entry) => {
      const content = contentOf(source, entry) ?? new Uint8Array()
      compareChecksum(content, entry)
      return [entry.name, Buffer.from(content).toString()]
    })
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'document-unreadable') {
      return error.message.replace('the container cannot be read: ', '')
    }
    throw error
  }
}

const text = 'twelve crates of tea, twelve crates of coffee'
const one = file('a.txt', text)
const two = file('b.txt', 'b')
const plain = zipOf([one, two])

/** The file with some octets changed, each given as an offset and what stands there then. */
function spoilt(bytes: Buffer, ...changes: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const [at, octet] of changes) copy[at] = octet
  return copy
}

const directory = plain.indexOf('PK\x01\x02')
const secondLocal = plain.indexOf('PK\x03\x04', 4)
const secondCentral = plain.indexOf('PK\x01\x02', directory + 4)
const end = plain.indexOf('PK\x05\x06')

describe('a ZIP file', () => {
  it.each<readonly [string, Partial<ZipFile>]>([
    ['stored', {}],
    ['deflated', { method: 'deflated' }],
    ['with its sizes behind the data', { method: 'deflated', sizes: 'after' }],
    ['with sizes of 64 bits', { width: 'wide' }],
    ['with extra fields', { extra: Buffer.from([0x34, 0x12, 1, 0, 7]) }],
    ['empty', { content: Buffer.alloc(0) }],
    ['empty and deflated', { content: Buffer.alloc(0), method: 'deflated' }],
  ])('is read where a file in it is %s', (_, how) => {
    const made = { ...one, ...how }
    expect(listed(zipOf([made, two]))).toEqual([
      ['a.txt', Buffer.from(made.content).toString()],
      ['b.txt', 'b'],
    ])
  })

  it('is read without any file', () => expect(listed(zipOf([]))).toEqual([]))

  it('is read with a comment', () =>
    expect(listed(zipOf([two], 'hello'))).toEqual([['b.txt', 'b']]))

  it.each<readonly [string, Uint8Array, string]>([
    ['octets before it', Buffer.concat([Buffer.from('%PDF-1.7'), plain]), 'its end is not whole'],
    ['octets behind it', Buffer.concat([plain, Buffer.from('x')]), 'its end is not whole'],
    ['another behind it', Buffer.concat([plain, plain]), 'its end is not whole'],
    ['no end', plain.subarray(0, -22), 'it has no end'],
    [
      'another in its comment',
      zipOf([one], zipOf([two]).toString('latin1')),
      'another archive stands in its comment',
    ],
    [
      'more entries than it says',
      spoilt(plain, [end + 8, 1], [end + 10, 1]),
      'its directory has more entries than it says',
    ],
    [
      'fewer entries than it says',
      spoilt(plain, [end + 8, 3], [end + 10, 3]),
      'its directory is damaged',
    ],
    ['several disks', spoilt(plain, [end + 4, 1]), 'its end is not whole'],
    [
      'an encrypted entry',
      spoilt(plain, [directory + 8, 1]),
      'an entry in it is encrypted: "a.txt"',
    ],
    [
      'an entry that only one header says is encrypted',
      spoilt(plain, [6, 1]),
      'an entry in it has two methods of compression: "a.txt"',
    ],
    [
      'another method',
      spoilt(plain, [directory + 10, 12]),
      'an entry in it is compressed by method 12; 0 and 8 are read: "a.txt"',
    ],
    [
      'two methods',
      spoilt(plain, [8, 8]),
      'an entry in it has two methods of compression: "a.txt"',
    ],
    ['two names', spoilt(plain, [30, 0x41]), 'an entry in it has two names: "a.txt"'],
    ['two checksums', spoilt(plain, [14, 1]), 'an entry in it has two sizes or checksums: "a.txt"'],
    ['two sizes', spoilt(plain, [22, 1]), 'an entry in it has two sizes or checksums: "a.txt"'],
    [
      'a wrong checksum',
      spoilt(
        plain,
        [14, 1],
        [15, 2],
        [16, 3],
        [17, 4],
        [directory + 16, 1],
        [directory + 17, 2],
        [directory + 18, 3],
        [directory + 19, 4],
      ),
      'an entry in it is not what its checksum says: "a.txt"',
    ],
    [
      'a symbolic link',
      spoilt(plain, [directory + 41, 0xa1]),
      'an entry in it is a symbolic link or a device: "a.txt"',
    ],
    [
      'two entries on one',
      spoilt(plain, [secondCentral + 42, 0]),
      'entries in it overlap: "a.txt"',
    ],
    [
      'marks of ZIP64 and no record',
      spoilt(plain, ...[16, 17, 18, 19].map((at) => [end + at, 0xff] as const)),
      'its end is not whole',
    ],
  ])('is refused with %s', (_, bytes, why) => expect(listed(bytes)).toBe(why))

  it('is refused where an entry is not in its directory', () => {
    const hidden = zipOf([file('hidden.txt', 'h')]).subarray(0, 41)
    const shifted = Buffer.concat([
      plain.subarray(0, secondLocal),
      hidden,
      plain.subarray(secondLocal),
    ])
    const grown = hidden.length
    const bytes = Buffer.from(shifted)
    bytes.writeUInt32LE(secondLocal + grown, secondCentral + grown + 42)
    bytes.writeUInt32LE(directory + grown, end + grown + 16)
    expect(listed(bytes)).toBe('octets in it belong to no entry')
  })

  it('is refused where the sizes behind the data are others', () => {
    const bytes = zipOf([{ ...one, sizes: 'after' }])
    const at = bytes.indexOf('PK\x07\x08')
    expect(listed(spoilt(bytes, [at + 4, 1]))).toBe(
      'an entry in it has two sizes or checksums: "a.txt"',
    )
  })

  it('is refused where more than the data stands in an entry', () => {
    const deflated = zipOf([{ ...one, method: 'deflated' }])
    const size = deflated.readUInt32LE(18)
    const padded = {
      ...one,
      content: Buffer.concat([deflated.subarray(35, 35 + size), Buffer.from('more')]),
    }
    const bytes = zipOf([padded])
    const central = bytes.indexOf('PK\x01\x02')
    deflated.copy(bytes, 14, 14, 18)
    deflated.copy(bytes, central + 16, 14, 18)
    for (const [at, length] of [
      [8, 1],
      [central + 10, 1],
    ] as const)
      bytes.writeUInt8(8, at + length - 1)
    for (const at of [22, central + 24]) bytes.writeUInt32LE(Buffer.byteLength(text), at)
    expect(listed(bytes)).toBe('an entry in it has octets behind its end: "a.txt"')
  })

  it.each([
    ['/etc/passwd', 'an absolute path'],
    ['C:evil.txt', 'an absolute path'],
    ['../evil.txt', 'no plain path'],
    ['a/../evil.txt', 'no plain path'],
    ['./a.txt', 'no plain path'],
    ['a//b.txt', 'no plain path'],
    ['a\\b.txt', 'control characters or backslashes'],
    ['a.txt\0.exe', 'control characters or backslashes'],
    ['a\r\nb', 'control characters or backslashes'],
    ['', 'no plain path'],
    ['a'.repeat(4097), 'too long'],
  ])('is refused with the name %j', (name, why) =>
    expect(listed(zipOf([file(name, 'x')]))).toContain(why),
  )

  it('is refused with two entries of one name', () =>
    expect(listed(zipOf([two, file('b.txt', 'x')]))).toBe(
      'two entries in it have one name: "b.txt"',
    ))

  it.each([
    ['of another case', 'B.TXT'],
    ['of a folder', 'b.txt/'],
  ])('is refused with two names that are %s', (_, name) => {
    const other = name.endsWith('/') ? file(name, '') : file(name, 'x')
    expect(listed(zipOf([two, other]))).toContain(
      `differ in nothing but case, Unicode form or the slash of a folder: "b.txt" and "${name}"`,
    )
  })

  it('is refused by a name that moves no cursor', () =>
    expect(listed(zipOf([file('../\u202etxt.exe', 'x')]))).toBe(
      'a name in it is no plain path: "../\\u{202e}txt.exe"',
    ))

  it.each([
    ['an absolute name', zipOf([file('/etc/passwd', 'x')]), 'names are relative'],
    ['a name twice', zipOf([two, two]), 'programs would not all see the same files'],
    [
      'a bomb',
      zipOf([{ ...file('zeros', Buffer.alloc(2 << 20)), method: 'deflated' }]),
      'packed size',
    ],
    ['an encrypted entry', spoilt(plain, [directory + 8, 1]), 'decrypt it first'],
    ['a symbolic link', spoilt(plain, [directory + 41, 0xa1]), 'plain files and folders'],
    ['a missing end', plain.subarray(0, -22), 'written and sent whole'],
  ])('has a hint that helps with %s', (_, bytes, hint) =>
    expect(() => readZip(wholeSource(bytes))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(hint) }),
    ),
  )

  it.each([
    ['is refused', 'b.txt', 'an entry in it has two names: "a.txt"'],
    ['is read', 'a.txt', [['a.txt', text]]],
  ])('%s where its local header alone has the Unicode path %s', (_, path, expected) => {
    expect(listed(withUnicodePath(path))).toEqual(expected)
  })

  it('is refused with two names that differ in their Unicode form', () => {
    const files = [file('\u00e9.txt', 'x'), file('e\u0301.txt', 'y')]
    expect(listed(zipOf(files))).toContain('differ in nothing but case, Unicode form')
  })

  it('has names in code page 437 where they are not said to be UTF-8, nor are', () => {
    const bytes = zipOf([file('\u0082'.padEnd(2, 'x'), 'x')])
    const raw = Buffer.from([0x82, 0x78, 0x78])
    for (const at of [30, bytes.indexOf('PK\x01\x02') + 46]) raw.copy(bytes, at)
    for (const at of [7, bytes.indexOf('PK\x01\x02') + 9]) bytes[at] = 0
    expect(listed(bytes)).toEqual([['éxx', 'x']])
  })

  it('is refused where a name is said to be UTF-8 and is not', () => {
    const bytes = zipOf([two])
    for (const at of [30, bytes.indexOf('PK\x01\x02') + 46]) bytes[at] = 0xff
    expect(listed(bytes)).toBe('a name in it is no UTF-8')
  })

  describe('with the end of ZIP64', () => {
    /** The same file with its end as ZIP64 has it; `offset` is where the record says the directory begins. */
    function wideEnd(offset = directory): Buffer {
      const record = Buffer.alloc(56)
      record.write('PK\x06\x06', 'latin1')
      record.writeBigUInt64LE(44n, 4)
      record.writeBigUInt64LE(2n, 24)
      record.writeBigUInt64LE(2n, 32)
      record.writeBigUInt64LE(BigInt(end - directory), 40)
      record.writeBigUInt64LE(BigInt(offset), 48)
      const locator = Buffer.alloc(20)
      locator.write('PK\x06\x07', 'latin1')
      locator.writeBigUInt64LE(BigInt(end), 8)
      locator.writeUInt32LE(1, 16)
      const marked = spoilt(plain.subarray(end), ...all(0xff, 8, 20))
      return Buffer.concat([plain.subarray(0, end), record, locator, marked])
    }
    const all = (octet: number, from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => [from + index, octet] as const)

    it('is read', () =>
      expect(listed(wideEnd())).toEqual([
        ['a.txt', text],
        ['b.txt', 'b'],
      ]))

    it('is refused where the record says another place', () =>
      expect(listed(wideEnd(directory + 1))).toBe('its end is not whole'))

    it('is refused where both ends say something else', () => {
      const bytes = wideEnd()
      bytes.writeUInt32LE(directory + 1, bytes.length - 6)
      expect(listed(bytes)).toBe('its end is not whole')
    })
  })
})

/** One file, with the extra field 0x7075 (APPNOTE §4.6.9) in its local header. */
function withUnicodePath(path: string): Buffer {
  const alone = Buffer.from(zipOf([one]))
  const nameEnd = 30 + one.name.length
  const field = Buffer.alloc(9 + path.length)
  field.writeUInt16LE(0x7075, 0)
  field.writeUInt16LE(field.length - 4, 2)
  field[4] = 1
  field.writeUInt32LE(crc32(one.name), 5)
  field.write(path, 9)
  const bytes = Buffer.concat([alone.subarray(0, nameEnd), field, alone.subarray(nameEnd)])
  bytes.writeUInt16LE(field.length, 28)
  const offset = bytes.length - 6
  bytes.writeUInt32LE(bytes.readUInt32LE(offset) + field.length, offset)
  return bytes
}
