import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../../../scripts/sample/zip.ts'
import { readZip } from '../../../src/formats/asic/zip.ts'
import { wholeSource } from '../../../src/formats/asic/zip-source.ts'
import { file } from './material.ts'
import {
  directory,
  end,
  listed,
  one,
  plain,
  secondCentral,
  secondLocal,
  spoilt,
  text,
  two,
} from './small-zip.ts'

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
})
