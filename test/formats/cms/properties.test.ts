import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { parseSignedData } from '../../../src/formats/cms/signed-data.ts'
import type { ParsedDocument } from '../../../src/formats/format.ts'
import { octets, tlv } from './der.ts'
import {
  attribute,
  baseline,
  departures,
  hello,
  oids,
  parse,
  signerInfo,
  usualAttributes,
  verifies,
} from './material.ts'

const counter = signerInfo({ attributes: Object.values(usualAttributes(hello)) })
const token = baseline(Buffer.from('a token of a kind'))
const whole = Buffer.from(
  baseline(hello, [
    attribute(oids.counterSignature, counter),
    attribute('1.2.840.113549.1.9.16.2.14', token),
    attribute('1.2.840.113549.1.9.16.2.24', tlv(0x30)),
  ]),
)

/** What is read, or null where the document is refused; any other error is the test's. */
function read(bytes: Uint8Array): ParsedDocument | null {
  try {
    return parse(bytes)
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}

const position = fc.nat(whole.length - 1)
const octet = fc.integer({ min: 0, max: 255 })

describe('any document', () => {
  it('throws nothing but VerifierError where octets of a signature are changed', () => {
    const changes = fc.array(fc.tuple(position, octet), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(changes, (list) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of list) bytes[at] = value
        read(bytes)
      }),
      { numRuns: 3_000 },
    )
  })
  it('throws nothing but VerifierError where a stretch is cut out, doubled or put in', () => {
    const insertion = fc.uint8Array({ maxLength: 12 })
    fc.assert(
      fc.property(position, position, insertion, (a, b, extra) => {
        read(Buffer.concat([whole.subarray(0, a), extra, whole.subarray(b)]))
      }),
      { numRuns: 2_000 },
    )
  })
  it('throws nothing but VerifierError where it is anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(read(bytes)).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a signature', () => {
  const { content, signerInfos } = parseSignedData(whole, new Budget())
  const [info] = signerInfos
  const covered = [
    content?.octets ?? new Uint8Array(),
    info?.signature ?? new Uint8Array(),
    ...Object.values(usualAttributes(hello)),
  ].map((part) => ({ from: whole.indexOf(part), length: part.length }))
  const places = covered.flatMap(({ from, length }) =>
    Array.from({ length }, (_, offset) => from + offset),
  )

  it('covers its content, its attributes and its value', () => {
    expect(places.every((at) => at > 0)).toBe(true)
    expect(places.length).toBeGreaterThan(200)
  })
  it('does not verify where any covered octet is changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ mask
        const signature = read(bytes)?.signatures[0]
        const accepted =
          signature !== undefined && verifies(signature) && departures(signature).length === 0
        expect(accepted).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })
  it('verifies where nothing is changed', () => {
    const signature = read(whole)?.signatures[0]
    expect(signature !== undefined && verifies(signature)).toBe(true)
  })
})

it('reads the content of a signature as it was put in, whatever it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      const octetsRead = parse(baseline(bytes)).signatures[0]?.references[0]?.octets
      expect(octetsRead?.kind === 'bytes' && octets(octetsRead.bytes)).toEqual(octets(bytes))
    }),
    { numRuns: 100 },
  )
})
