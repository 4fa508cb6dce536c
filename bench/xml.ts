import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isUnsupported } from '../src/core/algorithm-names.ts'
import { Budget } from '../src/core/budget.ts'
import { equalBytes } from '../src/core/bytes.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { XmlSignature } from '../src/formats/xml/signature.ts'
import { readXmlSignatures } from '../src/formats/xml/signatures.ts'
import { type Comparison, inTurns } from './measure.ts'

/** Real lists, the largest first, in which xmlsec1 and this project both find the signature intact. */
const folder = join(process.env['TRUST_DATA_DIR'] ?? '.', 'eu/test/lotlCache')
const listNames = [
  'IT',
  'ES',
  'HU',
  'FR',
  'PL',
  'SK',
  'CZ',
  'NL',
  'EU',
  'BG',
  'EL',
  'HR',
  'CY',
  'DK',
]
const repeats = 5

const xmlsecOptions = [
  '--verify',
  '--insecure',
  '--id-attr:Id',
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
]

/**
 * Signatures of real trust lists verified, and their trees read, against one process of xmlsec1
 * over the same files, which reads and verifies them. Empty, with the reason on the standard error,
 * where the lists or xmlsec1 are absent.
 */
export function lists(): Comparison[] {
  const missing = whatIsMissing()
  if (missing !== null) {
    process.stderr.write(`XML lists are not measured: ${missing}\n`)
    return []
  }
  const paths = listNames.map((name) => join(folder, `${name}.xml`))
  return [
    compare('the largest list (IT, 2 MB)', paths.slice(0, 1)),
    compare(`${paths.length} lists in one run`, paths),
  ]
}

function whatIsMissing(): string | null {
  if (!existsSync(folder)) return 'TRUST_DATA_DIR names no trust lists'
  const files = readdirSync(folder)
  const absent = listNames.find((name) => !files.includes(`${name}.xml`))
  if (absent !== undefined) return `${absent}.xml is not there`
  return spawnSync('xmlsec1', ['--version']).status === 0 ? null : 'xmlsec1 is not installed'
}

function compare(name: string, paths: readonly string[]): Comparison {
  const lists = paths.map((path) => readFileSync(path))
  const run = () => {
    const crypto = nodeCrypto()
    for (const bytes of lists) {
      const context = { budget: new Budget(), crypto, detached: [] }
      const { signatures } = readXmlSignatures(bytes, context)
      if (!signatures.every((signature) => intact(signature, crypto))) {
        throw new Error('a list that should verify does not')
      }
    }
  }
  const runTheirs = () => {
    const { status } = spawnSync('xmlsec1', [
      ...xmlsecOptions,
      '--repeat',
      String(repeats),
      ...paths,
    ])
    if (status !== 0) throw new Error('xmlsec1 does not verify a list that should')
  }
  return {
    name: `trust lists verified, ${name}`,
    ...inTurns({ calls: lists.length, run }, { calls: lists.length * repeats, run: runTheirs }),
    unit: 'per second',
    against: 'xmlsec1 in one process',
    target: '≥ 1.25, which is 0.8 of its time',
  }
}

function intact(signature: XmlSignature, crypto: ReturnType<typeof nodeCrypto>): boolean {
  const { signatureAlgorithm, signedBytes, references, certificates, value } = signature
  const spki = certificates[0]?.spki
  if (spki === undefined || isUnsupported(signatureAlgorithm) || signedBytes.kind !== 'bytes') {
    return false
  }
  const digested = references.every(({ digestAlgorithm, expectedDigest, octets }) => {
    if (isUnsupported(digestAlgorithm) || octets.kind !== 'bytes') return false
    const digest = crypto.digest(digestAlgorithm, octets.bytes)
    return digest !== null && equalBytes(digest, expectedDigest)
  })
  const verified = crypto.verify(spki, signatureAlgorithm, signedBytes.bytes, value)
  return references.length > 0 && digested && verified.outcome === 'valid'
}
