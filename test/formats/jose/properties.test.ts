import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../src/core/errors.ts'
import type { DetachedContent, ParsedDocument } from '../../../src/formats/format.ts'
import {
  algorithms,
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  detachedCompact,
  given,
  integrities,
  makeSigner,
  parse,
  sha256,
  signJws,
} from './material.ts'

describe('node:crypto as an oracle', () => {
  for (const alg of [...Object.keys(algorithms), 'EdDSA Ed25519', 'EdDSA Ed448']) {
    const [name = '', kind = name] = alg.split(' ')
    const signer = makeSigner(kind)
    const header = { ...baselineHeader(signer), alg: name }

    it(`agrees that what it signs with ${alg} is intact, and another payload is not`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
          fc.pre(payload.length > 0)
          const signed = signJws({ signer, header, payload })
          expect(integrities(compact(signed))).toEqual(['intact'])
          const other = b64u(Buffer.concat([payload, Buffer.from([0])]))
          expect(integrities(compact({ ...signed, payload: other }))).toEqual(['broken'])
        }),
        { numRuns: 5 },
      )
    })
  }
})

/** What is read, or null where the document is refused; any other error is the test's. */
function read(
  document: string | Uint8Array,
  detached: readonly DetachedContent[] = [],
): ParsedDocument | null {
  try {
    return parse(document, detached)
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}

const contents = [given('a.txt', 'the first'), given('b.txt', 'the second')]
const pars = ['a.txt', 'b.txt']
const sigD = {
  mId: 'http://uri.etsi.org/19182/ObjectIdByURIHash',
  pars,
  hashM: 'S256',
  hashV: ['the first', 'the second'].map((text) => b64u(sha256(b64u(text)))),
}
const byHash = signJws({
  header: baselineHeader(alice, { sigD, crit: ['sigD'] }),
  payload: '',
})
const signed = signJws()
const counter = signJws({ signer: bob, payload: Buffer.from(signed.signature, 'base64url') })
const flattened = JSON.stringify({
  ...signed,
  header: {
    etsiU: [{ cSig: detachedCompact(counter) }, { sigTst: { tstTokens: [{ val: 'MA==' }] } }],
  },
})

describe('a signature', () => {
  const covered: readonly (readonly [string, string, readonly DetachedContent[]])[] = [
    ['compact', compact(signed), []],
    ['by digests', detachedCompact(byHash), contents],
  ]
  it.each(covered)('(%s) is intact as it is', (_, document, detached) => {
    expect(integrities(document, detached)).toEqual(['intact'])
  })
  it.each(covered)('(%s) is not intact where any octet is changed', (_, document, detached) => {
    const bytes = Buffer.from(document)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ mask
        // White space at the end of a document is around it, and not in it.
        fc.pre(at < bytes.length - 1 || !/\s/.test(String.fromCharCode(changed[at] ?? 0)))
        const found = read(changed, detached)
        expect(found === null || !integrities(found).includes('intact')).toBe(true)
      }),
      { numRuns: 1_500 },
    )
  })
  it('is not intact where any octet of a content is changed', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from('the first')
        changed[at] = (changed[at] ?? 0) ^ mask
        const detached = [given('a.txt', changed), given('b.txt', 'the second')]
        expect(integrities(detachedCompact(byHash), detached)).toEqual(['broken'])
      }),
    )
  })
})

describe('any document', () => {
  it('throws nothing but VerifierError where a stretch is cut out, doubled or put in', () => {
    const position = fc.nat(flattened.length)
    const insertion = fc.string({ maxLength: 12, unit: 'binary' })
    fc.assert(
      fc.property(position, position, insertion, (a, b, extra) => {
        read(flattened.slice(0, a) + extra + flattened.slice(b))
      }),
      { numRuns: 2_000 },
    )
  })
  it('throws nothing but VerifierError where octets are changed', () => {
    const change = fc.tuple(fc.nat(flattened.length - 1), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(flattened)
        for (const [at, value] of changes) bytes[at] = value
        const found = read(bytes)
        for (const one of found === null ? [] : integrities(found)) expect(one).toBeTypeOf('string')
      }),
      { numRuns: 2_000 },
    )
  })
  it('throws nothing but VerifierError whatever its headers hold', () => {
    const names = fc.constantFrom(
      ...['alg', 'crit', 'b64', 'x5c', 'x5t#S256', 'x5t#o', 'sigX5ts', 'sigT', 'iat', 'sigD'],
      ...['sigPId', 'adoTst', 'kid', 'cty', 'etsiU'],
    )
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom<unknown>(
        'ES256',
        true,
        ['b64'],
        sigD,
        { mId: sigD.mId },
        [{ sigTst: {} }],
        [{ cSig: detachedCompact(counter) }, { xVals: [{}] }, { rVals: { crlVals: [1] } }],
      ),
    )
    const header = fc.dictionary(names, value, { maxKeys: 6 })
    fc.assert(
      fc.property(header, header, fc.jsonValue({ maxDepth: 2 }), (head, unprotected, payload) => {
        const document = JSON.stringify({
          payload,
          protected: b64u(JSON.stringify(head)),
          header: unprotected,
          signature: signed.signature,
        })
        const found = read(document, contents)
        // A counter-signature may be intact: it is over the value, which is no fault of the headers.
        expect(found === null || integrities(found)[0] !== 'intact').toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a hostile document', () => {
  const seconds = (work: () => void) => {
    const before = process.hrtime.bigint()
    work()
    return Number(process.hrtime.bigint() - before) / 1e9
  }
  const size = 4_000_000
  it.each([
    ['nested arrays', `{"signature":${'['.repeat(size)}`],
    ['white space', `{"signature":"",${' '.repeat(size)}x`],
    ['dots', `eyJ${'.'.repeat(size)}`],
    ['backslashes', `{"signature":"${'\\'.repeat(size)}"}`],
    ['commas', `{"signature":"","payload":[${'1,'.repeat(size / 2)}1]}`],
    ['white space around', `eyJ9.e30.AA${' '.repeat(size)}x`],
  ])('of many %s is read in good time, and nothing in it is intact', (_, document) => {
    // A pass over 4 MB takes some hundredths of a second; what is not linear takes minutes.
    const integrity = () => {
      const found = read(document)
      expect(found === null ? [] : integrities(found)).not.toContain('intact')
    }
    expect(seconds(integrity)).toBeLessThan(5)
  })
  it('of contents repeated in "sigD" is held to the limit of octets', () => {
    const many = { mId: 'http://uri.etsi.org/19182/ObjectIdByURI', pars: Array(300).fill('a') }
    const header = baselineHeader(alice, { sigD: many, crit: ['sigD'] })
    const large = [given('a', Buffer.alloc(1_000_000))]
    expect(read(detachedCompact(signJws({ header, payload: '' })), large)).toBeNull()
  })
})
