import { readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { concatBytes } from '../core/bytes.ts'
import { DerReader, encodedBytes, tags } from '../core/der.ts'
import type { DigestAlgorithm } from '../core/digests.ts'

/** DER of the AlgorithmIdentifier of each digest, NULL parameters included (RFC 8017 §9.2, note 1). */
const digestIdentifiers: Readonly<Record<DigestAlgorithm, string>> = {
  MD5: '300c06082a864886f70d02050500',
  'SHA-1': '300906052b0e03021a0500',
  'SHA-224': '300d06096086480165030402040500',
  'SHA-256': '300d06096086480165030402010500',
  'SHA-384': '300d06096086480165030402020500',
  'SHA-512': '300d06096086480165030402030500',
  'SHA3-224': '300d06096086480165030402070500',
  'SHA3-256': '300d06096086480165030402080500',
  'SHA3-384': '300d06096086480165030402090500',
  'SHA3-512': '300d060960864801650304020a0500',
  'RIPEMD-160': '300906052b240302010500',
}

/** The same RSA key with RSASSA-PSS-params bound to it (RFC 4055 §3.1). */
export function pssSubjectPublicKeyInfo(
  spki: Uint8Array,
  digest: DigestAlgorithm,
  maskDigest: DigestAlgorithm,
  saltLength: number,
): Uint8Array {
  const members = DerReader.of(spki).enter(tags.sequence)
  readAlgorithmIdentifier(members)
  const key = encodedBytes(members.read(tags.bitString))
  const mgf1 = Buffer.from('06092a864886f70d010108', 'hex')
  const parameters = sequence([
    tagged(0xa0, Buffer.from(digestIdentifiers[digest], 'hex')),
    tagged(0xa1, sequence([mgf1, Buffer.from(digestIdentifiers[maskDigest], 'hex')])),
    tagged(0xa2, integer(saltLength)),
  ])
  const rsassaPss = Buffer.from('06092a864886f70d01010a', 'hex')
  return sequence([sequence([rsassaPss, parameters]), key])
}

function integer(value: number): Uint8Array {
  const octets =
    value < 0x80
      ? [value]
      : value < 0x8000
        ? [value >> 8, value & 0xff]
        : [value >> 16, (value >> 8) & 0xff, value & 0xff]
  return Uint8Array.of(tags.integer, octets.length, ...octets)
}

function sequence(parts: readonly Uint8Array[]): Uint8Array {
  return tagged(tags.sequence, concatBytes(parts))
}

function tagged(tag: number, content: Uint8Array): Uint8Array {
  const length = content.length
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return concatBytes([Uint8Array.from(header), content])
}
