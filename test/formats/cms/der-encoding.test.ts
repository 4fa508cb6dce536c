import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DerReader } from '../../../src/core/der.ts'
import { derEncodingOf } from '../../../src/formats/cms/der-encoding.ts'
import { indefinite, octets, setOf, tlv } from './der.ts'

/** One value, in DER and in some BER form that says the same. */
interface Twice {
  readonly der: Uint8Array
  readonly ber: Uint8Array
}

/** A length in more octets than it needs. */
function longWinded(tag: number, extra: number, content: Uint8Array): Uint8Array {
  const length = content.length.toString(16).padStart(6 + 2 * extra, '0')
  const bytes = Buffer.from(length, 'hex')
  return Buffer.concat([Uint8Array.of(tag, 0x80 | bytes.length), bytes, content])
}

const primitive: fc.Arbitrary<Twice> = fc
  .tuple(
    fc.constantFrom(0x02, 0x05, 0x06, 0x0c, 0x17, 0x80),
    fc.uint8Array({ maxLength: 200 }),
    fc.nat(3),
  )
  .map(([tag, content, extra]) => ({
    der: tlv(tag, content),
    ber: extra === 0 ? tlv(tag, content) : longWinded(tag, extra - 1, content),
  }))

const truth: fc.Arbitrary<Twice> = fc.integer({ min: 0, max: 255 }).map((octet) => ({
  der: tlv(0x01, Uint8Array.of(octet === 0 ? 0 : 0xff)),
  ber: tlv(0x01, Uint8Array.of(octet)),
}))

const segmented: fc.Arbitrary<Twice> = fc
  .tuple(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), fc.boolean())
  .map(([parts, definite]) => {
    const segments = parts.map(octets)
    return {
      der: octets(Buffer.concat(parts)),
      ber: definite ? tlv(0x24, ...segments) : indefinite(0x24, ...segments),
    }
  })

const { value } = fc.letrec<{ value: Twice }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    primitive,
    truth,
    segmented,
    fc
      .tuple(
        fc.constantFrom(0x30, 0x31, 0xa0, 0xa3),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.nat(2),
      )
      .map(([tag, members, form]): Twice => {
        const ders = members.map(({ der }) => der)
        const bers = members.map(({ ber }) => ber)
        const ber =
          form === 0
            ? tlv(tag, ...bers)
            : form === 1
              ? indefinite(tag, ...bers)
              : longWinded(tag, 1, Buffer.concat(bers))
        return { der: tag === 0x31 ? setOf(...ders) : tlv(tag, ...ders), ber }
      }),
  ),
}))

function encoded(bytes: Uint8Array): Uint8Array {
  const reader = DerReader.of(bytes, 'BER')
  return derEncodingOf(reader, reader.read())
}

describe('the DER encoding', () => {
  it('of any BER form of a value is its DER form', () => {
    fc.assert(
      fc.property(value, ({ der, ber }) => {
        expect(Buffer.from(encoded(ber)).toString('hex')).toBe(Buffer.from(der).toString('hex'))
      }),
      { numRuns: 1_000 },
    )
  })
  it('of what is DER already is the very octets', () => {
    fc.assert(
      fc.property(value, ({ der }) => {
        const bytes = encoded(der)
        expect(bytes.buffer).toBe(der.buffer)
        expect(bytes.length).toBe(der.length)
      }),
      { numRuns: 300 },
    )
  })
})
