import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { parseDocument } from '../../src/formats/index.ts'
import { nameText } from '../../src/x509/names.ts'
import { pem } from '../sources/published.ts'
import { authority as authorityOf, entity, issue } from '../x509/pki.ts'
import { fileOf, jsonLines, runCli, sample, vectors } from './run-cli.ts'

const authority = ['--anchor', join(sample, 'GE/qc.cer')]
const crl = ['--crl', join(sample, 'evidence/GE-qc.crl')]
let signer: string

/** The certificate of who signed the sample contract of Georgia. */
beforeAll(async () => {
  const bytes = await readFile(join(vectors, 'GE/contract.p7m'))
  const context = { name: null, detached: [], crypto: nodeCrypto(), budget: new Budget() }
  const [signature] = parseDocument(bytes, context).signatures
  const citizen = signature?.certificates.find(({ subject }) =>
    nameText(subject).includes('Sample Citizen'),
  )
  signer = await fileOf('signer.der', citizen?.der ?? '')
})

async function chain(...args: readonly string[]) {
  const { status, out } = await runCli(['chain', signer, ...args])
  return { status, verdict: jsonLines(out)[0] }
}

describe('euxine chain', () => {
  it('exits 0 where the path is valid, and gives it with the target first', async () => {
    const { status, verdict } = await chain('--relying', 'RO')
    expect(status).toBe(0)
    expect(verdict.indication).toBe('PASSED')
    expect(verdict.path[0].subject).toContain('Sample Citizen')
    expect(verdict.anchor.subject).toContain('Georgia Qualified CA')
    expect(verdict.recognition).toMatchObject({ outcome: 'recognised', origin: 'GE' })
  })

  it('rests on the anchors that are given, without any list', async () => {
    const { status, verdict } = await chain(...authority)
    expect(status).toBe(0)
    expect(verdict.anchor.list).toBeNull()
    expect(verdict.recognition).toBeNull()
  })

  it('exits 1 where revocation data are required and absent, and says what it needs', async () => {
    const { status, verdict } = await chain(...authority, '--revocation', 'required')
    expect(status).toBe(1)
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', reason: 'NO_REVOCATION_DATA' })
    expect(verdict.needs).toContainEqual(expect.objectContaining({ kind: 'crl' }))
    expect((await chain(...authority, ...crl, '--revocation', 'required')).status).toBe(0)
  })

  it('takes from a policy whether revocation data are required, where that is not said', async () => {
    const strict = await fileOf('policy.json', '{"name": "strict", "revocation": "required"}')
    const silent = await fileOf('policy.json', '{"name": "silent"}')
    expect((await chain(...authority, '--policy', strict)).status).toBe(1)
    expect((await chain(...authority, '--policy', silent)).status).toBe(0)
    const asked = ['--policy', strict, '--revocation', 'none']
    expect((await chain(...authority, ...asked)).status).toBe(0)
  })

  it('is led by the certificates behind the first in its file', async () => {
    const [rootEntity, issuer] = [entity('root'), entity('CA')]
    const target = issue(entity('person'), issuer)
    const anchor = await fileOf('root.pem', pem(authorityOf(rootEntity, rootEntity)))
    const alone = await fileOf('alone.pem', pem(target))
    const whole = await fileOf('whole.pem', pem(target) + pem(authorityOf(issuer, rootEntity)))
    expect((await runCli(['chain', alone, '--anchor', anchor])).status).toBe(1)
    const { status, out } = await runCli(['chain', whole, '--anchor', anchor])
    expect(status).toBe(0)
    expect(jsonLines(out)[0].path[0].subject).toBe('CN=person')
  })

  it('exits 1 where no anchor leads to it', async () => {
    const { status, verdict } = await chain('--anchor', join(sample, 'AL/qc.pem'))
    expect(status).toBe(1)
    expect(verdict.subIndication).toBe('NO_CERTIFICATE_CHAIN_FOUND')
  })

  it('holds the key to the purpose that is named, and refuses one that there is not', async () => {
    expect((await chain(...authority, '--purpose', 'document-signing')).status).toBe(0)
    const { status, verdict } = await chain(...authority, '--purpose', 'time-stamping')
    expect(status).toBe(1)
    expect(verdict.subIndication).toBe('CHAIN_CONSTRAINTS_FAILURE')
    const { err } = await runCli(['chain', signer, '--purpose', 'cooking'])
    expect(err).toContain('not one of any, document-signing')
  })

  it('writes text on a terminal', async () => {
    const { out } = await runCli(['chain', signer, ...authority], { terminal: 'yes' })
    expect(out).toContain('PASSED')
    expect(out).toContain('unchecked  certificate-not-revoked: no revocation data is at hand')
    const cleared = await runCli(['chain', signer, ...authority, ...crl], { terminal: 'yes' })
    expect(cleared.out).not.toContain('unchecked')
    const required = ['--revocation', 'required']
    const open = await runCli(['chain', signer, ...authority, ...required], { terminal: 'yes' })
    expect(open.out).toContain('(TRY_LATER, NO_REVOCATION_DATA)')
  })

  it('refuses what is no certificate, and no CRL', async () => {
    const text = await fileOf('x.der', 'hello')
    expect((await runCli(['chain', text])).err).toContain('[certificate-malformed]')
    const { err } = await runCli(['chain', signer, '--crl', text])
    expect(err).toContain('[crl-malformed]')
    expect(err).toContain(`"${text}" is not a CRL`)
  })
})
