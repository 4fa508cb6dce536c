import { dirname, join, resolve } from 'node:path'
import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { type Federation, parseFederation } from '../trustlist/federation.ts'
import { isFolder, readNeeded } from './folder.ts'

/** A federation with the folder that its paths are relative to. */
export interface FederationFolder {
  readonly federation: Federation
  readonly folder: string
}

/**
 * Reads the federation of a folder, or of its `federation.json`; one that only says `see` leads to
 * another, once. Throws `file-unreadable` or `trust-unusable`.
 */
export function readFederationFolder(path: string): FederationFolder {
  const first = readOne(path)
  if ('federation' in first) return first
  const second = readOne(first.see)
  if ('federation' in second) return second
  throw new VerifierError('trust-unusable', `"${path}" leads to a federation that leads on`, {
    hint: 'name the federation itself',
  })
}

function readOne(path: string): FederationFolder | { readonly see: string } {
  const file = isFolder(path) ? join(path, 'federation.json') : path
  const json = fromUtf8(readNeeded(file))
  if (json === null) {
    throw new VerifierError('trust-unusable', `"${file}" is not UTF-8`, {
      hint: 'a federation is described in JSON',
    })
  }
  const folder = dirname(resolve(file))
  const parsed = parseFederation(json.replace(/^\ufeff/, ''), file)
  return 'see' in parsed ? { see: resolve(folder, parsed.see) } : { federation: parsed, folder }
}
