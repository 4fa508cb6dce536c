import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { isOnCurve } from '../../src/crypto/points.ts'

const lengths = { 'P-256': 65, 'P-384': 97 } as const

function pointOf(curve: keyof typeof lengths): { spki: Buffer; point: Buffer } {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return { spki, point: spki.subarray(-lengths[curve]) }
}

describe.each(['P-256', 'P-384'] as const)('a point of %s', (curve) => {
  it('is on its curve, and beside it with any octet changed', () => {
    const { spki, point } = pointOf(curve)
    expect(isOnCurve(curve, point)).toBe(true)
    expect(nodeCrypto().keyProblem(spki)).toBeNull()
    for (const at of [1, 20, point.length - 1]) {
      const changed = Buffer.from(point)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(isOnCurve(curve, changed)).toBe(false)
      const other = Buffer.concat([spki.subarray(0, -point.length), changed])
      expect(nodeCrypto().keyProblem(other)?.because).toBe('malformed')
    }
  })

  it('has coordinates below the prime', () => {
    const { point } = pointOf(curve)
    expect(
      isOnCurve(curve, Buffer.concat([point.subarray(0, 1), Buffer.alloc(point.length - 1, 0xff)])),
    ).toBe(false)
  })
})

describe('a point of which nothing is told here', () => {
  it('has coordinates of another length, be they only padded', () => {
    const { point } = pointOf('P-256')
    const zeros = Buffer.alloc(8)
    const [x, y] = [point.subarray(1, 33), point.subarray(33)]
    const padded = Buffer.concat([Buffer.of(4), zeros, x, zeros, y])
    expect(isOnCurve('P-256', padded)).toBeNull()
    expect(isOnCurve('P-256', Buffer.of(4))).toBeNull()
  })

  it('is compressed, or of another curve', () => {
    const { point } = pointOf('P-256')
    const compressed = Buffer.concat([Buffer.of(2), point.subarray(1, 33)])
    expect(isOnCurve('P-256', compressed)).toBeNull()
    expect(isOnCurve('brainpoolP256r1', point)).toBeNull()
  })
})
