import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  certificateXml,
  type Identity,
  identity,
  listXml,
  loaded,
  providerXml,
  serviceXml,
  signed,
} from './lists.ts'

let operator: Identity
let xml: string
let end: number

beforeAll(async () => {
  operator = await identity('Operator')
  const service = serviceXml({ identities: certificateXml(operator) }, [{}])
  xml = signed(listXml({ providers: providerXml('P', [service]) }), operator)
  end = xml.indexOf('<ds:Signature')
})

describe('a list that somebody changed', () => {
  it('is never verified with another character in its signed part', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: end - 1 }),
        fc.constantFrom('x', '0', '<', '&', ' '),
        (at, other) => {
          fc.pre(xml[at] !== other)
          const changed = xml.slice(0, at) + other + xml.slice(at + 1)
          const list = loaded(changed, { pins: [operator.certificate] })
          // White space inside a tag is no part of what is signed (Canonical XML 1.0 §1.1).
          if (list.signature === 'verified') expect(other).toBe(' ')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is read or refused, without any error, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: xml.length }), fc.nat({ max: xml.length }), (from, to) => {
        const { signature } = loaded(xml.slice(from, to))
        expect(signature).toBe('broken')
      }),
      { numRuns: 200 },
    )
  })

  it('is read or refused, without any error, as random octets in every form', () => {
    const forms = ['etsi-119612', 'kamusm-depo', 'ru-e-trust', 'certificate-manifest'] as const
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...forms), (bytes, form) => {
        expect(loaded(bytes, { form }).signature).toBe('broken')
      }),
      { numRuns: 200 },
    )
  })
})
