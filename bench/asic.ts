import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { selfSigned } from '../scripts/sample/certificate.ts'
import { type Signer, signContent, signedData } from '../scripts/sample/cms.ts'
import { generateKey } from '../scripts/sample/keys.ts'
import { Budget } from '../src/core/budget.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { parseDocument } from '../src/formats/index.ts'
import { judgeIntegrity } from '../src/validation/basic-signature.ts'
import { defaultPolicy } from '../src/validation/policy.ts'
import { type VerifyRequest, verify } from '../src/verify.ts'
import { parseCertificate } from '../src/x509/certificate.ts'
import { noTrust } from './cades-batch.ts'
import { type Comparison, inTurns, type Work } from './measure.ts'

const contentBytes = 20 << 20
const signed = new Date('2026-01-01T00:00:00Z')
const at = new Date('2026-06-01T00:00:00Z')

/**
 * An ASiC-E with one stored file of 20 MiB, its integrity judged, against nothing but SHA-256 of the
 * file. A verdict names the container by its SHA-256 besides, so that it hashes the file twice; it
 * stands on a line of its own.
 */
export async function containers(): Promise<Comparison[]> {
  const content = randomBytes(contentBytes)
  const { container, certificate } = await makeContainer(content)
  const raw: Work = { calls: 1, run: () => void createHash('sha256').update(content).digest() }
  const request = requestFor(container, certificate)
  return [
    { name: 'integrity alone', run: () => judge(container) },
    { name: 'the whole verdict', run: () => decide(request) },
  ].map(({ name, run }) => ({
    name: `ASiC-E of 20 MiB, ${name}`,
    ...inTurns({ calls: 1, run }, raw),
    unit: 'per second',
    against: 'raw SHA-256 of its content',
    target: '≥ 0.7',
  }))
}

function judge(bytes: Uint8Array): void {
  const crypto = nodeCrypto()
  const { signatures } = parseDocument(bytes, { detached: [], crypto, budget: new Budget() })
  const context = { certificates: [], crypto, budget: new Budget() }
  const intact = signatures.every((one) => judgeIntegrity(one, context).integrity === 'intact')
  if (signatures.length === 0 || !intact) throw new Error('the container is not intact')
}

function decide(request: VerifyRequest): void {
  const { outcome, signatures } = verify(request)
  if (outcome !== 'accepted') throw new Error(JSON.stringify(signatures))
}

function requestFor(bytes: Uint8Array, certificate: Uint8Array): VerifyRequest {
  return {
    document: { name: 'bench.asice', bytes },
    detached: [],
    at,
    relying: null,
    trust: noTrust,
    anchors: [parseCertificate(certificate)],
    certificates: [],
    crls: [],
    policy: { ...defaultPolicy, revocation: 'none' },
    crypto: nodeCrypto(),
  }
}

async function makeContainer(
  content: Uint8Array,
): Promise<{ container: Uint8Array; certificate: Uint8Array }> {
  const key = await generateKey('P-256/SHA-256')
  const profile = {
    subject: 'CN=Bench Signer',
    serial: '01',
    validity: { from: signed, to: new Date('2028-01-01T00:00:00Z') },
    use: 'signature',
  } as const
  const signer: Signer = { key, certificate: await selfSigned(profile, key) }
  const manifest = Buffer.from(manifestOf('data.bin', content))
  const info = await signContent(manifest, signer, { signingTime: signed })
  const signature = signedData(null, [info], [signer.certificate])
  const container = storedZip([
    ['mimetype', Buffer.from('application/vnd.etsi.asic-e+zip')],
    ['data.bin', content],
    ['META-INF/ASiCManifest.xml', manifest],
    ['META-INF/signature.p7s', signature],
  ])
  return { container, certificate: signer.certificate }
}

/** EN 319 162-1 annex A.4. */
function manifestOf(name: string, content: Uint8Array): string {
  const digest = createHash('sha256').update(content).digest('base64')
  return `<?xml version="1.0" encoding="UTF-8"?>
<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><asic:SigReference URI="META-INF/signature.p7s" MimeType="application/pkcs7-signature"/><asic:DataObjectReference URI="${name}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${digest}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>
`
}

/** A ZIP file of stored entries (APPNOTE 6.3.10 §4.3), as ASiC writers make them of data that is packed already. */
function storedZip(entries: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, bytes] of entries) {
    const common = commonHeader(name, bytes)
    const local = Buffer.concat([word(0x04034b50), common, Buffer.from(name), bytes])
    const central = [word(0x02014b50), half(20), common, half(0), half(0), half(0), word(0)]
    directory.push(...central, word(offset), Buffer.from(name))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const count = half(entries.length)
  const end = [word(0x06054b50), half(0), half(0), count, count]
  return Buffer.concat([...parts, central, ...end, word(central.length), word(offset), half(0)])
}

/** From the version needed to the length of the extra field: the same in both headers. */
function commonHeader(name: string, bytes: Uint8Array): Uint8Array {
  const sizes = [word(crc32(bytes)), word(bytes.length), word(bytes.length)]
  const dosDate = half(((2026 - 1980) << 9) | (1 << 5) | 1)
  const lengths = [half(Buffer.byteLength(name)), half(0)]
  return Buffer.concat([half(20), half(0), half(0), half(0), dosDate, ...sizes, ...lengths])
}

function half(value: number): Uint8Array {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function word(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
