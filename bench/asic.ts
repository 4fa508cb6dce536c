import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { signContent, signedData } from '../scripts/sample/cms.ts'
import { zipOf } from '../scripts/sample/zip.ts'
import { againstHashing } from './against-hashing.ts'
import { benchSigner, type LargeDocument } from './large-document.ts'
import { type Comparison, inTurnsAwaited } from './measure.ts'

const contentBytes = 20 << 20
const signingTime = new Date('2026-01-01T00:00:00Z')
const title = 'ASiC-E of 20 MiB'
const called = 'its content'

/**
 * An ASiC-E with one stored file of 20 MiB against nothing but SHA-256 of the file. The verdict names
 * the container by its SHA-256 besides, so that there is twice as much to hash, on two threads:
 * neither hash helps the other, for the file does not begin where the container does. What this
 * machine needs for nothing but the two stands beside it: no verdict can be faster than that.
 */
export async function containers(): Promise<Comparison[]> {
  const content = randomBytes(contentBytes)
  const document = await makeContainer(content)
  const raw = () => void createHash('sha256').update(content).digest()
  return [
    ...(await againstHashing(title, document, { of: content, called, target: '≥ 0.7' })),
    {
      name: `${title}, nothing but its two hashes`,
      ...(await inTurnsAwaited(() => hashBoth(document.bytes, content), raw)),
      unit: 'per second',
      against: `raw SHA-256 of ${called}`,
      target: 'none',
    },
  ]
}

/** Of the container in the thread pool, as `documentSha256` takes it, and of the content here. */
async function hashBoth(container: Uint8Array, content: Uint8Array): Promise<void> {
  const whole = webcrypto.subtle.digest('SHA-256', container)
  createHash('sha256').update(content).digest()
  await whole
}

async function makeContainer(content: Uint8Array): Promise<LargeDocument> {
  const signer = await benchSigner()
  const manifest = Buffer.from(manifestOf('data.bin', content))
  const info = await signContent(manifest, signer, { signingTime })
  const signature = signedData(null, [info], [signer.certificate])
  const bytes = zipOf([
    { name: 'mimetype', content: Buffer.from('application/vnd.etsi.asic-e+zip') },
    { name: 'data.bin', content },
    { name: 'META-INF/ASiCManifest.xml', content: manifest },
    { name: 'META-INF/signature.p7s', content: signature },
  ])
  return { name: 'bench.asice', bytes, certificate: signer.certificate }
}

/** EN 319 162-1 annex A.4. */
function manifestOf(name: string, content: Uint8Array): string {
  const digest = createHash('sha256').update(content).digest('base64')
  return `<?xml version="1.0" encoding="UTF-8"?>
<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><asic:SigReference URI="META-INF/signature.p7s" MimeType="application/pkcs7-signature"/><asic:DataObjectReference URI="${name}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${digest}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>
`
}
