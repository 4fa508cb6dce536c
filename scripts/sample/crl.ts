import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import type { Authority } from './certificate.ts'
import { bufferOf } from './der.ts'
import { webcrypto } from './keys.ts'

/** A complete CRL (RFC 5280 §5.1) of everything that the authority has revoked. */
export async function certificateRevocationList(
  authority: Authority,
  thisUpdate: Date,
  nextUpdate: Date,
): Promise<Uint8Array> {
  const issuer = new x509.X509Certificate(bufferOf(authority.certificate))
  const crl = await x509.X509CrlGenerator.create({
    issuer: authority.name,
    thisUpdate,
    nextUpdate,
    entries: authority.register.revoked.map(({ serial, at }) => ({
      serialNumber: serial,
      revocationDate: at,
      reason: x509.X509CrlReason.keyCompromise,
    })),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webcrypto),
      new x509.Extension('2.5.29.20', false, bufferOf(Uint8Array.of(2, 1, 1))),
    ],
    signingAlgorithm: authority.key.signing,
    signingKey: authority.key.pair.privateKey,
  })
  return new Uint8Array(crl.rawData)
}
