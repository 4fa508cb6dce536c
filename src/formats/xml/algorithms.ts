import type { UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { type DigestAlgorithm, digestLengths } from '../../core/digests.ts'
import type { SignatureAlgorithm } from '../../core/signature-algorithms.ts'
import type { SignatureScheme } from '../../core/signature-schemes.ts'
import { xpathFilter2 } from './namespaces.ts'

/** A canonicalisation method with its parameters. */
export interface Canonicalisation {
  readonly method: 'inclusive-1.0' | 'inclusive-1.1' | 'exclusive'
  readonly comments: 'kept' | 'dropped'
  /** InclusiveNamespaces PrefixList (Exclusive XML Canonicalization §3); `#default` is the empty prefix. */
  readonly inclusivePrefixes: readonly string[]
}

const c14n10 = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const c14n11 = 'http://www.w3.org/2006/12/xml-c14n11'
const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** XMLDSig 1.1 §6.5. */
const canonicalisations: Readonly<Record<string, Omit<Canonicalisation, 'inclusivePrefixes'>>> = {
  [c14n10]: { method: 'inclusive-1.0', comments: 'dropped' },
  [`${c14n10}#WithComments`]: { method: 'inclusive-1.0', comments: 'kept' },
  [c14n11]: { method: 'inclusive-1.1', comments: 'dropped' },
  [`${c14n11}#WithComments`]: { method: 'inclusive-1.1', comments: 'kept' },
  [exclusiveC14n]: { method: 'exclusive', comments: 'dropped' },
  [`${exclusiveC14n}WithComments`]: { method: 'exclusive', comments: 'kept' },
}

/** The canonicalisation of an algorithm URI, or null. */
export function canonicalisationOf(
  uri: string,
  inclusivePrefixes: readonly string[],
): Canonicalisation | null {
  const known = Object.hasOwn(canonicalisations, uri) ? canonicalisations[uri] : undefined
  return known === undefined ? null : { ...known, inclusivePrefixes }
}

/** Canonical XML 1.0 without comments: what a node-set is turned into where no method is named (XMLDSig 1.1 §4.4.3.2). */
export const defaultCanonicalisation: Canonicalisation = {
  method: 'inclusive-1.0',
  comments: 'dropped',
  inclusivePrefixes: [],
}

/** The transform that leaves the signature itself out (XMLDSig 1.1 §6.6.4). */
export const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** XMLDSig 1.1 §6.6.2. */
export const base64Transform = 'http://www.w3.org/2000/09/xmldsig#base64'

/** XMLDSig 1.1 §6.6.3. */
export const xpathTransform = 'http://www.w3.org/TR/1999/REC-xpath-19991116'

/** The transforms that may leave out content. */
export const filteringTransforms: readonly string[] = [xpathTransform, xpathFilter2]

/** XMLDSig 1.1 §6.6.5; refused: a program that the signer wrote would decide what was signed. */
export const xsltTransform = 'http://www.w3.org/TR/1999/REC-xslt-19991116'

/**
 * XMLDSig 1.1 §6.2 and RFC 9231 §2.1. MD5 is left out on purpose: RFC 9231 §2.1.1 warns of it, no
 * list of algorithms of ETSI TS 119 312 ever had it, and what is unsupported is never intact.
 */
const digests: Readonly<Record<string, DigestAlgorithm>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'SHA-1',
  'http://www.w3.org/2001/04/xmldsig-more#sha224': 'SHA-224',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'SHA-256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'SHA-384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'SHA-512',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-224': 'SHA3-224',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-256': 'SHA3-256',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-384': 'SHA3-384',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-512': 'SHA3-512',
  'http://www.w3.org/2001/04/xmlenc#ripemd160': 'RIPEMD-160',
}

/** XMLDSig 1.1 §6.4 and RFC 9231 §2.3; with the MGF1 forms mask digest and salt follow the digest (§2.3.10). */
const signatures: Readonly<Record<string, readonly [SignatureScheme, DigestAlgorithm | null]>> = {
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1': ['RSASSA-PKCS1-v1_5', 'SHA-1'],
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha224': ['RSASSA-PKCS1-v1_5', 'SHA-224'],
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': ['RSASSA-PKCS1-v1_5', 'SHA-256'],
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': ['RSASSA-PKCS1-v1_5', 'SHA-384'],
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': ['RSASSA-PKCS1-v1_5', 'SHA-512'],
  'http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160': ['RSASSA-PKCS1-v1_5', 'RIPEMD-160'],
  'http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1': ['RSASSA-PSS', 'SHA-1'],
  'http://www.w3.org/2007/05/xmldsig-more#sha224-rsa-MGF1': ['RSASSA-PSS', 'SHA-224'],
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1': ['RSASSA-PSS', 'SHA-256'],
  'http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1': ['RSASSA-PSS', 'SHA-384'],
  'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1': ['RSASSA-PSS', 'SHA-512'],
  'http://www.w3.org/2007/05/xmldsig-more#sha3-224-rsa-MGF1': ['RSASSA-PSS', 'SHA3-224'],
  'http://www.w3.org/2007/05/xmldsig-more#sha3-256-rsa-MGF1': ['RSASSA-PSS', 'SHA3-256'],
  'http://www.w3.org/2007/05/xmldsig-more#sha3-384-rsa-MGF1': ['RSASSA-PSS', 'SHA3-384'],
  'http://www.w3.org/2007/05/xmldsig-more#sha3-512-rsa-MGF1': ['RSASSA-PSS', 'SHA3-512'],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1': ['ECDSA', 'SHA-1'],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224': ['ECDSA', 'SHA-224'],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256': ['ECDSA', 'SHA-256'],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384': ['ECDSA', 'SHA-384'],
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512': ['ECDSA', 'SHA-512'],
  'http://www.w3.org/2007/05/xmldsig-more#ecdsa-ripemd160': ['ECDSA', 'RIPEMD-160'],
  'http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-224': ['ECDSA', 'SHA3-224'],
  'http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-256': ['ECDSA', 'SHA3-256'],
  'http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-384': ['ECDSA', 'SHA3-384'],
  'http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-512': ['ECDSA', 'SHA3-512'],
  'http://www.w3.org/2000/09/xmldsig#dsa-sha1': ['DSA', 'SHA-1'],
  'http://www.w3.org/2009/xmldsig11#dsa-sha256': ['DSA', 'SHA-256'],
  'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519': ['Ed25519', null],
  'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448': ['Ed448', null],
}

/** The digest of an algorithm URI, or a name by which to refuse it. */
export function digestAlgorithmOf(uri: string): DigestAlgorithm | UnsupportedAlgorithm {
  const known = Object.hasOwn(digests, uri) ? digests[uri] : undefined
  return known ?? { unsupported: shortened(uri) }
}

/**
 * The signature algorithm of a URI; HMAC is none: whoever could verify it could have made it.
 *
 * XMLDSig 1.1 §6.4.3 has r and s of ECDSA each in the length of the order. Signers that took them from
 * signed integers have left a zero in front of both, as Mobile-ID of Estonia did for years (33 octets
 * each with P-256): such zeros are cut off here, since they change neither number. Shorter ones, and
 * those of DSA, are not put right.
 */
export function signatureAlgorithmOf(uri: string): SignatureAlgorithm | UnsupportedAlgorithm {
  const known = Object.hasOwn(signatures, uri) ? signatures[uri] : undefined
  if (known === undefined) return { unsupported: shortened(uri) }
  const [scheme, digest] = known
  return scheme === 'RSASSA-PSS' && digest !== null
    ? pssAlgorithm(digest, digest, digestLengths[digest])
    : { scheme, digest, valueEncoding: scheme === 'ECDSA' ? 'IEEE-P1363-padded' : 'IEEE-P1363' }
}

/** RSASSA-PSS with its parameters (RFC 9231 §2.3.9, §2.3.10); the salt length is in octets. */
export function pssAlgorithm(
  digest: DigestAlgorithm,
  maskDigest: DigestAlgorithm,
  saltLength: number,
): SignatureAlgorithm {
  return {
    scheme: 'RSASSA-PSS',
    digest,
    pss: { maskDigest, saltLength },
    valueEncoding: 'IEEE-P1363',
  }
}

/** A URI as a report may show it: 200 characters are longer than any that is registered. */
export function shortened(uri: string): string {
  return uri.length > 200 ? `${uri.slice(0, 200)}…` : uri
}
