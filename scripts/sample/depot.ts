import { base64 } from './der.ts'
import { branch, leaf } from './xml.ts'

/** A root of the depot, with its names as DER. */
export interface DepotRoot {
  readonly certificate: Uint8Array
  readonly serial: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly from: Date
  readonly to: Date
}

/** The certificate depot in the XML of Kamu SM: element names are the fields of its own software. */
export function certificateDepot(notice: string, roots: readonly DepotRoot[]): string {
  const body = branch('depo', [
    `<!-- ${notice} -->`,
    leaf('Versiyon', '1.1'),
    branch('koksertifikalar', roots.map(root)),
    '<sertifikalar/>',
  ])
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`
}

function root(entry: DepotRoot, index: number): string {
  return branch('koksertifika', [
    leaf('mKokSertifikaNo', String(index + 1)),
    leaf('mValue', base64(entry.certificate)),
    leaf('mSerialNumber', base64(entry.serial)),
    leaf('mIssuerName', base64(entry.issuer)),
    leaf('mStartDate', day(entry.from)),
    leaf('mEndDate', day(entry.to)),
    leaf('mSubjectName', base64(entry.subject)),
    leaf('mKeyUsageStr', '000001100'),
    leaf('mSubjectKeyIdentifier', base64(entry.keyIdentifier)),
    leaf('mKokTipi', 'KOKSERTIFIKA'),
    leaf('mKokGuvenSeviyesi', 'LEGAL'),
  ])
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10)
}
