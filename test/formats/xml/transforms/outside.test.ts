import { beforeAll, describe, expect, it } from 'vitest'
import type { DetachedContent } from '../../../../src/formats/format.ts'
import { type ListSigner, makeSigner } from '../signing.ts'
import {
  base64,
  digestOf,
  documentOver,
  exclusive,
  file,
  readOne,
  referenceTo,
} from './references.ts'

let signer: ListSigner

beforeAll(async () => {
  signer = await makeSigner()
})

const over = (...references: readonly string[]) => documentOver(signer, '<P/>', references.join(''))
const signed = (uri: string | null) => over(referenceTo(uri, [], 'text'))

describe('content outside the document', () => {
  it.each([
    ['its name', 'a.txt', 'a.txt'],
    ['a name with an encoded space and letters', 'a%20%D0%B6.txt', 'a ж.txt'],
    ['a name with a percent sign by itself', '100%.txt', '100%.txt'],
    ['the file name of a path', 'http://example.org/b/a.txt', 'a.txt'],
    ['a path', './b/a.txt', 'b/a.txt'],
  ])('is found by %s', (_, uri, name) => {
    const { outcome, signature } = readOne(signed(uri), [file('other', 'x'), file(name, 'text')])
    expect(outcome).toBe('intact')
    expect(signature.references[0]).toMatchObject({ kind: 'full', covers: { of: 'unknown' } })
  })

  it.each<[string, string | null, readonly DetachedContent[]]>([
    ['is not given', 'a.txt', []],
    ['has another name', 'a.txt', [file('b.txt', 'text')]],
    ['stands in another folder', 'b/a.txt', [file('c/a.txt', 'text')]],
    ['has two that are called so', 'a.txt', [file('a.txt', 'text'), file('a.txt', 'other')]],
    ['has no name and company', 'a.txt', [file(null, 'text'), file(null, 'text')]],
    ['has no URI and company', null, [file('a', 'text'), file('b', 'text')]],
  ])('is missing where it %s', (_, uri, detached) => {
    const { outcome, signature } = readOne(signed(uri), detached)
    expect(outcome).toBe('unknown')
    const check = signature.formatChecks.find(({ id }) => id === 'reference-processing')
    expect(check?.conclusion).toMatchObject({
      because: 'SIGNED_DATA_NOT_FOUND',
      reason: 'DETACHED_CONTENT_MISSING',
    })
    expect(signature.references[0]?.octets).toEqual({ kind: 'missing', name: uri })
  })

  it('without a name is that of the one reference outside', () => {
    expect(readOne(signed('a.txt'), [file(null, 'text')]).outcome).toBe('intact')
    const two = over(referenceTo('a.txt', [], 'text'), referenceTo('b.txt', [], 'text'))
    expect(readOne(two, [file(null, 'text')]).outcome).toBe('unknown')
  })

  it('is found among thousands', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => file(`${i}.txt`, 'text'))
    const listed = Array.from({ length: 900 }, (_, i) => referenceTo(`${i}.txt`, [], 'text'))
    const ds = 'http://www.w3.org/2000/09/xmldsig#'
    const manifest = `<ds:Manifest xmlns:ds="${ds}" Id="m">${listed.join('')}</ds:Manifest>`
    const xml = documentOver(signer, manifest, referenceTo('#m', [exclusive], manifest))
    expect(readOne(xml, many).outcome).toBe('intact')
  })

  it('is the one given where the reference has no URI', () => {
    expect(readOne(signed(null), [file('any', 'text')]).outcome).toBe('intact')
  })

  it('breaks the signature where it is another', () => {
    expect(readOne(signed('a.txt'), [file('a.txt', 'test')]).outcome).toBe('broken')
  })

  it('is what a container says a name means, and nothing else', () => {
    const named = (uri: string) => (uri === 'a.txt' ? file('folder/a.txt', 'text') : null)
    expect(readOne(signed('a.txt'), [], { named }).outcome).toBe('intact')
    expect(readOne(signed('b.txt'), [file('b.txt', 'text')], { named }).outcome).toBe('unknown')
  })

  it('is enough by its digest where nothing is to be done with it', () => {
    const { signature } = readOne(signed('a.txt'), [digestOf('a.txt', 'text')])
    expect(signature.references[0]).toMatchObject({ kind: 'digest', octets: { kind: 'digests' } })
  })

  it('is missing by its digest where transforms need it', () => {
    const transformed = over(referenceTo('a.xml', [exclusive], '<a></a>'))
    expect(readOne(transformed, [digestOf('a.xml', '<a/>')])).toMatchObject({
      outcome: 'unknown',
      problem: 'transforms need the content "a.xml", not its digests',
    })
    expect(readOne(transformed, [file('a.xml', '<a/>')]).outcome).toBe('intact')
  })

  it('is parsed for a canonicalisation, and hardened like any document', () => {
    const xml = over(referenceTo('a.xml', [exclusive], '<a></a>'))
    const hostile = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    expect(readOne(xml, [file('a.xml', hostile)])).toMatchObject({
      outcome: 'unknown',
      problem: expect.stringContaining('document type declaration'),
    })
  })

  it('is decoded from base64', () => {
    const xml = over(referenceTo('a.b64', [base64], 'hello'))
    expect(readOne(xml, [file('a.b64', 'aGVs\nbG8=\n')])).toMatchObject({
      outcome: 'intact',
      octets: ['hello'],
    })
  })
})

describe('manifests', () => {
  const ds = 'http://www.w3.org/2000/09/xmldsig#'
  const manifest = (inside: string, id = 'm') =>
    `<ds:Manifest xmlns:ds="${ds}" Id="${id}">${inside}</ds:Manifest>`
  const type = `${ds}Manifest`
  const overManifest = (inside: string, others = '') =>
    documentOver(
      signer,
      `${manifest(inside)}${others}`,
      referenceTo('#m', [exclusive], manifest(inside), type),
    )
  const listed = referenceTo('a.txt', [], 'text')

  it('are signed for what they list', () => {
    const { outcome, signature } = readOne(overManifest(listed), [file('a.txt', 'text')])
    expect(outcome).toBe('intact')
    expect(signature.references.map(({ name, kind }) => [name, kind])).toEqual([
      ['#m', 'manifest'],
      ['a.txt', 'full'],
    ])
  })

  it('break the signature where a file of theirs is another', () => {
    expect(readOne(overManifest(listed), [file('a.txt', 'test')]).outcome).toBe('broken')
  })

  it('leave the signature open where a file of theirs is missing', () => {
    expect(readOne(overManifest(listed)).outcome).toBe('unknown')
  })

  it('are followed into manifests that they list', () => {
    const inner = manifest(listed, 'n')
    const xml = overManifest(referenceTo('#n', [exclusive], inner, type), inner)
    expect(readOne(xml, [file('a.txt', 'text')]).outcome).toBe('intact')
    expect(readOne(xml, [file('a.txt', 'test')]).outcome).toBe('broken')
  })

  it('are read up to 1,000 references', () => {
    expect(readOne(overManifest(listed.repeat(1_000)), [file('a.txt', 'text')]).outcome).toBe(
      'intact',
    )
    expect(readOne(overManifest(listed.repeat(1_001)), [file('a.txt', 'text')])).toMatchObject({
      outcome: 'unknown',
      problem: 'more than 1000 references in manifests',
    })
  })

  it.each([
    ['nothing', ''],
    ['text', 'text'],
    ['another element', '<ds:Object></ds:Object>'],
  ])('that hold %s leave the signature open', (_, inside) => {
    expect(readOne(overManifest(inside)).outcome).toBe('unknown')
  })

  it('that are none, though the reference says so, leave the signature open', () => {
    const xml = documentOver(
      signer,
      '<P Id="p"></P>',
      referenceTo('#p', [exclusive], '<P xmlns="urn:list" Id="p"></P>', type),
    )
    expect(readOne(xml).problem).toContain('a manifest that is not one')
  })
})
