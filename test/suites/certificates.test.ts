import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as peculiar from '@peculiar/x509'
import * as pkijs from 'pkijs'
import { describe, expect, it } from 'vitest'
import { equalBytes, fromBase64, toHex } from '../../src/core/bytes.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import { type Certificate, parseCertificate, pemBlocks } from '../../src/x509/certificate.ts'
import exceptions from './certificates.exceptions.json' with { type: 'json' }

const folder = process.env['TRUST_DATA_DIR']

/** One field of one certificate as a library reads it; null where the library does not give it. */
type Fields = Readonly<Record<string, string | null>>

function ownFields(certificate: Certificate): Fields {
  return {
    serialNumber: toHex(certificate.serialNumber),
    issuer: toHex(certificate.issuer),
    subject: toHex(certificate.subject),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    spki: toHex(certificate.spki),
    signatureAlgorithm: certificate.signatureAlgorithm.oid,
    signature: toHex(certificate.signature),
    extensions: certificate.extensions
      .map(({ oid, critical, value }) => `${oid}|${critical}|${toHex(value)}`)
      .join('\n'),
  }
}

const hex = (bytes: ArrayBuffer | Uint8Array): string => toHex(new Uint8Array(bytes))

function pkijsFields(der: Uint8Array): Fields {
  const read = pkijs.Certificate.fromBER(der)
  return {
    serialNumber: hex(read.serialNumber.valueBlock.valueHexView),
    issuer: hex(read.issuer.toSchema().toBER()),
    subject: hex(read.subject.toSchema().toBER()),
    notBefore: read.notBefore.value.toISOString(),
    notAfter: read.notAfter.value.toISOString(),
    spki: hex(read.subjectPublicKeyInfo.toSchema().toBER()),
    signatureAlgorithm: read.signatureAlgorithm.algorithmId,
    signature: hex(read.signatureValue.valueBlock.valueHexView),
    extensions: (read.extensions ?? [])
      .map(({ extnID, critical, extnValue }) => {
        return `${extnID}|${critical}|${hex(extnValue.valueBlock.valueHexView)}`
      })
      .join('\n'),
  }
}

function peculiarFields(der: Uint8Array): Fields {
  const read = new peculiar.X509Certificate(der as Uint8Array<ArrayBuffer>)
  return {
    serialNumber: read.serialNumber,
    issuer: hex(read.issuerName.toArrayBuffer()),
    subject: hex(read.subjectName.toArrayBuffer()),
    notBefore: read.notBefore.toISOString(),
    notAfter: read.notAfter.toISOString(),
    spki: hex(read.publicKey.rawData),
    signatureAlgorithm: null,
    signature: hex(read.signature),
    extensions: read.extensions
      .map(({ type, critical, value }) => `${type}|${critical}|${hex(value)}`)
      .join('\n'),
  }
}

function nodeFields(der: Uint8Array): Fields {
  const read = new X509Certificate(der)
  return {
    serialNumber: read.serialNumber.toLowerCase(),
    notBefore: new Date(read.validFrom).toISOString(),
    notAfter: new Date(read.validTo).toISOString(),
    spki: nodeKey(read),
  }
}

/** node:crypto reads no key of an algorithm that OpenSSL lacks, as DSTU 4145 and GOST R 34.10. */
function nodeKey(read: X509Certificate): string | null {
  try {
    return hex(read.publicKey.export({ format: 'der', type: 'spki' }))
  } catch {
    return null
  }
}

const oracles = { pkijs: pkijsFields, '@peculiar/x509': peculiarFields, 'node:crypto': nodeFields }

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Every distinct certificate under the folder: files of their own, and those inside lists. */
function certificatesUnder(path: string): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  const keep = (der: Uint8Array | null): void => {
    if (der !== null) found.set(sha256Hex(der), der)
  }
  for (const file of filesUnder(path)) {
    if (/\.(cer|crt|der|pem)$/.test(file)) {
      const bytes = readFileSync(file)
      const blocks = pemBlocks(bytes, 'CERTIFICATE')
      for (const der of blocks.length > 0 ? blocks : [bytes]) keep(der)
    } else if (file.endsWith('.xml')) {
      const text = readFileSync(file, 'utf8')
      for (const match of text.matchAll(/X509Certificate>([^<]+)</g))
        keep(fromBase64(match[1] ?? ''))
    }
  }
  return found
}

/** Differences that have the same meaning in every library: leading zero octets and case of hexadecimal. */
function normalised(field: string, value: string): string {
  return field === 'serialNumber' ? value.replace(/^(00)+(?=..)/, '') : value
}

function differences(certificate: Certificate): string[] {
  const own = ownFields(certificate)
  return Object.entries(oracles).flatMap(([library, read]) => {
    const theirs = readBy(read, certificate.der)
    if (theirs === null) return [`${library}: unreadable`]
    return Object.entries(theirs)
      .filter(([field, value]) => {
        return value !== null && normalised(field, value) !== normalised(field, own[field] ?? '')
      })
      .map(([field]) => `${library}: ${field}`)
  })
}

function readBy(read: (der: Uint8Array) => Fields, der: Uint8Array): Fields | null {
  try {
    return read(der)
  } catch {
    return null
  }
}

function parse(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}

describe.skipIf(folder === undefined || !existsSync(folder))('certificates of real lists', () => {
  const found = folder === undefined ? new Map() : certificatesUnder(folder)
  const reasoned = new Map(exceptions.map((one) => [`${one.id} ${one.actual}`, one.reason]))

  it('are found in their thousands', () => {
    expect(found.size).toBeGreaterThan(3000)
  })

  it('read as pkijs, @peculiar/x509 and node:crypto read them, but for reasoned exceptions', () => {
    const met = new Set<string>()
    for (const [id, der] of found) {
      const certificate = parse(der)
      const actual = certificate === null ? ['own: unreadable'] : differences(certificate)
      for (const one of actual) met.add(`${id} ${one}`)
    }
    expect([...met].filter((one) => !reasoned.has(one))).toEqual([])
    expect([...reasoned.keys()].filter((one) => !met.has(one))).toEqual([])
  })

  it('keep their octets', () => {
    for (const der of found.values()) {
      const certificate = parse(der)
      if (certificate !== null) expect(equalBytes(certificate.der, der)).toBe(true)
    }
  })
})
