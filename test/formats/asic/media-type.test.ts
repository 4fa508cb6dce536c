import { describe, expect, it } from 'vitest'
import { zipOf } from '../../../scripts/sample/zip.ts'
import {
  contract,
  extended,
  file,
  judged,
  manifestSigned,
  mimetype,
  read,
  refusal,
  simple,
  simpleSigned,
  warningCodes,
} from './material.ts'

const [, ...rest] = manifestSigned([file('contract.txt', contract)])

describe('the media type of a container', () => {
  it.each([
    ['is absent', rest, 'asic-mimetype'],
    ['is not the first', [...rest, mimetype(extended)], 'asic-mimetype'],
    [
      'is compressed',
      [{ ...mimetype(extended), method: 'deflated' } as const, ...rest],
      'asic-mimetype',
    ],
    [
      'has extra fields',
      [{ ...mimetype(extended), extra: Buffer.from([0x34, 0x12, 0, 0]) }, ...rest],
      'asic-mimetype',
    ],
    ['ends with a line', [mimetype(`${extended}\r\n`), ...rest], 'asic-mimetype'],
    ['is that of ASiC-S', [mimetype(simple), ...rest], 'asic-media-type'],
    ['is another', [mimetype('text/plain'), ...rest], 'asic-media-type'],
  ])('that %s changes nothing but is said', (_, files, code) => {
    const document = read(files)
    expect(warningCodes(document)).toEqual([code])
    expect(document).toMatchObject({ container: 'ASiC-E', mediaType: extended })
    expect(judged(files)).toEqual(['intact'])
  })

  it('is that of the data object in ASiC-S as well', () => {
    const [, ...simpleRest] = simpleSigned(file('contract.txt', contract))
    const document = read([mimetype('text/plain'), ...simpleRest])
    expect(document).toMatchObject({ container: 'ASiC-S', mediaType: simple, warnings: [] })
  })

  it('may stand in the comment', () => {
    const document = read(zipOf(rest, `mimetype=${extended}`))
    expect(document.mediaType).toBe(extended)
    expect(document.warnings[0]?.message).toContain('its comment tells what it is')
  })

  it('of more than 255 octets is none', () =>
    expect(refusal([mimetype('a/'.padEnd(256, 'b')), ...rest])).toContain('too long'))
})
