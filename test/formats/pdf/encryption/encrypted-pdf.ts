import { selfSigned } from '../../../../scripts/sample/certificate.ts'
import { generateKey } from '../../../../scripts/sample/keys.ts'
import { signPdf } from '../../../../scripts/sample/pades.ts'
import { contractPdf } from '../../../../scripts/sample/pdf-contract.ts'
import {
  newPdf,
  octetsOf,
  type PdfObjectPlan,
  type PdfText,
} from '../../../../scripts/sample/pdf-writer.ts'
import type { PdfObject } from '../../../../src/formats/pdf/object.ts'
import { type Encryption, encryptionOf, name } from './encrypt.ts'

const from = new Date('2026-01-01T00:00:00Z')

/**
 * A signed contract whose streams are encrypted by AES-256, and its strings not, so that it is signed
 * as any other; the password of its user is "user".
 */
export async function encryptedPdf(): Promise<Uint8Array> {
  const encryption = encryptionOf({
    version: 5,
    revision: 6,
    method: 'AES-256',
    octets: 32,
    user: Buffer.from('user'),
    owner: Buffer.from('owner'),
  })
  const key = await generateKey('P-256/SHA-256')
  const validity = { from, to: new Date('2028-01-01T00:00:00Z') }
  const profile = { subject: 'CN=Signer', serial: '01', validity, use: 'signature' } as const
  const signer = { key, certificate: await selfSigned(profile, key) }
  const plain = contractPdf({ text: 'The price is 1000.' })
  const terms = { signer, signingTime: from, field: 'Signature1' }
  return octetsOf((await signPdf(encrypted(plain, encryption), terms)).text)
}

function encrypted({ objects, trailer, size }: PdfText, encryption: Encryption): PdfText {
  const plans = new Map<number, PdfObjectPlan>()
  for (const [number, { entries, data }] of objects) {
    const owner = { kind: 'reference', number, generation: 0 } as const
    const octets = data === undefined ? null : encryption.encrypt(Buffer.from(data), owner)
    const stream = octets === null ? {} : { data: Buffer.from(octets).toString('latin1') }
    plans.set(number, { entries, ...stream })
  }
  const terms = new Map([...encryption.entries, ['StrF', name('Identity')] as const])
  const entries = Object.fromEntries([...terms].map(([key, value]) => [key, textOf(value)]))
  plans.set(size, { entries })
  return newPdf(plans, { ...trailer, Encrypt: `${size} 0 R` })
}

function textOf(object: PdfObject): string {
  switch (object.kind) {
    case 'name':
      return `/${object.name}`
    case 'integer':
      return String(object.value)
    case 'string':
      return `<${Buffer.from(object.bytes).toString('hex')}>`
    case 'dictionary':
      return `<< ${[...object.entries].map(([key, value]) => `/${key} ${textOf(value)}`).join(' ')} >>`
    default:
      throw new Error(`an encryption dictionary has no ${object.kind}`)
  }
}
