import { describe, expect, it } from 'vitest'
import type { ChainRequest } from '../../src/chain.ts'
import { Budget, defaultLimits } from '../../src/core/budget.ts'
import { validateCertificate } from '../../src/validation/certificate-validation.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { octets, oid, sequence, tlv } from '../formats/cms/der.ts'
import { good, type OcspPlan, responderId, revoked } from '../x509/ocsp/ocsp.ts'
import { authority, type CrlPlan, crl, crypto, entity, extension, issue } from '../x509/pki.ts'
import {
  anchors,
  answer,
  ask,
  at,
  crls,
  issuing,
  middle,
  ocsp,
  responder,
  root,
  signer,
  statusCheck,
} from './signer-chain.ts'

describe('what is against a signer, and cannot be used', () => {
  const odd = extension('1.2.3.4', tlv(0x05))
  const open = { subIndication: 'TRY_LATER', reason: 'NO_REVOCATION_DATA' }
  const listed = { revoked: [{ serial: 5, at: '2026-03-01' }] }

  it('lets no list clear him where it is an OCSP response', () => {
    const said = (word: Uint8Array) => ocsp({ ...answer(word), extensions: [odd] })
    const by = (word: Uint8Array) => ask({ crls: crls({}), ocspResponses: said(word) })
    expect(by(revoked('2026-03-01'))).toMatchObject(open)
    expect(by(good).indication).toBe('PASSED')
  })

  it('lets no OCSP response clear him where it is a list', () => {
    const by = (plan: CrlPlan) =>
      ask({ crls: crls({ ...plan, extensions: [odd] }), ocspResponses: ocsp(answer(good)) })
    expect(by(listed)).toMatchObject(open)
    expect(by({}).indication).toBe('PASSED')
  })

  it('was made later, and dates the revocation back', () => {
    const later = '2026-06-02'
    const list = (at: string) => crls({ from: later, revoked: [{ serial: 5, at }] })
    const response = (at: string) => ocsp(answer(revoked(at), later, '2026-06-09'))
    for (const at of ['2026-06-01T00:00:00Z', '2026-03-01']) {
      expect(ask({ crls: [...list(at), ...crls({})] })).toMatchObject(open)
      expect(ask({ crls: list(at), ocspResponses: ocsp(answer(good)) })).toMatchObject(open)
      expect(ask({ ocspResponses: [...response(at), ...ocsp(answer(good))] })).toMatchObject(open)
      expect(ask({ crls: crls({}), ocspResponses: response(at) })).toMatchObject(open)
    }
    const after = '2026-06-01T00:00:01Z'
    expect(ask({ crls: list(after), ocspResponses: ocsp(answer(good)) }).indication).toBe('PASSED')
    expect(ask({ crls: crls({}), ocspResponses: response(after) }).indication).toBe('PASSED')
  })

  it('was made later by a responder who was appointed later', () => {
    const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
    const later = '2026-06-10'
    const sent = (by = issuing) =>
      issue(responder, by, { serial: 9, keyUsage: 0x80, from: '2026-06-05', extensions: [forOcsp] })
    const response = (certificate = sent()) =>
      ocsp({ ...answer(revoked('2026-03-01'), later, later), sent: [certificate] }, responder)
    const list = crls({})
    expect(ask({ crls: list, ocspResponses: response() })).toMatchObject(open)
    expect(ask({ crls: list, ocspResponses: response(sent(root)) }).indication).toBe('PASSED')
  })

  it('was signed by a responder who has expired since', () => {
    const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
    const sent = (by = issuing) =>
      issue(responder, by, { serial: 9, keyUsage: 0x80, to: '2026-05-20', extensions: [forOcsp] })
    const response = (word: Uint8Array, from: string, certificate = sent()) =>
      ocsp({ ...answer(word, from), sent: [certificate] }, responder)
    const word = revoked('2026-03-01')
    const by = (ocspResponses: ReturnType<typeof ocsp>) => ask({ crls: crls({}), ocspResponses })
    expect(by(response(word, '2026-05-19'))).toMatchObject(open)
    expect(by(response(word, '2026-05-21')).indication).toBe('PASSED')
    expect(by(response(word, '2026-05-19', sent(root))).indication).toBe('PASSED')
    expect(by(response(good, '2026-05-19')).indication).toBe('PASSED')
    expect(ask({ ocspResponses: response(good, '2026-05-19') })).toMatchObject(open)
  })

  it('was signed by a key of his authority that has expired since', () => {
    const before = { ...entity('issuing'), name: issuing.name }
    const intermediates = [middle, authority(before, root, { serial: 8, to: '2026-05-20' })]
    const [rootCrl] = crls()
    const by = (old: CrlPlan, present: CrlPlan = {}) =>
      ask({ intermediates, crls: [...crls(present), crl(before, old)] })
    expect(by({ ...listed, from: '2026-05-19' })).toMatchObject(open)
    expect(by({ ...listed, from: '2026-05-21' }).indication).toBe('PASSED')
    expect(by({ from: '2026-05-19' }).indication).toBe('PASSED')
    expect(rootCrl && ask({ intermediates, crls: [rootCrl, crl(before)] })).toMatchObject(open)
    const held = { from: '2026-05-19', revoked: [{ serial: 5, at: '2026-03-01', reason: 6 }] }
    expect(by(held, { from: '2026-05-18' })).toMatchObject(open)
    expect(by(held, { from: '2026-05-20' }).indication).toBe('PASSED')
  })

  it('names another responder than the one who signed it', () => {
    const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
    const sent = [issue(responder, issuing, { serial: 9, keyUsage: 0x80, extensions: [forOcsp] })]
    const other = { responderId: responderId(signer, 'key') }
    const list = crls({ revoked: [{ serial: 8, at: '2026-03-01' }] })
    const by = (plan: OcspPlan, who?: typeof issuing) =>
      ask({ crls: list, ocspResponses: ocsp({ ...plan, ...other }, who) })
    const word = answer(revoked('2026-03-01'))
    expect(by(word)).toMatchObject(open)
    expect(by({ ...word, sent }, responder)).toMatchObject(open)
    expect(by(word, responder).indication).toBe('PASSED')
    expect(by(answer(good)).indication).toBe('PASSED')
    expect(ask({ ocspResponses: ocsp({ ...answer(good), ...other }) })).toMatchObject(open)
  })

  it('names his authority only in part', () => {
    const part = (word: Uint8Array) => {
      const { answers = [], ...plan } = answer(word)
      return ocsp({ ...plan, answers: answers.map((one) => ({ ...one, issuerName: root.name })) })
    }
    const by = (word: Uint8Array) => ask({ crls: crls({}), ocspResponses: part(word) })
    expect(by(revoked('2026-03-01'))).toMatchObject(open)
    expect(by(good).indication).toBe('PASSED')
    const alone = { revocation: 'when-available', ocspResponses: part(good) } as const
    expect(ask(alone)).toMatchObject(open)
  })

  it('revokes him by a date to come, in a list as in an OCSP response', () => {
    const at = '2026-08-01'
    const byCrl = ask({ crls: crls({ revoked: [{ serial: 5, at }] }) })
    expect(byCrl.subIndication).toBe('REVOKED_NO_POE')
    const byOcsp = ask({ ocspResponses: ocsp(answer(revoked(at))) })
    expect(byOcsp.subIndication).toBe('REVOKED_NO_POE')
  })

  it('is not hidden by any number of lists and responses of others', () => {
    const stranger = { ...issuing, key: signer.key }
    const minute = (i: number) => new Date(Date.parse('2026-05-31') + i * 60_000).toISOString()
    const lists = Array.from({ length: 60 }, (_, i) => crl(stranger, { from: minute(i) }))
    const responses = Array.from({ length: 60 }, (_, i) => ocsp(answer(good, minute(i)), stranger))
    const junk = { crls: lists, ocspResponses: responses.flat() }
    const list = ask({ crls: [...lists, ...crls(listed)], ocspResponses: ocsp(answer(good)) })
    expect(list.subIndication).toBe('REVOKED_NO_POE')
    const revoking = ocsp(answer(revoked('2026-03-01'), '2026-05-30'))
    const response = ask({ crls: crls({}), ocspResponses: [...junk.ocspResponses, ...revoking] })
    expect(response.subIndication).toBe('REVOKED_NO_POE')
  })
})

describe('a hold', () => {
  const held = (from: string, to: string | null) =>
    crls({ from, to, revoked: [{ serial: 5, at: '2026-05-01', reason: 6 }] })
  const onHold = (question: Partial<ChainRequest>) =>
    statusCheck(question).detail?.includes('is on hold since 2026-05-01')

  it('need not be fresh', () => {
    const ocspResponses = ocsp(answer(good, '2026-05-24'))
    expect(onHold({ crls: held('2026-05-25', '2026-05-30'), ocspResponses })).toBe(true)
    expect(onHold({ crls: held('2026-05-25', null), ocspResponses })).toBe(true)
    expect(ask({ crls: held('2026-05-23', null), ocspResponses }).indication).toBe('PASSED')
  })

  it('by a responder who has expired since is lifted by a later list, and by no older one', () => {
    const forOcsp = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
    const plan = { serial: 9, keyUsage: 0x80, to: '2026-05-20', extensions: [forOcsp] }
    const sent = [issue(responder, issuing, plan)]
    const said = (reason: number) =>
      ocsp({ ...answer(revoked('2026-05-01', reason), '2026-05-19'), sent }, responder)
    const by = (from: string, reason = 6) =>
      ask({ crls: crls({ from }), ocspResponses: said(reason) })
    expect(by('2026-05-18').subIndication).toBe('TRY_LATER')
    expect(by('2026-05-19').subIndication).toBe('TRY_LATER')
    expect(by('2026-05-20').indication).toBe('PASSED')
    expect(by('2026-05-20', 1).subIndication).toBe('TRY_LATER')
  })

  it('by a key that has expired since is lifted by a later OCSP response, and by no older one', () => {
    const before = { ...entity('issuing'), name: issuing.name }
    const intermediates = [middle, authority(before, root, { serial: 8, to: '2026-05-20' })]
    const old = (from: string, reason: number) =>
      crl(before, { from, revoked: [{ serial: 5, at: '2026-03-01', reason }] })
    const by = (said: string, lists: ReturnType<typeof old>[]) =>
      ask({ intermediates, crls: [...crls(), ...lists], ocspResponses: ocsp(answer(good, said)) })
    const held = old('2026-05-19', 6)
    expect(by('2026-05-18', [held]).subIndication).toBe('TRY_LATER')
    expect(by('2026-05-19', [held]).subIndication).toBe('TRY_LATER')
    expect(by('2026-05-31', [held]).indication).toBe('PASSED')
    for (const lists of [
      [held, old('2026-05-18', 1)],
      [old('2026-05-18', 1), held],
    ]) {
      expect(by('2026-05-31', lists).subIndication).toBe('TRY_LATER')
    }
  })

  it('that stands is not lifted where an earlier one is of a list that is not used', () => {
    const odd = extension('1.2.3.4', tlv(0x05))
    const revoked = [{ serial: 5, at: '2026-05-01', reason: 6 }]
    const lists = crls(
      { from: '2026-05-10', revoked, extensions: [odd] },
      { from: '2026-05-25', revoked },
    )
    const by = (said: string) => ask({ crls: lists, ocspResponses: ocsp(answer(good, said)) })
    expect(by('2026-05-24').subIndication).toBe('TRY_LATER')
    expect(by('2026-05-26').indication).toBe('PASSED')
  })

  it('in a response that is not used is lifted by a later one that is', () => {
    const extensions = [extension('1.2.3.4', tlv(0x05))]
    const odd = (reason: number) =>
      ocsp({ ...answer(revoked('2026-05-01', reason), '2026-05-25'), extensions })
    const by = (said: string, reason = 6) =>
      ask({ ocspResponses: [...odd(reason), ...ocsp(answer(good, said))] })
    expect(by('2026-05-25').subIndication).toBe('TRY_LATER')
    expect(by('2026-05-31').indication).toBe('PASSED')
    expect(by('2026-05-31', 1).subIndication).toBe('TRY_LATER')
  })

  it('is not lifted by what is said at the same instant', () => {
    const ocspResponses = ocsp(answer(good, '2026-05-24T00:00:01Z'))
    expect(onHold({ crls: held('2026-05-24T00:00:01Z', null), ocspResponses })).toBe(true)
    expect(onHold({ crls: held('2026-05-24T00:00:00Z', null), ocspResponses })).toBe(false)
    const byOcsp = ocsp(answer(revoked('2026-05-01', 6), '2026-05-24', '2026-05-25'))
    expect(onHold({ crls: crls({ from: '2026-05-24' }), ocspResponses: byOcsp })).toBe(true)
    expect(onHold({ crls: crls({ from: '2026-05-25' }), ocspResponses: byOcsp })).toBe(false)
  })
})

describe('a long list', () => {
  const long = [extension('1.2.3.4', octets(new Uint8Array(3 << 20)), false)]

  /** Ten signers of one document, who may use up ten checks each. */
  const signers = (lists: ReturnType<typeof crls>) => {
    const budget = new Budget({ ...defaultLimits, signatureChecks: 100 })
    const evidence = {
      at,
      anchors: anchors.map((certificate) => ({ id: 'root', certificate })),
      stops: [],
      certificates: [[middle]],
      crls: [lists],
      ocspResponses: [],
    }
    const policy = { ...defaultPolicy, revocation: 'required' } as const
    return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((serial) => {
      const one = issue(signer, issuing, { serial })
      const { conclusion } = validateCertificate(one, {
        evidence,
        policy,
        crypto,
        budget,
        purpose: 'any',
      })
      return conclusion.indication
    })
  }

  it('of their authority counts as one check for each of them', () => {
    expect(new Set(signers(crls({ extensions: long })))).toEqual(new Set(['PASSED']))
  })

  it('of another key of its name counts by its length with each key that is tried', () => {
    const by = (extensions: Uint8Array[]) =>
      crl({ ...issuing, key: signer.key }, { from: '2026-05-31', extensions })
    expect(signers([...crls({}), by(long)])).toContain('INDETERMINATE')
    expect(signers([...crls({}), by([])])).not.toContain('INDETERMINATE')
  })
})
