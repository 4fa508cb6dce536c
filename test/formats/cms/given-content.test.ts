import { describe, expect, it } from 'vitest'
import type { DetachedContent } from '../../../src/formats/format.ts'
import {
  alice,
  baseline,
  bob,
  departures,
  detachedBytes,
  detachedDigest,
  hello,
  onlySignature,
  parse,
  sha,
  signedData,
  signerInfo,
  usualAttributes,
} from './material.ts'

const other = Buffer.from('another contract')
const large = (name: string): DetachedContent => ({ name, bytes: null, digests: {} })

describe('content given beside a signature that holds its content', () => {
  const beside = (...detached: readonly DetachedContent[]) =>
    onlySignature(parse(baseline(), { detached }))
  const checkOf = (signature: ReturnType<typeof beside>) =>
    signature.formatChecks.find(({ id }) => id === 'cms-detached-content')

  it.each<[string, readonly DetachedContent[]]>([
    ['by its bytes', [detachedBytes(hello)]],
    ['by its digest', [detachedDigest('SHA-512', sha('sha512', hello))]],
    ['twice', [detachedBytes(hello, 'a'), detachedBytes(hello, 'b')]],
  ])('passes where it is the same, given %s', (_, detached) => {
    const signature = beside(...detached)
    expect(departures(signature)).toEqual([])
    expect(checkOf(signature)?.conclusion.indication).toBe('PASSED')
    expect(signature.references).toHaveLength(1)
  })
  it.each<[string, readonly DetachedContent[]]>([
    ['bytes', [detachedBytes(other)]],
    ['a digest', [detachedDigest('SHA-256', sha('sha256', other))]],
    ['a weak digest', [detachedDigest('SHA-1', sha('sha1', other))]],
    ['one content of two', [detachedBytes(hello, 'a'), detachedBytes(other, 'b')]],
  ])('breaks the signature where it differs by %s', (_, detached) => {
    const signature = beside(...detached)
    expect(departures(signature)).toEqual(['cms-detached-content FAILED'])
    expect(checkOf(signature)?.conclusion).toMatchObject({ because: 'HASH_FAILURE' })
  })
  it('breaks every signature', () => {
    const attributes = (signer = alice) => Object.values(usualAttributes(hello, signer))
    const document = parse(
      signedData({
        content: hello,
        certificates: [alice.certificate, bob.certificate],
        signerInfos: [
          signerInfo({ attributes: attributes() }),
          signerInfo({ attributes: attributes(bob), signer: bob }),
        ],
      }),
      { detached: [detachedBytes(other)] },
    )
    expect(document.signatures.map(departures)).toEqual([
      ['cms-detached-content FAILED'],
      ['cms-detached-content FAILED'],
    ])
  })
  it('is asked for where it is known by a weak digest only', () => {
    const signature = beside(detachedDigest('SHA-1', sha('sha1', hello)))
    expect(departures(signature)).toEqual(['cms-detached-content INDETERMINATE'])
  })
  it('is asked for by its name where nothing of it is known', () => {
    const signature = beside(large('large.pdf'))
    expect(departures(signature)).toEqual(['cms-detached-content INDETERMINATE'])
    expect(signature.references[1]).toMatchObject({
      name: 'large.pdf',
      digestAlgorithm: 'SHA-256',
      octets: { kind: 'digests', digests: {} },
    })
  })
})

describe('several contents given beside a detached signature', () => {
  const attributes = Object.values(usualAttributes(hello))
  const detached = signedData({ content: null, signerInfos: [signerInfo({ attributes })] })
  const beside = (...contents: readonly DetachedContent[]) =>
    onlySignature(parse(detached, { detached: contents, documentName: 'a.pdf.p7s' }))
  const digested = (name: string, content: Uint8Array): DetachedContent => ({
    name,
    bytes: null,
    digests: { 'SHA-256': sha('sha256', content) },
  })

  it.each<[string, DetachedContent, DetachedContent]>([
    ['bytes and bytes', detachedBytes(hello, 'a.pdf'), detachedBytes(other, 'b.pdf')],
    ['bytes and a digest', detachedBytes(hello, 'a.pdf'), digested('b.pdf', other)],
    ['a digest and bytes', digested('a.pdf', hello), detachedBytes(other, 'b.pdf')],
    ['two digests', digested('a.pdf', hello), digested('b.pdf', other)],
    ['bytes and nothing', detachedBytes(hello, 'a.pdf'), large('b.pdf')],
  ])('leave it undecided where one is not signed: %s', (_, signed, unsigned) => {
    const signature = beside(signed, unsigned)
    expect(departures(signature)).toEqual(['cms-detached-content INDETERMINATE'])
    const [check] = signature.formatChecks.filter(({ id }) => id === 'cms-detached-content')
    expect(check?.conclusion).toMatchObject({
      because: 'SIG_CONSTRAINTS_FAILURE',
      detail: expect.stringContaining('"b.pdf"'),
    })
  })
  it.each<[string, DetachedContent, DetachedContent]>([
    ['bytes', detachedBytes(hello, 'a.pdf'), detachedBytes(hello, 'b.pdf')],
    ['digests', digested('a.pdf', hello), digested('b.pdf', hello)],
  ])('let it stand where they are the same by %s', (_, first, second) => {
    expect(departures(beside(first, second))).toEqual([])
  })
  it('are said to be ambiguous where none has the name that tells', () => {
    const signature = beside(detachedBytes(hello, 'x.pdf'), detachedBytes(other, 'y.pdf'))
    const [check] = signature.formatChecks.filter(({ id }) => id === 'cms-detached-content')
    expect(check?.conclusion).toMatchObject({
      because: 'SIGNED_DATA_NOT_FOUND',
      detail: expect.stringMatching(/^which of the 2 contents .* by the name "a.pdf"$/),
    })
    expect(signature.references[0]?.octets.kind).toBe('missing')
  })
  it('are not compared where one alone is given', () => {
    const ids = beside(detachedBytes(hello, 'a.pdf')).formatChecks.map(({ id }) => id)
    expect(ids).not.toContain('cms-detached-content')
  })
})
