import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../../scripts/sample/zip.ts'
import { file } from './material.ts'
import { listed, one, text, two } from './small-zip.ts'

describe('a ZIP file', () => {
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
    [`a${'\u0301\u0316'.repeat(16)}.txt`, 'more marks in a row'],
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
