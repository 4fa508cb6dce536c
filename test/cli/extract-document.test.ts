import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../../scripts/sample/zip.ts'
import { documentExtraction, type FoundExtraction } from '../../src/cli/extract-document.ts'
import { writeFiles } from '../../src/cli/extract-files.ts'
import { planFiles } from '../../src/cli/extract-paths.ts'
import type { Source } from '../../src/store/order.ts'
import { crypto } from '../extract-request.ts'
import {
  checksumsOf,
  file,
  manifestSigned,
  mimetype,
  simpleSigned,
  xades,
  xadesSignatures,
  xadesSigned,
} from '../formats/asic/material.ts'
import { exclusiveMethod } from '../formats/xml/signing.ts'

const folder = mkdtempSync(join(tmpdir(), 'euxine-extract-'))
const limits = { whole: 100_000, file: 1_000, held: 150_000 }
const large = file('large.txt', Buffer.alloc(200_000, 'The goods are delivered in Batumi. '))
const small = file('small.txt', 'small')

let written = 0
function write(files: readonly ZipFile[] | Uint8Array): string {
  written += 1
  const path = join(folder, `${written}.asice`)
  writeFileSync(path, files instanceof Uint8Array ? files : zipOf(files))
  return path
}

function extracted(path: string, digests: Parameters<typeof ordered>[1] = []) {
  return documentExtraction(ordered({ path }, digests), { base: folder, crypto }, limits)
}

function ordered(document: Source, digests: readonly { name: string; value: Uint8Array }[]) {
  return {
    id: null,
    document,
    detached: [],
    digests: digests.map((one) => ({ ...one, algorithm: 'SHA-256' as const })),
    certificates: [],
    signature: null,
    revision: null,
    password: null,
  }
}

async function filesOf({ extraction, contentOf }: FoundExtraction): Promise<Map<string, Buffer>> {
  const out = mkdtempSync(join(tmpdir(), 'euxine-extracted-'))
  const { files } = planFiles(extraction.objects, contentOf)
  await writeFiles(out, files, 'keep')
  return new Map(
    files.map(({ components }) => [components.join('/'), readFileSync(join(out, ...components))]),
  )
}

describe('a large container that is extracted from', () => {
  it.each<readonly [string, readonly ZipFile[]]>([
    ['CAdES, stored', manifestSigned([large, small])],
    ['CAdES, deflated', manifestSigned([{ ...large, method: 'deflated' }, small])],
    ['CAdES in ASiC-S', simpleSigned(large)],
    ['XAdES, stored', xadesSigned([large, small])],
    ['XAdES, deflated', xadesSigned([{ ...large, method: 'deflated', sizes: 'after' }, small])],
  ])('gives its large files back without holding them: %s', async (_, files) => {
    const found = await extracted(write(files))
    const object = found.extraction.objects.find(({ name }) => name === 'large.txt')
    expect(object).toMatchObject({ kind: 'full', form: 'as-is', size: 200_000, octets: null })
    expect((await filesOf(found)).get('large.txt')?.equals(large.content)).toBe(true)
  })

  it('is told of as a small one is', async () => {
    const files = manifestSigned([large, small])
    const held = await documentExtraction(
      ordered({ name: 'x.asice', bytes: zipOf(files) }, []),
      { base: null, crypto },
      limits,
    )
    const { extraction } = await extracted(write(files))
    const bare = ({ objects }: typeof extraction) =>
      objects.map((one) => ({ ...one, octets: null }))
    expect(bare(extraction)).toEqual(bare(held.extraction))
    expect(extraction.signatures).toEqual(held.extraction.signatures)
    expect(extraction.document.sha256).toBe(held.extraction.document.sha256)
  })

  it('gives nothing back where a large file is not what was signed', async () => {
    const bytes = zipOf(manifestSigned([large, small]))
    const at = bytes.indexOf('large.txt') + 5_000
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const { extraction } = await extracted(write(bytes))
    expect(extraction.signatures).toMatchObject([{ integrity: 'broken', objects: 0 }])
    expect(extraction.objects).toEqual([])
  })

  it('gives back no file that no signature is over', async () => {
    const { extraction } = await extracted(write([...manifestSigned([small]), large]))
    expect(extraction.objects.map(({ name }) => name)).not.toContain('large.txt')
  })

  it('gives nothing back of a file whose digest was given beside it', async () => {
    const absent = manifestSigned([large, small]).filter(({ name }) => name !== 'small.txt')
    const value = crypto.digest('SHA-256', small.content) ?? new Uint8Array()
    const { extraction } = await extracted(write(absent), [{ name: 'small.txt', value }])
    expect(extraction.signatures).toMatchObject([{ integrity: 'intact' }])
    expect(extraction.objects.map(({ name }) => name)).not.toContain('small.txt')
  })

  it('is held where the canonical form of a large file is signed', async () => {
    const xml = file('large.xml', `<a>${'b'.repeat(200_000)}</a>`)
    const transforms = `<ds:Transforms><ds:Transform Algorithm="${exclusiveMethod}"></ds:Transform></ds:Transforms>`
    const signature = xades([{ uri: 'large.xml', content: xml.content, transforms }])
    const meta = file('META-INF/signatures0.xml', xadesSignatures(signature))
    const type = mimetype('application/vnd.etsi.asic-e+zip')
    const found = await extracted(write([type, xml, meta]))
    expect(found.extraction.objects).toMatchObject([{ name: 'large.xml', form: 'canonical' }])
    expect((await filesOf(found)).get('large.xml')?.equals(xml.content)).toBe(true)
  })

  it('leaves no file behind where it was changed before it was written', async () => {
    const files = manifestSigned([large])
    const path = write(files)
    const found = await extracted(path)
    const bytes = zipOf(files)
    for (const at of checksumsOf(bytes, large)) bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const out = mkdtempSync(join(tmpdir(), 'euxine-extracted-'))
    const data = found.extraction.objects.filter(({ octets }) => octets === null)
    const { files: planned } = planFiles(data, found.contentOf)
    await expect(writeFiles(out, planned, 'keep')).rejects.toMatchObject({
      code: 'file-unreadable',
    })
    expect(readdirSync(out)).toEqual([])
  })
})
