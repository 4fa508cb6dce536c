import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { selfSigned } from '../scripts/sample/certificate.ts'
import { type Signer, signContent, signedData } from '../scripts/sample/cms.ts'
import { generateKey } from '../scripts/sample/keys.ts'
import { zipOf } from '../scripts/sample/zip.ts'
import { documentVerdict } from '../src/cli/document-verdict.ts'
import { Budget } from '../src/core/budget.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { parseDocument } from '../src/formats/index.ts'
import type { VerifyOrder } from '../src/store/order.ts'
import { judgeIntegrity } from '../src/validation/basic-signature.ts'
import { noTrust } from './cades-batch.ts'
import { type Comparison, inTurns, inTurnsAwaited } from './measure.ts'

const contentBytes = 20 << 20
const signed = new Date('2026-01-01T00:00:00Z')
const at = new Date('2026-06-01T00:00:00Z')

/**
 * An ASiC-E with one stored file of 20 MiB against nothing but SHA-256 of the file: its integrity
 * judged, and the verdict as the command and the service come to it. That names the container by its
 * SHA-256 besides, so that there is twice as much to hash, on two threads: neither hash helps the
 * other, for the file does not begin where the container does. What this machine needs for nothing
 * but the two stands beside it: no verdict can be faster than that.
 */
export async function containers(): Promise<Comparison[]> {
  const content = randomBytes(contentBytes)
  const { container, certificate } = await makeContainer(content)
  const raw = () => void createHash('sha256').update(content).digest()
  const order = orderFor(container, certificate)
  const judging = { calls: 1, run: () => judge(container) }
  const results = [
    ['integrity alone', inTurns(judging, { calls: 1, run: raw }), '≥ 0.7'],
    ['the whole verdict', await inTurnsAwaited(() => decide(order), raw), '≥ 0.7'],
    [
      'nothing but its two hashes',
      await inTurnsAwaited(() => hashBoth(container, content), raw),
      'none',
    ],
  ] as const
  return results.map(([name, result, target]) => ({
    name: `ASiC-E of 20 MiB, ${name}`,
    ...result,
    unit: 'per second',
    against: 'raw SHA-256 of its content',
    target,
  }))
}

/** Of the container in the thread pool, as `documentSha256` takes it, and of the content here. */
async function hashBoth(container: Uint8Array, content: Uint8Array): Promise<void> {
  const whole = webcrypto.subtle.digest('SHA-256', container)
  createHash('sha256').update(content).digest()
  await whole
}

function judge(bytes: Uint8Array): void {
  const crypto = nodeCrypto()
  const { signatures } = parseDocument(bytes, { detached: [], crypto, budget: new Budget() })
  const context = { certificates: [], crypto, budget: new Budget() }
  const intact = signatures.every((one) => judgeIntegrity(one, context).integrity === 'intact')
  if (signatures.length === 0 || !intact) throw new Error('the container is not intact')
}

async function decide(order: VerifyOrder): Promise<void> {
  const context = { base: null, crypto: nodeCrypto(), now: at, trustFor: async () => noTrust }
  const { outcome, signatures } = await documentVerdict(order, context, null)
  if (outcome !== 'accepted') throw new Error(JSON.stringify(signatures))
}

function orderFor(bytes: Uint8Array, certificate: Uint8Array): VerifyOrder {
  return {
    id: null,
    document: { name: 'bench.asice', bytes },
    detached: [],
    digests: [],
    certificates: [],
    evidenceRecords: [],
    password: null,
    at,
    relying: null,
    anchors: [{ name: null, bytes: certificate }],
    crls: [],
    ocsps: [],
    trust: { federation: null, lists: [], signers: [], unverified: 'no' },
    drafts: 'ignore',
    identifiers: 'mask',
    policy: { json: { name: 'bench', revocation: 'none' } },
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
  const container = zipOf([
    { name: 'mimetype', content: Buffer.from('application/vnd.etsi.asic-e+zip') },
    { name: 'data.bin', content },
    { name: 'META-INF/ASiCManifest.xml', content: manifest },
    { name: 'META-INF/signature.p7s', content: signature },
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
