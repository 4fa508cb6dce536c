import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../scripts/sample/zip.ts'
import { extract } from '../src/extract.ts'
import type { DetachedContent } from '../src/formats/format.ts'
import { crypto } from './extract-request.ts'
import { file, manifestSigned, simpleSigned, xadesSigned } from './formats/asic/material.ts'

describe('what is really signed in a container', () => {
  const files = [file('contract.txt', 'The goods.'), file('folder/annex.txt', 'Tea.')]
  const extracted = (container: readonly ZipFile[], detached: readonly DetachedContent[] = []) => {
    const document = { name: 'c.asice', bytes: zipOf(container) }
    return extract({ document, detached, certificates: [], signature: null, crypto })
  }

  it('is each file that a XAdES signature names, as it stands', () => {
    const { objects } = extracted(xadesSigned(files))
    expect(objects).toMatchObject([
      { name: 'contract.txt', kind: 'full', form: 'as-is', size: 10 },
      { name: 'folder/annex.txt', kind: 'full', form: 'as-is', size: 4 },
    ])
    expect(Buffer.from(objects[1]?.octets ?? []).toString()).toBe('Tea.')
  })

  it('is each file that the manifest of a CAdES signature names, and the manifest with them', () => {
    const { objects } = extracted(manifestSigned(files))
    expect(objects.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'manifest META-INF/ASiCManifest001.xml',
      'full contract.txt',
      'full folder/annex.txt',
    ])
  })

  it('is the one file of ASiC-S', () => {
    const { objects } = extracted(simpleSigned(file('contract.txt', 'The goods.')))
    expect(objects).toMatchObject([{ name: 'contract.txt', kind: 'full' }])
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('is no file that the signature does not name (%s)', (_, signed) => {
    const container = [...signed(files), file('invoice.txt', 'Pay me.')]
    const { objects, warnings } = extracted(container)
    expect(objects.map(({ name }) => name)).not.toContain('invoice.txt')
    expect(JSON.stringify(warnings)).toContain('invoice.txt')
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('is nothing at all where one of its files was changed (%s)', (_, signed) => {
    const container = signed(files).map((one) =>
      one.name === 'contract.txt' ? file('contract.txt', 'The goods!') : one,
    )
    const { objects, signatures } = extracted(container)
    expect(objects).toEqual([])
    expect(signatures).toMatchObject([{ integrity: 'broken', objects: 0 }])
  })

  it('is no manifest where its data is known by digests only', () => {
    const [type, , ...rest] = manifestSigned(files.slice(0, 1))
    const container = type === undefined ? [] : [type, ...rest]
    const digest = createHash('sha256').update('The goods.').digest()
    const given = { name: 'contract.txt', bytes: null, digests: { 'SHA-256': digest } }
    const { objects, signatures } = extracted(container, [given])
    expect(signatures).toMatchObject([{ integrity: 'intact', objects: 0 }])
    expect(objects).toEqual([])
  })
})
