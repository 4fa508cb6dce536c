import { randomBytes } from 'node:crypto'
import { type Signer, signContent, signedData } from '../scripts/sample/cms.ts'
import { benchSigner, type LargeDocument } from './large-document.ts'

/** A PDF of as many pages as are wanted, each with an image of 1 MiB, and a PAdES signature over all of it. */
export async function makeLargePdf(pages: number): Promise<LargeDocument> {
  const signer = await benchSigner()
  const room = 2 * (await cmsOver(Buffer.alloc(1), signer)).length + 64
  const bytes = unsigned(pages, room)
  const start = bytes.indexOf('/Contents <') + '/Contents '.length
  const end = start + room + 2
  const range = `[0 ${start} ${end} ${bytes.length - end}]`.padEnd(placeholder.length)
  bytes.write(range, bytes.indexOf(placeholder), 'latin1')
  const content = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  const value = Buffer.from(await cmsOver(content, signer)).toString('hex')
  bytes.write(value.padEnd(room, '0'), start + 1, 'latin1')
  return { name: 'bench.pdf', bytes, certificate: signer.certificate }
}

async function cmsOver(content: Uint8Array, signer: Signer): Promise<Uint8Array> {
  return signedData(
    null,
    [await signContent(content, signer, { signingTime: null })],
    [signer.certificate],
  )
}

const placeholder = '[0 0000000000 0000000000 0000000000]'

/** Objects 1 to 4, two for each page, and the signature, which writers put last: ISO 32000-2 §7.5. */
function unsigned(pages: number, room: number): Buffer {
  const numbers = Array.from({ length: pages }, (_, i) => 5 + 2 * i)
  const kids = numbers.map((number) => `${number} 0 R`).join(' ')
  const image =
    '/Type /XObject /Subtype /Image /Width 1024 /Height 1024 /BitsPerComponent 8 /ColorSpace /DeviceGray'
  const objects: (readonly [string, Uint8Array | null])[] = [
    ['/Type /Catalog /Pages 2 0 R /AcroForm 3 0 R', null],
    [`/Type /Pages /Kids [${kids}] /Count ${pages}`, null],
    ['/SigFlags 3 /Fields [4 0 R]', null],
    [`/FT /Sig /T (Signature1) /V ${5 + 2 * pages} 0 R`, null],
    ...numbers.flatMap((number): [string, Uint8Array | null][] => [
      [pageText(number), null],
      [`${image} /Length ${1 << 20}`, randomBytes(1 << 20)],
    ]),
    [signatureText(room), null],
  ]
  return fileOf(objects)
}

function signatureText(room: number): string {
  const kind = '/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached'
  return `${kind} /M (D:20260101000000Z) /ByteRange ${placeholder} /Contents <${'0'.repeat(room)}>`
}

function pageText(number: number): string {
  const resources = `<< /XObject << /Image ${number + 1} 0 R >> >>`
  return `/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${resources}`
}

function fileOf(objects: readonly (readonly [string, Uint8Array | null])[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  let length = parts[0]?.length ?? 0
  const add = (part: Uint8Array) => {
    parts.push(part)
    length += part.length
  }
  const entries = objects.map(([text, data], i) => {
    const entry = `${String(length).padStart(10, '0')} 00000 n \n`
    add(Buffer.from(`${i + 1} 0 obj\n<< ${text} >>\n`))
    if (data !== null)
      for (const part of ['stream\n', data, '\nendstream\n']) add(Buffer.from(part))
    add(Buffer.from('endobj\n'))
    return entry
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`
  add(Buffer.from(table + trailer))
  return Buffer.concat(parts)
}
