import { afterEach, describe, expect, it } from 'vitest'
import { documentOnline } from '../../src/sources/online.ts'
import { defaultPolicy, type Policy } from '../../src/validation/policy.ts'
import { type VerifyRequest, verify } from '../../src/verify.ts'
import { integer } from '../formats/cms/der.ts'
import { hello, signedData, signerInfo, usualAttributes } from '../formats/cms/material.ts'
import { authority, crl, crypto, entity, issue } from '../x509/pki.ts'
import { at, nobody, onlineWith } from './asking.ts'
import { access, distribution, site } from './published.ts'
import { closeServers } from './server.ts'

afterEach(closeServers)

/** A document whose signer's issuer, and all CRLs, lie on a server. */
async function published(revocation: Policy['revocation'] = 'required') {
  const { origin, files, hits } = await site()
  const [rootEntity, issuer, person] = [entity('root'), entity('CA'), entity('person')]
  const root = authority(rootEntity, rootEntity)
  const below = { serial: 5, extensions: [distribution(`${origin}/root.crl`)] }
  files.set('/ca.cer', authority(issuer, rootEntity, below).der)
  files.set('/root.crl', crl(rootEntity, { to: '2026-07-01' }).der)
  files.set('/ca.crl', crl(issuer, { to: '2026-07-01' }).der)
  const lies = [distribution(`${origin}/ca.crl`), access('issuer', `${origin}/ca.cer`)]
  const { der } = issue(person, issuer, { serial: 77, keyUsage: 0x40, extensions: lies })
  const signer = { key: person.key, certificate: der, issuer: issuer.name, serial: integer(77) }
  const attributes = Object.values(usualAttributes(hello, signer))
  const signerInfos = [signerInfo({ signer, attributes })]
  const bytes = signedData({ content: hello, signerInfos, certificates: [der] })
  const request: VerifyRequest = {
    document: { name: 'hello.p7m', bytes },
    detached: [],
    at,
    relying: null,
    trust: nobody,
    anchors: [root],
    certificates: [],
    crls: [],
    policy: { ...defaultPolicy, revocation },
    crypto,
  }
  return { request, files, hits }
}

const ask = (request: VerifyRequest) => documentOnline(onlineWith(), request, verify, request.at)

describe('a document whose evidence is published', () => {
  it.each(['required', 'when-available'] as const)(
    'is undetermined offline and accepted online, where revocation data are %s',
    async (revocation) => {
      const { request, hits } = await published(revocation)
      expect(verify(request).outcome).toBe('undetermined')
      const verdict = await ask(request)
      expect(verdict).toMatchObject({ outcome: 'accepted', needs: [] })
      expect(verdict.warnings).toEqual(verify(request).warnings)
      expect([...hits].sort()).toEqual(['/ca.cer', '/ca.crl', '/root.crl'])
    },
  )

  it('is told what was missing on the way', async () => {
    const { request, files } = await published()
    files.delete('/root.crl')
    const { outcome, warnings, needs } = await ask(request)
    expect(outcome).toBe('undetermined')
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'source-not-fetched' }))
    expect(needs).toContainEqual(expect.objectContaining({ kind: 'crl' }))
  })

  it('is asked for no revocation data where none are wanted', async () => {
    const { request, hits } = await published('none')
    await ask(request)
    expect(hits).toEqual(['/ca.cer'])
  })
})
