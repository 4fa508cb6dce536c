import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import * as pkijs from 'pkijs'
import { bufferOf } from './der.ts'
import { digest, type Key, publicKeyInfo, webcrypto } from './keys.ts'
import { type QcPlan, qcStatements, qcStatementsOid } from './qc-statements.ts'

x509.cryptoProvider.set(webcrypto)

export interface Validity {
  readonly from: Date
  readonly to: Date
}

/** Who signs certificates, and what it has signed. */
export interface Authority {
  readonly name: string
  readonly key: Key
  readonly certificate: Uint8Array
  readonly crlUri: string
  readonly register: { issued: number; readonly revoked: { serial: string; at: Date }[] }
}

export interface Profile {
  readonly subject: string
  /** Serial number in hexadecimal; the first octet below 0x80 keeps it positive. */
  readonly serial: string
  readonly validity: Validity
  readonly use: 'certification-authority' | 'signature' | 'trust-list'
  readonly policies?: readonly string[]
  readonly qc?: QcPlan
  /** Extensions of a national law: OID and value (DER). */
  readonly national?: readonly (readonly [string, Uint8Array])[]
}

/** id-tsl-kp-tslSigning (TS 119 612 §5.7.1). */
const trustListSigning = '0.4.0.2231.3.0'

export async function selfSigned(profile: Profile, key: Key): Promise<Uint8Array> {
  return issue(profile, await publicKeyInfo(key), { name: profile.subject, key, crlUri: null })
}

/** A certificate for a public key of whatever algorithm, signed by an authority. */
export async function issue(
  profile: Profile,
  spki: Uint8Array,
  issuer: { readonly name: string; readonly key: Key; readonly crlUri: string | null },
): Promise<Uint8Array> {
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: profile.serial,
    subject: profile.subject,
    issuer: issuer.name,
    notBefore: profile.validity.from,
    notAfter: profile.validity.to,
    publicKey: bufferOf(spki),
    signingKey: issuer.key.pair.privateKey,
    signingAlgorithm: issuer.key.signing,
    extensions: [
      new x509.SubjectKeyIdentifierExtension(hex(await keyIdentifier(spki))),
      new x509.AuthorityKeyIdentifierExtension(
        hex(await keyIdentifier(await publicKeyInfo(issuer.key))),
      ),
      ...extensionsOf(profile),
      ...(issuer.crlUri ? [new x509.CRLDistributionPointsExtension([issuer.crlUri])] : []),
    ],
  })
  return new Uint8Array(certificate.rawData)
}

function extensionsOf(profile: Profile): x509.Extension[] {
  const policies = profile.policies ?? []
  return [
    ...usage(profile.use),
    ...(policies.length > 0 ? [new x509.CertificatePolicyExtension([...policies])] : []),
    ...(profile.qc
      ? [new x509.Extension(qcStatementsOid, false, bufferOf(qcStatements(profile.qc)))]
      : []),
    ...(profile.national ?? []).map(
      ([oid, value]) => new x509.Extension(oid, false, bufferOf(value)),
    ),
  ]
}

function usage(use: Profile['use']): x509.Extension[] {
  const flags = x509.KeyUsageFlags
  switch (use) {
    case 'certification-authority':
      return [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(flags.keyCertSign | flags.cRLSign, true),
      ]
    // EN 319 412-2 §4.3.2: nonRepudiation alone is the preferred type A.
    case 'signature':
      return [new x509.KeyUsagesExtension(flags.nonRepudiation, true)]
    case 'trust-list':
      return [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(flags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([trustListSigning], false),
      ]
  }
}

/** RFC 5280 §4.2.1.2, method (1): SHA-1 of the bits of the public key. */
async function keyIdentifier(spki: Uint8Array): Promise<Uint8Array> {
  const { subjectPublicKey } = pkijs.PublicKeyInfo.fromBER(bufferOf(spki))
  return digest('SHA-1', subjectPublicKey.valueBlock.valueHexView)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
