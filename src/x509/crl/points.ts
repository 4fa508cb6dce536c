import { toHex } from '../../core/bytes.ts'
import { contentBytes, DerReader, tags } from '../../core/der.ts'
import { encodeTlv } from '../../core/der-encoding.ts'
import { readOrNull } from '../../core/errors.ts'
import type { Certificate } from '../certificate.ts'
import { decode, extensionOids } from '../extensions.ts'
import { type GeneralName, readGeneralNames } from '../general-names.ts'
import { nameKey } from '../names.ts'
import { crlDistributionPoints, type DistributionPointName, type ReasonMask } from './extensions.ts'

/** A distribution point as it is compared: each name by a key (RFC 5280 §6.3.3 (b)). */
export interface Point {
  /** The keys of its names, or null where it has none. */
  readonly names: readonly string[] | null
  readonly reasons: ReasonMask | null
  /** The keys of the general names of cRLIssuer, or null: the certificate's issuer issues the CRL. */
  readonly crlIssuers: readonly string[] | null
}

const known = new WeakMap<Certificate, readonly Point[]>()

/**
 * The distribution points of a certificate, and after them the one that §6.3.3 assumes for CRLs of
 * its issuer that are in none. Where the extension cannot be read, that one alone is left.
 */
export function pointsOf(certificate: Certificate): readonly Point[] {
  const before = known.get(certificate)
  if (before !== undefined) return before
  const stated = readOrNull(() => crlDistributionPoints(certificate)) ?? []
  const points = stated.map(({ name, reasons, crlIssuer }): Point => {
    const issuers = crlIssuer === null ? [certificate.issuer] : directoryNames(crlIssuer)
    return {
      names: name === null ? null : pointKeys(name, issuers),
      reasons,
      crlIssuers: crlIssuer?.map(generalNameKey) ?? null,
    }
  })
  const all = [...points, impliedPoint(certificate)]
  known.set(certificate, all)
  return all
}

/** "a distribution point name of the certificate issuer": its name, and its alternative names. */
function impliedPoint(certificate: Certificate): Point {
  const others = readOrNull(() =>
    decode(certificate, extensionOids.issuerAltName, (reader) =>
      readGeneralNames(reader.enter(tags.sequence)),
    ),
  )
  const names = [directoryKey(certificate.issuer), ...(others ?? []).map(generalNameKey)]
  return { names, reasons: null, crlIssuers: null }
}

/**
 * The keys of a distribution point's names. A relative one goes behind the name of the CRL's issuer
 * (§4.2.1.13), of which there must be one: behind several it names nothing.
 */
export function pointKeys(
  name: DistributionPointName,
  crlIssuers: readonly Uint8Array[],
): readonly string[] {
  if (name.kind === 'full') return name.names.map(generalNameKey)
  const [issuer] = crlIssuers
  if (issuer === undefined || crlIssuers.length > 1) return []
  const full = readOrNull(() => {
    const rdns = contentBytes(DerReader.of(issuer).read(tags.sequence))
    return encodeTlv(tags.sequence, rdns, encodeTlv(tags.set, name.rdn))
  })
  return full === null ? [] : [directoryKey(full)]
}

function directoryNames(names: readonly GeneralName[]): readonly Uint8Array[] {
  return names.flatMap((name) => (name.kind === 'directory' ? [name.name] : []))
}

/** The key of a directory name among general names. */
export function directoryKey(name: Uint8Array): string {
  return `directory:${nameKey(name)}`
}

/** Directory names are compared as §7.1 has it; all other forms octet by octet. */
function generalNameKey(name: GeneralName): string {
  switch (name.kind) {
    case 'directory':
      return directoryKey(name.name)
    case 'uri':
      return `uri:${name.uri}`
    case 'email':
      return `email:${name.mailbox}`
    case 'dns':
      return `dns:${name.name}`
    case 'ip':
      return `ip:${toHex(name.address)}`
    case 'other':
      return `other:${toHex(name.encoded)}`
  }
}
