import { createRequire } from 'node:module'
import type { PostQuantumScheme } from '../core/signature-schemes.ts'

type MlDsa = typeof import('@noble/post-quantum/ml-dsa.js')
type SlhDsa = typeof import('@noble/post-quantum/slh-dsa.js')

/** What @noble/post-quantum calls each scheme. */
const names = {
  'ML-DSA-44': 'ml_dsa44',
  'ML-DSA-65': 'ml_dsa65',
  'ML-DSA-87': 'ml_dsa87',
  'SLH-DSA-SHA2-128s': 'slh_dsa_sha2_128s',
  'SLH-DSA-SHA2-128f': 'slh_dsa_sha2_128f',
  'SLH-DSA-SHA2-192s': 'slh_dsa_sha2_192s',
  'SLH-DSA-SHA2-192f': 'slh_dsa_sha2_192f',
  'SLH-DSA-SHA2-256s': 'slh_dsa_sha2_256s',
  'SLH-DSA-SHA2-256f': 'slh_dsa_sha2_256f',
  'SLH-DSA-SHAKE-128s': 'slh_dsa_shake_128s',
  'SLH-DSA-SHAKE-128f': 'slh_dsa_shake_128f',
  'SLH-DSA-SHAKE-192s': 'slh_dsa_shake_192s',
  'SLH-DSA-SHAKE-192f': 'slh_dsa_shake_192f',
  'SLH-DSA-SHAKE-256s': 'slh_dsa_shake_256s',
  'SLH-DSA-SHAKE-256f': 'slh_dsa_shake_256f',
} as const satisfies Record<PostQuantumScheme, keyof MlDsa | keyof SlhDsa>

/** Loaded when first needed: it takes 25 ms, and most verifications meet no such key. */
const load = createRequire(import.meta.url)

/** FIPS 204 algorithm 3 and FIPS 205 algorithm 24, with the empty context (RFC 9881 §3, RFC 9909 §3). */
export function verifyPostQuantum(
  scheme: PostQuantumScheme,
  key: Uint8Array,
  signedBytes: Uint8Array,
  value: Uint8Array,
): boolean {
  const { verify, lengths } = implementationOf(scheme)
  if (value.length !== lengths.signature) return false
  return verify(value, signedBytes, key)
}

function implementationOf(scheme: PostQuantumScheme) {
  const name = names[scheme]
  if (name.startsWith('ml_')) {
    const mlDsa: MlDsa = load('@noble/post-quantum/ml-dsa.js')
    return mlDsa[name as keyof MlDsa & `ml_dsa${number}`]
  }
  const slhDsa: SlhDsa = load('@noble/post-quantum/slh-dsa.js')
  return slhDsa[name as keyof SlhDsa & `slh_${string}`]
}
