import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../scripts/sample/zip.ts'
import type { DigestAlgorithm } from '../../src/core/digests.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { DetachedContent } from '../../src/formats/format.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { verify } from '../../src/verify.ts'
import { file, manifestSigned, xadesSigned } from '../formats/asic/material.ts'
import { hello, signedData, signerInfo } from '../formats/cms/material.ts'
import { b64u, baselineHeader, detachedCompact, sha256, signJws } from '../formats/jose/material.ts'

const vectors = join(import.meta.dirname, '..', '..', 'test-vectors')

const noTrust = {
  federation: 'none',
  fictional: true,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

/** The only signature of a document, beside contents; nobody is trusted, for integrity needs nobody. */
function verdictOf(bytes: Uint8Array, detached: readonly DetachedContent[]) {
  const { signatures, needs } = verify({
    document: { name: 'signed', bytes },
    detached,
    at: new Date('2026-06-01T00:00:00Z'),
    relying: null,
    trust: noTrust,
    anchors: [],
    certificates: [],
    crls: [],
    policy: defaultPolicy,
    crypto: nodeCrypto(),
  })
  const [signature] = signatures
  if (signature === undefined || signatures.length > 1) throw new Error('not one signature')
  return { ...signature, needs: needs.filter(({ kind }) => kind === 'content') }
}

function digestOf(
  name: string,
  text: string | Uint8Array,
  algorithm: DigestAlgorithm = 'SHA-256',
): DetachedContent {
  const digest = createHash(algorithm.replace('-', '')).update(text).digest()
  return { name, bytes: null, digests: { [algorithm]: digest } }
}

const document = (path: string) => readFileSync(join(vectors, path))
const contract = (state: string) => document(`${state}/contract.txt`)

const detachedVectors = [
  'GE/contract-detached.p7s',
  'BG/contract-detached.xml',
  'UA/contract-detached.xml',
]

describe('a detached signature, with the digest of its content alone', () => {
  it.each(detachedVectors)('is intact: %s', (path) => {
    const given = digestOf('contract.txt', contract(path.slice(0, 2)), algorithmOf(path))
    const { integrity, scope, needs } = verdictOf(document(path), [given])
    expect(integrity).toBe('intact')
    expect(scope).toMatchObject([{ name: 'contract.txt', kind: 'digest' }])
    expect(needs).toEqual([])
  })

  it.each(detachedVectors)('is broken where the digest is of another content: %s', (path) => {
    const given = digestOf('contract.txt', 'another contract', algorithmOf(path))
    expect(verdictOf(document(path), [given]).integrity).toBe('broken')
  })

  it.each(detachedVectors)('asks by name for the digest that was signed: %s', (path) => {
    const given = digestOf('contract.txt', contract(path.slice(0, 2)), 'SHA-1')
    const { integrity, needs } = verdictOf(document(path), [given])
    expect(integrity).toBe('unknown')
    expect(needs).toMatchObject([{ for: 'contract.txt', digestAlgorithms: [algorithmOf(path)] }])
  })
})

/** By what the state of a vector signs with. */
function algorithmOf(path: string): DigestAlgorithm {
  const { needs } = verdictOf(document(path), [])
  return (needs[0]?.digestAlgorithms?.[0] ?? 'SHA-256') as DigestAlgorithm
}

describe('JAdES over digests of what lies outside (TS 119 182-1 §5.2.8.3.3)', () => {
  const sigD = {
    mId: 'http://uri.etsi.org/19182/ObjectIdByURIHash',
    pars: ['a.txt', 'b.txt'],
    hashM: 'S256',
    hashV: [b64u(sha256(b64u('one'))), b64u(sha256(b64u('two')))],
    ctys: ['text/plain', 'text/plain'],
  }
  const plain = { ...sigD, hashV: [b64u(sha256('one')), b64u(sha256('two'))] }
  const signed = (over: object, more = {}) => {
    const header = baselineHeader(undefined, {
      sigD: over,
      crit: ['sigD', ...Object.keys(more)],
      ...more,
    })
    return Buffer.from(detachedCompact(signJws({ header, payload: '' })))
  }

  it('is intact with digests alone, where digests are of the content itself', () => {
    const given = [digestOf('a.txt', 'one'), digestOf('b.txt', 'two')]
    const { integrity, scope } = verdictOf(signed(plain, { b64: false }), given)
    expect(integrity).toBe('intact')
    expect(scope.map(({ name }) => name)).toEqual(['a.txt', 'b.txt'])
  })

  it('is broken where one of the digests is another', () => {
    const given = [digestOf('a.txt', 'one'), digestOf('b.txt', 'three')]
    expect(verdictOf(signed(plain, { b64: false }), given).integrity).toBe('broken')
  })

  it('is never intact where one is not given', () => {
    const { integrity, needs } = verdictOf(signed(plain, { b64: false }), [
      digestOf('a.txt', 'one'),
    ])
    expect(integrity).toBe('unknown')
    expect(needs).toMatchObject([{ for: 'b.txt' }])
  })
})

describe('a container whose data stays with its owner', () => {
  const data = [file('contract.txt', 'The goods.'), file('annex.txt', 'Tea.')]
  const names = data.map(({ name }) => name)
  const container = (signed: typeof xadesSigned | typeof manifestSigned) =>
    zipOf(signed(data).filter(({ name }) => !names.includes(name)))

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('is intact with the digests of its files (%s)', (_, signed) => {
    const given = data.map(({ name, content }) => digestOf(name, content))
    expect(verdictOf(container(signed), given).integrity).toBe('intact')
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('is broken where one of them is another (%s)', (_, signed) => {
    const given = [digestOf('contract.txt', 'The goods.'), digestOf('annex.txt', 'Coffee.')]
    expect(verdictOf(container(signed), given).integrity).toBe('broken')
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('shows no digest by another algorithm as what is signed (%s)', (_, signed) => {
    const given = [digestOf('contract.txt', 'The goods.', 'SHA-512')]
    const { scope } = verdictOf(container(signed), given)
    expect(scope.filter(({ kind }) => kind === 'digest')).toEqual([])
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('asks for what was not given (%s)', (_, signed) => {
    const { integrity, needs } = verdictOf(container(signed), [
      digestOf('contract.txt', 'The goods.'),
    ])
    expect(integrity).toBe('unknown')
    expect(needs).toMatchObject([{ for: 'annex.txt', digestAlgorithms: ['SHA-256'] }])
  })
})

describe('a value that is over the content itself', () => {
  const withoutAttributes = signedData({
    content: null,
    signerInfos: [signerInfo({ attributes: null, content: hello })],
  })
  const overPayload = Buffer.from(detachedCompact(signJws({ payload: hello })))

  it.each([
    ['CMS without signed attributes (RFC 5652 §5.4)', withoutAttributes],
    ['JWS with its payload detached (RFC 7515 appendix F)', overPayload],
  ])('cannot be verified with a digest, and says so: %s', (_, bytes) => {
    const { integrity, reason, checks, needs } = verdictOf(bytes, [digestOf('hello.txt', hello)])
    expect(integrity).toBe('unknown')
    expect(reason).toBe('DETACHED_CONTENT_MISSING')
    expect(checks).toContainEqual(
      expect.objectContaining({ detail: expect.stringContaining('no digest of it will do') }),
    )
    expect(needs).toMatchObject([{ kind: 'content', digestAlgorithms: [] }])
  })

  it.each([
    ['CMS', withoutAttributes],
    ['JWS', overPayload],
  ])('is intact with the content: %s', (_, bytes) => {
    const given = { name: 'hello.txt', bytes: hello, digests: {} }
    expect(verdictOf(bytes, [given]).integrity).toBe('intact')
  })
})

describe('JAdES by URI and digest, which holds the digest of the file in base64url', () => {
  const signed = document('EL/contract-by-uri-hash.json')
  const file = contract('EL')

  it('says that the digest of the file itself is not the one, and which is', () => {
    const { integrity, checks, needs, scope } = verdictOf(signed, [digestOf('contract.txt', file)])
    expect(integrity).toBe('unknown')
    expect(checks).toContainEqual(
      expect.objectContaining({
        id: 'jades-signed-data',
        detail: expect.stringContaining('the SHA-256 of "contract.txt" in base64url'),
      }),
    )
    expect(needs).toMatchObject([{ for: 'contract.txt', digestAlgorithms: ['SHA-256'] }])
    expect(scope).toEqual([])
  })

  it('is intact with the digest of that form, which is not shown as the digest of the file', () => {
    const { integrity, scope } = verdictOf(signed, [digestOf('contract.txt', b64u(file))])
    expect(integrity).toBe('intact')
    expect(scope).toEqual([{ name: 'contract.txt', kind: 'digest', sha256: null }])
  })

  it('shows no digest of that form where the file is another either', () => {
    const other = { name: 'contract.txt', bytes: Buffer.from('another'), digests: {} }
    const { integrity, scope } = verdictOf(signed, [other])
    expect(integrity).toBe('broken')
    expect(scope).toEqual([{ name: 'contract.txt', kind: 'full', sha256: null }])
  })

  it('shows the digest of the file itself where the file was given', () => {
    const given = { name: 'contract.txt', bytes: file, digests: {} }
    expect(verdictOf(signed, [given]).scope).toMatchObject([
      { sha256: sha256(file).toString('hex') },
    ])
  })
})
