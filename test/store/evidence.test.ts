import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Evidence, readEvidence } from '../../src/store/evidence.ts'
import { type Identity, identity } from '../trustlist/lists.ts'
import { emptyFolder, sample } from './folders.ts'

let ca: Identity
let crl: Uint8Array

beforeAll(async () => {
  ca = await identity('CA')
  crl = await readFile(join(sample, 'evidence', 'RO-qc.crl'))
})

async function read(files: Readonly<Record<string, Uint8Array | string>>): Promise<Evidence> {
  const folder = await emptyFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return readEvidence(folder)
}

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
}

/** OCSPResponse with the status tryLater (RFC 6960 §4.2.1). */
const tryLater = Uint8Array.of(0x30, 3, 0x0a, 1, 3)

describe('evidence in a folder', () => {
  it('is told apart by content, whatever the names', async () => {
    const evidence = await read({
      a: ca.certificate.der,
      b: pem('CERTIFICATE', ca.certificate.der),
      c: crl,
      d: pem('X509 CRL', crl),
      e: tryLater,
      f: pem('OCSP RESPONSE', tryLater),
    })
    expect(evidence.certificates).toHaveLength(2)
    expect(evidence.crls).toHaveLength(2)
    expect(evidence.ocspResponses.map(({ status }) => status)).toEqual(['tryLater', 'tryLater'])
    expect(evidence.problems).toEqual([])
  })

  it('is left out and named where it cannot be read', async () => {
    const half = ca.certificate.der.subarray(0, 100)
    const evidence = await read({
      'half.cer': half,
      'cut.crl': crl.subarray(0, 50),
      'junk.ocsp': '?',
      'odd.ocsp': Uint8Array.of(0x30, 3, 0x0a, 1, 4),
    })
    expect(evidence.certificates).toEqual([])
    expect(evidence.crls).toEqual([])
    expect(evidence.problems.map(({ where }) => where)).toEqual([
      ...['cut.crl', 'half.cer', 'junk.ocsp', 'odd.ocsp'],
    ])
  })

  it('passes over what does not claim to be any', async () => {
    expect((await read({ 'README.md': 'hello' })).problems).toEqual([])
  })

  it('is none where there is no folder', async () => {
    expect(readEvidence('/nowhere/at/all')).toMatchObject({ certificates: [], crls: [] })
  })
})
