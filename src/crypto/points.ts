import { toHex } from '../core/bytes.ts'

/** A curve y² = x³ − 3x + b over the integers modulo p (FIPS 186-5, SP 800-186 §3.2.1). */
interface Curve {
  readonly p: bigint
  readonly b: bigint
}

/** The curves of nearly every certificate; points of others are left to OpenSSL. */
const curves: Readonly<Record<string, Curve>> = {
  'P-256': {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'P-384': {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
}

/**
 * Whether an uncompressed point (SEC 1 §2.3.4) is on its curve; null where that is not told here.
 * Importing a key into OpenSSL tells it too, at ten times the cost.
 */
export function isOnCurve(name: string, point: Uint8Array): boolean | null {
  const curve = Object.hasOwn(curves, name) ? curves[name] : undefined
  if (curve === undefined || point[0] !== 4) return null
  const { p, b } = curve
  const half = (point.length - 1) / 2
  const x = BigInt(`0x${toHex(point.subarray(1, 1 + half))}`)
  const y = BigInt(`0x${toHex(point.subarray(1 + half))}`)
  if (x >= p || y >= p) return false
  return (y * y - (x * x - 3n) * x - b) % p === 0n
}
