import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime } from '../../src/core/time.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { parseCrl } from '../../src/x509/crl/crl.ts'
import { sequence, tlv, utcTime } from '../formats/cms/der.ts'
import { places, signedChain, type Template } from '../properties/certificate-mutations.ts'
import { type CrlPlan, crlDer, type Entity, extension } from '../x509/pki.ts'
import { passes } from './chain-requests.ts'
import { absent, now, ours, passesBut, runs, seed } from './differential-asking.ts'
import { templates } from './differential-templates.ts'
import { askWithLists } from './peers.ts'

/** What is to be known of a certificate from the list of its issuer. */
const states = [
  'good',
  'revoked',
  'on-hold',
  'missing',
  'expired',
  'of-another-key',
  'of-another-name',
  'only-users',
  'only-authorities',
  'only-attributes',
  'some-reasons',
  'unknown-extension',
  'unknown-entry-extension',
] as const

type State = (typeof states)[number]

const day = 86_400_000
const time = (days: number): string => formatTime(new Date(now.getTime() + days * day))

const yes = Uint8Array.of(0xff)
const scope = (...members: readonly Uint8Array[]): CrlPlan => ({
  extensions: [extension('2.5.29.28', sequence(...members))],
})
const unknown = extension('1.3.6.1.4.1.55738.666', tlv(0x05))

function entry(certificate: Certificate, ...extensions: readonly Uint8Array[]): CrlPlan {
  const inner = extensions.length === 0 ? [] : [sequence(...extensions)]
  const number = tlv(0x02, certificate.serialNumber)
  return { entries: [sequence(number, utcTime(new Date(time(-5))), ...inner)] }
}

const reason = (code: number): Uint8Array =>
  extension('2.5.29.21', tlv(0x0a, Uint8Array.of(code)), false)

const plans: Readonly<Record<State, (certificate: Certificate) => CrlPlan>> = {
  good: () => ({}),
  missing: () => ({}),
  'of-another-key': () => ({}),
  'of-another-name': () => ({}),
  revoked: (certificate) => entry(certificate, reason(1)),
  'on-hold': (certificate) => entry(certificate, reason(6)),
  expired: () => ({ from: time(-20), to: time(-10) }),
  'only-users': () => scope(tlv(0x81, yes)),
  'only-authorities': () => scope(tlv(0x82, yes)),
  'only-attributes': () => scope(tlv(0x85, yes)),
  'some-reasons': () => scope(tlv(0x83, Uint8Array.of(6, 0x40))),
  'unknown-extension': () => ({ extensions: [unknown] }),
  'unknown-entry-extension': (certificate) => entry(certificate, unknown),
}

/** The lists of a chain, target first: one for each certificate below the anchor, by its issuer. */
function listsOf(chain: readonly Certificate[], wanted: readonly State[]): readonly Uint8Array[] {
  return chain.slice(0, -1).flatMap((certificate, i) => {
    const state = wanted[i] ?? 'good'
    if (state === 'missing') return []
    const key = places[state === 'of-another-key' ? i + 2 : i + 1] as Entity
    const name = state === 'of-another-name' ? certificate.subject : certificate.issuer
    const plan = { from: time(-1), to: time(10), ...plans[state](certificate) }
    return [crlDer({ ...key, name }, plan)]
  })
}

function asked(template: Template, wanted: readonly State[]) {
  const chain = signedChain(template, [], [], now)
  const lists = listsOf(
    chain.map((der) => parseCertificate(der)),
    wanted,
  )
  const crls = lists.map((der) => parseCrl(der))
  const verdict = ours(chain, { crls, revocation: 'required' })
  const [target, ...above] = chain as [Uint8Array, ...Uint8Array[]]
  const anchor = above[above.length - 1] as Uint8Array
  /** The anchor left out, which is not on the path (RFC 5280 §6.1.1 (d)), and which OpenSSL looks for. */
  const complaints = (): readonly string[] => {
    const { text } = askWithLists({ target, intermediates: above.slice(0, -1), anchor }, lists)
    const errors = text.match(/error \d+ at \d+ depth.*/g) ?? []
    return errors.filter((error) => !error.includes(` at ${above.length} depth`))
  }
  return { verdict, complaints }
}

/** One of five, since OpenSSL is asked of each whether it passes with lists that are good. */
const all =
  absent.length > 0
    ? []
    : templates()
        .filter((_, i) => i % 5 === 0)
        .filter((one) => {
          const { verdict, complaints } = asked(one, [])
          return passes(verdict) && complaints().length === 0
        })

describe.skipIf(absent.length > 0)('chains with revocation lists, beside OpenSSL', () => {
  const anyQuestion = fc.tuple(
    fc.nat(Math.max(0, all.length - 1)),
    fc.array(fc.oneof(fc.constant('good' as const), fc.constantFrom(...states)), {
      minLength: 1,
      maxLength: 4,
    }),
  )

  /** Chains that pass here, or would if nobody looked at some checks, and that OpenSSL refuses. */
  function refused(ignored: readonly string[]): readonly string[] {
    const questions = fc.sample(anyQuestion, { numRuns: runs, seed })
    return questions.flatMap(([which, wanted]) => {
      const template = all[which] as Template
      const { verdict, complaints } = asked(template, wanted)
      if (!passesBut(verdict, ignored) || (ignored.length > 0 && passes(verdict))) return []
      return complaints().map((complaint) => `${template.id}, ${wanted.join(' ')}: ${complaint}`)
    })
  }

  it('start from chains that pass', () => {
    expect(all.length).toBeGreaterThan(50)
  })

  it.each(states.slice(1))('are not passed where the target is %s by them', (state) => {
    const template = all.find(({ bodies }) => bodies.length === 3) as Template
    const passed = passes(asked(template, [state]).verdict)
    expect(passed).toBe(state === 'only-users')
  })

  it('never pass where OpenSSL refuses', () => {
    expect(refused([])).toEqual([])
  })

  it('tell of a verifier that does not look at them', () => {
    expect(refused(['certificate-not-revoked'])).not.toEqual([])
  })
})
