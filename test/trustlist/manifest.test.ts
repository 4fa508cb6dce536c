import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { toUtf8 } from '../../src/core/bytes.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import { certificatesOf } from '../../src/trustlist/digital-identities.ts'
import { filesOf, parseManifest } from '../../src/trustlist/manifest.ts'
import { type ManifestFiles, manifestList } from '../../src/trustlist/manifest-list.ts'
import type { TrustList } from '../../src/trustlist/model.ts'
import { granted, withdrawn } from '../../src/trustlist/statuses.ts'
import { caQc, type Identity, identity, onlyService } from './lists.ts'

let ca: Identity
let test: Identity

beforeAll(async () => {
  ca = await identity('CA')
  test = await identity('TEST CA')
})

const service = {
  type: caQc,
  name: 'Service',
  status: granted,
  startingTime: '2020-01-01T00:00:00Z',
  certificates: ['ca.cer'] as readonly unknown[],
}

function jsonOf(more: object = {}): string {
  return JSON.stringify({
    schema: 'euxine/certificate-manifest/1',
    territory: 'AZ',
    schemeOperator: 'Operator',
    schemeName: 'AZ:test',
    issued: '2026-01-01T00:00:00Z',
    nextUpdate: '2026-07-01T00:00:00Z',
    sequenceNumber: 1,
    providers: [{ name: 'Provider', services: [{ ...service, ...more }] }],
  })
}

function files(digest: 'required' | 'optional'): ManifestFiles {
  const pem = (identity: Identity) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(identity.certificate.der).toString('base64')}\n-----END CERTIFICATE-----\n`
  const contents: Readonly<Record<string, Uint8Array>> = {
    'ca.cer': ca.certificate.der,
    'both.pem': Buffer.from(pem(ca) + pem(test)),
    'junk.cer': Buffer.from('junk'),
  }
  return (file) => {
    const bytes = Object.hasOwn(contents, file) ? contents[file] : undefined
    return bytes === undefined ? null : { bytes, digest }
  }
}

function listOf(more: object, digest: 'required' | 'optional' = 'optional'): TrustList {
  return manifestList(parseManifest(toUtf8(jsonOf(more)), 'm.json'), files(digest), new Budget())
}

function anchorsIn(list: TrustList): number {
  return certificatesOf(onlyService(list).states[0]?.identities ?? []).length
}

describe('a certificate manifest', () => {
  it('is a list with one state of each service', () => {
    const list = listOf({})
    expect(list).toMatchObject({ form: 'certificate-manifest', territory: 'AZ', sequenceNumber: 1 })
    expect(onlyService(list).states).toMatchObject([{ type: caQc, status: granted }])
    expect(anchorsIn(list)).toBe(1)
  })

  it('gives a history that inherits what it does not say', () => {
    const history = [{ status: granted, startingTime: '2010-01-01T00:00:00Z' }]
    const list = listOf({ status: withdrawn, history })
    expect(onlyService(list).states.map(({ status, name }) => [status, name])).toEqual([
      [withdrawn, 'Service'],
      [granted, 'Service'],
    ])
  })

  it('has the restrictive one first of two states with one starting time', () => {
    const { startingTime } = service
    for (const [present, past] of [
      [granted, withdrawn],
      [withdrawn, granted],
    ]) {
      const list = listOf({ status: present, history: [{ status: past, startingTime }] })
      expect(onlyService(list).states.map(({ status }) => status)).toEqual([withdrawn, granted])
    }
  })

  it('leaves out what it excludes by the subject, with the reason', () => {
    const exclude = [{ subjectContains: 'TEST', reason: 'a test authority' }]
    const list = listOf({ certificates: ['both.pem'], exclude })
    expect(anchorsIn(list)).toBe(1)
    expect(list.quarantine.map(({ reason }) => reason)).toEqual(['a test authority: CN=TEST CA'])
  })

  it('leaves out what it excludes by the digest', () => {
    const exclude = [{ sha256: sha256Hex(ca.certificate.der), reason: 'no' }]
    expect(anchorsIn(listOf({ exclude }))).toBe(0)
  })

  it.each(['none.cer', 'junk.cer'])('reports %s, and keeps the others', (file) => {
    const list = listOf({ certificates: [file, 'ca.cer'] })
    expect(anchorsIn(list)).toBe(1)
    expect(list.quarantine.map(({ what }) => what)).toEqual(['certificate'])
  })

  it('takes a file from elsewhere by its digest only', () => {
    const sha256 = sha256Hex(ca.certificate.der)
    expect(anchorsIn(listOf({ certificates: ['ca.cer'] }, 'required'))).toBe(0)
    expect(anchorsIn(listOf({ certificates: [{ file: 'ca.cer', sha256 }] }, 'required'))).toBe(1)
  })

  it('takes no file whose digest differs', () => {
    const sha256 = '0'.repeat(64)
    expect(anchorsIn(listOf({ certificates: [{ file: 'ca.cer', sha256 }] }))).toBe(0)
  })

  it('names each of its files once', () => {
    expect(
      filesOf(parseManifest(toUtf8(jsonOf({ certificates: ['a', 'b', 'a'] })), 'm.json')),
    ).toEqual(['a', 'b'])
  })

  it.each(['../ca.cer', '/etc/passwd', 'a//b', 'a\\b', './a', 'a\0b'])(
    'cannot name the file %j',
    (file) => {
      expect(() => parseManifest(toUtf8(jsonOf({ certificates: [file] })), 'm.json')).toThrow(
        /providers\[0\]\.services\[0\]\.certificates\[0\]/,
      )
    },
  )

  it.each([
    { type: undefined },
    { startingTime: '2020-01-01' },
    { exclude: [{ reason: 'everything' }] },
    { certificate: 'misspelt' },
  ])('is malformed with %j', (more) => {
    expect(() => parseManifest(toUtf8(jsonOf(more)), 'm.json')).toThrow(VerifierError)
  })
})
