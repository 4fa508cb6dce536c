import { describe, expect, it } from 'vitest'
import { parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { integer, nothing, octets, oid, sequence, setOf, tlv } from '../../formats/cms/der.ts'
import { authority, entity, extension, issue, name } from '../pki.ts'
import { answer, certificate, issuer, root, status, statusBy, whyNot } from './answers.ts'
import { certHash, generalizedTime, good, ocsp, revoked, unknown } from './ocsp.ts'

describe('the status that an OCSP response gives', () => {
  it('is good where its issuer says so, with the response and its signer', () => {
    const response = ocsp(certificate, root)
    const result = statusBy([response])
    expect(result).toMatchObject({ status: 'good', source: { kind: 'ocsp' } })
    if (result.status !== 'good') return
    expect(result.source.signatures).toEqual([{ signed: response, signer: issuer }])
    expect(result.source.thisUpdate).toEqual(new Date('2026-05-01T12:00:00Z'))
    expect(result.source.nextUpdate).toEqual(new Date('2026-07-01T12:00:00Z'))
    expect(result.source.expiredCertificatesSince).toBeNull()
  })

  it('is good without a next update, and says that there is none', () => {
    expect(answer({ to: null })).toMatchObject({ status: 'good', source: { nextUpdate: null } })
  })

  it('is unknown where nothing is at hand', () => {
    const none = { status: 'unknown', rejected: [], notes: [], contradicts: 'no' }
    expect(statusBy([])).toEqual(none)
  })

  it('is revoked with the time and the reason, or without one', () => {
    const revokedAt = new Date('2026-03-01T00:00:00Z')
    const stated = answer({ status: revoked('2026-03-01', 1) })
    expect(stated).toMatchObject({ status: 'revoked', revokedAt, reason: 'keyCompromise' })
    expect(answer({ status: revoked('2026-03-01') })).toMatchObject({ reason: 'unspecified' })
  })

  it('is revoked where the response is stale', () => {
    const stale = { from: '2025-02-01', to: '2025-03-01', status: revoked('2025-01-15') }
    const plan = { producedAt: '2025-02-01', answers: [stale] }
    expect(status(plan).status).toBe('revoked')
  })

  it('is revoked where the revocation is dated later than the response', () => {
    expect(answer({ status: revoked('2026-08-01') }).status).toBe('revoked')
  })

  it('is on hold where the reason is that, and revoked where it is removeFromCRL', () => {
    const revokedAt = new Date('2026-03-01T00:00:00Z')
    const held = answer({ status: revoked('2026-03-01', 6) })
    expect(held).toMatchObject({ status: 'on-hold', revokedAt })
    expect(answer({ status: revoked('2026-03-01', 8) }).status).toBe('revoked')
  })

  it('is revoked, not on hold, where the certificate was never issued', () => {
    const answers = [{ status: revoked('1970-01-01', 6) }]
    const extended = extension('1.3.6.1.5.5.7.48.1.9', nothing, false)
    expect(status({ answers, extensions: [extended] }).status).toBe('revoked')
    expect(status({ answers }).status).toBe('on-hold')
    const held = [{ status: revoked('1970-01-01T00:00:01Z', 6) }]
    expect(status({ answers: held, extensions: [extended] }).status).toBe('on-hold')
  })

  it('is unknown where the responder does not know it', () => {
    expect(whyNot(answer({ status: unknown }))).toEqual([
      expect.stringContaining('does not know it'),
    ])
  })

  it('is unknown where the responder answers with an error, and calls it by its name', () => {
    const error = parseOcspResponse(sequence(tlv(0x0a, Uint8Array.of(3))))
    expect(statusBy([error])).toMatchObject({
      status: 'unknown',
      rejected: [],
      notes: ['a responder answered "tryLater"'],
    })
    expect(statusBy([error, ocsp(certificate, root)]).status).toBe('good')
  })

  it.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256'] as const)(
    'is found by a CertID in %s',
    (digest) => {
      expect(answer({ digest }).status).toBe('good')
    },
  )

  it('is not found by a digest that is not computed here, and says so', () => {
    expect(whyNot(answer({ digest: 'gost' }))).toEqual([
      expect.stringContaining('GOST R 34.11-2012'),
    ])
  })

  it.each([
    ['serial number', { serial: 6 }],
    ['issuer', { issuerName: name('another'), issuerKey: entity('another').spki }],
  ])('is not about a certificate of another %s', (_, one) => {
    expect(answer({ ...one, status: revoked('2026-03-01') })).toEqual({
      status: 'unknown',
      rejected: [],
      notes: [],
      contradicts: 'no',
    })
  })

  it.each([
    ['name', { issuerName: name('another') }],
    ['key', { issuerKey: entity('another').spki }],
  ])(
    'is open where another %s of its issuer is meant, and worse where that one is revoked',
    (_, one) => {
      const because = [expect.stringContaining('only in part the name and key of its issuer')]
      const other = { status: 'unknown', rejected: because, contradicts: 'no' }
      expect(answer(one)).toMatchObject(other)
      const against = answer({ ...one, status: revoked('2026-03-01') })
      expect(against).toMatchObject({ status: 'unknown', contradicts: 'yes' })
      const thief = ocsp(
        certificate,
        root,
        { ...root, key: entity('thief').key },
        {
          answers: [{ ...one, status: revoked('2026-03-01') }],
        },
      )
      expect(statusBy([thief])).toMatchObject({ status: 'unknown', contradicts: 'no' })
      const both = status({ answers: [one, { status: good }] })
      expect(both.status).toBe('good')
    },
  )

  it('is found by the name of its issuer as that one writes it himself', () => {
    const printable = sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x13, Buffer.from('root')))))
    const issuedTo = authority({ ...root, name: printable }, root)
    const by = (issuerName: Uint8Array, issuer = issuedTo) =>
      answer({ issuerName, status: revoked('2026-03-01', 1) }, { issuer }).status
    expect(by(printable)).toBe('revoked')
    expect(by(root.name)).toBe('revoked')
    expect(by(printable, issuer)).toBe('unknown')
  })

  it('is found however many octets the serial number was written in', () => {
    const padded = { ...certificate, serialNumber: Uint8Array.of(0, 5) }
    const response = ocsp(padded, root)
    expect(statusBy([response]).status).toBe('good')
  })

  it('is found among the answers to other questions', () => {
    const answers = [{ serial: 6, status: revoked('2026-03-01') }, { status: good }, { serial: 7 }]
    expect(status({ answers }).status).toBe('good')
  })

  it('counts from the instants of its making, and not before', () => {
    const plan = { producedAt: '2026-06-01T00:00:00Z', answers: [{ from: '2026-06-01' }] }
    expect(status(plan).status).toBe('good')
    expect(status({ ...plan, producedAt: '2026-06-01T00:00:01Z' }).status).toBe('unknown')
    expect(status({ ...plan, answers: [{ from: '2026-06-01T00:00:01Z' }] }).status).toBe('unknown')
  })

  it('says since when expired certificates keep their status', () => {
    const cutoff = extension('1.3.6.1.5.5.7.48.1.6', generalizedTime('2019-06-01'), false)
    const since = new Date('2019-06-01T00:00:00Z')
    expect(answer({ extensions: [cutoff] })).toMatchObject({
      source: { expiredCertificatesSince: since },
    })
    const broken = extension('1.3.6.1.5.5.7.48.1.6', integer(1), false)
    expect(answer({ extensions: [broken] })).toMatchObject({
      status: 'good',
      source: { expiredCertificatesSince: null },
    })
  })
})

describe('an OCSP response that is not taken at its word', () => {
  const saysNothing = (id: string, critical: boolean) => extension(id, nothing, critical)

  it.each([
    ['response', (critical: boolean) => ({ extensions: [saysNothing('1.2.3.4', critical)] })],
    [
      'answer',
      (critical: boolean) => ({ answers: [{ extensions: [saysNothing('1.2.3.4', critical)] }] }),
    ],
  ])('has a critical extension of the %s that nobody knows', (_, plan) => {
    expect(whyNot(status(plan(true)))).toEqual([expect.stringContaining('1.2.3.4')])
    expect(status(plan(false)).status).toBe('good')
  })

  it('may have a critical nonce, which binds it to a request and says no more', () => {
    const nonce = extension('1.3.6.1.5.5.7.48.1.2', octets(Uint8Array.of(1)), true)
    expect(status({ extensions: [nonce] }).status).toBe('good')
    expect(answer({ extensions: [nonce] }).status).toBe('good')
  })

  it('has an extension twice', () => {
    const twice = [saysNothing('1.2.3.4', false), saysNothing('1.2.3.4', false)]
    expect(whyNot(answer({ extensions: twice }))).toHaveLength(1)
  })

  it('states a next update before its own time', () => {
    expect(whyNot(answer({ from: '2026-05-02', to: '2026-05-01' }))).toHaveLength(1)
    expect(answer({ from: '2026-05-01', to: '2026-05-01' }).status).toBe('good')
  })

  it('has a certHash of another certificate', () => {
    const twin = issue(entity('twin'), root, { serial: 5 })
    const hashOf = (value: Uint8Array) => ({
      extensions: [extension('1.3.36.8.3.13', value, false)],
    })
    expect(answer(hashOf(certHash(certificate))).status).toBe('good')
    expect(answer(hashOf(certHash(certificate, 'sha1'))).status).toBe('good')
    expect(whyNot(answer(hashOf(certHash(twin))))).toEqual([
      expect.stringContaining('about another certificate'),
    ])
    expect(whyNot(answer(hashOf(certHash(certificate, 'gost'))))).toHaveLength(1)
    expect(whyNot(answer(hashOf(integer(1))))).toHaveLength(1)
  })

  it('lets no other one clear the certificate where it says "revoked"', () => {
    const said = (word: Uint8Array) =>
      ocsp(certificate, root, root, {
        answers: [{ status: word, extensions: [saysNothing('1.2.3.4', true)] }],
      })
    const clear = ocsp(certificate, root)
    expect(statusBy([said(good), clear]).status).toBe('good')
    const against = statusBy([said(revoked('2026-03-01')), clear])
    expect(against).toMatchObject({ status: 'unknown', contradicts: 'yes' })
    expect(whyNot(against)[0]).toContain('revokes it')
    expect(statusBy([said(good)])).toMatchObject({ contradicts: 'no' })
  })
})
