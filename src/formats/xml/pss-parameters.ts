import { isUnsupported, type UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import { type DigestAlgorithm, digestLengths } from '../../core/digests.ts'
import type { SignatureAlgorithm } from '../../core/signature-algorithms.ts'
import { digestAlgorithmOf, pssAlgorithm } from './algorithms.ts'
import { attribute, childElements, textOf, type XmlElement } from './document.ts'
import { ds, pss } from './namespaces.ts'

/**
 * What a SignatureMethod of the algorithm `rsa-pss` states (RFC 9231 §2.3.9). The digest is SHA-256
 * where none is stated, the salt as long as the digest, the trailer field 1. What digest MGF1 has where
 * none is stated the clause does not say but for SHA-256, where all defaults together mean
 * `sha256-rsa-MGF1`; elsewhere tools differ, and it is not guessed. Nor are all parameters at once,
 * where RSAPSSParams is absent: Santuario refuses such a signature.
 */
export function readPss(signatureMethod: XmlElement): SignatureAlgorithm | UnsupportedAlgorithm {
  const [parameters, ...others] = childElements(signatureMethod)
  if (parameters?.namespace !== pss || parameters.name !== 'RSAPSSParams' || others.length > 0) {
    return { unsupported: 'RSASSA-PSS whose parameters are not stated' }
  }
  const stated = statedIn(parameters)
  if (stated === null) return { unsupported: 'RSASSA-PSS whose parameters are of no known form' }
  const digest = digestIn(stated.get('DigestMethod')) ?? 'SHA-256'
  if (isUnsupported(digest)) return digest
  const maskDigest = maskDigestOf(stated.get('MaskGenerationFunction'), digest)
  if (isUnsupported(maskDigest)) return maskDigest
  const salt = stated.get('SaltLength')
  const length = salt === undefined ? digestLengths[digest] : numberIn(salt)
  if (length === null) return { unsupported: 'RSASSA-PSS with an unknown salt length' }
  const trailer = stated.get('TrailerField')
  return trailer === undefined || numberIn(trailer) === 1
    ? pssAlgorithm(digest, maskDigest, length)
    : { unsupported: 'RSASSA-PSS with an unknown trailer field' }
}

/** The order of the schema, and where each stands. */
const members = [
  ['DigestMethod', ds],
  ['MaskGenerationFunction', pss],
  ['SaltLength', pss],
  ['TrailerField', pss],
] as const

/** The members by name, each once and in their order; null where something else stands there. */
function statedIn(parameters: XmlElement): ReadonlyMap<string, XmlElement> | null {
  const stated = new Map<string, XmlElement>()
  let next = 0
  for (const element of childElements(parameters)) {
    const at = members.findIndex(
      ([name, namespace]) => element.name === name && element.namespace === namespace,
    )
    if (at < next) return null
    stated.set(element.name, element)
    next = at + 1
  }
  return stated
}

function digestIn(
  method: XmlElement | undefined,
): DigestAlgorithm | UnsupportedAlgorithm | undefined {
  return method === undefined ? undefined : digestAlgorithmOf(attribute(method, 'Algorithm') ?? '')
}

/** MGF1, which the schema has for an Algorithm that is left out as well, with the digest stated there. */
function maskDigestOf(
  mask: XmlElement | undefined,
  digest: DigestAlgorithm,
): DigestAlgorithm | UnsupportedAlgorithm {
  const [method, ...others] = mask === undefined ? [] : childElements(mask)
  const algorithm = mask === undefined ? null : attribute(mask, 'Algorithm')
  const isMgf1 = algorithm === null || algorithm === `${pss}MGF1`
  const isDigest =
    method === undefined || (method.name === 'DigestMethod' && method.namespace === ds)
  if (!isMgf1 || !isDigest || others.length > 0) {
    return { unsupported: 'RSASSA-PSS with an unknown mask generation function' }
  }
  const stated = digestIn(method)
  if (stated !== undefined) return stated
  return digest === 'SHA-256'
    ? digest
    : { unsupported: `RSASSA-PSS with ${digest} that does not state the digest of its mask` }
}

/** A whole number of at most four digits: no salt is longer than a key. */
function numberIn(element: XmlElement): number | null {
  const digits = /^\s*(\d{1,4})\s*$/.exec(textOf(element))?.[1]
  return digits === undefined ? null : Number(digits)
}
