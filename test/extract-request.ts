import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { ExtractRequest } from '../src/extract.ts'
import type { DetachedContent } from '../src/formats/format.ts'

export const vectors = join(import.meta.dirname, '..', 'test-vectors')
export const crypto = nodeCrypto()

/** Asks what is signed in a test vector. */
export function request(path: string, more: Partial<ExtractRequest> = {}): ExtractRequest {
  const document = { name: path, bytes: readFileSync(join(vectors, path)) }
  return { document, detached: [], certificates: [], signature: null, crypto, ...more }
}

/** The contract of a state, beside its signature. */
export function contract(state: string): DetachedContent {
  const bytes = readFileSync(join(vectors, state, 'contract.txt'))
  return { name: 'contract.txt', bytes, digests: {} }
}

/** The digest in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What is thrown, or what is given back where nothing is. */
export function refusalOf(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}
