import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../../src/core/errors.ts'
import { readNameConstraints } from '../../../src/x509/name-constraints/subtrees.ts'
import { sequence, tlv } from '../../formats/cms/der.ts'
import {
  attribute,
  constraining,
  constraintsValue,
  directory,
  dns,
  email,
  ip,
  named,
  problemOf,
  problemUnder,
  rdns,
  smtpUtf8Mailbox,
  uri,
} from './material.ts'

const label = fc.stringMatching(/^[a-z0-9]{1,5}$/)
const host = fc
  .array(label, { minLength: 1, maxLength: 4 })
  .map((labels) => [...labels, 'org'].join('.'))
/** The same letters in some mixture of cases. */
const inAnyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => [...text].map((one, i) => (upper[i] ? one.toUpperCase() : one)).join(''))
const prefixes = fc.array(label, { maxLength: 3 })
const below = (labels: readonly string[], base: string) => [...labels, base].join('.')

describe('a name within an excluded subtree is never accepted', () => {
  it('dNSName, whatever is permitted', () => {
    const sample = fc
      .tuple(host, prefixes)
      .chain(([base, labels]) => fc.tuple(fc.constant(base), inAnyCase(below(labels, base)), host))
    fc.assert(
      fc.property(sample, ([base, name, other]) => {
        const excluded = [dns(base)]
        for (const permitted of [[], [dns('')], [dns(other), dns(base), dns(name.toLowerCase())]]) {
          expect(problemUnder({ excluded, permitted }, [dns(name)])).not.toBeNull()
          expect(problemUnder({ excluded, permitted }, [dns('x.net'), dns(`${name}.`)])).not.toBe(
            null,
          )
        }
      }),
    )
  })

  it('a wildcard that could stand for it', () => {
    fc.assert(
      fc.property(host, label, (base, first) => {
        const excluded = [dns(`${first}.${base}`)]
        expect(problemUnder({ excluded }, [dns(`*.${base}`)])).not.toBeNull()
      }),
    )
  })

  it('URI, by its host', () => {
    fc.assert(
      fc.property(host, label, fc.webPath(), (base, first, path) => {
        expect(problemUnder({ excluded: [uri(base)] }, [uri(`http://${base}${path}`)])).not.toBe(
          null,
        )
        const inDomain = [uri(`https://u@${first}.${base}:1${path}`)]
        expect(problemUnder({ excluded: [uri(`.${base}`)] }, inDomain)).not.toBeNull()
      }),
    )
  })

  it('mailbox, in every place where a certificate has one', () => {
    fc.assert(
      fc.property(host, label, (base, local) => {
        const excluded = [email(base)]
        const mailbox = `${local}@${base.toUpperCase()}`
        const subject = rdns(attribute('1.2.840.113549.1.9.1', mailbox, 0x16))
        expect(problemUnder({ excluded }, [email(mailbox)])).not.toBeNull()
        expect(problemUnder({ excluded }, [smtpUtf8Mailbox(`ნ${mailbox}`)])).not.toBeNull()
        expect(problemUnder({ excluded }, [], subject)).not.toBeNull()
      }),
    )
  })

  it('iPAddress', () => {
    const address = fc.uint8Array({ minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (base, noise, prefix) => {
        const mask = Array.from(base, (_, i) => {
          const ones = Math.min(Math.max(prefix - i * 8, 0), 8)
          return (0xff00 >> ones) & 0xff
        })
        const inside = base.map((octet, i) => {
          const bits = mask[i] ?? 0
          return (octet & bits) | ((noise[i] ?? 0) & ~bits)
        })
        expect(problemUnder({ excluded: [ip(...base, ...mask)] }, [ip(...inside)])).not.toBeNull()
        expect(problemUnder({ permitted: [ip(...base, ...mask)] }, [ip(...inside)])).toBeNull()
      }),
    )
  })

  it('directoryName, in any case, spacing and string type', () => {
    const text = fc.stringMatching(/^[a-zA-Z0-9]{1,8}( [a-zA-Z0-9]{1,8})?$/)
    const type = fc.constantFrom('2.5.4.3', '2.5.4.10', '2.5.4.11')
    const rdn = fc.tuple(type, text)
    const rdnList = fc.array(rdn, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(rdnList, fc.array(rdn, { maxLength: 2 }), (base, more) => {
        const excluded = [directory(rdns(...base.map(([oid, value]) => attribute(oid, value))))]
        const spelt = [...base, ...more].map(([oid, value], i) =>
          attribute(oid, ` ${value.toUpperCase().replace(' ', '   ')}`, [0x0c, 0x13, 0x1e][i % 3]),
        )
        expect(problemUnder({ excluded }, [], rdns(...spelt))).not.toBeNull()
        expect(problemUnder({ excluded }, [directory(rdns(...spelt))])).not.toBeNull()
      }),
    )
  })
})

describe('constraints only ever take away', () => {
  const names = fc.array(
    fc.oneof(
      host.map(dns),
      host.map((one) => uri(`http://${one}/`)),
      host.map((one) => email(`a@${one}`)),
    ),
    { minLength: 1, maxLength: 4 },
  )
  const bases = fc.array(fc.oneof(host.map(dns), host.map(uri), host.map(email)), { maxLength: 3 })
  const plan = fc
    .record({ permitted: bases, excluded: bases })
    .filter(({ permitted, excluded }) => permitted.length + excluded.length > 0)

  it('what two authorities accept, each accepts, and in any order', () => {
    fc.assert(
      fc.property(plan, plan, names, (one, two, present) => {
        const certificate = named(present)
        const [first, second] = [constraining(one), constraining(two)]
        const each = [first, second].every((ca) => problemOf([ca], certificate) === null)
        expect(problemOf([first, second], certificate) === null).toBe(each)
        expect(problemOf([second, first], certificate) === null).toBe(each)
      }),
    )
  })

  it('a name more never makes a certificate pass', () => {
    fc.assert(
      fc.property(plan, names, names, (constraints, present, more) => {
        const whole = problemUnder(constraints, [...present, ...more])
        if (problemUnder(constraints, present) !== null) expect(whole).not.toBeNull()
      }),
    )
  })
})

describe('hostile octets', () => {
  it('in NameConstraints throw nothing but VerifierError', () => {
    const near = fc
      .tuple(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 30 }), fc.nat({ max: 255 }))
      .map(([noise, at, octet]) => {
        const value = constraintsValue({
          permitted: [dns('a.org'), email('b')],
          excluded: [uri('c')],
        })
        const changed = Uint8Array.from(value)
        changed[at % changed.length] = octet
        return noise.length % 2 === 0 ? changed : noise
      })
    fc.assert(
      fc.property(near, (bytes) => {
        try {
          readNameConstraints(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(VerifierError)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('in names are judged, and never by an error', () => {
    const tag = fc.constantFrom(0x81, 0x82, 0x86, 0x87, 0xa4, 0xa0)
    const plan = {
      permitted: [
        dns('a.org'),
        email('a.org'),
        uri('a.org'),
        ip(203, 0, 113, 7, 255, 255, 255, 255),
      ],
      excluded: [directory(rdns(attribute('2.5.4.3', 'a')))],
    }
    fc.assert(
      fc.property(tag, fc.uint8Array({ maxLength: 30 }), (form, bytes) => {
        const problem = problemUnder(plan, [tlv(form, bytes)])
        if (form <= 0x87) expect(problem).not.toBeNull()
      }),
      { numRuns: 2_000 },
    )
  })

  it('nested deeply in a directoryName are refused', () => {
    let deep: Uint8Array = sequence()
    for (let i = 0; i < 5_000; i += 1) deep = sequence(deep)
    expect(problemUnder({ excluded: [dns('a.org')] }, [directory(deep)], rdns())).toBeNull()
    const excluded = [directory(rdns(attribute('2.5.4.3', 'a')))]
    expect(problemUnder({ excluded }, [directory(deep)])).not.toBeNull()
  })
})
