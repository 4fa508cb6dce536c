import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAlgorithmIdentifier } from '../../src/core/algorithm-identifier.ts'
import { isUnsupported } from '../../src/core/algorithm-names.ts'
import { fromHex } from '../../src/core/bytes.ts'
import { DerReader, tags } from '../../src/core/der.ts'
import { type DigestAlgorithm, digestLengths } from '../../src/core/digests.ts'
import {
  type SignatureAlgorithm,
  signatureAlgorithmOf,
} from '../../src/core/signature-algorithms.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import exceptions from './wycheproof.exceptions.json' with { type: 'json' }

const suites = process.env['SUITES_DIR']
const folder = suites === undefined ? undefined : join(suites, 'wycheproof')
const crypto = nodeCrypto()

interface Group {
  readonly type: string
  readonly publicKeyDer?: string | null
  readonly sha?: string
  readonly mgfSha?: string
  readonly sLen?: number
  readonly tests: readonly Vector[]
}

interface Vector {
  readonly tcId: number
  readonly msg: string
  readonly sig: string
  readonly ctx?: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
}

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? expect.fail(`no hexadecimal: ${hex}`)

function digest(name = ''): DigestAlgorithm {
  if (Object.hasOwn(digestLengths, name)) return name as DigestAlgorithm
  return expect.fail(`no digest: ${name}`)
}

function algorithmIn(spki: Uint8Array): SignatureAlgorithm {
  const members = DerReader.of(spki).enter(tags.sequence)
  const algorithm = signatureAlgorithmOf(readAlgorithmIdentifier(members))
  return isUnsupported(algorithm) ? expect.fail(algorithm.unsupported) : algorithm
}

function algorithmOf(group: Group, spki: Uint8Array): SignatureAlgorithm {
  switch (group.type) {
    case 'EcdsaVerify':
      return { scheme: 'ECDSA', digest: digest(group.sha), valueEncoding: 'DER' }
    case 'EcdsaP1363Verify':
      return { scheme: 'ECDSA', digest: digest(group.sha), valueEncoding: 'IEEE-P1363' }
    case 'RsassaPkcs1Verify':
      return { scheme: 'RSASSA-PKCS1-v1_5', digest: digest(group.sha), valueEncoding: 'DER' }
    case 'RsassaPssVerify': {
      const pss = { maskDigest: digest(group.mgfSha), saltLength: group.sLen ?? -1 }
      return { scheme: 'RSASSA-PSS', digest: digest(group.sha), pss, valueEncoding: 'DER' }
    }
    case 'RsassaPssWithParametersVerify': {
      // What the key is restricted to is what its signatures are made with.
      const algorithm = algorithmIn(spki)
      const pss = { maskDigest: group.mgfSha, saltLength: group.sLen }
      expect(algorithm).toMatchObject({ digest: group.sha, pss })
      return algorithm
    }
    case 'EddsaVerify':
    case 'MlDsaVerify':
      return algorithmIn(spki)
    default:
      return expect.fail(`no such group: ${group.type}`)
  }
}

function outcomeOf(group: Group, vector: Vector): string {
  const spki = bytes(group.publicKeyDer ?? expect.fail(`no key for ${vector.tcId}`))
  const { outcome } = crypto.verify(
    spki,
    algorithmOf(group, spki),
    bytes(vector.msg),
    bytes(vector.sig),
  )
  return outcome
}

/** A signature in a context is none in the empty one, which certificates and CMS have (RFC 9881 §3). */
function expectedOf({ result, ctx = '' }: Vector): string {
  return ctx === '' ? result : 'invalid'
}

const files = folder === undefined ? [] : readdirSync(folder).filter((one) => one.endsWith('.json'))

describe.skipIf(folder === undefined)('Wycheproof', () => {
  it('is there', () => expect(files.length).toBeGreaterThan(50))

  it('has no exception that is not "acceptable"', () => {
    expect(exceptions.filter(({ expected }) => expected !== 'acceptable')).toEqual([])
  })

  it.each(files)('%s: every vector', (file) => {
    const { testGroups } = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as {
      testGroups: readonly Group[]
    }
    const excepted = exceptions.filter((one) => one.file === file)
    const wrong: string[] = []
    for (const group of testGroups) {
      for (const vector of group.tests) {
        const exception = excepted.find(({ tcId }) => tcId === vector.tcId)
        if (exception !== undefined) expect(vector.result).toBe(exception.expected)
        const expected = exception?.actual ?? expectedOf(vector)
        const actual = outcomeOf(group, vector)
        if (actual !== expected) wrong.push(`${vector.tcId}: ${actual}, not ${expected}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
