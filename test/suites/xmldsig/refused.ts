/**
 * What a file uses that this verifier refuses by design, each with why. The files are found by
 * patterns of their own in the text, so that no fault of the reader can hide behind them.
 */
export function refusedByDesign(text: string): readonly string[] {
  return refusals.filter(({ pattern }) => pattern.test(text)).map(({ reason }) => reason)
}

interface Refusal {
  readonly reason: string
  readonly pattern: RegExp
}

const method = (uri: string) =>
  new RegExp(`<(?:\\w+:)?SignatureMethod\\s[^>]*?Algorithm\\s*=\\s*["'][^"']*(?:${uri})`)
const transform = (uri: string) =>
  new RegExp(`<(?:\\w+:)?Transform\\s[^>]*?Algorithm\\s*=\\s*["'][^"']*(?:${uri})`)

const refusals: readonly Refusal[] = [
  {
    reason: 'an HMAC is no signature: whoever can verify it can make it (XMLDSig 1.1 §6.3)',
    pattern: method('#hmac-'),
  },
  {
    reason: 'MD5 has collisions, and TS 119 312 never had it (RFC 9231 §2.1.1)',
    pattern: /xmldsig-more#(?:md5|rsa-md5)["']/,
  },
  {
    reason: 'XSLT is a program of the signer (XMLDSig 1.1 §6.6.5 has it optional)',
    pattern: transform('REC-xslt-19991116'),
  },
  {
    reason: 'the RelationshipTransform is of ISO/IEC 29500-2 and not of XMLDSig 1.1 §6.6',
    pattern: transform('RelationshipTransform'),
  },
  {
    reason: 'a document type declaration is never read (XMLDSig 1.1 §8.4 warns of what they do)',
    pattern: /<!DOCTYPE/,
  },
  {
    reason: 'a relative namespace name has no canonical form (Canonical XML 1.0 §1.3)',
    pattern: /\sxmlns(?::[\w.-]+)?=["'](?![A-Za-z][\w+.-]*:)[^"']/,
  },
  {
    reason: 'GOST R 34.10 is not computed here, and said to be unsupported',
    pattern: method('gostr34'),
  },
  {
    reason:
      'Ed25519ph, Ed25519ctx and Ed448ph are not computed here (RFC 8032 §8.5 prefers the pure forms)',
    pattern: method('eddsa-ed(?:25519(?:ph|ctx)|448ph)'),
  },
  {
    reason: 'the URIs of ML-DSA and SLH-DSA are those of one library, and of no standard',
    pattern: method('xmlsec/2025/12/xmldsig-more#'),
  },
]
