/** A curve y² = x³ − 3x + b over the integers modulo p (FIPS 186-5, SP 800-186 §3.2.1). */
interface Curve {
  readonly p: bigint
  readonly b: bigint
  /** Of p; a coordinate has as many (SEC 1 §2.3.5). */
  readonly octets: number
}

/** The curves of nearly every certificate; points of others are left to OpenSSL. */
const curves: Readonly<Record<string, Curve>> = {
  'P-256': {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    octets: 32,
  },
  'P-384': {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    octets: 48,
  },
}

/**
 * Whether an uncompressed point (SEC 1 §2.3.4) is on its curve; null where that is not told here.
 * Importing a key into OpenSSL tells it too, at ten times the cost.
 */
export function isOnCurve(name: string, point: Uint8Array): boolean | null {
  const curve = Object.hasOwn(curves, name) ? curves[name] : undefined
  if (curve === undefined || point[0] !== 4) return null
  const { p, b, octets: half } = curve
  if (point.length !== 1 + 2 * half) return null
  const view = new DataView(point.buffer, point.byteOffset, point.length)
  const x = numberAt(view, 1, half)
  const y = numberAt(view, 1 + half, half)
  if (x >= p || y >= p) return false
  return (y * y - (x * x - 3n) * x - b) % p === 0n
}

/** A number of whole 64-bit words, the first the highest: half the cost of reading it from hexadecimal. */
function numberAt(view: DataView, start: number, length: number): bigint {
  let number = view.getBigUint64(start)
  for (let i = 8; i < length; i += 8) number = (number << 64n) | view.getBigUint64(start + i)
  return number
}
