import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { VerifierError } from '../../../src/core/errors.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { ocspRequest } from '../../../src/x509/ocsp/request.ts'
import { integer, nothing, octets, oid, sequence } from '../../formats/cms/der.ts'
import { authority, crypto, entity, issue } from '../pki.ts'
import { keyOctets } from './ocsp.ts'

const root = entity('root')
const issuer = authority(root, root)
const certificate = issue(entity('signer'), root, { serial: 5 })

const openssl = spawnSync('openssl', ['version']).status === 0

describe('a request for the status of a certificate', () => {
  it.each([
    [undefined, 'sha1', '1.3.14.3.2.26'],
    ['SHA-1', 'sha1', '1.3.14.3.2.26'],
    ['SHA-256', 'sha256', '2.16.840.1.101.3.4.2.1'],
  ] as const)('has one CertID and nothing else (%s)', (digest, node, id) => {
    const hash = (bytes: Uint8Array) => createHash(node).update(bytes).digest()
    const certId = sequence(
      sequence(oid(id), nothing),
      octets(hash(root.name)),
      octets(hash(keyOctets(root.spki))),
      integer(5),
    )
    const request = ocspRequest(certificate, issuer, crypto, digest)
    expect(Buffer.from(request)).toEqual(sequence(sequence(sequence(sequence(certId)))))
  })

  it.runIf(openssl).each(['SHA-1', 'SHA-256'] as const)('is what OpenSSL asks (%s)', (digest) => {
    const folder = mkdtempSync(join(tmpdir(), 'ocsp-'))
    try {
      const file = (called: string, { der }: Certificate) => {
        const text = Buffer.from(der).toString('base64')
        const path = join(folder, called)
        writeFileSync(path, `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`)
        return path
      }
      const out = join(folder, 'request')
      const named = ['-issuer', file('issuer', issuer), '-cert', file('signer', certificate)]
      const options = ['-no_nonce', '-reqout', out, `-${digest.replace('-', '').toLowerCase()}`]
      const { status, stderr } = spawnSync('openssl', ['ocsp', ...options, ...named])
      expect([status, String(stderr)]).toEqual([0, ''])
      const request = Buffer.from(ocspRequest(certificate, issuer, crypto, digest))
      expect(request).toEqual(readFileSync(out))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is not made where the digest is not computed', () => {
    const without = { ...crypto, digest: () => null }
    expect(() => ocspRequest(certificate, issuer, without)).toThrow(
      expect.objectContaining({ code: 'request-malformed' } satisfies Partial<VerifierError>),
    )
  })
})
