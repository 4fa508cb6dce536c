import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { Budget } from '../../../src/core/budget.ts'
import { equalBytes, wholeOf } from '../../../src/core/bytes.ts'
import type { DigestAlgorithm } from '../../../src/core/digests.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import type {
  DetachedContent,
  ParsedDocument,
  ParsedSignature,
} from '../../../src/formats/format.ts'
import { parseDocument } from '../../../src/formats/index.ts'
import { integer, nothing, octets, oid, sequence, setOf, tlv, utcTime } from './der.ts'

export const crypto = nodeCrypto()

export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  counterSignature: '1.2.840.113549.1.9.6',
  algorithmProtection: '1.2.840.113549.1.9.52',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha512: '2.16.840.1.101.3.4.2.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecdsaWithSha512: '1.2.840.10045.4.3.4',
} as const

export const sha = (algorithm: 'sha1' | 'sha256' | 'sha512', bytes: Uint8Array) =>
  createHash(algorithm).update(bytes).digest()

/** A key with a certificate of its own. */
export interface TestSigner {
  readonly key: KeyObject
  readonly certificate: Uint8Array
  readonly issuer: Uint8Array
  readonly serial: Uint8Array
}

export function makeSigner(name: string, serial = 7): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(name)))))
  const algorithm = sequence(oid(oids.ecdsaWithSha256))
  const validity = sequence(utcTime(new Date('2026-01-01')), utcTime(new Date('2027-01-01')))
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(serial),
    algorithm,
    issuer,
    validity,
    issuer,
    publicKey.export({ format: 'der', type: 'spki' }),
  )
  const value = sign('sha256', tbs, privateKey)
  const certificate = sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0), value))
  return { key: privateKey, certificate, issuer, serial: integer(serial) }
}

export const alice = makeSigner('Alice')
export const bob = makeSigner('Bob', 8)

export const attribute = (type: string, ...values: readonly Uint8Array[]) =>
  sequence(oid(type), setOf(...values))

/** The attributes of a CAdES-BASELINE-B signature over the content. */
export function usualAttributes(content: Uint8Array, signer = alice) {
  return {
    contentType: attribute(oids.contentType, oid(oids.data)),
    signingTime: attribute(oids.signingTime, utcTime(new Date('2026-06-01T12:00:00Z'))),
    messageDigest: attribute(oids.messageDigest, octets(sha('sha256', content))),
    signingCertificate: attribute(
      oids.signingCertificateV2,
      sequence(sequence(sequence(octets(sha('sha256', signer.certificate))))),
    ),
  }
}

export interface SignerInfoParts {
  readonly signer?: TestSigner
  readonly digestOid?: string
  readonly signatureOid?: string
  readonly hash?: 'sha256' | 'sha512'
  /** As on the wire; null for none. */
  readonly attributes: readonly Uint8Array[] | null
  /** What is signed in place of what RFC 5652 §5.4 says. */
  readonly signedInstead?: Uint8Array
  readonly content?: Uint8Array
  /** What stands in place of the signature value. */
  readonly value?: Uint8Array
  readonly unsigned?: readonly Uint8Array[]
}

export function signerInfo(parts: SignerInfoParts): Uint8Array {
  const { signer = alice, attributes, unsigned = [], hash = 'sha256' } = parts
  const toSign =
    parts.signedInstead ??
    (attributes === null ? (parts.content ?? Buffer.alloc(0)) : setOf(...attributes))
  return sequence(
    integer(1),
    sequence(signer.issuer, signer.serial),
    sequence(oid(parts.digestOid ?? oids.sha256)),
    ...(attributes === null ? [] : [tlv(0xa0, ...attributes)]),
    sequence(oid(parts.signatureOid ?? oids.ecdsaWithSha256)),
    octets(parts.value ?? sign(hash, toSign, signer.key)),
    ...(unsigned.length === 0 ? [] : [tlv(0xa1, ...unsigned)]),
  )
}

export interface SignedDataParts {
  readonly content: Uint8Array | null
  readonly contentType?: string
  readonly signerInfos: readonly Uint8Array[]
  readonly certificates?: readonly Uint8Array[]
  readonly revocation?: readonly Uint8Array[]
}

export function signedData(parts: SignedDataParts): Uint8Array {
  const { content, certificates = [alice.certificate], revocation = [] } = parts
  return sequence(
    oid(oids.signedData),
    tlv(
      0xa0,
      sequence(
        integer(1),
        setOf(sequence(oid(oids.sha256), nothing)),
        sequence(
          oid(parts.contentType ?? oids.data),
          ...(content === null ? [] : [tlv(0xa0, octets(content))]),
        ),
        ...(certificates.length === 0 ? [] : [tlv(0xa0, ...certificates)]),
        ...(revocation.length === 0 ? [] : [tlv(0xa1, ...revocation)]),
        setOf(...parts.signerInfos),
      ),
    ),
  )
}

export const hello = Buffer.from('Hello, Black Sea')

/** A CAdES-BASELINE-B signature, attached. */
export function baseline(content: Uint8Array = hello, unsigned: readonly Uint8Array[] = []) {
  const attributes = Object.values(usualAttributes(content))
  return signedData({ content, signerInfos: [signerInfo({ attributes, unsigned })] })
}

export function parse(bytes: Uint8Array, options: ParseOptions = {}): ParsedDocument {
  return parseDocument(bytes, { detached: [], crypto, budget: new Budget(), ...options })
}

interface ParseOptions {
  readonly detached?: readonly DetachedContent[]
  readonly documentName?: string
}

export function onlySignature(document: ParsedDocument): ParsedSignature {
  const [signature, second] = document.signatures
  if (signature === undefined || second !== undefined) throw new Error('not one signature')
  return signature
}

/** The checks that did not pass: id and indication. */
export const departures = (signature: ParsedSignature) =>
  signature.formatChecks.flatMap(({ id, conclusion }) =>
    conclusion.indication === 'PASSED' ? [] : [`${id} ${conclusion.indication}`],
  )

/** True where the value verifies with the certificate and every reference is intact. */
export function verifies(signature: ParsedSignature, signer = alice): boolean {
  const certificate = signature.certificates.find(({ der }) => equalBytes(der, signer.certificate))
  const { signatureAlgorithm: algorithm, signedBytes, references } = signature
  if (certificate === undefined || 'unsupported' in algorithm) return false
  if (signedBytes.kind !== 'bytes') return false
  const value = crypto.verify(certificate.spki, algorithm, signedBytes.bytes, signature.value)
  return value.outcome === 'valid' && references.every(referenceIntact)
}

function referenceIntact({
  octets: found,
  digestAlgorithm,
  expectedDigest,
}: ParsedSignature['references'][number]): boolean {
  if (typeof digestAlgorithm !== 'string' || found.kind === 'missing') return false
  const digest =
    found.kind === 'digests'
      ? (found.digests[digestAlgorithm] ?? null)
      : crypto.digest(digestAlgorithm, wholeOf(found))
  return digest !== null && equalBytes(digest, expectedDigest)
}

export const detachedBytes = (bytes: Uint8Array, name: string | null = null): DetachedContent => ({
  name,
  bytes,
  digests: {},
})

export const detachedDigest = (
  algorithm: DigestAlgorithm,
  digest: Uint8Array,
): DetachedContent => ({ name: null, bytes: null, digests: { [algorithm]: digest } })
