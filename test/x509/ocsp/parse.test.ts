import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { VerifierError } from '../../../src/core/errors.ts'
import { parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { integer, octets, oid, sequence, tlv } from '../../formats/cms/der.ts'
import { authority, entity, extension, issue } from '../pki.ts'
import {
  envelope,
  generalizedTime,
  good,
  ocsp,
  ocspDer,
  responderId,
  revoked,
  signedResponse,
  unknown,
} from './ocsp.ts'

const root = entity('root')
const issuer = authority(root, root)
const certificate = issue(entity('signer'), root, { serial: 5 })

function codeOf(der: Uint8Array, budget = new Budget()): string {
  try {
    return parseOcspResponse(der, budget).status
  } catch (error) {
    return (error as VerifierError).code
  }
}

/** ResponseData with one member exchanged. */
function data(parts: { id?: Uint8Array; produced?: Uint8Array; responses?: Uint8Array }) {
  return sequence(
    parts.id ?? responderId(root, 'key'),
    parts.produced ?? generalizedTime('2026-05-01'),
    parts.responses ?? sequence(),
  )
}

const produced = (text: string) => tlv(0x18, Buffer.from(text))

describe('an OCSP response', () => {
  it.each([
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
  ])('with the status %i is an error by the name of %s', (code, status) => {
    expect(codeOf(sequence(tlv(0x0a, Uint8Array.of(code))))).toBe(status)
  })

  it.each([4, 7, 0])('is none with the status %i and nothing else', (code) => {
    expect(codeOf(sequence(tlv(0x0a, Uint8Array.of(code))))).toBe('ocsp-malformed')
  })

  it('is none where an error brings an answer', () => {
    const answer = ocspDer(certificate, root)
    expect(codeOf(answer)).toBe('successful')
    const tampered = Buffer.from(answer)
    tampered[tampered.indexOf(Uint8Array.of(0x0a, 1, 0)) + 2] = 3
    expect(codeOf(tampered)).toBe('ocsp-malformed')
  })

  it('says who made it, when, and of which certificate', () => {
    const answers = [{ to: null }]
    const response = ocsp(certificate, root, root, { by: 'name', answers, sent: [issuer] })
    expect(response.responder).toEqual({ by: 'name', name: root.name })
    expect(response.producedAt).toEqual(new Date('2026-05-01T12:00:00Z'))
    expect(response.certificates.map(({ der }) => der)).toEqual([issuer.der])
    const [single] = response.responses
    expect([...(single?.certId.serialNumber ?? [])]).toEqual([5])
    expect(single?.certId.digestOid).toBe('1.3.14.3.2.26')
    expect(single?.thisUpdate).toEqual(new Date('2026-05-01T12:00:00Z'))
    expect(single?.nextUpdate).toBeNull()
  })

  it('has a next update where one is stated', () => {
    const [single] = ocsp(certificate, root).responses
    expect(single?.nextUpdate).toEqual(new Date('2026-07-01T12:00:00Z'))
  })

  it('says good, revoked or unknown', () => {
    const statuses = [good, revoked('2026-03-01'), revoked('2026-03-01', 1), unknown]
    const answers = statuses.map((status) => ({ status }))
    const { responses } = ocsp(certificate, root, root, { answers })
    const revokedAt = new Date('2026-03-01')
    expect(responses.map(({ certStatus }) => certStatus)).toEqual([
      { is: 'good' },
      { is: 'revoked', revokedAt, reason: null },
      { is: 'revoked', revokedAt, reason: 'keyCompromise' },
      { is: 'unknown' },
    ])
  })

  it('calls a reason that nobody has defined unspecified', () => {
    const answers = [{ status: revoked('2026-03-01', 7) }]
    const [single] = ocsp(certificate, root, root, { answers }).responses
    expect(single?.certStatus).toMatchObject({ reason: 'unspecified' })
  })

  it('is read with its version encoded, as real ones have it, and says so', () => {
    expect(ocsp(certificate, root).departures).toEqual([])
    expect(ocsp(certificate, root, root, { version: 0 }).departures).toEqual([
      'default-value-encoded',
    ])
  })

  it('is read with fractions of a second, as responders before RFC 6960 write them', () => {
    const made = (text: string) => {
      const response = parseOcspResponse(signedResponse(data({ produced: produced(text) }), root))
      return response.status === 'successful' ? response.producedAt.toISOString() : response.status
    }
    expect(made('20260501000000.5Z')).toBe('2026-05-01T00:00:00.500Z')
    expect(made('20260501000000.364362Z')).toBe('2026-05-01T00:00:00.364Z')
    expect(made('20260501000000.000000001Z')).toBe('2026-05-01T00:00:00.000Z')
  })

  it('is none of another version', () => {
    expect(codeOf(ocspDer(certificate, root, root, { version: 1 }))).toBe('ocsp-malformed')
  })

  it('does without a certificate that cannot be read', () => {
    const broken = { ...issuer, der: sequence(integer(1)) }
    expect(ocsp(certificate, root, root, { sent: [broken, issuer] }).certificates).toHaveLength(1)
  })

  it.each([
    ['of a third kind of responder', data({ id: tlv(0xa3, octets(Uint8Array.of(1))) })],
    ['made at a time in UTCTime', data({ produced: tlv(0x17, Buffer.from('260501000000Z')) })],
    ['with no fraction behind the point', data({ produced: produced('20260501000000.Z') })],
    ['with a fraction that ends in zero', data({ produced: produced('20260501000000.50Z') })],
    ['with a fraction of other signs', data({ produced: produced('20260501000000.5+Z') })],
    ['with a fraction of ten digits', data({ produced: produced('20260501000000.1234567891Z') })],
    ['with a fraction of a local time', data({ produced: produced('20260501000000.5') })],
    ['with a fraction of a day that is none', data({ produced: produced('20260431000000.5Z') })],
    ['with a local time', data({ produced: tlv(0x18, Buffer.from('20260501000000+0100')) })],
    ['with an answer that is no SEQUENCE', data({ responses: sequence(integer(1)) })],
    ['with something behind its extensions', sequence(data({}), integer(1))],
  ])('is none where it is %s', (_, body) => {
    expect(codeOf(signedResponse(data({}), root))).toBe('successful')
    expect(codeOf(signedResponse(body, root))).toBe('ocsp-malformed')
  })

  it('is none of another response type', () => {
    const bytes = sequence(oid('1.3.6.1.5.5.7.48.1.2'), octets(sequence()))
    const other = sequence(tlv(0x0a, Uint8Array.of(0)), tlv(0xa0, bytes))
    expect(codeOf(other)).toBe('ocsp-malformed')
  })

  it('is none where a status has content that its type has not', () => {
    const answers = (status: Uint8Array) => ({ answers: [{ status }] })
    for (const status of [tlv(0x80, Uint8Array.of(0)), tlv(0xa0), tlv(0x83)]) {
      expect(codeOf(ocspDer(certificate, root, root, answers(status)))).toBe('ocsp-malformed')
    }
  })

  it('is none where its signature is of broken octets', () => {
    const basic = sequence(data({}), sequence(oid('1.2.3')), tlv(0x03, Uint8Array.of(1, 2)))
    expect(codeOf(envelope(basic))).toBe('ocsp-malformed')
  })

  it('is none with anything behind it', () => {
    const answer = ocspDer(certificate, root)
    expect(codeOf(Buffer.concat([answer, Uint8Array.of(0)]))).toBe('ocsp-malformed')
  })
})

describe('a hostile OCSP response', () => {
  const answers = (count: number) => Array.from({ length: count }, () => ({}))

  it('has no more than 10,000 answers', () => {
    const many = ocsp(certificate, root, root, { answers: answers(10_000) })
    expect(many.responses).toHaveLength(10_000)
    const more = ocspDer(certificate, root, root, { answers: answers(10_001) })
    expect(codeOf(more)).toBe('ocsp-malformed')
  })

  it('brings no more than 100 certificates', () => {
    const sent = (count: number) => Array.from({ length: count }, () => issuer)
    expect(ocsp(certificate, root, root, { sent: sent(100) }).certificates).toHaveLength(100)
    expect(codeOf(ocspDer(certificate, root, root, { sent: sent(101) }))).toBe('ocsp-malformed')
  })

  it('stays within the budget', () => {
    const budget = () => new Budget({ ...defaultLimits, nodes: 200 })
    expect(codeOf(ocspDer(certificate, root), budget())).toBe('successful')
    const many = ocspDer(certificate, root, root, { answers: answers(50) })
    expect(codeOf(many, budget())).toBe('budget-exceeded')
  })

  it('is read with all its certificates or not at all, wherever the budget ends', () => {
    const der = ocspDer(certificate, root, root, { sent: [issuer] })
    const codes = Array.from({ length: 150 }, (_, nodes) => {
      const budget = new Budget({ ...defaultLimits, nodes })
      const code = codeOf(der, budget)
      if (code !== 'successful') return code
      const read = parseOcspResponse(der, new Budget({ ...defaultLimits, nodes }))
      return read.status === 'successful' && read.certificates.length
    })
    expect(new Set(codes)).toEqual(new Set(['budget-exceeded', 1]))
  })

  it('has its extensions counted twice noted, not passed over', () => {
    const twice = [extension('1.2.3', octets(root.name)), extension('1.2.3', octets(root.name))]
    const response = ocsp(certificate, root, root, { extensions: twice })
    expect(response.departures).toEqual(['duplicate-extension'])
  })
})
