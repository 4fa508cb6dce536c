import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { ocspStatus } from '../../../src/x509/ocsp/status.ts'
import type { RevocationContext, RevocationStatus } from '../../../src/x509/revocation-status.ts'
import { octets, oid, sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crypto, type Entity, entity, extension, issue, type Plan } from '../pki.ts'
import { digestOf, keyOctets, type OcspPlan, ocsp, revoked } from './ocsp.ts'

const ocspSigning = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)

const root = entity('root')
const anchor = authority(root, root)
const ca = entity('issuing authority')
const issuer = authority(ca, root)
const certificate = issue(entity('signer'), ca, { serial: 5 })
const responder = entity('responder')

const context: RevocationContext = {
  at: new Date('2026-06-01T00:00:00Z'),
  crypto,
  budget: new Budget({ ...defaultLimits, signatureChecks: 1e6 }),
  issuer,
  anchor: { id: 'root', certificate: anchor },
  certificates: [],
  signerProblem: () => null,
}

function delegate(by: Entity = ca, plan: Plan = {}): Certificate {
  return issue(responder, by, { serial: 9, keyUsage: 0x80, extensions: [ocspSigning], ...plan })
}

function statusFrom(
  signer: Entity,
  plan: OcspPlan,
  given: Partial<RevocationContext> = {},
): RevocationStatus {
  return ocspStatus(certificate, [[ocsp(certificate, ca, signer, plan)]], { ...context, ...given })
}

function whyNot(result: RevocationStatus): readonly string[] {
  if (result.status !== 'unknown') throw new Error(result.status)
  return result.rejected
}

describe('the signer of an OCSP response', () => {
  it.each(['name', 'key'] as const)('may be the issuer, named by his %s', (by) => {
    expect(statusFrom(ca, { by }).status).toBe('good')
  })

  it.each(['name', 'key'] as const)('may be a responder of the issuer, named by his %s', (by) => {
    const sent = [delegate()]
    const result = statusFrom(responder, { by, sent })
    expect(result.status).toBe('good')
    if (result.status !== 'good') return
    const [first, second] = result.source.signatures
    expect(first?.signer.der).toEqual(sent[0]?.der)
    expect(second).toEqual({ signed: first?.signer, signer: issuer })
  })

  it('may be found among the certificates at hand', () => {
    for (const by of ['name', 'key'] as const) {
      const certificates = [[anchor, delegate()]]
      expect(statusFrom(responder, { by }, { certificates }).status).toBe('good')
    }
    expect(whyNot(statusFrom(responder, {}))).toHaveLength(1)
  })

  it('is not whoever calls himself the issuer', () => {
    for (const by of ['name', 'key'] as const) {
      const claimed = by === 'name' ? tlv(0xa1, ca.name) : tlv(0xa2, octets(keyHash(ca)))
      expect(whyNot(statusFrom(entity('thief'), { responderId: claimed }))).toHaveLength(1)
    }
  })

  it('is the one that the ResponderID names', () => {
    const other = { responderId: tlv(0xa1, root.name), sent: [delegate()] }
    expect(whyNot(statusFrom(responder, other))).toHaveLength(1)
    const another = { responderId: tlv(0xa2, octets(keyHash(root))), sent: [delegate()] }
    expect(whyNot(statusFrom(responder, another))).toHaveLength(1)
    expect(whyNot(statusFrom(ca, { responderId: tlv(0xa1, root.name) }))).toHaveLength(1)
  })

  it.each([
    ['without the purpose', { extensions: [] }],
    [
      'for any purpose',
      { extensions: [extension('2.5.29.37', sequence(oid('2.5.29.37.0')), false)] },
    ],
    ['with a key usage for certificates alone', { keyUsage: 0x04 }],
    ['not yet valid when it answered', { from: '2026-05-01T12:00:01Z' }],
    ['no longer valid when it answered', { to: '2026-05-01T11:59:59Z' }],
  ])('is no responder %s', (_, plan) => {
    expect(whyNot(statusFrom(responder, { sent: [delegate(ca, plan)] }))).toHaveLength(1)
  })

  it.each([
    ['valid from the instant when it answered', { from: '2026-05-01T12:00:00Z' }],
    ['valid through the instant when it answered', { to: '2026-05-01T12:00:00Z' }],
    ['with nonRepudiation alone', { keyUsage: 0x40 }],
    ['without a key usage', {}],
  ])('is a responder %s', (_, plan) => {
    const sent = [issue(responder, ca, { serial: 9, extensions: [ocspSigning], ...plan })]
    expect(statusFrom(responder, { sent }).status).toBe('good')
  })

  it('is a responder to the end of the last second of his certificate', () => {
    const sent = [delegate(ca, { keyUsage: 0x80, to: '2026-05-01T12:00:00Z' })]
    const at = (producedAt: string) => statusFrom(responder, { sent, producedAt })
    expect(at('2026-05-01T12:00:00.9Z').status).toBe('good')
    expect(whyNot(at('2026-05-01T12:00:01Z'))).toHaveLength(1)
  })

  it('is no responder of the authority above the issuer', () => {
    expect(whyNot(statusFrom(responder, { sent: [delegate(root)] }))).toHaveLength(1)
    expect(whyNot(statusFrom(root, { sent: [anchor] }))).toHaveLength(1)
  })

  it('is no responder with a certificate that only names the issuer', () => {
    const thief = { ...entity('thief'), name: ca.name }
    expect(whyNot(statusFrom(responder, { sent: [delegate(thief)] }))).toHaveLength(1)
  })

  it('is no responder of whom the rest of the validation has something to say', () => {
    const asked: string[] = []
    const signerProblem: RevocationContext['signerProblem'] = (_, purpose) => {
      asked.push(purpose)
      return 'it is revoked'
    }
    const result = statusFrom(responder, { sent: [delegate()] }, { signerProblem })
    expect(whyNot(result)).toEqual([expect.stringContaining('it is revoked')])
    expect(asked).toEqual(['ocsp-signing'])
    expect(statusFrom(ca, {}, { signerProblem }).status).toBe('good')
  })

  it('never vouches for itself', () => {
    const own = entity('responder of itself')
    const itself = issue(own, ca, { serial: 5, keyUsage: 0x80, extensions: [ocspSigning] })
    const ask = (signer: Entity, sent: readonly Certificate[]) =>
      ocspStatus(itself, [[ocsp(itself, ca, signer, { sent })]], context)
    expect(whyNot(ask(own, [itself]))).toEqual([expect.stringContaining('very key')])
    expect(ask(responder, [delegate()]).status).toBe('good')
  })

  it('is found behind others of his name', () => {
    const namesake = issue({ ...entity('namesake'), name: responder.name }, ca, {
      serial: 8,
      extensions: [ocspSigning],
    })
    const strangers = Array.from({ length: 12 }, (_, i) =>
      issue({ ...entity('stranger'), name: responder.name }, ca, {
        serial: 20 + i,
        extensions: [ocspSigning],
      }),
    )
    const by = 'name' as const
    const own = delegate()
    expect(statusFrom(responder, { by, sent: [namesake, own] }).status).toBe('good')
    expect(statusFrom(responder, { by, sent: [...strangers, own] }).status).toBe('good')
    expect(statusFrom(responder, { by, sent: [own, ...strangers] }).status).toBe('good')
  })

  it('is looked for once in each certificate, however often it is sent', () => {
    const namesake = delegate(ca, { keyUsage: 0x80, to: '2026-05-01T00:00:00Z' })
    const sent = Array.from({ length: 20 }, () => namesake)
    const budget = new Budget({ ...defaultLimits, signatureChecks: 2 })
    expect(statusFrom(responder, { sent }, { budget }).status).toBe('unknown')
  })

  it('is the same one in whatever order the certificates of one key come', () => {
    const twins = [delegate(), delegate(ca, { serial: 10 })]
    const signer = (sent: readonly Certificate[]) => {
      const result = statusFrom(responder, { sent })
      return result.status === 'good' && result.source.signatures[0]?.signer.serialNumber
    }
    expect(signer(twins)).toEqual(signer([...twins].reverse()))
  })

  it('who is the issuer must have been valid when he answered, unless he is the anchor', () => {
    const late = authority(ca, root, { from: '2026-05-01T12:00:01Z' })
    expect(statusFrom(ca, {}, { issuer: late })).toMatchObject({ contradicts: 'no' })
    const revoking = { answers: [{ status: revoked('2026-03-01', 1) }] }
    expect(statusFrom(ca, revoking, { issuer: late })).toMatchObject({ contradicts: 'yes' })
    const asAnchor = { issuer: late, anchor: { id: 'ca', certificate: late } }
    expect(statusFrom(ca, {}, asAnchor).status).toBe('good')
  })

  it('revokes as he clears', () => {
    const answers = [{ status: revoked('2026-03-01', 1) }]
    expect(statusFrom(responder, { answers, sent: [delegate()] }).status).toBe('revoked')
    expect(statusFrom(responder, { answers }).status).toBe('unknown')
  })

  it('is looked for within the budget, and what is beyond it is no pass', () => {
    const budget = (signatureChecks: number) => new Budget({ ...defaultLimits, signatureChecks })
    const sent = [delegate()]
    expect(statusFrom(responder, { sent }, { budget: budget(2) }).status).toBe('good')
    const beyond = () => statusFrom(responder, { sent }, { budget: budget(1) })
    expect(beyond).toThrow(/limit of 1 signatureChecks/)
  })
})

function keyHash({ spki }: Entity): Uint8Array {
  return digestOf('sha1', keyOctets(spki))
}
