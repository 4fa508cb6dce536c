import { integer, oid, sequence, tlv } from '../formats/cms/der.ts'
import { authority, crl, entity, extension, issue } from '../x509/pki.ts'
import { serve } from './server.ts'

/** Extensions that say where things lie, and a server that has them. */
const uri = (text: string) => tlv(0x86, Buffer.from(text))

/** RFC 5280 §4.2.1.13: one point with these names. */
export function distribution(...uris: readonly string[]): Uint8Array {
  const point = sequence(tlv(0xa0, tlv(0xa0, ...uris.map(uri))))
  return extension('2.5.29.31', sequence(point), false)
}

/** RFC 5280 §4.2.2.1: where the certificates of the issuer lie, or its responder. */
export function access(method: 'issuer' | 'ocsp', ...uris: readonly string[]): Uint8Array {
  const id = oid(method === 'ocsp' ? '1.3.6.1.5.5.7.48.1' : '1.3.6.1.5.5.7.48.2')
  const descriptions = uris.map((one) => sequence(id, uri(one)))
  return extension('1.3.6.1.5.5.7.1.1', sequence(...descriptions), false)
}

export interface Site {
  readonly origin: string
  /** By path; an answer of OCSP lies under /ocsp, whatever the request. */
  readonly files: Map<string, Uint8Array>
  /** The paths that were asked for, in order. */
  readonly hits: string[]
}

export async function site(): Promise<Site> {
  const files = new Map<string, Uint8Array>()
  const hits: string[] = []
  const origin = await serve((request, response) => {
    const path = request.url ?? ''
    hits.push(path)
    const file = files.get(path.startsWith('/ocsp') ? '/ocsp' : path)
    if (file === undefined) response.writeHead(404).end()
    else response.end(file)
  })
  return { origin, files, hits }
}

/** A certificate whose issuer publishes a CRL on the site; current from January to July 2026. */
export function withCrl({ origin, files }: Site) {
  const issuer = entity('CA')
  const extensions = [distribution(`${origin}/a.crl`)]
  files.set('/a.crl', crl(issuer, { to: '2026-07-01' }).der)
  return {
    target: issue(entity('person'), issuer, { serial: 77, extensions }),
    root: authority(issuer, issuer),
  }
}

/** RFC 5652 §5.1: SignedData without content and signers. */
export function certsOnly(...choices: readonly Uint8Array[]): Uint8Array {
  const content = sequence(oid('1.2.840.113549.1.7.1'))
  const signedData = sequence(integer(1), tlv(0x31), content, tlv(0xa0, ...choices), tlv(0x31))
  return sequence(oid('1.2.840.113549.1.7.2'), tlv(0xa0, signedData))
}

export function pem({ der }: { readonly der: Uint8Array }): string {
  const base64 = Buffer.from(der).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}
