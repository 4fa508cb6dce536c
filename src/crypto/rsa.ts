import { constants, createPublicKey, type VerifyKeyObjectInput } from 'node:crypto'
import { readAlgorithmIdentifier } from '../core/algorithm-identifier.ts'
import { contextTag, DerReader, encodedBytes, tags } from '../core/der.ts'
import { encodeInteger, encodeOid, encodeTlv } from '../core/der-encoding.ts'
import { type DigestAlgorithm, digestLengths, digestOids } from '../core/digests.ts'
import type { PssParameters } from '../core/signature-algorithms.ts'
import type { UsableKey } from './public-key.ts'

/** DER of the OID of each digest (RFC 8017 §9.2, note 1); the table has one for each. */
const encodedOids = Object.fromEntries(
  Object.entries(digestOids).map(([oid, digest]) => [digest, encodeOid(oid)]),
) as Readonly<Record<DigestAlgorithm, Uint8Array>>

/** What node:crypto is given to verify RSASSA-PSS, by key; the last of each, since a key has one use. */
const lastInput = new WeakMap<UsableKey, { wanted: PssParameters; input: VerifyKeyObjectInput }>()

/** What node:crypto is to verify with; null where no signature with these parameters can be valid. */
export function pssInput(
  usable: UsableKey,
  spki: Uint8Array,
  wanted: PssParameters,
): VerifyKeyObjectInput | null {
  const last = lastInput.get(usable)
  if (last !== undefined && sameParameters(last.wanted, wanted)) return last.input
  const input = newPssInput(usable, spki, wanted)
  if (input !== null) lastInput.set(usable, { wanted, input })
  return input
}

function sameParameters(a: PssParameters, b: PssParameters): boolean {
  return a.digest === b.digest && a.maskDigest === b.maskDigest && a.saltLength === b.saltLength
}

function newPssInput(
  { key, contents }: UsableKey,
  spki: Uint8Array,
  wanted: PssParameters,
): VerifyKeyObjectInput | null {
  const { digest, maskDigest, saltLength } = wanted
  const modulusLength = key?.asymmetricKeyDetails?.modulusLength ?? 0
  // RFC 8017 §9.1.2, step 3: there is no room for such a salt.
  if (Math.ceil((modulusLength - 1) / 8) < digestLengths[digest] + saltLength + 2) return null
  const only = contents.kind === 'rsa-pss' ? contents.only : null
  if (only !== null && !permits(only, wanted)) return null
  const padding = constants.RSA_PKCS1_PSS_PADDING
  if (key !== null && maskDigest === digest) return { key, padding, saltLength }
  // node:crypto has no option for another mask digest, but obeys the parameters of an RSASSA-PSS key.
  const bound = Buffer.from(pssSubjectPublicKeyInfo(spki, wanted))
  const boundKey = createPublicKey({ key: bound, format: 'der', type: 'spki' })
  return { key: boundKey, padding, saltLength }
}

/** RFC 4055 §3.3: the same digests, and at least the salt that the key demands. */
function permits(only: PssParameters, wanted: PssParameters): boolean {
  return (
    only.digest === wanted.digest &&
    only.maskDigest === wanted.maskDigest &&
    only.saltLength <= wanted.saltLength
  )
}

/** The same RSA key with RSASSA-PSS-params bound to it (RFC 4055 §3.1). */
function pssSubjectPublicKeyInfo(
  spki: Uint8Array,
  { digest, maskDigest, saltLength }: PssParameters,
): Uint8Array {
  const members = DerReader.of(spki).enter(tags.sequence)
  readAlgorithmIdentifier(members)
  const key = encodedBytes(members.read(tags.bitString))
  const mgf1 = encodeOid('1.2.840.113549.1.1.8')
  const rsassaPss = encodeOid('1.2.840.113549.1.1.10')
  const parameters = encodeTlv(
    tags.sequence,
    encodeTlv(contextTag(0, 'constructed'), digestIdentifier(digest)),
    encodeTlv(
      contextTag(1, 'constructed'),
      encodeTlv(tags.sequence, mgf1, digestIdentifier(maskDigest)),
    ),
    encodeTlv(contextTag(2, 'constructed'), encodeInteger(saltLength)),
  )
  return encodeTlv(tags.sequence, encodeTlv(tags.sequence, rsassaPss, parameters), key)
}

function digestIdentifier(digest: DigestAlgorithm): Uint8Array {
  return encodeTlv(tags.sequence, encodedOids[digest], encodeTlv(tags.null))
}
