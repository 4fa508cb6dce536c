import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { fingerprint } from '../../src/core/fingerprint.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { nameAttribute } from '../../src/x509/names.ts'
import { certificatesOf, passes, suiteFolder, summary, verdictOf } from './chain-requests.ts'

const folder = suiteFolder('boringssl-pki')

/** Certificates of one file: PEM, or DER, of which one file has many in a row. */
function read(file: string): readonly Certificate[] {
  const bytes = readFileSync(join(folder, file))
  if (file.endsWith('.pem')) return certificatesOf(bytes)
  const found: Certificate[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt16BE(at + 2)
    found.push(parseCertificate(bytes.subarray(at, end)))
    at = end
  }
  return found
}

interface Story {
  readonly in: string
  readonly target: string
  readonly anchors: readonly string[]
  readonly through?: readonly string[]
  readonly at: string
}

function tell(story: Story): ChainVerdict | VerifierError {
  return verdictOf(() => {
    const of = (name: string): readonly Certificate[] => read(join(story.in, name))
    const [target] = of(story.target)
    if (target === undefined) throw new VerifierError('certificate-malformed', 'no PEM')
    return {
      target,
      anchors: story.anchors.flatMap(of),
      intermediates: (story.through ?? []).flatMap(of),
      at: new Date(story.at),
    }
  })
}

/** The path by files: the certificates are found again by their digests. */
function pathOf(story: Story): readonly string[] {
  const verdict = tell(story)
  expect(passes(verdict), summary(verdict)).toBe(true)
  const files = [story.target, ...story.anchors, ...(story.through ?? [])]
  const byDigest = new Map(
    files.flatMap((file) =>
      read(join(story.in, file)).map((one) => [fingerprint(one.der), file] as const),
    ),
  )
  return verdict instanceof VerifierError
    ? []
    : verdict.path.map(({ sha256 }) => byDigest.get(sha256) ?? sha256)
}

const builder = 'path_builder_unittest'
const multi = (link: string): string => `multi-root-${link}.pem`

describe.skipIf(!existsSync(folder))('boringssl-pki: path_builder, many roots', () => {
  const b = { in: builder, target: multi('B-by-C'), at: '2017-03-01T00:00:00Z' }
  const others = ['C-by-D', 'C-by-E', 'D-by-D', 'E-by-E', 'F-by-E', 'B-by-F'].map(multi)

  it('goes the one way there is', () => {
    const through = [multi('C-by-D')]
    expect(pathOf({ ...b, anchors: [multi('D-by-D')], through })).toEqual(
      ['B-by-C', 'C-by-D', 'D-by-D'].map(multi),
    )
  })

  it.each([
    ['D-by-D', 'C-by-D'],
    ['E-by-E', 'C-by-E'],
  ])('finds the way to %s among all certificates', (anchor, link) => {
    expect(pathOf({ ...b, anchors: [multi(anchor)], through: others })).toEqual(
      ['B-by-C', link, anchor].map(multi),
    )
  })

  it('goes no farther than a certificate that is an anchor itself', () => {
    expect(pathOf({ ...b, anchors: ['D-by-D', 'C-by-D'].map(multi), through: others })).toEqual(
      ['B-by-C', 'C-by-D'].map(multi),
    )
  })

  it('finds no way where the intermediate is missing, or not valid yet', () => {
    const anchors = [multi('D-by-D')]
    expect(passes(tell({ ...b, anchors, through: [multi('C-by-E')] }))).toBe(false)
    const early = '2016-01-01T00:00:00Z'
    expect(passes(tell({ ...b, anchors, through: others, at: early }))).toBe(false)
  })

  it('takes another target of the same name and key another way', () => {
    const story = { ...b, target: multi('B-by-F'), anchors: [multi('E-by-E')] }
    expect(pathOf({ ...story, through: others })).toEqual(['B-by-F', 'F-by-E', 'E-by-E'].map(multi))
  })
})

describe.skipIf(!existsSync(folder))('boringssl-pki: path_builder, which issuer first', () => {
  const at = '2017-03-01T00:00:00Z'

  it('prefers the key identifier that fits, then the newest', () => {
    const through = ['different', 'no', 'matching'].flatMap((ski) =>
      ['a', 'b', 'c'].map((age) => `int_${ski}_ski_${age}.pem`),
    )
    const of = join(builder, 'key_id_prioritization')
    const story = { in: of, target: 'target.pem', anchors: ['root.pem'], at }
    const first = 'int_matching_ski_c.pem'
    expect(pathOf({ ...story, through })).toEqual(['target.pem', first, 'root.pem'])
    const without = through.filter((file) => !file.includes('matching'))
    expect(pathOf({ ...story, through: without })[1]).toBe('int_no_ski_c.pem')
    const different = through.filter((file) => file.includes('different'))
    expect(passes(tell({ ...story, through: different }))).toBe(false)
  })

  it('prefers the newest', () => {
    const through = ['ac', 'ad', 'bc', 'bd'].map((dates) => `int_${dates}.pem`)
    const of = join(builder, 'validity_date_prioritization')
    const story = { in: of, target: 'target.pem', anchors: ['root.pem'], at, through }
    expect(pathOf(story)[1]).toMatch(/^int_b[cd]\.pem$/)
  })

  it('passes through any issuer where serial numbers tell them apart', () => {
    const through = ['int_matching.pem', 'int_match_name_only.pem', 'int_mismatch.pem']
    const of = join(builder, 'key_id_name_and_serial_prioritization')
    const story = { in: of, target: 'target.pem', anchors: ['root.pem', 'root2.pem'], at }
    for (const one of through) expect(pathOf({ ...story, through: [one] })[1]).toBe(one)
    expect(pathOf({ ...story, through })).toHaveLength(3)
  })

  it('prefers the anchor at hand to a cross-certificate of it', () => {
    const of = join(builder, 'self_issued_prioritization')
    const anchors = ['root1.pem', 'root2.pem']
    const through = ['root1_cross.pem']
    const path = pathOf({ in: of, target: 'target.pem', anchors, through, at })
    expect(path).toEqual(['target.pem', 'root1.pem'])
  })

  it('does not take a precertificate for a certificate', () => {
    const of = join(builder, 'precertificate')
    const story = { in: of, target: 'precertificate.pem', anchors: ['root.pem'] }
    expect(passes(tell({ ...story, at: '2023-10-01T00:00:00Z' }))).toBe(false)
  })
})

describe.skipIf(!existsSync(folder))('boringssl-pki: cert_issuer_source_static', () => {
  const through = ['i1_1', 'i1_2', 'i2', 'i3_1', 'i3_2'].map((name) => `${name}.pem`)
  const of = 'cert_issuer_source_static_unittest'
  const at = '2021-01-01T00:00:00Z'

  it.each([
    ['c1.pem', /^i1_[12]/],
    ['c2.pem', /^i1_[12]/],
    ['d.pem', /^i2/],
    ['e1.pem', /^i3_[12]/],
    ['e2.pem', /^i3_[12]/],
  ])('finds the issuer of %s by its name, in any case and among two keys', (target, issuer) => {
    const path = pathOf({ in: of, target, anchors: ['root.pem'], through, at })
    expect(path[1]).toMatch(issuer)
    expect(path).toHaveLength(3)
  })
})

describe.skipIf(!existsSync(folder))('boringssl-pki: verify', () => {
  const verify = { in: 'verify_unittest', anchors: ['mozilla_roots.der'] }
  const google = { ...verify, target: 'google-leaf.der', at: '2017-07-05T00:00:00Z' }
  const encrypt = { ...verify, target: 'lencr-leaf.der', at: '2023-10-10T00:00:00Z' }
  const r3 = 'lencr-intermediate-r3.der'
  const crossed = 'lencr-root-x1-cross-signed.der'

  it('passes Google from the roots of Mozilla, with what it needs, on its days', () => {
    expect(passes(tell({ ...google, through: ['google-intermediate1.der'] }))).toBe(true)
    expect(passes(tell(google))).toBe(false)
    const through = ['google-intermediate1.der', 'google-intermediate2.der']
    expect(passes(tell({ ...google, through }))).toBe(true)
    expect(passes(tell({ ...google, through, at: '2017-09-21T00:00:00Z' }))).toBe(false)
  })

  it.each([['lencr-root-x1.der'], ['mozilla_roots.der']])('passes lencr.org from %s', (anchor) => {
    const story = { ...encrypt, anchors: [anchor], through: [r3, crossed] }
    expect(pathOf(story)).toEqual(['lencr-leaf.der', r3, anchor])
  })

  /** DST Root X3 had expired: an anchor is a name and a key (RFC 5280 §6.1.1 (d)). */
  it('passes lencr.org from an anchor whose own certificate has expired', () => {
    const anchors = ['lencr-root-dst-x3.der']
    expect(pathOf({ ...encrypt, anchors, through: [r3, crossed] })).toHaveLength(4)
    expect(passes(tell({ ...encrypt, anchors, through: [r3] }))).toBe(false)
  })

  it('passes what ML-DSA signed', () => {
    const story = { in: 'verify_unittest', anchors: ['mldsa-root.pem'], target: 'mldsa-leaf.pem' }
    const [leaf] = read('verify_unittest/mldsa-leaf.pem')
    const at = leaf?.notBefore.toISOString() ?? ''
    expect(pathOf({ ...story, through: ['mldsa-intermediate.pem'], at })).toHaveLength(3)
    expect(passes(tell({ ...story, at }))).toBe(false)
  })

  it.each([
    ['verify_unittest', 'mtc-leaf.pem'],
    ['verify_unittest', 'mtc-leaf-b.pem'],
    ['verify_unittest', 'mtc-leaf-c.pem'],
    ['verify_unittest', 'mtc-leaf-bitflip.pem'],
    ['verify_unittest', 'mtc-leaf-unused-bit.pem'],
    [`${builder}/mtc_plants04`, 'mtc-leaf.pem'],
    [`${builder}/mtc_plants04`, 'mtc-leaf-standalone.pem'],
    [`${builder}/mtc_plants04`, 'mtc-leaf-standalone-duplicate_ca_signer.pem'],
  ])('does not pass a certificate of a Merkle tree: %s/%s', (of, target) => {
    const at = '2026-01-01T00:00:00Z'
    const anchors = [`${'../'.repeat(of.split('/').length)}verify_unittest/self-issued.pem`]
    expect(passes(tell({ in: of, target, anchors, at }))).toBe(false)
  })

  it('reads the roots of Mozilla, and tells them apart', () => {
    const roots = read('verify_unittest/mozilla_roots.der')
    expect(roots.length).toBeGreaterThan(100)
    const names = roots.map(({ subject }) => nameAttribute(subject, '2.5.4.3'))
    expect(names).toContain('GlobalSign Root CA')
  })
})
