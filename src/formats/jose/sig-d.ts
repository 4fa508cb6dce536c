import type { UnsupportedAlgorithm } from '../../core/algorithm-names.ts'
import type { DigestAlgorithm } from '../../core/digests.ts'
import { digestNamed } from './algorithms.ts'
import { fromBase64Url } from './base64url.ts'
import { has, type JsonObject, listIn, objectIn, textIn } from './json-text.ts'

/** How a signature refers to content outside of it (TS 119 182-1 §5.2.8). */
export type SigD =
  /** §5.2.8.2: names of HTTP header fields, in lower case. */
  | { readonly kind: 'http-headers'; readonly pars: readonly string[] }
  /** §5.2.8.3.2: URIs whose contents, one after the other, are the payload. */
  | { readonly kind: 'by-uri'; readonly pars: readonly string[] }
  /** §5.2.8.3.3: URIs with the digest of what is found there; the payload is empty. */
  | {
      readonly kind: 'by-uri-hash'
      readonly pars: readonly string[]
      readonly digestAlgorithm: DigestAlgorithm | UnsupportedAlgorithm
      readonly digests: readonly Uint8Array[]
    }
  | { readonly kind: 'unknown'; readonly mechanism: string }
  | { readonly kind: 'malformed'; readonly detail: string }

const mechanisms = 'http://uri.etsi.org/19182/'

/** Reads "sigD" of a protected header; null where there is none. */
export function readSigD(header: JsonObject): SigD | null {
  if (!has(header, 'sigD')) return null
  const value = objectIn(header, 'sigD')
  const mechanism = value === null ? null : textIn(value, 'mId')
  if (value === null || mechanism === null) return bad('it has no "mId"')
  const name = mechanism.startsWith(mechanisms) ? mechanism.slice(mechanisms.length) : ''
  if (name !== 'HttpHeaders' && name !== 'ObjectIdByURI' && name !== 'ObjectIdByURIHash') {
    return { kind: 'unknown', mechanism }
  }
  const pars = listIn(value, 'pars')
  if (pars.length === 0 || !pars.every((par) => typeof par === 'string')) {
    return bad('"pars" is no list of names')
  }
  if (name === 'HttpHeaders') return { kind: 'http-headers', pars }
  const types = listIn(value, 'ctys')
  if (has(value, 'ctys') && types.length !== pars.length) {
    return bad('"ctys" has not one type for each of "pars"')
  }
  return name === 'ObjectIdByURI' ? { kind: 'by-uri', pars } : byHash(value, pars)
}

function byHash(value: JsonObject, pars: readonly string[]): SigD {
  const algorithm = textIn(value, 'hashM')
  const digests = listIn(value, 'hashV').flatMap((one) => {
    const digest = typeof one === 'string' ? fromBase64Url(one) : null
    return digest === null ? [] : [digest]
  })
  if (algorithm === null) return bad('it has no "hashM"')
  if (digests.length !== pars.length || listIn(value, 'hashV').length !== pars.length) {
    return bad('"hashV" has not one digest for each of "pars"')
  }
  return { kind: 'by-uri-hash', pars, digestAlgorithm: digestNamed(algorithm), digests }
}

function bad(detail: string): SigD {
  return { kind: 'malformed', detail: `"sigD" cannot be read: ${detail}` }
}
