import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../../../scripts/sample/zip.ts'
import { Budget } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { judgeIntegrity } from '../../../src/validation/basic-signature.ts'
import { expectLinearGrowth } from '../../growth.ts'
import { crypto } from '../cms/material.ts'
import {
  annex,
  checksumsOf,
  contract,
  file,
  judged,
  manifest,
  manifestSigned,
  read,
  refusal,
  simpleSigned,
  xadesSigned,
} from './material.ts'

const data = [
  { ...file('contract.txt', contract), method: 'deflated' as const, sizes: 'after' as const },
  { ...file('annexes/annex.txt', annex), width: 'wide' as const },
]

const containers = [
  ['ASiC-S with CAdES', zipOf(simpleSigned(file('contract.txt', contract)))],
  ['ASiC-E with CAdES', zipOf(manifestSigned(data))],
  ['ASiC-E with XAdES', zipOf(xadesSigned(data))],
] as const

/** What intact signatures of the container are over, or nothing where it is refused. */
function signedData(bytes: Uint8Array): readonly string[] {
  const context = { certificates: [], crypto, budget: new Budget() }
  try {
    return read(bytes)
      .signatures.filter((one) => judgeIntegrity(one, context).integrity === 'intact')
      .flatMap(({ references }) => references.filter(({ kind }) => kind === 'full'))
      .map(({ octets }) => (octets.kind === 'bytes' ? Buffer.from(octets.bytes).toString() : ''))
  } catch (error) {
    if (error instanceof VerifierError) return []
    throw error
  }
}

const right: ReadonlySet<string> = new Set([contract.toString(), annex.toString()])

describe.each(containers)('%s', (_, bytes) => {
  it.each([
    ['one bit', (octet: number) => octet ^ 1],
    ['the highest bit', (octet: number) => octet ^ 0x80],
    ['all bits', () => 0xff],
  ])(
    'with %s of any octet changed gives no other data as signed, and no other error',
    (_how, change) => {
      for (let at = 0; at < bytes.length; at += 1) {
        const spoilt = Buffer.from(bytes)
        spoilt[at] = change(spoilt[at] ?? 0)
        const wrong = signedData(spoilt).filter((content) => !right.has(content))
        expect(wrong, `octet ${at}`).toEqual([])
      }
    },
  )

  it('that is cut off anywhere is refused', () => {
    for (let length = 4; length < bytes.length; length += 7) {
      expect(() => read(bytes.subarray(0, length)), `${length} octets`).toThrow(VerifierError)
    }
  })
})

describe('a checksum that is wrong in both headers', () => {
  const wrong = (files: readonly ZipFile[], of: ZipFile) => {
    const bytes = zipOf(files)
    for (const at of checksumsOf(bytes, of)) bytes[at] = (bytes[at] ?? 0) ^ 1
    return bytes
  }
  const stored = file('contract.txt', contract)
  const deflated = { ...file('annex.txt', annex), method: 'deflated' as const }
  const files = manifestSigned([stored, deflated])
  const own = files.filter((one) => one !== stored && one !== deflated)

  it.each(own)('is refused of $name', (of) =>
    expect(refusal(wrong(files, of))).toContain('is not what its checksum says'),
  )

  it.each([stored, deflated])('is nothing to a signed digest of $name', (of) =>
    expect(judged(wrong(files, of))).toEqual(['intact']),
  )
})

it('is broken where a stored file was damaged', () => {
  const bytes = zipOf(manifestSigned(data))
  const at = bytes.indexOf(annex)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  expect(judged(bytes)).toEqual(['broken'])
})

describe('a container that is a bomb', () => {
  it('is refused by its headers where a file grows too much', () => {
    const zeros = { ...file('zeros', Buffer.alloc(4 << 20)), method: 'deflated' as const }
    expect(refusal([...simpleSigned(zeros)])).toContain('grows more than 100')
  })

  it('is refused where a file has more in it than its headers say', () => {
    const zeros = deflateRawSync(Buffer.alloc(1 << 20))
    const bytes = zipOf(simpleSigned(file('zeros', zeros)))
    const lying = Buffer.from(bytes)
    const local = bytes.indexOf('zeros') - 30
    const central = bytes.indexOf('zeros', bytes.indexOf('PK\x01\x02')) - 46
    for (const at of [local + 8, central + 10]) lying.writeUInt16LE(8, at)
    for (const at of [local + 22, central + 24]) lying.writeUInt32LE(1000, at)
    expect(refusal(lying)).toContain('an entry in it is damaged')
  })

  it('is refused where all entries are one', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => file(`${index}`.padStart(5), ''))
    const bytes = zipOf([file('kernel', Buffer.alloc(1 << 16)), ...names])
    let at = bytes.indexOf('PK\x01\x02')
    for (; bytes.toString('latin1', at, at + 4) === 'PK\x01\x02'; ) {
      bytes.writeUInt32LE(0, at + 42)
      at += 46 + bytes.readUInt16LE(at + 28)
    }
    expect(refusal(bytes)).toMatch(/overlap|two names/)
  })

  it('is refused where it has 65,535 entries', () => {
    const files = Array.from({ length: 65_534 }, (_, index) => file(`${index}`, ''))
    const bytes = zipOf(files)
    expect(refusal(bytes)).toContain('more than 10000')
  })

  it('is read in linear time where it has many entries', () => {
    expectLinearGrowth((count) => {
      const files = Array.from({ length: count }, (_, index) => file(`${index}.txt`, 'x'))
      const signed = manifestSigned(
        [file('contract.txt', contract), ...files],
        [{ uri: 'contract.txt', content: contract }],
      )
      const bytes = zipOf(signed)
      return () => expect(judged(bytes)).toEqual(['intact asic-e-all-signed'])
    }, 1_200)
  })

  it('is read in linear time where each of many signatures stands beside many files', () => {
    expectLinearGrowth((count) => {
      const signatures = Array.from({ length: count / 10 }, (_, index) =>
        file(`META-INF/signature${index}.p7s`, 'x'),
      )
      const others = Array.from({ length: count }, (_, index) => file(`META-INF/${index}`, ''))
      const bytes = zipOf([...others, ...signatures])
      return () => expect(read(bytes).signatures).toHaveLength(count / 10)
    }, 1_000)
  })

  it('is read in linear time where names repeat what manifests are named by', () => {
    expectLinearGrowth((count) => {
      const names = Array.from(
        { length: count },
        (_, index) => `${'ASiCManifest'.repeat(300)}${index}`,
      )
      const others = names.map((name) => file(`META-INF/${name}`, ''))
      const bytes = zipOf([...others, file('META-INF/signature.p7s', 'x')])
      return () => expect(read(bytes).signatures).toHaveLength(1)
    }, 120)
  })

  it('is not unpacked any further than it is', () => {
    const inner = zipOf(simpleSigned(file('contract.txt', contract)))
    expect(judged(simpleSigned(file('inner.asics', inner)))).toEqual(['intact'])
  })

  it('is refused where its manifest has one large file hashed a thousand times', () => {
    const large = file('large.bin', Buffer.alloc(2 << 20, 'large'))
    const often = Array.from({ length: 1_000 }, () => ({ uri: 'large.bin', content: contract }))
    const text = manifest('META-INF/signature001.p7s', often)
    const files = manifestSigned([large]).map((one) =>
      one.name.includes('Manifest') ? file(one.name, text) : one,
    )
    expect(refusal(files)).toContain('budget-exceeded')
  })
})
