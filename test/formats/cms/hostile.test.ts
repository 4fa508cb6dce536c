import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { parseDocument } from '../../../src/formats/index.ts'
import { nothing, octets, oid, sequence, tlv } from './der.ts'
import {
  attribute,
  baseline,
  crypto,
  departures,
  hello,
  oids,
  onlySignature,
  parse,
  signedData,
  signerInfo,
  usualAttributes,
  verifies,
} from './material.ts'

const attributes = Object.values(usualAttributes(hello))

function codeOf(bytes: Uint8Array): string {
  try {
    parse(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

const repeat = (part: Uint8Array, times: number) =>
  Buffer.alloc(part.length * times, Buffer.from(part))

/** Wide enough for a slow machine, far below what anything but linear time would take. */
const seconds = 20_000

describe('a hostile document', () => {
  it('is refused at whatever octet it is cut off', () => {
    const whole = baseline()
    for (let length = 1; length < whole.length; length += 1) {
      expect(['document-unreadable', 'not-a-signed-document']).toContain(
        codeOf(whole.subarray(0, length)),
      )
    }
  })
  it('is refused where a length says four gigabytes', () => {
    const bytes = Buffer.from('3084ffffffff06092a864886f70d010702', 'hex')
    expect(codeOf(bytes)).toBe('document-unreadable')
  })
  it(
    'is refused where indefinite lengths are nested without end',
    () => {
      const head = Buffer.from('308006092a864886f70d010702', 'hex')
      expect(codeOf(Buffer.concat([head, repeat(Uint8Array.of(0xa0, 0x80), 1_000_000)]))).toBe(
        'document-unreadable',
      )
    },
    seconds,
  )
  it(
    'is refused where it has more signers than the limit',
    () => {
      const many = repeat(signerInfo({ attributes: null, content: hello }), 100_000)
      expect(codeOf(signedData({ content: hello, signerInfos: [many] }))).toBe('budget-exceeded')
    },
    seconds,
  )
  it('is refused where countersignatures are nested without end', () => {
    let info = signerInfo({ attributes: null, content: hello })
    for (let depth = 0; depth < 1_100; depth += 1) {
      const unsigned = [attribute(oids.counterSignature, info)]
      info = signerInfo({ attributes: null, content: hello, unsigned })
    }
    expect(codeOf(signedData({ content: hello, signerInfos: [info] }))).toBe('budget-exceeded')
  }, 60_000)
  it(
    'is read where a million certificates of an unknown kind travel with it',
    () => {
      const bytes = signedData({
        content: hello,
        certificates: [repeat(tlv(0xa1), 1_000_000)],
        signerInfos: [signerInfo({ attributes })],
      })
      expect(parse(bytes).signatures[0]?.certificates).toEqual([])
    },
    seconds,
  )
  it(
    'is read where unsigned attributes are two hundred thousand',
    () => {
      const many = repeat(attribute('1.2.3', nothing), 200_000)
      const content = signedData({
        content: hello,
        signerInfos: [signerInfo({ attributes, unsigned: [many] })],
      })
      expect(verifies(onlySignature(parse(content)))).toBe(true)
    },
    seconds,
  )
  it(
    'is read where a message-digest is in two hundred thousand segments',
    () => {
      const segments = tlv(0x24, repeat(octets(new Uint8Array()), 200_000))
      const digest = sequence(oid(oids.messageDigest), tlv(0x31, segments))
      const info = signerInfo({ attributes: [digest] })
      const signature = onlySignature(parse(signedData({ content: hello, signerInfos: [info] })))
      expect(signature.references[0]?.expectedDigest).toHaveLength(0)
    },
    seconds,
  )
  it('is refused where it is larger than the limit', () => {
    const budget = new Budget({ ...defaultLimits, bytes: 100 })
    const context = { detached: [], crypto, budget }
    expect(() => parseDocument(baseline(), context)).toThrow('limit of 100 bytes')
  })
  it('is read where an attribute has an OID with an arc of 128 bits', () => {
    // 2.25 and a UUID (X.667 §6): nineteen octets of arc.
    const uuid = tlv(
      0x06,
      Buffer.concat([
        Uint8Array.of(0x69, 0x83),
        repeat(Uint8Array.of(0xff), 17),
        Uint8Array.of(0x7f),
      ]),
    )
    const odd = sequence(uuid, tlv(0x31, nothing))
    const info = signerInfo({ attributes: [...attributes, odd] })
    const signature = onlySignature(parse(signedData({ content: hello, signerInfos: [info] })))
    expect(verifies(signature)).toBe(true)
    expect(departures(signature)).toEqual([])
  })
  it('is refused where an OID has an arc of thousands of bits', () => {
    const huge = tlv(0x06, Buffer.concat([repeat(Uint8Array.of(0xff), 9_000), Uint8Array.of(0x7f)]))
    const info = signerInfo({ attributes: [...attributes, sequence(huge, tlv(0x31, nothing))] })
    expect(codeOf(signedData({ content: hello, signerInfos: [info] }))).toBe('document-unreadable')
  })
})
