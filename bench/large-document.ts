import { selfSigned } from '../scripts/sample/certificate.ts'
import type { Signer } from '../scripts/sample/cms.ts'
import { generateKey } from '../scripts/sample/keys.ts'

/** A signed document of many megabytes, and the certificate that alone is trusted for it. */
export interface LargeDocument {
  /** The name of the file. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly certificate: Uint8Array
}

/** Who signs what is measured: a key on P-256, and a certificate of its own. */
export async function benchSigner(): Promise<Signer> {
  const key = await generateKey('P-256/SHA-256')
  const validity = {
    from: new Date('2026-01-01T00:00:00Z'),
    to: new Date('2028-01-01T00:00:00Z'),
  }
  const profile = { subject: 'CN=Bench Signer', serial: '01', validity, use: 'signature' } as const
  return { key, certificate: await selfSigned(profile, key) }
}
