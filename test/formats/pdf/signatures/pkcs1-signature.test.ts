import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { integer, octets, oid, sequence, setOf, tlv, utcTime } from '../../cms/der.ts'
import { integrity, only, parsed, signedPdf } from './signing.ts'

describe('a value of PKCS #1 in a PDF', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = rsaCertificate()

  function rsaCertificate(): Uint8Array {
    const name = sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('Old')))))
    const algorithm = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05))
    const tbs = sequence(
      tlv(0xa0, integer(2)),
      integer(9),
      algorithm,
      name,
      sequence(utcTime(new Date('2026-01-01')), utcTime(new Date('2027-01-01'))),
      name,
      publicKey.export({ format: 'der', type: 'spki' }),
    )
    const value = sign('sha256', tbs, privateKey)
    return sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0), value))
  }

  const plan = (digest: string) => ({
    subFilter: '/adbe.x509.rsa_sha1',
    entries: `/Cert <${Buffer.from(certificate).toString('hex')}>`,
    value: (content: Buffer) => octets(sign(digest, content, privateKey)),
  })

  it.each([
    ['sha1', 'SHA-1'],
    ['sha256', 'SHA-256'],
  ])('is verified with %s', (digest, algorithm) => {
    const signature = only(parsed(signedPdf(plan(digest)).octets()))
    expect(integrity(signature)).toBe('intact')
    expect(signature).toMatchObject({ format: 'PDF-NOT-ETSI', digestAlgorithm: algorithm })
  })

  it('is broken where the document was changed', () => {
    const octets = Buffer.from(signedPdf(plan('sha1')).octets())
    octets.write('201', octets.indexOf('200 200') + 4, 'latin1')
    expect(integrity(only(parsed(octets)))).toBe('broken')
  })

  it('is open where no certificate comes with it', () => {
    const { entries: _, ...without } = plan('sha1')
    expect(integrity(only(parsed(signedPdf(without).octets())))).toBe('unknown')
  })
})
