import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import { withDigests } from '../../src/store/large-content.ts'
import { request } from '../scenarios/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'euxine-large-'))
const need = { kind: 'content', for: 'x.bin', uri: null, digestAlgorithms: ['SHA-256'] } as const

function contentAt(place: string) {
  mkdirSync(join(folder, place))
  writeFileSync(join(folder, place, 'x.bin'), place)
  return { name: 'x.bin', bytes: null, digests: {} }
}

const [a, b] = [contentAt('a'), contentAt('b')] as const
const large = new Map([
  [a, join(folder, 'a/x.bin')],
  [b, join(folder, 'b/x.bin')],
])

describe('large detached files', () => {
  it('of one name are hashed each by itself', async () => {
    const again = await withDigests({ ...request(), detached: [a, b] }, large, [need])
    const digests = again?.detached.map((one) =>
      Buffer.from(one.digests['SHA-256'] ?? []).toString('hex'),
    )
    expect(digests).toEqual(['a', 'b'].map((text) => sha256Hex(Buffer.from(text))))
  })

  it('are read where no digest of them will do', async () => {
    const whole = { ...need, digestAlgorithms: [] }
    const again = await withDigests({ ...request(), detached: [a, b] }, large, [whole])
    const texts = again?.detached.map(({ bytes }) => Buffer.from(bytes ?? []).toString())
    expect(texts).toEqual(['a', 'b'])
  })

  it('are hashed where they are too large to be read', async () => {
    const path = join(folder, 'huge.bin')
    writeFileSync(path, '')
    truncateSync(path, 2 ** 28 + 1)
    const huge = { name: 'huge.bin', bytes: null, digests: {} }
    const whole = { ...need, for: 'huge.bin', digestAlgorithms: [] }
    const again = await withDigests({ ...request(), detached: [huge] }, new Map([[huge, path]]), [
      whole,
    ])
    expect(again?.detached).toEqual([huge])
  })

  it('are left alone where nothing asks for them', async () => {
    expect(await withDigests({ ...request(), detached: [a] }, large, [])).toBeNull()
  })
})
