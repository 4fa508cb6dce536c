import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../../scripts/sample/zip.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import {
  type ContainerLimits,
  readDocument,
  withContainerDigests,
} from '../../src/store/large-container.ts'
import { verify } from '../../src/verify.ts'
import {
  checksumsOf,
  file,
  manifestSigned,
  mimetype,
  simpleSigned,
  xadesSigned,
} from '../formats/asic/material.ts'
import { request } from '../scenarios/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'euxine-container-'))
const limits: ContainerLimits = { whole: 100_000, file: 1_000, held: 150_000 }

/** Letters of no pattern (a congruential generator, C11 §7.22.2): deflate makes half of them. */
function text(size: number): Buffer {
  const letters = Buffer.alloc(size)
  let state = 1
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    letters[at] = 97 + ((state >>> 16) % 23)
  }
  return letters
}

const large = file('large.txt', text(200_000))
const small = file('small.txt', 'small')

let written = 0
function write(bytes: Uint8Array): string {
  written += 1
  const path = join(folder, `${written}.asice`)
  writeFileSync(path, bytes)
  return path
}

/** The verdict on a file, as the command comes to it. */
async function verdictOn(path: string): Promise<Verdict> {
  const { document, container } = await readDocument({ path }, folder, limits)
  const asked = { ...request(), document }
  const first = verify(asked)
  const again = await withContainerDigests(asked, container, first.needs)
  return again === null ? first : verify(again)
}

const integrities = ({ signatures }: Verdict) => signatures.map(({ integrity }) => integrity)

describe('a large container', () => {
  it.each<readonly [string, readonly ZipFile[]]>([
    ['CAdES, stored', manifestSigned([large, small])],
    ['CAdES, deflated', manifestSigned([{ ...large, method: 'deflated' }, small])],
    ['CAdES in ASiC-S', simpleSigned(large)],
    ['XAdES, stored', xadesSigned([large, small])],
    ['XAdES, deflated', xadesSigned([{ ...large, method: 'deflated', sizes: 'after' }, small])],
  ])('is judged by the digests of its large files: %s', async (_, files) => {
    const bytes = zipOf(files)
    const verdict = await verdictOn(write(bytes))
    expect(integrities(verdict)).toEqual(['intact'])
    expect(verdict.document.sha256).toBe(sha256Hex(bytes))
    expect(verdict.signatures[0]?.scope).toContainEqual({
      name: 'large.txt',
      kind: 'digest',
      sha256: sha256Hex(large.content),
    })
  })

  it('says what it needs until it is hashed', async () => {
    const path = write(zipOf(manifestSigned([large])))
    const { document } = await readDocument({ path }, folder, limits)
    const { needs, signatures } = verify({ ...request(), document })
    expect(signatures[0]?.integrity).toBe('unknown')
    expect(needs).toContainEqual({
      kind: 'content',
      for: 'large.txt',
      uri: null,
      digestAlgorithms: ['SHA-256'],
    })
  })

  it('holds little of it', async () => {
    const many = Array.from({ length: 200 }, (_, index) => file(`${index}.txt`, text(900)))
    const path = write(zipOf(manifestSigned([...many, large])))
    const { document } = await readDocument({ path }, folder, limits)
    const held = document.partly?.parts.reduce((sum, { bytes }) => sum + bytes.length, 0)
    expect(held).toBeLessThan(150_000)
  })

  it('is streamed as well where it is small, and much is in it', async () => {
    const packed = { ...large, method: 'deflated' as const }
    const path = write(zipOf(manifestSigned([packed])))
    const { container } = await readDocument({ path }, folder, { ...limits, whole: 150_000 })
    expect([...(container?.left.keys() ?? [])]).toEqual(['large.txt'])
  })

  it('is broken where a large file was changed', async () => {
    const signed = manifestSigned([large])
    const changed = signed.map((one) => (one === large ? file('large.txt', text(200_001)) : one))
    expect(integrities(await verdictOn(write(zipOf(changed))))).toEqual(['broken'])
  })

  it('is broken where a large file is not what was stored', async () => {
    const bytes = zipOf(manifestSigned([large]))
    const at = bytes.indexOf('large.txt') + 5_000
    bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(integrities(await verdictOn(write(bytes)))).toEqual(['broken'])
  })

  it('is intact where only the checksum of a large file is wrong, as when it is held', async () => {
    const bytes = zipOf(manifestSigned([large]))
    for (const at of checksumsOf(bytes, large)) bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(integrities(await verdictOn(write(bytes)))).toEqual(['intact'])
  })

  it('is refused where a large file cannot be inflated', async () => {
    const bytes = zipOf(manifestSigned([{ ...large, method: 'deflated' }]))
    bytes.fill(0xff, bytes.indexOf('large.txt') + 5_000, bytes.indexOf('large.txt') + 5_100)
    await expect(verdictOn(write(bytes))).rejects.toMatchObject({ code: 'document-unreadable' })
  })

  it('is refused where it is changed between its signatures and its files', async () => {
    const path = write(zipOf(manifestSigned([large])))
    const { document, container } = await readDocument({ path }, folder, limits)
    const asked = { ...request(), document }
    const { needs } = verify(asked)
    writeFileSync(path, zipOf(manifestSigned([large])))
    await expect(withContainerDigests(asked, container, needs)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: `"${path}" was changed while it was read`,
    })
  })

  it('is refused as a small one is', async () => {
    const bytes = zipOf(manifestSigned([large]))
    bytes[0] = 0x50
    const cut = write(bytes.subarray(0, 150_000))
    await expect(verdictOn(cut)).rejects.toBeInstanceOf(VerifierError)
  })

  it('is refused where more than is held belongs to the container itself', async () => {
    const path = write(zipOf([mimetype('x/y'), file('META-INF/signatures0.xml', text(200_000))]))
    await expect(verdictOn(path)).rejects.toMatchObject({ code: 'document-too-large' })
  })
})

describe('a small container', () => {
  it('is held', async () => {
    const path = write(zipOf(manifestSigned([small])))
    expect((await readDocument({ path }, folder, limits)).container).toBeNull()
    expect(integrities(await verdictOn(path))).toEqual(['intact'])
  })
})
