import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type DigestAlgorithm, digestLengths } from '../../src/core/digests.ts'
import { type SignatureScheme, signatureOids } from '../../src/core/signature-schemes.ts'
import { readPolicyFile } from '../../src/policy/policy-file.ts'
import { digestWeakness, signatureWeakness } from '../../src/validation/algorithm-reliability.ts'
import { defaultPolicy, type Policy } from '../../src/validation/policy.ts'
import type { KeySize } from '../../src/x509/public-key.ts'

const data = process.env['TRUST_DATA_DIR']
const folder = join(data ?? '', 'crypto-suites')
const read = (name: string): Policy => readPolicyFile(readFileSync(join(folder, name)))

const digests = Object.keys(digestLengths) as DigestAlgorithm[]
const schemes: readonly (readonly [SignatureScheme, DigestAlgorithm])[] = [
  ...Object.values(signatureOids).flatMap(([scheme, digest]) => {
    return digest === null || digest === 'from-digest-algorithm' ? [] : [[scheme, digest] as const]
  }),
  ...digests.map((digest) => ['RSASSA-PSS', digest] as const),
]

const rsa = [785, 786, 1023, 1024, 1535, 1536, 1899, 1900, 2048, 2999, 3000, 4096]
const dsa = [
  [1023, 160],
  [1024, 159],
  [1024, 160],
  [1899, 256],
  [1900, 199],
  [1900, 200],
  [2048, 256],
  [3000, 249],
  [3000, 250],
] as const
const curves = ['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1']

function sizes(scheme: SignatureScheme): KeySize[] {
  if (scheme === 'DSA') {
    return dsa.map(([bits, orderBits]) => ({ family: 'DSA', bits, orderBits, curve: null }))
  }
  if (scheme === 'ECDSA') {
    const listed = curves.map((curve) => {
      const bits = Number(/\d+/.exec(curve)?.[0])
      return { family: 'EC', bits, orderBits: bits, curve } as const
    })
    const old = [192, 224].map((bits) => {
      return { family: 'EC', bits, orderBits: bits, curve: `P-${bits}` } as const
    })
    return [...listed, ...old]
  }
  return rsa.map((bits) => ({ family: 'RSA', bits, orderBits: null, curve: null }))
}

/** Both sides of every date that a catalogue or the default names. */
const times = [
  '2004-08-01',
  '2010-08-01',
  '2012-08-01',
  '2014-08-01',
  '2015-12-01',
  '2019-10-01',
  '2021-10-01',
  '2026-01-01',
  '2029-01-01',
  '2040-01-01',
].flatMap((day) => {
  const time = Date.parse(`${day}T00:00:00Z`)
  return [new Date(time - 1), new Date(time)]
})

/** Every digest, and every scheme with every size, where the policies differ at any time. */
function differences(policy: Policy, from: Date, except: (name: string, at: Date) => boolean) {
  const found = new Set<string>()
  const compare = (name: string, weak: (one: Policy, at: Date) => object | null): void => {
    for (const at of times) {
      if (at < from || except(name, at)) continue
      const same = (weak(policy, at) === null) === (weak(defaultPolicy, at) === null)
      if (!same) found.add(`${name} at ${at.toISOString()}`)
    }
  }
  for (const digest of digests) compare(digest, (one, at) => digestWeakness(digest, one, at))
  for (const [scheme, digest] of schemes) {
    const algorithm = { scheme, digest, valueEncoding: 'DER' } as const
    for (const size of sizes(scheme)) {
      const key = size.curve ?? `${size.bits}/${size.orderBits}`
      compare(`${scheme} with ${digest} by ${key}`, (one, at) => {
        return signatureWeakness(algorithm, size, one, at)
      })
    }
  }
  return [...found]
}

/** What the suites do not list, though the default policy does. */
const unlisted = (name: string): boolean => name.includes('SHA3-224')

describe.skipIf(data === undefined)('the published suites of TS 119 312', () => {
  it.each(['json', 'xml'])(
    'of DSS in %s say what the default policy says, at all times',
    (form) => {
      expect(differences(read(`dss-crypto-suite.${form}`), new Date(0), unlisted)).toEqual([])
    },
  )

  it('of ETSI in JSON say what the default policy says of algorithms since 2024', () => {
    const policy = read('19312MachineReadable-fix.json')
    // The row of RSASSA-PSS with 3,000 bits ends in 2029, against that in XML, in DSS and the text.
    const except = (name: string, at: Date): boolean =>
      unlisted(name) || (name.startsWith('RSASSA-PSS') && at.getUTCFullYear() >= 2029)
    expect(differences(policy, new Date('2025-01-01T00:00:00Z'), except)).toEqual([])
  })

  it('of ETSI in XML end a day earlier, and say the same otherwise', () => {
    const policy = read('19312MachineReadable-fix.xml')
    const lastDays = (at: Date): boolean => at.getUTCFullYear() === 2028
    const except = (name: string, at: Date): boolean => unlisted(name) || lastDays(at)
    expect(differences(policy, new Date('2025-01-01T00:00:00Z'), except)).toEqual([])
  })

  it('of ETSI list no curve but those of TS 119 312 §8', () => {
    const policy = read('19312MachineReadable-fix.json')
    const algorithm = { scheme: 'ECDSA', digest: 'SHA-256', valueEncoding: 'DER' } as const
    const size = { family: 'EC', bits: 256, orderBits: 256, curve: 'secp256k1' } as const
    expect(signatureWeakness(algorithm, size, policy, new Date('2026-01-01'))).not.toBeNull()
  })

  it.each([
    ['19312MachineReadable.json', 'departs from its own schema'],
    ['19312MachineReadable.xml', 'is no date'],
    ['19312MachineReadable-invalid-signature-type.json', 'its Signature is no JWS'],
    ['19312MachineReadable-signed-compact-jws.json', 'is signed'],
    ['19312MachineReadable-signed-flattened-jws.json', 'is signed'],
  ])('are refused with a reason: %s', (name, reason) => {
    expect(() => read(name)).toThrow(reason)
  })
})
