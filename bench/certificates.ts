import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCertificate } from '../src/x509/certificate.ts'
import { type Comparison, inTurns } from './measure.ts'

/** Certificates of real states, or those the project made where the real ones are not at hand. */
const folders = [
  ...(process.env['TRUST_DATA_DIR'] ? [join(process.env['TRUST_DATA_DIR'], 'bsec/UA/certs')] : []),
  join(import.meta.dirname, '../trust-lists/sample'),
]

/** Certificates read by the second, against the one class of node:crypto that reads them. */
export function certificates(): Comparison[] {
  const folder = folders.find(existsSync)
  if (folder === undefined) throw new Error('no certificates to measure with')
  const ders = certificatesIn(folder)
  const read = (one: (der: Buffer) => unknown) => ({
    calls: ders.length,
    run: () => {
      for (const der of ders) one(der)
    },
  })
  return [
    {
      name: `certificates read (${ders.length} different ones)`,
      ...inTurns(
        read((der) => parseCertificate(der)),
        read((der) => new X509Certificate(der)),
      ),
      unit: 'per second',
      against: 'X509Certificate',
      target: '≥ 5',
    },
  ]
}

/** Only what both sides read: neither is to be measured by its errors. */
function certificatesIn(folder: string): Buffer[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => /\.(der|crt|cer)$/.test(file))
    .map((file) => readFileSync(join(folder, file)))
    .filter((der) => {
      try {
        parseCertificate(der)
        return new X509Certificate(der).raw.length > 0
      } catch {
        return false
      }
    })
}
