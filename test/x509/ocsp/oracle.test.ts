import { spawnSync } from 'node:child_process'
import { webcrypto } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Constructed, Enumerated, GeneralizedTime, OctetString, Primitive } from 'asn1js'
import * as pkijs from 'pkijs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { ocspStatus } from '../../../src/x509/ocsp/status.ts'
import { oid, sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crypto, type Entity, entity, extension, issue, type Plan } from '../pki.ts'
import { good, type OcspPlan, ocspDer, revoked, unknown } from './ocsp.ts'

const root = entity('root')
const anchor = authority(root, root)
const ca = entity('issuing authority')
const issuer = authority(ca, root)
const certificate = issue(entity('signer'), ca, { serial: 5 })
const at = new Date('2026-06-01T00:00:00Z')

function statusOf(der: Uint8Array): string {
  const context = { at, crypto, budget: new Budget(), issuer, certificates: [] }
  const judged = { anchor: { id: 'root', certificate: anchor }, signerProblem: () => null }
  return ocspStatus(certificate, [[parseOcspResponse(der)]], { ...context, ...judged }).status
}

describe('a response that PKI.js wrote', () => {
  const tagged = (tagNumber: number) => ({ tagClass: 3, tagNumber })
  const statuses = {
    good: new Primitive({ idBlock: tagged(0) }),
    revoked: new Constructed({
      idBlock: tagged(1),
      value: [
        new GeneralizedTime({ valueDate: new Date('2026-03-01') }),
        new Constructed({ idBlock: tagged(0), value: [new Enumerated({ value: 1 })] }),
      ],
    }),
    unknown: new Primitive({ idBlock: tagged(2) }),
  }

  it.each(Object.keys(statuses) as (keyof typeof statuses)[])('is %s', async (status) => {
    expect(statusOf(await writtenByPkijs(statuses[status]))).toBe(status)
  })
})

async function writtenByPkijs(status: unknown): Promise<Uint8Array> {
  const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto })
  const signer = pkijs.Certificate.fromBER(issuer.der)
  const certID = new pkijs.CertID()
  const parameters = { hashAlgorithm: 'SHA-256', issuerCertificate: signer }
  const subject = pkijs.Certificate.fromBER(certificate.der)
  await certID.createForCertificate(subject, parameters, engine)
  const single = new pkijs.SingleResponse({ certID, certStatus: status, thisUpdate: at })
  const basic = new pkijs.BasicOCSPResponse({ certs: [signer] })
  basic.tbsResponseData.responderID = signer.subject
  basic.tbsResponseData.producedAt = at
  basic.tbsResponseData.responses.push(single)
  const pkcs8 = ca.key.export({ format: 'der', type: 'pkcs8' })
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
  await basic.sign(key, 'SHA-256', engine)
  const response = new pkijs.OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new pkijs.ResponseBytes({
      responseType: pkijs.id_PKIX_OCSP_Basic,
      response: new OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  })
  return new Uint8Array(response.toSchema().toBER())
}

const ocspSigning = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
const responder = entity('responder')

function delegate(by: Entity, plan: Plan = {}): Certificate {
  return issue(responder, by, { serial: 9, keyUsage: 0x80, extensions: [ocspSigning], ...plan })
}

function answer(signer: Entity, sent: readonly Certificate[], plan: OcspPlan = {}): Uint8Array {
  return ocspDer(certificate, ca, signer, { sent, ...plan })
}

const said = (status: Uint8Array): OcspPlan => ({ answers: [{ status }] })
const cases: Readonly<Record<string, Uint8Array>> = {
  'good, by the issuer': answer(ca, []),
  'good, by the issuer, who is named by his name': answer(ca, [], { by: 'name' }),
  'revoked, by the issuer': answer(ca, [], said(revoked('2026-03-01', 1))),
  'unknown, by the issuer': answer(ca, [], said(unknown)),
  'good, by a responder': answer(responder, [delegate(ca)]),
  'revoked, by a responder': answer(responder, [delegate(ca)], said(revoked('2026-03-01'))),
  'good, by a responder without the purpose': answer(responder, [delegate(ca, { extensions: [] })]),
  'good, by a stranger': answer(entity('stranger'), []),
  'good, in the name of the issuer': answer(entity('thief'), [issuer], {
    responderId: tlv(0xa1, ca.name),
  }),
  'good, of another serial number': answer(ca, [], { answers: [{ serial: 6, status: good }] }),
  'good, of another issuer': answer(ca, [], { answers: [{ issuerName: root.name }] }),
  'good, by SHA-256': answer(ca, [], { answers: [{ digest: 'sha256' }] }),
}

describe.runIf(spawnSync('openssl', ['version']).status === 0)('OpenSSL', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocsp-'))
    for (const [called, { der }] of Object.entries({ anchor, issuer, certificate })) {
      const text = Buffer.from(der).toString('base64')
      const pem = `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`
      writeFileSync(join(folder, called), pem)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(Object.keys(cases))('says the same of one that is %s', (called) => {
    const der = cases[called] ?? new Uint8Array()
    writeFileSync(join(folder, 'response'), der)
    expect(statusOf(der)).toBe(saidByOpenssl(folder))
  })
})

/** unknown: nothing that it would rely on. */
function saidByOpenssl(cwd: string): string {
  const files = ['-respin', 'response', '-issuer', 'issuer', '-cert', 'certificate']
  const trusted = ['-CAfile', 'anchor', '-verify_other', 'issuer', '-no_nonce']
  const when = ['-attime', String(at.getTime() / 1_000), '-validity_period', '1000000000']
  // OpenSSL takes the digest of the CertID from the command line.
  const told = ['sha1', 'sha256'].map((digest) => {
    const digests = [`-${digest}`, ...files, ...trusted, ...when]
    const { stdout, stderr } = spawnSync('openssl', ['ocsp', ...digests], { cwd })
    return `${stdout}${stderr}`
  })
  const verified = told.every((text) => text.includes('Response verify OK'))
  const word = /^certificate: (good|revoked|unknown)/m
  const found = told.map((text) => word.exec(text)?.[1]).find((one) => one !== undefined)
  return verified ? (found ?? 'unknown') : 'unknown'
}
