import { isUnsupported } from '../core/algorithm-names.ts'
import { namedCurves } from '../core/curves.ts'
import { digestLengths, digestOids } from '../core/digests.ts'
import { describeAlgorithm } from '../core/signature-algorithms.ts'
import { rsassaPss, signatureOids } from '../core/signature-schemes.ts'
import { digestAlgorithmOf, signatureAlgorithmOf } from '../formats/xml/algorithms.ts'

/** AlgorithmIdentifier of TS 119 322 and RFC 5698 §4.5: an algorithm by several names. */
export interface CatalogueIdentifier {
  readonly name: string
  readonly oids: readonly string[]
  readonly uris: readonly string[]
}

/**
 * What a catalogue calls an algorithm, as rules call it; null where nothing here computes it. The
 * published suites give SHA-224 the OID of ECDSA with SHA-224, and SHA-384 one of nothing, so that
 * name, URI and OID each have a vote.
 */
export function algorithmMeant(identifier: CatalogueIdentifier): string | 'contradictory' | null {
  const votes = new Map<string, number>()
  const meanings = [
    byName(identifier.name),
    ...new Set(identifier.uris.map(byUri)),
    ...new Set(identifier.oids.map(byOid)),
  ]
  for (const one of meanings) if (one !== null) votes.set(one, (votes.get(one) ?? 0) + 1)
  const [first, second] = [...votes].sort(([, a], [, b]) => b - a)
  if (first === undefined) return null
  return second !== undefined && second[1] === first[1] ? 'contradictory' : first[0]
}

function byOid(oid: string): string | null {
  if (oid === rsassaPss) return 'RSASSA-PSS'
  const digest = Object.hasOwn(digestOids, oid) ? digestOids[oid] : undefined
  const curve = Object.hasOwn(namedCurves, oid) ? namedCurves[oid] : undefined
  const [scheme, hash] = (Object.hasOwn(signatureOids, oid) && signatureOids[oid]) || [null, null]
  if (scheme === null) return digest ?? curve ?? null
  return hash === null || hash === 'from-digest-algorithm' ? scheme : `${scheme} with ${hash}`
}

function byUri(uri: string): string | null {
  const digest = digestAlgorithmOf(uri)
  if (!isUnsupported(digest)) return digest
  const signature = signatureAlgorithmOf(uri)
  return isUnsupported(signature) ? null : describeAlgorithm(signature)
}

/** Names as the published suites write them, in small letters and without what stands between. */
const names: ReadonlyMap<string, string> = new Map([
  ...Object.keys(digestLengths).map((one) => [plain(one), one] as const),
  ...Object.values(namedCurves).map((one) => [plain(one), one] as const),
  ...Object.keys(signatureOids).flatMap((oid) => {
    const meant = byOid(oid)
    return meant === null ? [] : [[plain(meant), meant] as const]
  }),
  ...Object.keys(digestLengths).map((one) => {
    return [`${plain(one)}withrsaencryption`, `RSASSA-PKCS1-v1_5 with ${one}`] as const
  }),
  ['rsassapss', 'RSASSA-PSS'],
  ['secp256r1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
])

function byName(name: string): string | null {
  return names.get(plain(name)) ?? null
}

function plain(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
